// The diagnosis for machines, complete.

internal import Interposition
internal import LoaderModel
internal import Storage

extension AuditReport {
  /// The same for machines; objects are named by their position in the list of objects.
  public var fields: [JSONField] {
    let evidence = diagnosis.evidence
    return [
      JSONField("processes", .array(processes.map { .number($0) })),
      JSONField("program", evidence.program.map { .number($0.rawValue) } ?? .null),
      JSONField(
        "objects",
        .array(
          evidence.objects.map { object in
            .object([
              JSONField("path", .string(String(decoding: object.path, as: UTF8.self))),
              JSONField("path_bytes", .bytesUnlessText(object.path)),
              JSONField("namespace", .number(object.namespace)),
              JSONField("preloaded", .bool(object.isPreloaded)),
              JSONField("gone", .bool(object.file == nil)),
            ])
          })),
      JSONField("references", .number(evidence.references.count)),
      JSONField("collisions", .array(collisions.map(json))),
      JSONField(
        "dull",
        .array(
          diagnosis.dull.met.map { rule, count in
            .object([
              JSONField("rule", .string(rule.id)), JSONField("title", .string(rule.title)),
              JSONField("count", .number(count)),
            ])
          })),
      JSONField("latent", latent.map(json) ?? .null),
    ]
  }

  private func json(_ audited: AuditedCollision) -> JSONValue {
    .object([
      JSONField("owner", .number(audited.collision.owner.rawValue)),
      JSONField("captor", .number(audited.collision.captor.rawValue)),
      JSONField(
        "findings",
        .array(
          audited.findings.map { finding in
            .object([
              JSONField("library", .number(finding.library.rawValue)),
              JSONField("kind", .string(finding.kind.rawValue)),
              JSONField("family", .optional(finding.family?.id)),
              JSONField("own", .number(finding.ownCount)),
              JSONField("captured", Self.json(finding.captured)),
            ])
          })),
      JSONField("cure", Self.json(audited.cure)),
    ])
  }

  private func json(_ latent: Latent) -> JSONValue {
    .object([
      JSONField("libraries_read", .number(latent.libraryCount)),
      JSONField("symbols_indexed", .number(latent.symbolCount)),
      JSONField(
        "collisions",
        .array(
          latent.findings.map { finding in
            .object([
              JSONField("library", .string(finding.library.text)),
              JSONField("library_bytes", .bytesUnlessText(finding.library.bytes)),
              JSONField("family", .optional(finding.collision.family?.id)),
              JSONField("own_references", .number(finding.collision.ownReferenceCount)),
              JSONField("names", Self.json(finding.collision.names)),
              JSONField("cure", Self.json(finding.cure)),
            ])
          })),
    ])
  }

  private static func json(_ cure: Cure) -> JSONValue {
    .object([
      JSONField("commands", .array(cure.steps.map { .string($0.command) })),
      JSONField("captured", .number(cure.capturedCount)),
      JSONField("cured", .number(cure.curedCount)),
      JSONField("demoted", .number(cure.demotedCount)),
      JSONField("tried", .bool(cure.isTried)),
      JSONField("obstacle", .optional(cure.obstacle)),
      JSONField(
        "warnings",
        .array(
          cure.warnings.map { warning in
            .object([
              JSONField("rule", .optional(warning.rule)), JSONField("text", .string(warning.text)),
            ])
          })),
      JSONField(
        "kept",
        .array(
          cure.kept.map { kept in
            .object([
              JSONField("rule", .string(kept.rule)), JSONField("reason", .string(kept.reason)),
              JSONField("names", json(kept.names)),
            ])
          })),
    ])
  }

  private static func json(_ names: [ReferencedName]) -> JSONValue {
    .array(
      names.map { name in
        .object([
          JSONField("name", .string(String(decoding: name.name, as: UTF8.self))),
          JSONField("name_bytes", .bytesUnlessText(name.name)),
          JSONField(
            "version", .optional(name.version.map { String(decoding: $0, as: UTF8.self) })),
        ])
      })
  }
}
