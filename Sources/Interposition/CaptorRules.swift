// What the hazards say of the symbols that are used in the place of others, asked once for each file.

internal import ELFModel
internal import Hazards
internal import LoaderModel

/// The rules that speak against demoting the symbols of captors, prepared once for each file.
struct CaptorRules {
  private var questions: [FileIdentity: (SymbolIndex) -> Objection?] = [:]

  /// What keeps `symbol` of `file`, as far as the file decides it.
  mutating func objection(to symbol: SymbolIndex, in file: ObjectFile) -> Objection? {
    if let question = questions[file.identity] { return question(symbol) }
    let question = RuleCatalog.objections(in: file.image, processIsKnown: true)
    questions[file.identity] = question
    return question(symbol)
  }
}
