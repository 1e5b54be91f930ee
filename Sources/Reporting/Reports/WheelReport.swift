// What became of the files in a wheel, which have the paths here that they have there (`PackedPaths`).

public import Storage

/// What a run did to the files in one wheel.
public struct WheelReport: ReportBody {
  private let name: String
  private let output: String
  private let members: [FileReport]
  private let fileCount: Int
  private let changedCount: Int
  private let isDryRun: Bool

  /// - Parameters:
  ///   - members: what is said of each file that was looked at.
  ///   - fileCount: how many ELF files the wheel has.
  ///   - changedCount: how many of them change.
  ///   - output: where the result is.
  public init(
    of wheel: FilePath, at output: FilePath?, members: [FileReport], fileCount: Int,
    changedCount: Int, isDryRun: Bool
  ) {
    (name, self.output) = (wheel.text, (output ?? wheel).text)
    (self.members, self.isDryRun) = (members, isDryRun)
    (self.fileCount, self.changedCount) = (fileCount, changedCount)
  }

  /// A line for the wheel, and what is said of each file.
  public var text: String {
    let texts = members.compactMap(\.body?.text).joined()
    guard changedCount > 0 else {
      let copy = output == name || isDryRun ? "" : "; \(output.printable) is an unchanged copy"
      return "\(name.printable): nothing to do\(copy)\n" + (isDryRun ? texts : indented(texts))
    }
    let files = counted(fileCount, "ELF file", "ELF files")
    return isDryRun
      ? "\(name.printable): \(changedCount) of \(files) would change\n" + texts
      : "\(output.printable): \(changedCount) of \(files) changed\n" + indented(texts)
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField("output", .string(output)),
      JSONField("elf_files", .number(fileCount)),
      JSONField("changed", .number(changedCount)),
      JSONField("members", .array(members.map { .object($0.fields) })),
    ]
  }
}
