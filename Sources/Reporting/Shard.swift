// A part of a run: every N-th file of its list, from the K-th on. Files that lie beside each other are of
// a kind, and so each shard gets some of every kind.

/// One of so many shards.
public struct Shard: Sendable, Equatable {
  /// From 1.
  public let number: Int
  /// How many there are.
  public let count: Int

  /// More shards than this are no help to anybody.
  public static let mostShards = 100_000

  /// Shard `number` of `count`; nil if there is no such thing.
  public init?(_ number: Int, of count: Int) {
    guard (1...Self.mostShards).contains(count), (1...count).contains(number) else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// The shard written as `K/N`; nil if it is written otherwise, or there is no such thing.
  public init?(_ text: String) {
    let words = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard words.count == 2, words.allSatisfy({ $0.allSatisfy(digits.contains) }),
      let number = Int(String(decoding: words[0], as: UTF8.self)),
      let count = Int(String(decoding: words[1], as: UTF8.self))
    else { return nil }
    self.init(number, of: count)
  }

  /// The whole, which is a shard as well.
  public static let whole = Shard(whole: ())

  private init(whole: Void) { (number, count) = (1, 1) }

  /// Whether the file at `position`, from 0, is one of its own.
  public func holds(_ position: Int) -> Bool { position % count == number - 1 }

  /// How many of `total` files are its own.
  public func share(of total: Int) -> Int { total / count + (total % count >= number ? 1 : 0) }
}

/// What there is to know of a run before its first file.
public struct RunOutline: Sendable {
  /// The command that runs.
  public let command: String
  /// How many files it is about, those of other shards included.
  public let fileCount: Int
  /// The part of it that runs here; nil for all of it.
  public let shard: Shard?
  /// What tells it from runs over other files, or with other options; empty if nobody asked.
  public let identity: String

  /// Memberwise.
  public init(_ command: String, fileCount: Int = 0, shard: Shard? = nil, identity: String = "") {
    self.command = command
    self.fileCount = fileCount
    self.shard = shard
    self.identity = identity
  }

  /// How many files are worked on here.
  public var ownCount: Int { (shard ?? .whole).share(of: fileCount) }
}
