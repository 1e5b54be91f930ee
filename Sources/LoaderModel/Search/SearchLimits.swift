// How much of what a file says is followed. The system's own limits where it has any, so that a
// file beyond them is one that no loader could open either.

internal import ELFModel

enum SearchLimits {
  /// `PATH_MAX`: bytes of a path, its closing zero included.
  static let pathLength = DynamicImage.pathLimit
  /// `NAME_MAX`: bytes of a file's name.
  static let nameLength = 255
  /// Directories of one list that are searched; the longest lists in use have a few hundred.
  static let directories = 1000
  /// Libraries of one object that are sought in vain before its others are left out, too: a file
  /// could name any number that are nowhere, and each is sought in every directory.
  static let missingLibraries = 50
}
