// Policy files and every format of lists. The first byte chooses the reader; what is read becomes a
// policy, which judges a library and is written out again.

internal import ELFModel
internal import Patterns
internal import Policy

extension FuzzTarget {
  /// Reads a text, and makes a policy of what it says.
  public static let policyFile = FuzzTarget(name: "FuzzPolicyFile") { bytes in
    let (chosen, rest) = bytes.choice(of: ListFormat.allCases.count + 2)
    let text = SourceText(name: "input", bytes: rest)
    do {
      switch chosen {
      case 0: try judge(clauses(ofPolicy: text))
      case 1: try judge(ListFormat.detect(text).read(text).clauses)
      default: try judge(ListFormat.allCases[chosen - 2].read(text).clauses)
      }
    } catch let error as SyntaxError {
      let lines = rest.count { $0 == UInt8(ascii: "\n") } + 1
      require(
        (1...lines).contains(error.location.line) && error.location.column >= 1,
        "an error has a place in its text")
    } catch is PolicyError {
    } catch is PatternError {
    } catch is PatternTooCostly {
    } catch {
      fatalError("a reader of memory throws \(error)")
    }
  }

  /// What `SelectionReader` of the driver makes of lines that name no file.
  private static func clauses(ofPolicy text: SourceText) throws -> [Clause] {
    try readPolicyFile(text).flatMap { section in
      _ = section.files?.matches(Array("/usr/lib/libfoo.so.1".utf8))
      return try section.lines.flatMap { line -> [Clause] in
        let selector: Selector
        switch line.keyword {
        case .demote, .keep: selector = try Selector(typedName: line.value)
        case .demoteRegex, .keepRegex:
          selector = Selector(.regex(try RegularExpression(line.value, coversWholeName: true)))
        case .demoteCxx, .keepCxx: selector = try Selector(glob: line.value, subject: .demangled)
        case .all: selector = Selector(.everything)
        case .preset:
          return try PresetTable.preset(named: String(decoding: line.value, as: UTF8.self))?
            .clauses(text: line.text, at: line.location) ?? []
        case .demoteFrom, .keepFrom, .keepList, .colliding, .with, .policy: return []
        }
        return [Clause(line.intent ?? .keep, selector, text: line.text, at: line.location)]
      }
    }
  }

  private static func judge(_ clauses: [Clause]) throws {
    let image = SampleImage.library
    let policy = try ExportPolicy(clauses.filter { $0.condition.holds(for: image) })
    let judgement = try policy.judge(image)
    let positions = judgement.verdicts.compactMap(\.clause)
    require(positions.allSatisfy(policy.clauses.indices.contains), "a verdict names its clause")
  }
}
