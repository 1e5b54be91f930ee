// What a linker's script says about names, as clauses (binutils manual, "VERSION Command"; ld(1),
// --dynamic-list).
//
// `global:` keeps and `local:` demotes. The version that a node names is one that the linker gives;
// it does not matter to what stays: `V1 { global: foo; }` keeps `foo` whatever its version. A name
// beats a pattern and a pattern beats `*`, and of two patterns the global one wins: `Rank` and
// `ExportPolicy` are those rules. What no clause covers stays, as it does for the linkers.

internal import Patterns

/// Reads `text`, a version script or a list of dynamic symbols.
///
/// - Throws: ``SyntaxError``.
func readLinkerScript(_ text: SourceText, as format: ListFormat) throws(SyntaxError) -> ListReading
{
  let script = try ScriptParser.parse(text, isVersionScript: format == .versionScript)
  var remarks = script.remarks
  var reading = ListReading()
  for pattern in script.patterns {
    let bytes = text.bytes[pattern.token.range]
    let selector = try selector(for: pattern, in: text)
    if let remark = remark(on: pattern, bytes) { remarks.append((pattern.token.offset, remark)) }
    reading.items.append(
      .clause(
        Clause(
          pattern.isLocal ? .demote : .keep, selector,
          text: String(decoding: bytes, as: UTF8.self),
          at: text.location(at: pattern.token.offset),
          isRequired: !pattern.isLocal && selector.isOneName)))
  }
  remarks.sort { $0.offset < $1.offset }
  reading.remarks = remarks.map { ListRemark(text.location(at: $0.offset), $0.message) }
  return reading
}

private func selector(for pattern: ScriptPattern, in text: SourceText) throws(SyntaxError)
  -> Selector
{
  let subject: Selector.Subject = pattern.language == .cxx ? .demangled : .name
  let bytes = Array(text.bytes[pattern.token.range])
  if pattern.token.kind == .quoted {
    return Selector(.exact(Array(bytes.dropFirst().dropLast())), subject: subject)
  }
  do {
    let glob = try Glob(bytes)
    // `**` matches as much as `*` and weighs more: GNU ld compares the text.
    if glob.matchesEverything, bytes.count > 1 { return Selector(.glob(glob), subject: subject) }
    return Selector(Selector.Pattern(glob), subject: subject)
  } catch {
    throw text.error(
      at: pattern.token.offset + error.column - 1, "the pattern is not well formed: \(error.reason)"
    )
  }
}

/// What to beware of in one pattern; the linkers were tried (`LinkerAgreementTests`).
private func remark(on pattern: ScriptPattern, _ bytes: ArraySlice<UInt8>) -> String? {
  switch pattern.token.kind {
  case .quoted where bytes.count == 2:
    "no symbol has an empty name"
  case .quoted where bytes.contains { "*?[".utf8.contains($0) }:
    "quotes make this one name, as for GNU ld and gold; lld and mold take it for a pattern"
  case .quoted where bytes.contains(UInt8(ascii: "@")):
    "a symbol's name has no version in it: this covers a name with an @"
  case .word where bytes.contains(UInt8(ascii: "\\")):
    "the backslash takes the next character literally, as for GNU ld; "
      + "gold rejects it, lld and mold look for the backslash"
  default: nil
  }
}

extension Selector {
  fileprivate var isOneName: Bool {
    if case .exact = pattern { true } else { false }
  }
}
