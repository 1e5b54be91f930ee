// What a demotion does to one process.

/// The changes in the process of one program.
public struct ProcessImpact: Sendable {
  /// The program.
  public let program: String
  /// What its references come to.
  let changes: BindingChangesReport

  /// Memberwise.
  public init(program: String, changes: BindingChangesReport) {
    self.program = program
    self.changes = changes
  }

  /// The section of a diff; `isGrouped` if many changes are shown in groups.
  func text(isGrouped: Bool) -> String {
    "@@ process of \(program.printable): \(changes.summary) @@\n"
      + (isGrouped ? changes.groupedRows : changes.rows)
  }

  /// The same for machines.
  var json: JSONValue { .object([JSONField("program", .string(program))] + changes.fields) }
}
