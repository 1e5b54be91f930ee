// The names of files that a run makes for itself: `.symdemote-HASH.tmp` until a file is whole, and
// `.symdemote-HASH.journal` while an edit takes more than one step. HASH comes from the name beside
// which the file stands, so that the next run finds what one that was killed left behind; where
// something else has the name of a temporary file, HASH is a random number.

/// The kinds of files that a run makes for itself.
public enum OwnName: String, CaseIterable, Sendable {
  /// A file that is not whole yet.
  case temporary = ".tmp"
  /// What the next run needs if this one is killed.
  case journal = ".journal"

  /// Whether the file at `path` is one that a run made for itself.
  public static func isOwn(_ path: FilePath) -> Bool {
    allCases.contains { $0.fits(path.name) }
  }

  /// Whether the file at `path` is a journal.
  public static func isJournal(_ path: FilePath) -> Bool { journal.fits(path.name) }

  private static let prefix = Array(".symdemote-".utf8)

  /// The file of this kind beside `path`.
  func beside(_ path: FilePath) -> FilePath {
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in path.lastComponent { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return numbered(hash, in: path.folder)
  }

  /// A file of this kind in the folder of `path` whose name nobody can foresee.
  func atRandom(beside path: FilePath) -> FilePath {
    numbered(.random(in: .min ... .max), in: path.folder)
  }

  private func numbered(_ number: UInt64, in folder: FilePath) -> FilePath {
    let digits = String(number, radix: 36)
    let name = String(repeating: "0", count: 13 - digits.utf8.count) + digits
    return folder.appending(Self.prefix + Array(name.utf8) + Array(rawValue.utf8))
  }

  /// Whether `name` is one of this kind.
  func fits(_ name: [UInt8]) -> Bool {
    let suffix = Array(rawValue.utf8)
    return name.count == Self.prefix.count + 13 + suffix.count && name.starts(with: Self.prefix)
      && name.suffix(suffix.count).elementsEqual(suffix)
      && name[Self.prefix.count...].prefix(13).allSatisfy {
        (48...57).contains($0) || (97...122).contains($0)
      }
  }
}
