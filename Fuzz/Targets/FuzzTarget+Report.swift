// Reports of shards, which come from other hosts. Each input is the only report of a run.

internal import Reporting
internal import Storage

extension FuzzTarget {
  /// Merges a report; what comes of it is a report, and stays the same when it is merged again.
  public static let report = FuzzTarget(name: "FuzzReport") { bytes in
    let merged = merge(bytes, .jsonl)
    require(merge(bytes, .json).status == merged.status, "both formats end alike")
    if merged.isRefused { return }
    let again = merge(Array(merged.output.utf8), .jsonl)
    require(again == merged, "a merged report is whole")
  }
}

private struct Merged: Equatable {
  var output = ""
  var errors = ""
  var status = ExitStatus.success

  /// Whether the last line is missing: whatever a report says, it ends with that.
  var isRefused: Bool {
    !(output.split(separator: "\n").last?.hasPrefix("{\"end\":") ?? false)
  }
}

private func merge(_ bytes: [UInt8], _ format: Format) -> Merged {
  let file = MemoryFile(bytes)
  var merged = Merged()
  merged.status = mergeReports([file.path], as: format, version: "1") {
    merged.output += $0.text
    merged.errors += $0.errors
  }
  require(!merged.isRefused || format == .json || merged.status == .trouble, "a refusal is told")
  return merged
}
