// From errors to reports. An error concerns the file that is reported on, unless it says that it
// concerns another.

internal import ELFCodec
internal import ELFModel
internal import Glibc
internal import Policy
internal import Reporting
internal import Storage

/// A warning for what could not be had beside a file's content.
func warning(_ shortcoming: Shortcoming) -> Message {
  switch shortcoming {
  case .notDurable(let code):
    Message(
      .warning,
      "the file is written, but its folder could not be synchronised (\(systemMessage(code)))")
  case .attributeDropped(let name):
    Message(.warning, "the copy could not be given the attribute \(name) of the original")
  case .privilegesDropped:
    Message(.warning, "the copy has another owner, and so no setuid or setgid bit")
  case .signatureStale(let name):
    Message(
      .warning,
      "the signature (\(name)) was made for the original and does not fit the result: sign it anew")
  case .notAtomic:
    Message(
      .warning,
      "writing in place is not atomic: until it is done, a program that uses the file sees it half"
        + " edited")
  }
}

/// That an interrupted run was brought to an end.
func message(_ recovery: Recovery) -> Message {
  switch recovery {
  case .finished:
    Message(
      .warning, "an earlier run was interrupted while it wrote the file; its edit is finished")
  case .takenBack:
    Message(
      .warning, "an earlier run was interrupted while it wrote the file; its edit is taken back")
  case .withoutPrivileges:
    Message(
      .warning,
      "an earlier run was interrupted while it wrote the file, and what it wrote is brought to an"
        + " end; but the file changed since, so setuid and setgid bits and capabilities that it had"
        + " are not given back")
  }
}

/// What `body` reports of the file at `path`, or the error it ends with.
func reporting(_ path: FilePath, _ body: () throws -> FileReport) -> FileReport {
  do {
    return try body()
  } catch let error as UnfitFile {
    return error.report
  } catch {
    let (status, message) = failure(error, at: path)
    return FileReport(path: path, status: status, messages: [message])
  }
}

/// What `body` reports of a file of a run, or the error it ends with. A file that nobody named and
/// that is gone meanwhile is none.
func reporting(_ listed: ListedFile, _ body: () throws -> FileReport?) -> FileReport? {
  do {
    return try body()
  } catch let error as UnfitFile {
    return error.report
  } catch StorageError.system(_, let path, ENOENT) where listed.isFound && path == listed.path {
    return nil
  } catch {
    let (status, message) = failure(error, at: listed.path)
    return FileReport(path: listed.path, status: status, messages: [message])
  }
}

/// The same as what came of the file.
func report(of listed: ListedFile, _ body: () throws -> FileReport?) -> FileOutcome {
  .report(reporting(listed, body))
}

/// What `body` makes of a file of a run, or the report of the error it ends with.
func outcome(of listed: ListedFile, _ body: () throws -> FileOutcome) -> FileOutcome {
  var outcome = FileOutcome.report(nil)
  let failure = reporting(listed) {
    outcome = try body()
    return nil
  }
  return failure.map(FileOutcome.report) ?? outcome
}

/// The status and the message for `error`.
func failure(_ error: any Error, at path: FilePath? = nil) -> (status: ExitStatus, Message) {
  let (status, text) = words(for: error, at: path)
  guard let syntax = error as? SyntaxError else { return (status, Message(.error, text)) }
  return (status, Message(.error, text, at: syntax.location, line: syntax.line))
}

/// The status and the words for `error`, with the name of the file that it concerns unless that
/// is the one at `path`.
func words(for error: any Error, at path: FilePath? = nil) -> (status: ExitStatus, text: String) {
  guard let failure = error as? OtherFileFailure else {
    return wording(of: error, at: path?.text)
  }
  let (status, text) = wording(of: failure.cause, at: failure.path.text)
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
  } catch let failure as OtherFileFailure {
    // It concerns another file already.
    throw failure
  } catch {
    throw OtherFileFailure(path: path, cause: error)
  }
}
