// `symdemote audit`: what is wrong with a process and what to do, in one screen.

internal import ELFModel
public import Interposition
public import Storage

/// A collision, who suffers from it, and what helps.
public struct AuditedCollision: Sendable {
  let collision: Collision
  let findings: [Finding]
  let cure: Cure

  /// Memberwise.
  public init(collision: Collision, findings: [Finding], cure: Cure) {
    self.collision = collision
    self.findings = findings
    self.cure = cure
  }
}

/// A library that would collide if it were opened.
public struct LatentFinding: Sendable {
  let library: FilePath
  let collision: LatentCollision
  let cure: Cure

  /// Memberwise.
  public init(library: FilePath, collision: LatentCollision, cure: Cure) {
    self.library = library
    self.collision = collision
    self.cure = cure
  }
}

/// The diagnosis of one process.
public struct AuditReport: ReportBody {
  /// What libraries outside the process would do.
  public struct Latent: Sendable {
    let libraryCount: Int
    let symbolCount: Int
    let findings: [LatentFinding]

    /// What `libraryCount` libraries with `symbolCount` definitions come to.
    public init(libraryCount: Int, symbolCount: Int, findings: [LatentFinding]) {
      self.libraryCount = libraryCount
      self.symbolCount = symbolCount
      self.findings = findings
    }
  }

  let program: FilePath
  let diagnosis: Diagnosis
  let collisions: [AuditedCollision]
  /// The processes of a log that show this; none for the model.
  let processes: [Int]
  let latent: Latent?

  /// Memberwise.
  public init(
    program: FilePath, diagnosis: Diagnosis, collisions: [AuditedCollision], processes: [Int],
    latent: Latent?
  ) {
    self.program = program
    self.diagnosis = diagnosis
    self.collisions = collisions
    self.processes = processes
    self.latent = latent
  }

  /// One screen.
  public var text: String { AuditText(self).text }

  /// A graph of the process, or a part of a page: a drawing, the cures, and every reference.
  public func form(_ format: Format, at position: Int) -> OwnForm? {
    func graph(_ most: Int, _ text: (AuditGraph) -> String) -> OwnForm {
      let graph = AuditGraph(self, number: position, most: most)
      return OwnForm(graph, text: text(graph))
    }
    return switch format {
    case .dot: graph(DotGraph.mostNodes, DotGraph.text)
    case .mermaid: graph(MermaidGraph.mostNodes, MermaidGraph.text)
    case .html: OwnForm(text: AuditPage(self, at: position).html)
    default: nil
    }
  }

  /// What kind of finding it is, and the line that cures it.
  public func highlight(in line: Substring) -> Highlight? {
    let indented = line.drop { $0 == " " }
    if indented.startIndex != line.startIndex, indented.hasPrefix("cure   symdemote ") {
      return Highlight(.added, indented.dropFirst(7))
    }
    return line.firstWord(of: [
      Finding.Kind.split.rawValue: .alarm, Finding.Kind.whole.rawValue: .caution,
      Finding.Kind.clash.rawValue: .caution,
    ])
  }
}

extension ReferencedName {
  var text: String { String(decoding: name, as: UTF8.self).printable }
}

extension CureStep {
  /// The command line.
  var command: String {
    shellCommand(
      [Array("symdemote".utf8), Array("apply".utf8)] + options
        + [Array("--demote-from=".utf8) + source, operandWord(target)])
  }
}
