// Writes the manual and the completions into a folder: `make manual`.

internal import CSystem
internal import Commands
internal import Glibc
internal import Manual

guard csystem_argument_count() == 2 else {
  _ = writeAll("usage: write-manual FOLDER\n", to: STDERR_FILENO)
  exit(2)
}
let folder = unsafe String(cString: csystem_argument(1))
for file in Manual.pages + Manual.completions {
  let path = "\(folder)/\(file.name)"
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0, writeAll(file.text, to: descriptor) == nil, close(descriptor) == 0 else {
    unsafe perror(path)
    exit(2)
  }
}
