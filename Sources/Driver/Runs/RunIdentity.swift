// What tells one run from another: its options, and the names of its files in the order in which they are
// told of and decided about. What shards of one run say can be merged; what those of two say cannot.

internal import Reporting
internal import Storage

extension FileList {
  /// What there is to know of a run of `command` over the files before the first is told of.
  ///
  /// - Parameter texts: the lists and policies that it follows.
  func outline(_ command: String, following texts: [[UInt8]] = []) -> RunOutline {
    RunOutline(
      command, fileCount: files.count, shard: shard,
      identity: choice.runWords == nil ? "" : identity(command, texts))
  }

  /// What tells the run from others whose list or options differ.
  func identity(_ command: String, _ texts: [[UInt8]] = []) -> String {
    // Each is preceded by its length, so that none can be taken for a part of another.
    var bytes: [UInt8] = []
    func add(_ part: [UInt8]) { bytes += Array("\(part.count):".utf8) + part }
    add(Array(command.utf8))
    for words in [choice.runWords ?? [], texts] {
      add(Array("\(words.count)".utf8))
      for word in words { add(word) }
    }
    for file in files {
      add(Array("\(file.number) \(file.isFound) \(file.names.count)".utf8))
      for name in file.names { add(name.bytes) }
    }
    // Bytes in memory can be read.
    return (try? Digest(of: bytes).hexadecimal) ?? ""
  }
}
