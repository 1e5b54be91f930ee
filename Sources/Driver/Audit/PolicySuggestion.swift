// `symdemote policy --suggest`: an audit, written down as a policy.

internal import ELFModel
internal import Interposition
internal import Policy
public import Reporting
internal import Storage

/// Suggests a policy for each program of `request`.
public func suggestPolicy(_ request: AuditRequest) -> Report {
  let report = audit(request)
  let files = report.files.map { file in
    guard let body = file.body as? AuditReport else { return file }
    return reporting(file.path) {
      FileReport(
        path: file.path, status: .success, messages: file.messages,
        body: SuggestedPolicyReport(body, presets: try fittingPresets(of: file.path)))
    }
  }
  return Report(
    command: "policy", files: files, messages: report.messages, status: report.ownStatus)
}

/// The presets that cover a twentieth of the file's exports or more, those that cover most first. A
/// host has a whole interface: a program that has fewer names of it than ten has them by chance.
private func fittingPresets(of path: FilePath) throws -> [FittingPreset] {
  let (_, image) = try open(original: path)
  let isProgram = image.header.objectType != .sharedLibrary
  let exportCount = image.exports.count
  return try PresetTable.all.compactMap { preset -> FittingPreset? in
    let policy = try ExportPolicy(try preset.clauses(text: preset.name, at: nil))
    let count = try policy.judge(image).verdicts.count { $0.intent == .keep }
    guard count * 20 > exportCount, !isProgram || count >= 10 else { return nil }
    return FittingPreset(name: preset.name, title: preset.title, count: count)
  }.sorted()
}
