// Relocation records of MIPS64, whose `r_info` is no number but a row of fields: the symbol in 32
// bits, then four bytes, the last of which is the type. Read as a number of the file's byte order,
// that is the gABI's layout in a big-endian file and none in a little-endian one.
//
// Source: "64-bit ELF Object File Specification" (MIPS), section 2.9.1, "Relocations"; glibc
// sysdeps/mips/mips64/ldsodefs.h.

internal import ELFModel

extension WireRelocation {
  /// What a record of a little-endian MIPS64 file says, of which `self` is the gABI's reading.
  var readAsFields: WireRelocation {
    WireRelocation(offset: offset, type: symbol.byteSwapped, symbol: type, addend: addend)
  }

  /// What makes the gABI's writing the record of a little-endian MIPS64 file.
  fileprivate var writtenAsFields: WireRelocation {
    WireRelocation(offset: offset, type: symbol, symbol: type.byteSwapped, addend: addend)
  }
}

extension Machine {
  /// Whether records of files of this machine are rows of fields.
  func hasRelocationFields(_ fileClass: FileClass, _ order: ByteOrder) -> Bool {
    code == 8 && fileClass == .elf64 && order == .little
  }

  /// `records`, decoded from a file of this machine, by their meaning.
  func meaning(
    of records: [WireRelocation], in fileClass: FileClass, _ order: ByteOrder
  ) -> [WireRelocation] {
    hasRelocationFields(fileClass, order) ? records.map(\.readAsFields) : records
  }

  /// The opposite of `meaning`.
  func records(
    meaning relocations: [WireRelocation], in fileClass: FileClass, _ order: ByteOrder
  ) -> [WireRelocation] {
    hasRelocationFields(fileClass, order) ? relocations.map(\.writtenAsFields) : relocations
  }
}
