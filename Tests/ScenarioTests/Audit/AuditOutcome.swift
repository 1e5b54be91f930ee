// What `symdemote audit --format=json` says, as tests ask for it.

import Foundation
import TestSupport
import Testing

/// One audit.
struct AuditOutcome {
  /// A library whose references are captured.
  struct Finding: Equatable {
    let library: String
    let owner: String
    let captor: String
    let kind: String
    let family: String?
    let captured: [String]
    let own: Int
  }

  /// What would help.
  struct Cure {
    let commands: [String]
    let captured: Int
    let cured: Int
    let obstacle: String?
    let kept: [String: [String]]
    /// What `apply` will say of it.
    let warnings: [(rule: String?, text: String)]
  }

  let status: Int32?
  let errors: String
  let findings: [Finding]
  let cures: [Cure]
  let dull: [String: Int]
  /// By file name, the names that would be captured.
  let latent: [String: (names: [String], own: Int, family: String?, cure: Cure)]
  let librariesRead: Int?
  let symbolsIndexed: Int?
  let processes: [Int]

  /// Audits one program, with these arguments.
  init(_ arguments: String..., directory: URL? = nil) throws {
    let result = try run(
      toolPath, ["audit", "--format=json"] + arguments, directory: directory)
    status = result.status
    errors = result.errors
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(report["exit_status"] as? Int == result.status.map(Int.init))
    // Tests run programs through env(1), which is in their logs as well.
    let files = report["files"] as? [[String: Any]] ?? []
    let file =
      files.first { ($0["collisions"] as? [Any])?.isEmpty == false } ?? files.first ?? [:]
    let paths = (file["objects"] as? [[String: Any]] ?? []).map { $0["path"] as? String ?? "" }
    func name(_ value: Any?) -> String {
      guard let position = value as? Int, paths.indices.contains(position) else { return "?" }
      return URL(fileURLWithPath: paths[position]).lastPathComponent
    }
    let collisions = file["collisions"] as? [[String: Any]] ?? []
    findings = collisions.flatMap { collision in
      (collision["findings"] as? [[String: Any]] ?? []).map { finding in
        Finding(
          library: name(finding["library"]), owner: name(collision["owner"]),
          captor: name(collision["captor"]), kind: finding["kind"] as? String ?? "",
          family: finding["family"] as? String, captured: Self.names(finding["captured"]),
          own: finding["own"] as? Int ?? -1)
      }
    }
    cures = collisions.map { Cure($0["cure"] as? [String: Any] ?? [:]) }
    dull = Dictionary(
      uniqueKeysWithValues: (file["dull"] as? [[String: Any]] ?? []).map {
        ($0["rule"] as? String ?? "", $0["count"] as? Int ?? -1)
      })
    let latent = file["latent"] as? [String: Any] ?? [:]
    librariesRead = latent["libraries_read"] as? Int
    symbolsIndexed = latent["symbols_indexed"] as? Int
    self.latent = Dictionary(
      uniqueKeysWithValues: (latent["collisions"] as? [[String: Any]] ?? []).map { collision in
        (
          URL(fileURLWithPath: collision["library"] as? String ?? "").lastPathComponent,
          (
            Self.names(collision["names"]), collision["own_references"] as? Int ?? -1,
            collision["family"] as? String, Cure(collision["cure"] as? [String: Any] ?? [:])
          )
        )
      })
    processes = file["processes"] as? [Int] ?? []
  }

  static func names(_ value: Any?) -> [String] {
    (value as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
  }

  /// The finding of `library`.
  func finding(_ library: String) throws -> Finding {
    try #require(findings.first { $0.library == library })
  }
}

extension AuditOutcome.Cure {
  init(_ fields: [String: Any]) {
    commands = fields["commands"] as? [String] ?? []
    captured = fields["captured"] as? Int ?? -1
    cured = fields["cured"] as? Int ?? -1
    obstacle = fields["obstacle"] as? String
    kept = Dictionary(
      uniqueKeysWithValues: (fields["kept"] as? [[String: Any]] ?? []).map {
        ($0["rule"] as? String ?? "", AuditOutcome.names($0["names"]))
      })
    warnings = (fields["warnings"] as? [[String: Any]] ?? []).map {
      ($0["rule"] as? String, $0["text"] as? String ?? "")
    }
  }

  /// Follows the cure as a user would: each line in a shell, where `symdemote` is the tool.
  func follow(in directory: URL) throws {
    for command in commands {
      let script = "symdemote() { \"$TOOL\" \"$@\"; }; \(command)"
      try mustRun("sh", ["-c", script], environment: ["TOOL": toolPath], directory: directory)
    }
  }
}
