// The dynamic tables of a file as readelf shows them: a second opinion beside symdemote's own.

import Foundation

/// One line of `readelf --dyn-syms`.
public struct DynamicEntryLine: Sendable, Equatable {
  /// Its place in the table.
  public let index: Int
  /// Its address, in hexadecimal.
  public let value: String
  /// `FUNC`, `OBJECT`, `TLS`, `IFUNC` and the like.
  public let type: String
  /// `LOCAL`, `GLOBAL`, `WEAK` or `UNIQUE`.
  public let binding: String
  /// `DEFAULT`, `PROTECTED`, `HIDDEN` or `INTERNAL`.
  public let visibility: String
  /// `UND`, `ABS`, or the number of a section.
  public let section: String
  /// Its name, without a version.
  public let name: String
  /// What follows the name from the first `@` on; empty without a version.
  public let version: String
  /// What the machine says of it in `st_other`, in brackets; empty if nothing.
  public let note: String

  /// Whether the file only refers to it.
  public var isUndefined: Bool { section == "UND" }
  /// Whether no other file can bind to it.
  public var isLocal: Bool { binding == "LOCAL" }
}

/// The whole of `.dynsym`, the null entry first.
public func dynamicSymbols(_ file: URL) throws -> [DynamicEntryLine] {
  try mustRun("readelf", ["--dyn-syms", "-W", file.path]).split(separator: "\n").compactMap {
    var line = String($0)
    var note = ""
    if let range = line.range(of: #" \[[^\]]*\]"#, options: .regularExpression) {
      note = String(line[range].dropFirst())
      line.removeSubrange(range)
    }
    var fields = line.split(separator: " ").map(String.init)
    // Not every linker writes the OS ABI by which readelf knows type 10 and binding 10.
    for (column, word) in [(3, "IFUNC"), (4, "UNIQUE")]
    where fields.count > column + 2 && fields[column] == "<OS" {
      fields.replaceSubrange(column...column + 2, with: [word])
    }
    guard fields.count >= 7, fields[0].hasSuffix(":"), let index = Int(fields[0].dropLast())
    else { return nil }
    let name = fields.count > 7 ? fields[7] : ""
    let at = name.firstIndex(of: "@") ?? name.endIndex
    return DynamicEntryLine(
      index: index, value: fields[1], type: fields[3], binding: fields[4], visibility: fields[5],
      section: fields[6], name: String(name[..<at]), version: String(name[at...]), note: note)
  }
}

/// The entries of `.dynsym` that are called `name`, whatever their version.
public func dynamicSymbols(named name: String, in file: URL) throws -> [DynamicEntryLine] {
  try dynamicSymbols(file).filter { $0.name == name }
}

/// The names of the symbols that relocations of `type` (`R_X86_64_` and the like left out) refer to.
public func relocatedNames(_ type: String, in file: URL) throws -> Set<String> {
  let lines = try mustRun("readelf", ["-rW", file.path]).split(separator: "\n")
  let names = lines.compactMap { line -> String? in
    let fields = line.split(separator: " ")
    guard fields.count > 4,
      fields[2].range(of: "^R_(X86_64|(?!X86_)[A-Z0-9]+)_\(type)", options: .regularExpression)
        != nil
    else { return nil }
    return String(fields[4].prefix { $0 != "@" })
  }
  return Set(names)
}

/// A section header, and the bytes it stands for.
public struct SectionLine: Sendable {
  /// Its name.
  public let name: String
  /// `PROGBITS`, `RELA` and the like.
  public let type: String
  /// Where its bytes begin in the file.
  public let offset: Int
  /// How many bytes it has.
  public let size: Int
  /// The number of the section that it refers to; 0 for none.
  public let link: Int
  /// Whether it is a part of the loaded image.
  public let isAllocated: Bool

  /// Its bytes in the file.
  public var range: Range<Int> { offset..<offset + size }
}

/// The sections of `file`, the null section first.
public func sections(_ file: URL) throws -> [SectionLine] {
  try mustRun("readelf", ["-SW", file.path]).split(separator: "\n").compactMap { line in
    guard let open = line.firstIndex(of: "["), let close = line.firstIndex(of: "]"),
      Int(line[line.index(after: open)..<close].filter { $0 != " " }) != nil
    else { return nil }
    // The null section has no name, and few sections have no flags.
    var fields = line[line.index(after: close)...].split(separator: " ").map(String.init)
    if fields.first == "NULL" { fields.insert("", at: 0) }
    let hasFlags = fields.count == 10
    guard fields.count >= 9, let offset = Int(fields[3], radix: 16),
      let size = Int(fields[4], radix: 16), let link = Int(fields[hasFlags ? 7 : 6])
    else { return nil }
    return SectionLine(
      name: fields[0], type: fields[1], offset: offset, size: size, link: link,
      isAllocated: hasFlags && fields[6].contains("A"))
  }
}

/// The section `name` of `file`; nil if it has none.
public func section(_ name: String, of file: URL) throws -> SectionLine? {
  try sections(file).first { $0.name == name }
}

/// The content of the section `name`.
public func sectionBytes(_ name: String, of file: URL) throws -> Data {
  guard let section = try section(name, of: file) else {
    throw RunFailure(description: "\(file.path) has no section \(name)")
  }
  return try Data(contentsOf: file).subdata(in: section.range)
}

/// The section `name` as the little-endian words it consists of.
public func sectionWords<Word: FixedWidthInteger>(
  _ name: String, of file: URL, as word: Word.Type
) throws -> [Word] {
  let bytes = try sectionBytes(name, of: file)
  let width = Word.bitWidth / 8
  return stride(from: 0, to: bytes.count - width + 1, by: width).map { start in
    bytes[start..<start + width].reversed().reduce(0) { $0 << 8 | Word($1) }
  }
}

/// Overwrites bytes of `file` in place.
public func overwrite(_ file: URL, at offset: Int, with bytes: [UInt8]) throws {
  let handle = try FileHandle(forUpdating: file)
  defer { try? handle.close() }
  try handle.seek(toOffset: UInt64(offset))
  try handle.write(contentsOf: Data(bytes))
}
