// The front door: arguments in, text out, exit status.

internal import CSystem
internal import Glibc
internal import Reporting
internal import Storage

let arguments = (1..<max(1, csystem_argument_count())).map { index in
  let argument = unsafe csystem_argument(index)
  return unsafe UnsafeBufferPointer(start: argument, count: strlen(argument)).map {
    UInt8(bitPattern: $0)
  }
}
let outcome = run(arguments)
let failure = writeAll(outcome.output, to: STDOUT_FILENO)
_ = writeAll(outcome.errors, to: STDERR_FILENO)
if let failure {
  _ = writeAll("symdemote: standard output: \(systemMessage(failure))\n", to: STDERR_FILENO)
}
exit(failure == nil ? outcome.status.rawValue : max(outcome.status, .trouble).rawValue)

/// Writes all of `text`; returns the error number if that failed. A reader that went away ends the
/// program quietly (SIGPIPE).
func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  let bytes = Array(text.utf8)
  var done = 0
  while done < bytes.count {
    let written = unsafe bytes.withUnsafeBytes { buffer in
      unsafe write(descriptor, buffer.baseAddress.unsafelyUnwrapped + done, bytes.count - done)
    }
    if written < 0 {
      if errno == EINTR { continue }
      return errno
    }
    done += written
  }
  return nil
}
