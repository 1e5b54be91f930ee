// The forms in which a linker, or symdemote, takes a listing of exports.

/// A form of an export listing.
public enum ListingForm: String, CaseIterable, Sendable {
  /// symdemote's own list.
  case list
  /// `ld --dynamic-list`, for executables.
  case dynamicList = "dynamic-list"
  /// `ld --version-script`.
  case versionScript = "version-script"
  /// `ld --exclude-libs`, for what comes from archives.
  case excludeLibs = "exclude-libs"
}

/// Why a listing cannot be put into a form.
public enum ListingError: Error, Sendable, Equatable {
  /// A dynamic list restricts what executables export, and the file is a library.
  case dynamicListOfLibrary
  /// Some exports have a version and some have none, which no version script can say.
  case unversionedBesideVersions(count: Int, example: String)
  /// `--exclude-libs` goes by archives, and none was named.
  case noArchive
  /// Symbols are demoted by something else than an archive's names.
  case demotedOtherwise(count: Int, example: String)
  /// Symbols of the archives stay.
  case keptFromArchive(count: Int, example: String)
}

extension ExportListing {
  /// The listing as symdemote's own list.
  public var nativeList: String {
    groups.map { group in
      comment(group.heading, "#", "")
        + group.entries.map { version, entry in
          entry.nativeText + (version.map { "@" + String(decoding: $0, as: UTF8.self) } ?? "")
            + "\n"
        }.joined()
    }.joined()
  }

  /// The listing as a dynamic list.
  ///
  /// - Throws: ``ListingError``.
  public func dynamicList() throws(ListingError) -> String {
    guard isExecutable else { throw .dynamicListOfLibrary }
    return "{\n" + Self.lines(groups, indent: "  ") + "};\n"
  }

  /// The listing as a version script.
  ///
  /// - Throws: ``ListingError``.
  public func versionScript() throws(ListingError) -> String {
    let bare = entries(of: nil)
    guard !versions.isEmpty else {
      return "{\n" + Self.global(bare) + "  local:\n    *;\n};\n"
    }
    if let first = bare.first?.entries.first {
      throw .unversionedBesideVersions(
        count: bare.reduce(0) { $0 + $1.entries.count },
        example: String(decoding: first.entry.bytes, as: UTF8.self))
    }
    return versions.enumerated().map { place, version in
      String(decoding: version, as: UTF8.self) + " {\n" + Self.global(entries(of: version))
        + (place == 0 ? "  local:\n    *;\n" : "") + "};\n"
    }.joined()
  }

  private static func global(_ groups: [Group]) -> String {
    groups.isEmpty ? "" : "  global:\n" + lines(groups, indent: "    ")
  }

  /// A name of several versions stands there once.
  private static func lines(_ groups: [Group], indent: String) -> String {
    var seen: Set<[UInt8]> = []
    return groups.map { group in
      let entries = group.entries.filter { seen.insert($0.entry.bytes).inserted }
      guard !entries.isEmpty else { return "" }
      return indent + comment(group.heading, "/*", " */")
        + entries.map { "\(indent)\($0.entry.scriptText);\n" }.joined()
    }.joined()
  }
}

/// `text` as a comment of one line, whatever it holds.
private func comment(_ text: String, _ opening: String, _ closing: String) -> String {
  let line = text.map { $0.isNewline ? " " : $0 }
  return "\(opening) \(String(line).replacing("*/", with: "* /"))\(closing)\n"
}

extension ExportListing.Entry {
  /// As a version script wants it: a name with unusual characters stands in quotes.
  fileprivate var scriptText: String {
    switch self {
    case .glob(let glob): String(decoding: glob, as: UTF8.self)
    case .name(let name):
      name.allSatisfy(isPlain)
        ? String(decoding: name, as: UTF8.self) : "\"\(String(decoding: name, as: UTF8.self))\""
    }
  }

  /// As symdemote's own list wants it: what could mean something stands behind a backslash.
  fileprivate var nativeText: String {
    switch self {
    case .glob(let glob): String(decoding: glob, as: UTF8.self)
    case .name(let name):
      String(
        decoding: name.flatMap { byte in
          isPlain(byte) ? [byte] : [UInt8(ascii: "\\"), byte]
        }, as: UTF8.self)
    }
  }
}

/// Whether `byte` may stand in a version script without quotes.
private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
    UInt8(ascii: "$"):
    true
  default: false
  }
}
