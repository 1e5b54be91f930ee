// The front door: arguments in, text out, exit status.

internal import CSystem
internal import Glibc
internal import Reporting

let arguments = (1..<max(1, csystem_argument_count())).map { index in
  let argument = unsafe csystem_argument(index)
  return unsafe UnsafeBufferPointer(start: argument, count: strlen(argument)).map {
    UInt8(bitPattern: $0)
  }
}
let outcome = run(arguments)
writeAll(outcome.output, to: STDOUT_FILENO)
writeAll(outcome.errors, to: STDERR_FILENO)
exit(outcome.status.rawValue)

/// Writes all of `text`. A reader that went away ends the program quietly (SIGPIPE); there is
/// nobody left to tell about another failure.
func writeAll(_ text: String, to descriptor: Int32) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let written = unsafe bytes.withUnsafeBytes {
      unsafe write(descriptor, $0.baseAddress, $0.count)
    }
    if written < 0 {
      if errno == EINTR { continue }
      return
    }
    bytes = bytes.dropFirst(written)
  }
}
