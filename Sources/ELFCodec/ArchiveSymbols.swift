// The names that a static library defines, from its symbol index (ar(5); gABI leaves the format to
// the system). libelf reads it.

internal import CLibelf
public import ELFModel
internal import Glibc

/// Whether `source` begins as an archive does, thin ones included.
public func isArchive(_ source: some ByteSource) throws -> Bool {
  guard source.byteCount >= 8 else { return false }
  let magic = try source.bytes(in: 0..<8)
  return magic == Array("!<arch>\n".utf8) || magic == Array("!<thin>\n".utf8)
}

/// The names in the symbol index of an archive.
///
/// - Parameter descriptor: an open archive; it is read, its position is left anywhere.
/// - Throws: ``DecodeError`` if the archive is damaged or has no symbol index.
public func archiveSymbolNames(_ descriptor: Int32) throws(DecodeError) -> NameSet {
  elf_version(UInt32(EV_CURRENT))
  guard let archive = unsafe elf_begin(descriptor, ELF_C_READ, nil) else {
    throw damaged(libelfMessage())
  }
  defer { unsafe elf_end(archive) }
  guard unsafe elf_kind(archive) == ELF_K_AR else { throw damaged("libelf sees no archive") }
  var count = 0
  guard let symbols = unsafe elf_getarsym(archive, &count) else {
    throw damaged("it has no symbol index; `ranlib` makes one")
  }
  var names = NameSet()
  for index in 0..<count {
    guard let name = unsafe symbols[index].as_name else { break }
    names.insert(
      unsafe UnsafeBufferPointer(start: name, count: strlen(name)).map(UInt8.init(bitPattern:)))
  }
  return names
}

private func damaged(_ reason: String) -> DecodeError {
  .malformed(structure: "archive symbol index", offset: 8, reason: reason)
}

private func libelfMessage() -> String {
  guard let message = unsafe elf_errmsg(elf_errno()) else { return "libelf cannot read it" }
  return unsafe String(cString: message)
}
