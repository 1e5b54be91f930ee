// Bytes to raw deflate data (RFC 1951), by zlib: the same bytes for the same input, since level, memory
// and window are fixed.

internal import CZlib
internal import ELFModel

/// Deflates one stream.
@safe final class Deflater {
  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // What zipfile and Info-ZIP have by default.
    let code = unsafe deflateInit2_(
      stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "there is no memory to deflate anything")
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Hands over what all of `source` deflates to, piece by piece.
  func deflate(_ source: any ByteSource, _ give: ([UInt8]) throws -> Void) throws {
    var position = 0
    repeat {
      let end = min(position + Inflater.pieceBytes, source.byteCount)
      let input = try source.bytes(in: position..<end)
      position = end
      let isLast = position == source.byteCount
      var used = 0
      while true {
        let (output, consumed, code) = step(input, from: used, isLast ? Z_FINISH : Z_NO_FLUSH)
        used += consumed
        if !output.isEmpty { try give(output) }
        if code == Z_STREAM_END { return }
        if !isLast, used == input.count, output.count < Inflater.pieceBytes || code == Z_BUF_ERROR {
          break
        }
        precondition(code == Z_OK, "deflate takes everything")
      }
    } while true
  }

  private func step(_ input: [UInt8], from used: Int, _ flush: Int32)
    -> ([UInt8], consumed: Int, code: Int32)
  {
    var (consumed, code) = (0, Z_OK)
    let output = unsafe [UInt8](unsafeUninitializedCapacity: Inflater.pieceBytes) { buffer, count in
      unsafe input.withUnsafeBufferPointer { input in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: input.baseAddress.map { unsafe $0 + used })
        unsafe stream.pointee.avail_in = UInt32(input.count - used)
        unsafe stream.pointee.next_out = buffer.baseAddress
        unsafe stream.pointee.avail_out = UInt32(buffer.count)
        code = unsafe CZlib.deflate(stream, flush)
        consumed = input.count - used - Int(unsafe stream.pointee.avail_in)
        count = buffer.count - Int(unsafe stream.pointee.avail_out)
      }
    }
    return (output, consumed, code)
  }
}

/// CRC-32 of `bytes` behind what has the checksum `before` (APPNOTE.TXT 4.4.7).
func checksum(_ bytes: [UInt8], after before: UInt32 = 0) -> UInt32 {
  unsafe bytes.withUnsafeBufferPointer { buffer in
    UInt32(
      truncatingIfNeeded: unsafe crc32(UInt(before), buffer.baseAddress, UInt32(buffer.count)))
  }
}
