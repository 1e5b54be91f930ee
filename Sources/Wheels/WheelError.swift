// What can be wrong with a wheel: its container, or what it says of its files.

/// Why a wheel cannot be read, or not be written anew.
public enum WheelError: Error, Sendable, Equatable {
  /// No ZIP archive, or one that is cut off before its end record.
  case notZip
  /// A structure of the container that contradicts the format, or another one.
  case malformed(structure: String, offset: Int, reason: String)
  /// Something that the format knows, and we do not.
  case unsupported(structure: String, offset: Int, what: String)
  /// A name that leads out of the folder in which a wheel is unpacked, or that unpackers read in
  /// different ways.
  case unsafeName(name: [UInt8], offset: Int, reason: String)
  /// Two entries with one name.
  case duplicateName(name: [UInt8], offset: Int)
  /// The data of an entry is not what the container says.
  case damaged(name: [UInt8], offset: Int, reason: String)
  /// Data that takes so much more room than its wheel that somebody must have meant it to.
  case tooLarge(name: [UInt8], byteCount: Int, compressed: Int)
  /// There is no `NAME-VERSION.dist-info/RECORD`, or more than one.
  case recordCount(Int)
  /// A line of RECORD that is none.
  case recordLine(Int, reason: String)
  /// RECORD has no line for a file.
  case unrecorded(name: [UInt8])
  /// A file is not what RECORD says.
  case recordDiffers(name: [UInt8], line: Int)
  /// RECORD has a hash that cannot be held against its file.
  case recordHash(name: [UInt8], line: Int, kind: [UInt8])
  /// Two entries would be installed as one file, or one below the other.
  case samePlace(name: [UInt8], other: [UInt8])
  /// The wheel has other names beside those that are known.
  case hardLinked(links: UInt64, named: Int)
  /// The wheel is a mount point, and cannot be replaced.
  case mountPoint
  /// What was written does not read as what was meant.
  case unverified(reason: String)
  /// RECORD is signed, and would change.
  case signed(name: [UInt8])
}
