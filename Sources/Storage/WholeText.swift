// A text that is read as a whole: a list of names, a policy. It may come from a pipe, as the shell's
// `<(command)` makes one.

internal import Glibc

/// The content of the file at `path`; of standard input if that is `-`.
///
/// - Throws: ``StorageError``; for a folder, and for more than 64 MiB, too.
public func wholeText(_ path: FilePath) throws(StorageError) -> [UInt8] {
  let limit = 64 << 20
  let isStandardInput = path.bytes == [UInt8(ascii: "-")]
  let file = try Linux().open(isStandardInput ? FilePath("/dev/stdin") : path, O_RDONLY)
  var content: [UInt8] = []
  // What is a file tells its length, and grows no more than that.
  content.reserveCapacity(min(limit, Int(clamping: try Linux().status(file, path).st_size)))
  while true {
    let piece = try Linux().readNext(file, upTo: 1 << 16, path)
    if piece.isEmpty { return content }
    content += piece
    guard content.count <= limit else {
      throw .system(call: "read", path: path, code: EFBIG)
    }
  }
}
