// The front door: arguments in, text out, exit status.

internal import CSystem
internal import Commands
internal import Glibc
internal import Reporting
internal import Storage

let arguments = (1..<max(1, csystem_argument_count())).map { index in
  let argument = unsafe csystem_argument(index)
  return unsafe UnsafeBufferPointer(start: argument, count: strlen(argument)).map {
    UInt8(bitPattern: $0)
  }
}
let console = Console()
let status = run(arguments, on: console)
if let failure = console.failure {
  _ = writeAll("symdemote: standard output: \(systemMessage(failure))\n", to: STDERR_FILENO)
}
exit(console.failure == nil ? status.rawValue : max(status, .trouble).rawValue)
