// The names that a static library defines for others. They are listed in its symbol index: the first
// member of an archive, named `/` or, with 64-bit words, `/SYM64/`.
//
//     !<arch>\n or !<thin>\n
//     member header: name[16] date[12] uid[6] gid[6] mode[8] size[10] `\n      60 characters
//     count  offset[count]  names, each ended by a zero byte                big endian words
//
// Source: ar(5) in its System V form, as the GNU and LLVM tools write it. libelf reads archives
// too, but no thin ones.

public import ELFModel

/// Whether `source` begins as an archive does, thin ones included.
///
/// - Throws: the source's I/O error.
public func isArchive(_ source: some ByteSource) throws -> Bool {
  guard source.byteCount >= 8 else { return false }
  let magic = try source.bytes(in: 0..<8)
  return magic == Array("!<arch>\n".utf8) || magic == Array("!<thin>\n".utf8)
}

/// The names that the members of the archive `source` define for others.
///
/// What an object file hides it gives to nobody, although the index lists it. The index alone is
/// believed for members that are no object files of ELF, such as a compiler's own code, and for thin
/// archives, whose members are files elsewhere.
///
/// - Throws: ``DecodeError`` if the index or a member is missing or damaged, or the source's I/O
///   error.
public func archiveSymbolNames(_ source: some ByteSource) throws -> NameSet {
  if source.byteCount == 8 { return NameSet() }  // an archive without a member
  let reader = BoundedReader(source: source)
  let header = try reader.bytes(try reader.region(structure, offset: 8, byteCount: 60))
  let name = text(header[0..<16])
  guard name == "/" || name == "/SYM64/" else {
    throw damaged("it has no symbol index; `ranlib` makes one")
  }
  guard let size = memberSize(header) else {
    throw damaged("its header is not one of an archive member")
  }
  let region = try reader.region(structure, offset: 68, byteCount: size)
  let index = try index(in: try reader.bytes(region), wordSize: name == "/" ? 4 : 8)
  let isThin = try reader.bytes(FileRegion(offset: 0, byteCount: 8)) == Array("!<thin>\n".utf8)
  var names = NameSet()
  var end: UInt64 = 0
  for (offset, listed) in index {
    let defined = isThin ? nil : try memberSymbolNames(at: offset, of: reader, behind: &end)
    for name in listed where defined?.contains(name[...]) ?? true { names.insert(name) }
  }
  return names
}

/// What the member at `offset` defines for others; nil if it is no object file of ELF, or one that
/// holds only GCC's own code, which it says by a symbol (GCC's lto-streamer).
///
/// - Parameter end: where the member before it ends, and afterwards this one: members that shared
///   their bytes could be read as often as there are names.
private func memberSymbolNames(
  at offset: UInt64, of reader: BoundedReader, behind end: inout UInt64
) throws -> NameSet? {
  guard offset >= end else {
    throw DecodeError.malformed(
      structure: "archive member", offset: Int(clamping: offset),
      reason: "it begins within the member before it")
  }
  let header = try reader.bytes(try reader.region("archive member", offset: offset, byteCount: 60))
  guard let size = memberSize(header) else {
    throw DecodeError.malformed(
      structure: "archive member", offset: Int(clamping: offset),
      reason: "the symbol index names it, and it has no header of one")
  }
  let region = try reader.region("archive member", offset: offset + 60, byteCount: size)
  end = UInt64(region.range.upperBound)
  do {
    let names = try objectSymbolNames(PartOfSource(whole: reader.source, region: region))
    return names?.contains(Array("__gnu_lto_slim".utf8)[...]) ?? true ? nil : names
  } catch DecodeError.notELF {
    return nil
  }
}

/// `size` of a member's header; nil if it is none.
private func memberSize(_ header: [UInt8]) -> UInt64? {
  header[58...] == [0x60, 0x0a] ? UInt64(text(header[48..<58])) : nil
}

/// A file within another.
private struct PartOfSource: ByteSource {
  let whole: any ByteSource
  let region: FileRegion

  var byteCount: Int { region.byteCount }

  func bytes(in range: Range<Int>) throws -> [UInt8] {
    let start = region.range.lowerBound
    return try whole.bytes(in: (start + range.lowerBound)..<(start + range.upperBound))
  }
}

private let structure = "archive symbol index"

/// The names of the index by the members that define them, in the order of the members.
private func index(in bytes: [UInt8], wordSize: Int) throws(DecodeError) -> [(
  member: UInt64, names: [[UInt8]]
)] {
  func word(_ position: Int) -> UInt64 {
    bytes[(position * wordSize)..<((position + 1) * wordSize)].reduce(0) { $0 << 8 | UInt64($1) }
  }
  let words = bytes.count / wordSize
  let count = words == 0 ? 0 : word(0)
  guard words > 0, count <= UInt64(words - 1) else {
    throw damaged("it speaks of \(count) symbols, which its \(bytes.count) bytes cannot hold")
  }
  var names: [UInt64: [[UInt8]]] = [:]
  var rest = bytes[(wordSize * (Int(count) + 1))...]
  for position in 0..<Int(count) {
    guard let end = rest.firstIndex(of: 0) else { throw damaged("its last name does not end") }
    names[word(position + 1), default: []].append(Array(rest[..<end]))
    rest = rest[(end + 1)...]
  }
  return names.sorted { $0.key < $1.key }.map { (member: $0.key, names: $0.value) }
}

private func text(_ field: ArraySlice<UInt8>) -> String {
  let end = field.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? field.startIndex
  return String(decoding: field[..<end], as: UTF8.self)
}

private func damaged(_ reason: String) -> DecodeError {
  .malformed(structure: structure, offset: 8, reason: reason)
}
