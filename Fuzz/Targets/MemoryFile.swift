// Inputs of what is read from a file.

internal import Glibc
internal import Storage

/// A file of the folder for temporary ones that is gone with its owner.
final class MemoryFile {
  let path: FilePath

  init(_ bytes: [UInt8]) {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/symdemote-fuzz-XXXXXX".utf8CString)
    let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe mkstemp(buffer.baseAddress.unsafelyUnwrapped)
    }
    require(descriptor >= 0, "the system has room for a file")
    path = FilePath(template.map { UInt8(bitPattern: $0) })
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe write(descriptor, buffer.baseAddress, buffer.count)
    }
    require(count == bytes.count && close(descriptor) == 0, "the file is written")
  }

  deinit { _ = unsafe path.text.withCString { unsafe unlink($0) } }
}
