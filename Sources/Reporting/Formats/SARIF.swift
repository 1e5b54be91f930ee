// Findings in the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0), a line for each
// result. The rules are told in full, whether or not anything was found.
//
// What is the same finding in the next build is told by names, as the bytes that they are in files: neither
// the order of files nor the folder that they lie in changes a fingerprint. GitHub goes by
// `primaryLocationLineHash`.
//
// GitHub refuses a run of more than 25,000 results, and shows 5,000 of them (GitHub documentation, "SARIF
// results exceed one or more limits"). Here the first are printed, in the order of the files, and the rest
// is counted.

internal import Policy
internal import Storage

/// What there is to tell of a file, some of it behind the results of all files.
struct SARIFFile: Sendable {
  /// A line for each finding, no more than a run may have.
  let results: [String]
  /// How many there are beside.
  let leftOut: Int
  let artifact: JSONValue
  let notifications: [JSONValue]

  init(_ file: FileReport) {
    let findings = file.body?.annotations ?? []
    let path = file.path.bytes
    results = findings.prefix(SARIFFrame.mostResults).map { $0.sarif(in: path).line }
    leftOut = findings.count - results.count
    let digest = (try? DiskFile(file.path)).flatMap { try? Digest(of: $0) }
    artifact = .object(
      [JSONField("location", .artifact(path))]
        + (digest.map {
          [JSONField("hashes", .object([JSONField("sha-256", .string($0.hexadecimal))]))]
        } ?? []))
    notifications = file.messages.map { $0.sarif(about: path) }
  }
}

struct SARIFFrame: Frame {
  /// GitHub takes no more of a run.
  static let mostResults = 25_000

  private let version: String
  private var resultCount = 0
  private var leftOut = 0
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

  mutating func next(_ file: RenderedFile) -> [UInt8] {
    guard let file = file.sarif else { return [] }
    artifacts.append(file.artifact)
    notifications += file.notifications
    let results = file.results.prefix(Self.mostResults - resultCount)
    leftOut += file.leftOut + file.results.count - results.count
    guard !results.isEmpty else { return [] }
    defer { resultCount += results.count }
    return Array(((resultCount > 0 ? ",\n" : "\n") + results.joined(separator: ",\n")).utf8)
  }

  var remarks: [Message] {
    guard leftOut > 0 else { return [] }
    return [
      Message(
        .warning,
        "\(counted(leftOut, "finding is", "findings are")) left out behind the first "
          + "\(Self.mostResults): GitHub takes no more of a run; --format=json has all")
    ]
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
    let related = (location == nil ? [] : [file]) + others.map { .place($0) }
    // No name has a zero in it.
    let identity = ([Array((rule?.rawValue ?? "").utf8)] + identity).joined(separator: [0])
    let digest = try? Digest(of: Array(identity))
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
      JSONField("artifactLocation", artifact(location.path)),
      JSONField("region", .object([JSONField("startLine", .number(location.line))])),
    ])
  }
}

/// `path` as a reference to a URI (RFC 3986, 4.2; RFC 8089 for absolute ones).
func fileReference(_ path: [UInt8]) -> String {
  let path = plainPath(path)
  let encoded = path.map { byte -> String in
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
