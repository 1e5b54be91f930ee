// What the user selected, turned into a policy: patterns are compiled, libraries are opened and
// their names read.

internal import ELFCodec
internal import ELFModel
public import Policy
public import Storage

/// One selection option as it was given.
public struct SelectionOption: Sendable {
  /// What the option's value names.
  public enum Operand: Sendable {
    /// A name or a glob.
    case pattern([UInt8])
    /// A static or shared library whose names are meant.
    case library(FilePath)
    /// Every name.
    case everything
  }

  let intent: Intent
  let operand: Operand
  let source: String

  /// Memberwise; `source` is the option as it was typed.
  public init(_ intent: Intent, _ operand: Operand, source: String) {
    self.intent = intent
    self.operand = operand
    self.source = source
  }
}

/// The policy that `options` describe.
///
/// - Throws: ``PolicyError``, or ``OtherFileFailure`` for a library that cannot be read.
func policy(from options: [SelectionOption]) throws -> ExportPolicy {
  let clauses = try options.map { option in
    let selector: Selector =
      switch option.operand {
      case .pattern(let pattern): try Selector(versionedGlob: pattern)
      case .library(let path): Selector(.members(try libraryNames(path)))
      case .everything: Selector(.everything)
      }
    return Clause(option.intent, selector, text: option.source)
  }
  return try ExportPolicy(clauses)
}

/// Every name that the archive or shared library at `path` defines.
private func libraryNames(_ path: FilePath) throws -> NameSet {
  try naming(path) {
    let file = try DiskFile(path)
    if try isArchive(file) { return try archiveSymbolNames(file) }
    do {
      let image = try decode(file)
      return NameSet(image.exports.map { Array(image.name(of: $0)) })
    } catch DecodeError.notELF {
      throw DecodeError.unsupported(
        kind: "what is neither an archive nor an ELF file",
        advice: "if it is a linker script, name a library that it mentions")
    }
  }
}
