// Reports of shards become the report of the run: the files in the order of its list, then what only all
// shards together know. Of each report a line is held at a time.

internal import Policy
public import Storage

/// Merges the reports of all shards of a run.
///
/// - Parameters:
///   - paths: the reports, in any order; `-` is standard input.
///   - format: JSON or JSON Lines.
///   - version: the tool's own version, for a report of which only the failure can be told.
///   - colours: where people read messages at a terminal.
///   - print: takes one piece after the other. Where the reports do not fit together, which may turn out only
///     on the way, JSON ends with that message and with the status of trouble; JSON Lines lack the last line,
///     as whatever is not whole does.
/// - Returns: the worst of all.
public func mergeReports(
  _ paths: [FilePath], as format: Format, version: String, colours: Colours = Colours(),
  print: (Rendering) -> Void
) -> ExitStatus {
  var begun: Renderer?
  do {
    let reports = try shards(paths)
    let heading = reports[0].heading
    var renderer = Renderer(format, version: heading.version, colours: colours)
    print(
      renderer.beginning(
        of: RunOutline(
          heading.command, fileCount: heading.fileCount, identity: heading.identity)))
    begun = renderer
    while let (report, position) = nearest(reports) {
      let (fields, status) = try report.takeFile()
      print(renderer.next(RenderedFile(fields, status, at: position, as: format)))
      begun = renderer
    }
    print(renderer.end(try ending(reports)))
    return renderer.status
  } catch {
    let message =
      (error as? MergeError)?.message ?? Message(.error, wording(of: error).text)
    var renderer = begun ?? Renderer(format, version: version, colours: colours)
    let end = renderer.end(RunEnding(messages: [message], status: .trouble))
    if format == .json {
      if begun == nil { print(renderer.beginning(of: RunOutline("report", fileCount: 0))) }
      print(end)
    } else {
      print(Rendering(errors: end.errors))
    }
    return .trouble
  }
}

/// The reports at `paths` by the numbers of their shards, of each of which there is one.
private func shards(_ paths: [FilePath]) throws -> [ShardReport] {
  let standardInput = FilePath("-")
  guard paths.count(where: { $0 == standardInput }) < 2 else {
    throw MergeError("standard input (-) is named twice, and can be read once")
  }
  var reports: [Int: ShardReport] = [:]
  var first: ShardReport?
  for path in paths {
    let report = try opened(path)
    let heading = report.heading
    if let first {
      guard heading.isOfSameRun(as: first.heading) else {
        throw MergeError(path, line: 1, "this is of another run than \(first.path.text)")
      }
    }
    first = first ?? report
    if let other = reports[heading.shard.number] {
      throw MergeError(
        path, line: 1,
        "shard \(heading.shard.number) of \(heading.shard.count) is in \(other.path.text) already")
    }
    reports[heading.shard.number] = report
  }
  guard let count = first?.heading.shard.count else { throw MergeError("no report is named") }
  if let missing = (1...count).first(where: { reports[$0] == nil }) {
    throw MergeError("the report of shard \(missing) of \(count) is missing")
  }
  return (1...count).compactMap { reports[$0] }
}

private func opened(_ path: FilePath) throws -> ShardReport {
  do {
    return try ShardReport(path)
  } catch let error as StorageError {
    throw MergeError("\(path.text): \(wording(of: error, at: path.text).text)")
  }
}

extension ShardReport.Heading {
  /// Whether both are of shards of one run.
  fileprivate func isOfSameRun(as other: Self) -> Bool {
    version == other.version && command == other.command && identity == other.identity
      && fileCount == other.fileCount && shard.count == other.shard.count
  }
}

/// The report that tells of the next file.
private func nearest(_ reports: [ShardReport]) -> (ShardReport, Int)? {
  var nearest: (report: ShardReport, position: Int)?
  for report in reports {
    guard let position = report.next?.position else { continue }
    if nearest.map({ position < $0.position }) ?? true { nearest = (report, position) }
  }
  return nearest
}

/// What one run would say at its end.
private func ending(_ reports: [ShardReport]) throws(MergeError) -> RunEnding {
  let first = reports[0]
  guard let ending = first.ending else { throw MergeError("the first report has no end") }
  var status = ending.status
  var effect = ending.effect
  for report in reports.dropFirst() {
    guard let other = report.ending, other.messages == ending.messages,
      effect?.formUnion(other.effect) ?? (other.effect == nil)
    else {
      throw MergeError(
        report.path, line: report.line,
        "it ends otherwise than \(first.path.text): they are of two runs")
    }
    status = max(status, other.status)
  }
  return RunEnding(
    messages: ending.messages + (effect?.warnings ?? []), status: status)
}

extension SelectionEffect {
  fileprivate mutating func formUnion(_ other: SelectionEffect?) -> Bool {
    other.map { formUnion($0) } ?? false
  }
}
