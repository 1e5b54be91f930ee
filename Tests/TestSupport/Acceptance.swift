// What must hold of every demoted file, whatever the story: the tools find nothing new to complain
// of, no byte moved, the result is verified against its original, and doing it again does nothing.

import Foundation

/// Everything that is wrong with `file`, which `apply selection` made of `original`.
///
/// - Parameter selection: the options that were used, for the second run.
public func demotionComplaints(
  of file: URL, from original: URL, by selection: [String]
) throws -> [String] {
  var complaints = try newToolComplaints(of: file, from: original)

  let sizes = try (FileIdentity(original).size, FileIdentity(file).size)
  if sizes.0 != sizes.1 { complaints.append("the size changed from \(sizes.0) to \(sizes.1)") }

  let verification = try symdemote("verify", "--against=\(original.path)", file.path)
  if verification.status != 0 {
    complaints.append("verify: \(verification.output)\(verification.errors)")
  }
  return try complaints + secondRunComplaints(of: file, by: selection)
}

/// What readers say of `file` and not of `original`, where only symbols became local.
public func newToolComplaints(of file: URL, from original: URL) throws -> [String] {
  func warnings(_ file: URL) throws -> [String] {
    try readelfWarnings(file).map { $0.replacingOccurrences(of: file.path, with: "FILE") }
  }
  return try newElflintComplaints(of: file, from: original)
    + surplus(of: try warnings(file), over: try warnings(original))
}

/// What `eu-elflint` says of `file` and not of `original`, but for the visibility that a demoted
/// function needs when a JUMP_SLOT names it.
private func newElflintComplaints(of file: URL, from original: URL) throws -> [String] {
  let jumpSlots = try relocatedNames("JU?MP_SL", in: file)
  let complaints = surplus(
    of: try elflintComplaints(file).map(withoutSymbolNumber),
    over: try elflintComplaints(original).map(withoutSymbolNumber))
  // Nor does it know that what a conversion leaves of a record may be NONE.
  let hasEmptyRecords = try mustRun("readelf", ["-rW", file.path]).contains("_NONE")
  return complaints.filter { complaint in
    if hasEmptyRecords && complaint.hasSuffix("relocation type invalid for the file type") {
      return false
    }
    guard complaint.hasSuffix("symbol in dynamic symbol table with non-default visibility"),
      let open = complaint.firstIndex(of: "("), let close = complaint.firstIndex(of: ")")
    else { return true }
    return !jumpSlots.contains(String(complaint[complaint.index(after: open)..<close]))
  }
}

/// A complaint about a symbol of `.dynsym` or its version; a demotion may change their number.
private func withoutSymbolNumber(_ complaint: String) -> String {
  guard complaint.contains("'.dynsym'") || complaint.contains("'.gnu.version'") else {
    return complaint
  }
  return complaint.replacingOccurrences(
    of: "symbol [0-9]+", with: "symbol", options: .regularExpression)
}

/// The lines of `now` that `then` has not, or has less often.
private func surplus(of now: [String], over then: [String]) -> [String] {
  var known = then
  return now.filter { line in
    guard let position = known.firstIndex(of: line) else { return true }
    known.remove(at: position)
    return false
  }
}

/// A demoted file has nothing left to demote, and is not even opened for writing.
private func secondRunComplaints(of file: URL, by selection: [String]) throws -> [String] {
  let before = try FileIdentity(file)
  let result = try run(toolPath, ["apply"] + selection + [file.path])
  var complaints: [String] = []
  if result.status != 0 { complaints.append("a second run: \(result.errors)") }
  if try FileIdentity(file) != before { complaints.append("a second run touched the file") }
  return complaints
}
