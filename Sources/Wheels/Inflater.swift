// Raw deflate data (RFC 1951) back to bytes, by zlib, with an end to what comes out.

internal import CZlib
internal import ELFModel

/// Inflates one stream.
@safe final class Inflater {
  // zlib finds back to the stream by its address.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool

  /// How a stream ends.
  enum Ending {
    /// Where its data does.
    case atEnd
    /// Somebody had enough.
    case stopped
    /// There is less data, or more, or it is no such stream.
    case damaged(String)
  }

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    isReady =
      unsafe inflateInit2_(
        stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    if isReady { unsafe inflateEnd(stream) }
    unsafe stream.deallocate()
  }

  /// Hands over what `range` of `source` inflates to, piece by piece, until `take` has enough.
  func inflate(
    _ range: Range<Int>, of source: some ByteSource, _ take: ([UInt8]) throws -> Bool
  ) throws -> Ending {
    guard isReady else { return .damaged("there is no memory to inflate it") }
    var position = range.lowerBound
    while position < range.upperBound {
      let input = try source.bytes(
        in: position..<min(position + Self.pieceBytes, range.upperBound))
      position += input.count
      var used = 0
      while true {
        let (output, consumed, code) = step(input, from: used)
        used += consumed
        if !output.isEmpty, try !take(output) { return .stopped }
        if code == Z_STREAM_END {
          return used == input.count && position == range.upperBound
            ? .atEnd : .damaged("its stream ends before its data does")
        }
        // No progress without more input.
        if code == Z_BUF_ERROR { break }
        guard code == Z_OK else { return .damaged("its data is no deflate stream") }
      }
      guard used == input.count else { return .damaged("its data is no deflate stream") }
    }
    return .damaged("its stream is cut off")
  }

  static let pieceBytes = 1 << 16

  private func step(_ input: [UInt8], from used: Int) -> ([UInt8], consumed: Int, code: Int32) {
    var (consumed, code) = (0, Z_OK)
    let output = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
      unsafe input.withUnsafeBufferPointer { input in
        // zlib takes what it reads for something that it could write to, and does not.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: input.baseAddress.map { unsafe $0 + used })
        unsafe stream.pointee.avail_in = UInt32(input.count - used)
        unsafe stream.pointee.next_out = buffer.baseAddress
        unsafe stream.pointee.avail_out = UInt32(buffer.count)
        code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        consumed = input.count - used - Int(unsafe stream.pointee.avail_in)
        count = buffer.count - Int(unsafe stream.pointee.avail_out)
      }
    }
    return (output, consumed, code)
  }
}
