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
  /// A linker exports what the libraries of the link refer to or define, whatever a dynamic list
  /// says.
  case exportedForLibrary(count: Int, example: String, library: String)
  /// Some exports have a version and some have none, which no version script can say.
  case unversionedBesideVersions(count: Int, example: String)
  /// No line of the form means this symbol and no other.
  case unsayableName(String, ListingForm)
  /// No node of a version script can be called so.
  case unsayableVersion(String)
  /// `--exclude-libs` goes by archives, and none was named.
  case noArchive
  /// What stands in the archive's name would end it in the option.
  case unsayableArchive(String)
  /// Symbols are demoted by something else than an archive's names.
  case demotedOtherwise(count: Int, example: String)
  /// Symbols of the archives stay.
  case keptFromArchive(count: Int, example: String)
}

extension ExportListing {
  /// The listing as symdemote's own list.
  ///
  /// - Throws: ``ListingError``.
  public func nativeList() throws(ListingError) -> String {
    var text = ""
    for group in groups {
      text += comment(group.heading, "#", "")
      for entry in group.entries { text += try nativeLine(entry) }
    }
    return text
  }

  /// The listing as a dynamic list.
  ///
  /// - Throws: ``ListingError``.
  public func dynamicList() throws(ListingError) -> String {
    guard isExecutable else { throw .dynamicListOfLibrary }
    return "{\n" + (try lines(groups, of: .dynamicList, indent: "  ")) + "};\n"
  }

  /// The listing as a version script.
  ///
  /// - Throws: ``ListingError``.
  public func versionScript() throws(ListingError) -> String {
    let bare = entries(of: nil)
    guard !versions.isEmpty else {
      return "{\n" + (try global(bare)) + "  local:\n    *;\n};\n"
    }
    if let first = bare.first?.entries.first {
      throw .unversionedBesideVersions(
        count: bare.reduce(0) { $0 + $1.entries.count },
        example: String(decoding: first.name, as: UTF8.self))
    }
    var text = ""
    for (place, version) in versions.enumerated() {
      text += try tag(version.name) + " {\n" + global(entries(of: version.name))
      text += place == 0 ? "  local:\n    *;\n}" : "}"
      for parent in version.parents { text += try " " + tag(parent) }
      text += ";\n"
    }
    return text
  }

  private func global(_ groups: [Group]) throws(ListingError) -> String {
    groups.isEmpty ? "" : "  global:\n" + (try lines(groups, of: .versionScript, indent: "    "))
  }

  /// A name of several versions stands there once.
  private func lines(
    _ groups: [Group], of form: ListingForm, indent: String
  ) throws(ListingError) -> String {
    var text = ""
    var seen: Set<[UInt8]> = []
    for group in groups {
      let entries = group.entries.filter { seen.insert($0.name).inserted }
      if entries.isEmpty { continue }
      text += indent + comment(group.heading, "/*", " */")
      for entry in entries { text += "\(indent)\(try scriptWord(entry.name, form));\n" }
    }
    return text
  }
}

/// `text` as a comment of one line, whatever it holds.
private func comment(_ text: String, _ opening: String, _ closing: String) -> String {
  let line = text.map { $0.isNewline ? " " : $0 }
  return "\(opening) \(String(line).replacing("*/", with: "* /"))\(closing)\n"
}

/// As every linker reads it in a script: a name with unusual characters, a digit in front or a
/// keyword's letters stands in quotes. Within quotes lld and mold still take `*`, `?` and `[` for a
/// pattern, gold takes no newline, and nothing stands for a quote.
private func scriptWord(_ name: [UInt8], _ form: ListingForm) throws(ListingError) -> String {
  guard !name.isEmpty, let text = String(validating: name, as: UTF8.self),
    !name.contains(where: { "\"*?[@\n".utf8.contains($0) })
  else { throw .unsayableName(String(decoding: name, as: UTF8.self), form) }
  let isPlainWord =
    name.allSatisfy(\.isPlainInNames) && name.first?.isDigit == false
    && !["global", "local", "extern"].contains(text)
  return isPlainWord ? text : "\"\(text)\""
}

private func tag(_ version: [UInt8]) throws(ListingError) -> String {
  let text = String(decoding: version, as: UTF8.self)
  guard ScriptCharacters.isTag(version[...]), !["global", "local", "extern"].contains(text) else {
    throw .unsayableVersion(text)
  }
  return text
}

/// A line of symdemote's own list; what could mean something stands behind a backslash, which white
/// space ends all the same.
private func nativeLine(_ entry: ExportListing.Entry) throws(ListingError) -> String {
  let line = Selector.spelling(of: entry.name, version: entry.version)
  guard !entry.name.isEmpty, entry.version?.isEmpty != true,
    let text = String(validating: line, as: UTF8.self),
    !line.contains(where: \.isWhiteSpace),
    line.count <= SourceLines.longest
  else { throw .unsayableName(String(decoding: entry.name, as: UTF8.self), .list) }
  return text + "\n"
}
