// Why bytes could not be read as a dynamically linked ELF file.

/// A reason not to read a file, with the structure and the file offset it was found at.
public enum DecodeError: Error, Sendable, Equatable {
  /// The file does not begin as ELF files do.
  case notELF
  /// An ELF file of a kind that has no dynamic symbols to speak of; `advice` says what would help.
  case unsupported(kind: String, advice: String)
  /// A structure reaches beyond the end of the file (or of its segment).
  case outOfBounds(structure: String, offset: UInt64, byteCount: UInt64, limit: UInt64)
  /// An address that no loaded segment fills from the file.
  case unmapped(structure: String, address: UInt64)
  /// A structure contradicts itself or another; `offset` is where, if one place is to blame.
  case malformed(structure: String, offset: Int?, reason: String)
}
