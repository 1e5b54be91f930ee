// What a new file holds: the bytes of the old one but for some edits, or others altogether, as in an archive
// that is packed anew.

public import ELFModel

/// The content of a file that replaces another.
enum NewContent {
  /// That of the other, edited.
  case edits([ByteEdit])
  /// What somebody writes.
  case written((NewFile) throws -> Void)

  /// The edits. Other content stands for one of no bytes: something changes, and no record tells what.
  var edits: [ByteEdit] {
    switch self {
    case .edits(let edits): edits
    case .written: [ByteEdit(offset: 0, bytes: [])]
    }
  }
}

/// A new file, to be written.
public struct NewFile {
  private let descriptor: Descriptor
  private let path: FilePath
  private let system: any SystemCalls

  init(_ descriptor: Descriptor, _ path: FilePath, _ system: any SystemCalls) {
    (self.descriptor, self.path, self.system) = (descriptor, path, system)
  }

  /// Writes `bytes` at `offset`.
  public func write(_ bytes: [UInt8], at offset: Int) throws(StorageError) {
    try system.write(descriptor, bytes, at: offset, path)
  }

  /// What was written, of which there are `byteCount` bytes.
  public func content(byteCount: Int) -> WrittenContent {
    WrittenContent(byteCount: byteCount, descriptor: descriptor, path: path, system: system)
  }
}

/// What was written to a new file.
public struct WrittenContent: ByteSource {
  /// Length in bytes.
  public let byteCount: Int
  fileprivate let descriptor: Descriptor
  fileprivate let path: FilePath
  fileprivate let system: any SystemCalls

  /// The bytes of `range`.
  public func bytes(in range: Range<Int>) throws -> [UInt8] {
    try system.read(descriptor, range, path)
  }
}

extension FileStore {
  /// Replaces `file`, or what is at `output`, by a file with the content that `write` writes: with the
  /// owner, the mode and the attributes of `file`.
  ///
  /// - Parameter rules: they say nothing of records, which are about edits, and nothing is written in
  ///   place.
  /// - Throws: ``StorageError``, or what `write` throws; all is then as it was.
  /// - Returns: what else there is to say of the result.
  public func replace(
    _ file: DiskFile, at output: FilePath?, _ rules: WritingRules,
    with write: @escaping (NewFile) throws -> Void
  ) throws -> [Shortcoming] {
    let content = NewContent.written(write)
    if let output { return try self.write(content, of: file, to: output, rules) }
    let (folders, notes) = try claim(file, content.edits, rules)
    return try notes + replace(file, by: content, folders, rules)
  }

  /// What stands against that, as far as it can be known without trying.
  ///
  /// - Returns: what will be said of the result.
  /// - Throws: ``StorageError``.
  public func checkReplacing(_ file: DiskFile, at output: FilePath?, _ rules: WritingRules) throws
    -> [Shortcoming]
  {
    try check(NewContent.written({ _ in }).edits, of: file, to: output, rules)
  }
}
