// A file's bytes for the codec, read by page as they are asked for.

import ELFModel
import Foundation

/// A file that nobody changes while it is read.
struct MappedFile: ByteSource {
  private let data: Data

  init(_ file: URL) throws { data = try Data(contentsOf: file, options: .alwaysMapped) }

  var byteCount: Int { data.count }

  func bytes(in range: Range<Int>) -> [UInt8] { Array(data[range]) }
}
