// A process that is audited, from wherever it is known.

internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Reporting
internal import Storage

/// One process.
struct AuditSubject {
  /// The program, or the log if the log does not tell which it is.
  let path: FilePath
  /// What is known of the process.
  let evidence: ProcessEvidence
  /// The numbers of the processes that were seen to be so; none for the model.
  let processNumbers: [Int]
  /// What could not be known.
  let messages: [Message]
  /// How each object was found; empty if that is not known.
  var provenances: [Provenance] = []
  /// What the process would be if some of its files had other tables.
  let replacing: ([FileIdentity: DynamicImage]) throws -> ProcessEvidence
}

/// A process that there is only an error to report of.
struct AuditFailure: Error {
  let report: FileReport
}

/// The processes of the programs of `request`, as the model has them.
///
/// - Throws: ``OtherFileFailure`` for a list of programs that cannot be read.
func modelled(_ request: AuditRequest, _ workshop: ProcessWorkshop) throws(OtherFileFailure)
  -> [Result<AuditSubject, AuditFailure>]
{
  try FileList(request.input).files.compactMap { listed in
    if let failure = listed.failure { return .failure(AuditFailure(report: failure)) }
    do {
      guard try listed.isProgramOrNamed else { return nil }
      return .success(
        AuditSubject(listed.path, try workshop.process(of: listed.path), workshop))
    } catch {
      let (status, text) = words(for: error, at: listed.path)
      return .failure(AuditFailure(report: .failed(listed.path, status, text)))
    }
  }
}

extension AuditSubject {
  /// The process in `record`, which `workshop` made of the program at `path`.
  init(_ path: FilePath, _ record: ProcessRecord, _ workshop: ProcessWorkshop) {
    self.init(
      path: path, evidence: ProcessEvidence(record), processNumbers: [],
      messages: processMessages(record), provenances: record.maps.map(\.provenance)
    ) { replacements in
      ProcessEvidence(try workshop.process(of: path, replacing: replacements))
    }
  }
}
