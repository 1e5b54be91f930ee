// The names that a static library defines, from its symbol index: the first member of an archive,
// named `/` or, with 64-bit words, `/SYM64/`.
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

/// The names in the symbol index of the archive `source`.
///
/// - Throws: ``DecodeError`` if the index is missing or damaged, or the source's I/O error.
public func archiveSymbolNames(_ source: some ByteSource) throws -> NameSet {
  if source.byteCount == 8 { return NameSet() }  // an archive without a member
  let reader = BoundedReader(source: source)
  let header = try reader.bytes(try reader.region(structure, offset: 8, byteCount: 60))
  let name = text(header[0..<16])
  guard name == "/" || name == "/SYM64/" else {
    throw damaged("it has no symbol index; `ranlib` makes one")
  }
  guard let size = UInt64(text(header[48..<58])), header[58...] == [0x60, 0x0a] else {
    throw damaged("its header is not one of an archive member")
  }
  let region = try reader.region(structure, offset: 68, byteCount: size)
  return try names(in: try reader.bytes(region), wordSize: name == "/" ? 4 : 8)
}

private let structure = "archive symbol index"

private func names(in index: [UInt8], wordSize: Int) throws(DecodeError) -> NameSet {
  let count = index.prefix(wordSize).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  guard index.count >= wordSize, count <= UInt64(index.count / wordSize - 1) else {
    throw damaged("it speaks of \(count) symbols, which its \(index.count) bytes cannot hold")
  }
  var names = NameSet()
  var rest = index[(wordSize * (Int(count) + 1))...]
  for _ in 0..<count {
    guard let end = rest.firstIndex(of: 0) else { throw damaged("its last name does not end") }
    names.insert(Array(rest[..<end]))
    rest = rest[(end + 1)...]
  }
  return names
}

private func text(_ field: ArraySlice<UInt8>) -> String {
  let end = field.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? field.startIndex
  return String(decoding: field[..<end], as: UTF8.self)
}

private func damaged(_ reason: String) -> DecodeError {
  .malformed(structure: structure, offset: 8, reason: reason)
}
