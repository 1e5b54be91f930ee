// Findings in the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0), a line for each
// result. The rules are told in full, whether or not anything was found.
//
// What is the same finding in the next build is told by names alone: neither the order of files nor the
// folder that they lie in changes a fingerprint. GitHub goes by `primaryLocationLineHash`.

internal import Policy
internal import Storage

/// What is told of a file behind all results.
struct SARIFFileEnding: Sendable {
  let artifact: JSONValue
  let notifications: [JSONValue]
}

struct SARIFFrame: Frame {
  private let version: String
  private var hasResults = false
  private var artifacts: [JSONValue] = []
  private var notifications: [JSONValue] = []

  init(version: String) { self.version = version }

  func beginning(of run: RunOutline) -> String {
    let driver = JSONValue.object([
      JSONField("name", .string("symdemote")), JSONField("version", .string(version)),
      JSONField("semanticVersion", .string(version)),
      JSONField("rules", .array(FindingRule.allCases.map(\.sarif))),
    ])
    return """
      {"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{
      "tool":{"driver":\(driver.line)},
      "results":[
      """
  }

  mutating func next(_ file: RenderedFile) -> String {
    if let ending = file.ending {
      artifacts.append(ending.artifact)
      notifications += ending.notifications
    }
    guard !file.output.isEmpty else { return "" }
    defer { hasResults = true }
    return (hasResults ? ",\n" : "\n") + file.output
  }

  func end(_ ending: RunEnding, status: ExitStatus) -> String {
    let invocation = JSONValue.object([
      // Findings are no failure of the run.
      JSONField("executionSuccessful", .bool(status <= .findings)),
      JSONField("exitCode", .number(Int(status.rawValue))),
      JSONField(
        "toolExecutionNotifications",
        .array(notifications + ending.messages.map { $0.sarif(about: nil) })),
    ])
    return """

      ],
      "artifacts":\(JSONValue.array(artifacts).line),
      "invocations":[\(invocation.line)]
      }]}

      """
  }
}

extension FileReport {
  /// Every finding, in a line each.
  var sarifResults: String {
    (body?.annotations ?? []).map { $0.sarif(in: path.bytes).line }.joined(separator: ",\n")
  }

  /// The file itself, and what was said of it.
  var sarifEnding: SARIFFileEnding {
    let digest = (try? DiskFile(path)).flatMap { try? Digest(of: $0) }
    return SARIFFileEnding(
      artifact: .object(
        [JSONField("location", .artifact(path.bytes))]
          + (digest.map {
            [JSONField("hashes", .object([JSONField("sha-256", .string($0.hexadecimal))]))]
          } ?? [])),
      notifications: messages.map { $0.sarif(about: path.bytes) })
  }
}

extension FindingRule {
  fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? -1 }

  fileprivate var sarif: JSONValue {
    .object([
      JSONField("id", .string(rawValue)),
      JSONField("name", .string(pascalName)),
      JSONField("shortDescription", .text(title)),
      JSONField("fullDescription", .text(explanation)),
      JSONField("help", .text(advice)),
      JSONField(
        "defaultConfiguration", .object([JSONField("level", .string(severity.rawValue))])),
    ])
  }

  /// SARIF 3.49.7 has names in PascalCase.
  private var pascalName: String {
    switch self {
    case .exportNotAllowed: "ExportNotAllowed"
    case .missingExport: "MissingExport"
    case .splitLibrary: "SplitLibrary"
    case .foreignCopy: "ForeignCopy"
    case .nameClash: "NameClash"
    case .latentCapture: "LatentCapture"
    }
  }
}

extension Annotation {
  /// The finding in the file at `path`.
  fileprivate func sarif(in path: [UInt8]) -> JSONValue {
    let file = JSONValue.place(path)
    let place = location.map { JSONValue.place($0) } ?? file
    let logical = symbols.map { symbol in
      JSONValue.object([
        JSONField("name", .string(symbol.label)),
        JSONField("fullyQualifiedName", .string(symbol.demangled ?? symbol.label)),
      ])
    }
    let related = (location == nil ? [] : [file]) + others.map { .place(Array($0.utf8)) }
    let identity = [rule?.rawValue ?? ""] + identity
    let digest = try? Digest(of: Array(identity.joined(separator: "\n").utf8))
    let fingerprint = digest.map { JSONValue.string($0.hexadecimal) }
    return .object(
      [
        JSONField("ruleId", .string(rule?.rawValue ?? "")),
        JSONField("ruleIndex", .number(rule?.index ?? -1)),
        JSONField("level", .string(severity.rawValue)), JSONField("message", .text(text)),
        JSONField(
          "locations",
          .array([
            .object([
              JSONField("physicalLocation", place), JSONField("logicalLocations", .array(logical)),
            ])
          ])),
      ]
        + (related.isEmpty
          ? []
          : [
            JSONField(
              "relatedLocations",
              .array(related.map { .object([JSONField("physicalLocation", $0)]) }))
          ])
        + (fingerprint.map {
          [
            JSONField(
              "partialFingerprints",
              .object([
                JSONField("primaryLocationLineHash", $0), JSONField("symdemote/v1", $0),
              ]))
          ]
        } ?? []))
  }
}

extension Message {
  fileprivate func sarif(about path: [UInt8]?) -> JSONValue {
    let named = location.flatMap { $0.isStandardInput ? nil : $0 }
    let place = named.map { JSONValue.place($0) } ?? path.map { JSONValue.place($0) }
    return .object(
      [
        JSONField("level", .string(severity.rawValue)), JSONField("message", .text(text)),
      ]
        + (place.map {
          [JSONField("locations", .array([.object([JSONField("physicalLocation", $0)])]))]
        } ?? []))
  }
}

extension JSONValue {
  /// A message, or what else has a text.
  fileprivate static func text(_ text: String) -> JSONValue {
    .object([JSONField("text", .string(text))])
  }

  /// The file at `path`.
  fileprivate static func artifact(_ path: [UInt8]) -> JSONValue {
    .object([JSONField("uri", .string(fileReference(path)))])
  }

  fileprivate static func place(_ path: [UInt8]) -> JSONValue {
    .object([JSONField("artifactLocation", artifact(path))])
  }

  fileprivate static func place(_ location: SourceLocation) -> JSONValue {
    .object([
      JSONField("artifactLocation", artifact(Array(location.file.utf8))),
      JSONField("region", .object([JSONField("startLine", .number(location.line))])),
    ])
  }
}

/// `path` as a reference to a URI (RFC 3986, 4.2; RFC 8089 for absolute ones).
func fileReference(_ path: [UInt8]) -> String {
  var rest = path[...]
  while rest.starts(with: "./".utf8), rest.count > 2 { rest = rest.dropFirst(2) }
  let encoded = rest.map { byte -> String in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      return String(UnicodeScalar(byte))
    default:
      if "-._~/+".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }
  }.joined()
  return path.first == UInt8(ascii: "/") ? "file://" + encoded : encoded
}
