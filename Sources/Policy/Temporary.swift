internal import Patterns
extension ListFormat {
  public static func detect(_ text: SourceText) throws(SyntaxError) -> ListFormat { .list }
}
extension PresetTable {
  public static func preset(named name: String) -> Preset? { all.first { $0.name == name } }
}
extension Preset {
  public func clauses(text: String, at: SourceLocation?) throws -> [Clause] { [] }
}
