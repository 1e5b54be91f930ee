// Why an image could not be written over the file it came from.

/// An image that does not fit its file.
public enum EncodeError: Error, Sendable, Equatable {
  /// A table is longer than the place it has. Nothing is ever moved to make room.
  case doesNotFit(structure: String, offset: Int)
}
