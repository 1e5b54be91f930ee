// From errors to reports. An error concerns the file that is reported on, unless it says that it
// concerns another.

internal import ELFCodec
internal import ELFModel
internal import Reporting
internal import Storage

/// What `body` reports of the file at `path`, or the error it ends with.
func reporting(_ path: FilePath, _ body: () throws -> FileReport) -> FileReport {
  do {
    return try body()
  } catch {
    let (status, text) = words(for: error)
    return .failed(path.text, status, text)
  }
}

/// The status and the words for `error`, with the name of the other file that it concerns.
func words(for error: any Error) -> (status: ExitStatus, text: String) {
  guard let failure = error as? OtherFileFailure else { return wording(of: error) }
  let (status, text) = wording(of: failure.cause)
  return (status, "\(failure.path.text): \(text)")
}

/// An error in a file other than the one that is reported on.
struct OtherFileFailure: Error {
  let path: FilePath
  let cause: any Error
}

/// Opens and decodes the file at `path`.
///
/// - Throws: ``OtherFileFailure``.
func open(original path: FilePath) throws -> (DiskFile, DynamicImage) {
  try naming(path) {
    let file = try DiskFile(path)
    return (file, try decode(file))
  }
}

/// Runs `body`, whose errors concern the file at `path`.
///
/// - Throws: ``OtherFileFailure``.
func naming<Result>(_ path: FilePath, _ body: () throws -> Result) throws(OtherFileFailure)
  -> Result
{
  do {
    return try body()
  } catch {
    throw OtherFileFailure(path: path, cause: error)
  }
}
