// `symdemote audit --explain`: the story of one name, before and after.

internal import ELFModel
public import Interposition
internal import LoaderModel

/// The story of a name.
public struct ExplainReport: ReportBody {
  /// What the process is compared with.
  public enum Cause: Sendable {
    /// The selection is demoted in the program.
    case selection
    /// These steps are taken.
    case cure([CureStep])
  }

  /// The story as it would be.
  public struct Afterwards: Sendable {
    let story: SymbolStory
    let cause: Cause

    /// Memberwise.
    public init(story: SymbolStory, cause: Cause) {
      self.story = story
      self.cause = cause
    }
  }

  private let before: SymbolStory
  private let after: Afterwards?

  /// The story as it is, and as it would be if there is something to compare with.
  public init(before: SymbolStory, after: Afterwards?) {
    self.before = before
    self.after = after
  }

  /// Both stories, one after the other.
  public var text: String {
    let afterwards = after.map { after in
      "\n" + Self.heading(after.cause) + StoryText(after.story).text
    }
    return StoryText(before).text + (afterwards ?? "")
  }

  private static func heading(_ cause: Cause) -> String {
    switch cause {
    case .selection: "after the selection is demoted:\n\n"
    case .cure(let steps):
      "after \(steps.map(\.command).joined(separator: " && ")):\n\n"
    }
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField("name", .string(String(decoding: before.name, as: UTF8.self))),
      JSONField("name_bytes", .bytesUnlessText(before.name)),
      JSONField("before", StoryFields(before).json),
      JSONField("after", after.map { StoryFields($0.story).json } ?? .null),
      JSONField(
        "after_commands",
        {
          if case .cure(let steps) = after?.cause {
            .array(steps.map { .string($0.command) })
          } else {
            .null
          }
        }()),
    ]
  }
}
