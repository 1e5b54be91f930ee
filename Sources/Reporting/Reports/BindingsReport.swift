// `symdemote bindings`: every reference of a process and what it is bound to.

public import LoaderModel

/// The bindings of one process.
public struct BindingsReport: ReportBody {
  private let process: ProcessRecord
  private let showsLoaderLookups: Bool

  /// The bindings of `process`.
  public init(_ process: ProcessRecord, showsLoaderLookups: Bool) {
    self.process = process
    self.showsLoaderLookups = showsLoaderLookups
  }

  private var shown: some Collection<Binding> {
    process.bindings.lazy.filter { showsLoaderLookups || $0.cause != .loader }
  }

  /// The objects, then the references of each.
  public var text: String {
    let objects = process.maps.indices.map { position -> [String] in
      let map = LinkMapIndex(rawValue: position)
      let gone = process[map].isUnloaded ? ", unloaded" : ""
      return [process.place(of: map).printable, process[map].provenance.words.printable + gone]
    }
    var text = textTable([["OBJECT", "FOUND"]] + objects)
    var groups = [[Binding]](repeating: [], count: process.maps.count)
    for binding in shown { groups[binding.reference.rawValue].append(binding) }
    for (position, group) in groups.enumerated() where !group.isEmpty {
      text += "\n\(process.place(of: LinkMapIndex(rawValue: position)).printable):\n"
      let rows = group.map { binding in
        ["  " + binding.versionedName.printable, "-> " + targetText(binding)]
      }
      text += textTable(rows.sorted { $0.lexicographicallyPrecedes($1) })
    }
    let undefined = shown.count { $0.target == .undefined }
    return text + "\n\(process.maps.count) objects, \(shown.count) references"
      + (undefined == 0 ? "" : ", \(undefined) undefined") + "\n"
  }

  private func targetText(_ binding: Binding) -> String {
    let copied = binding.isCopy ? " (copied into the program)" : ""
    return switch binding.target {
    case .definition(let map, _):
      process.place(of: map).printable + (binding.isProtected ? " (protected)" : "") + copied
    case .itself: "itself (local)"
    case .nothing: binding.cause == .dlsym ? "nothing" : "nothing (weak)"
    case .undefined: "UNDEFINED"
    }
  }

  /// The lines that `LD_DEBUG=bindings` would print, sorted, then those of undefined references.
  public func form(_ format: Format, at position: Int) -> OwnForm? {
    format == .ldDebug ? OwnForm(bytes: loaderLog(shown, in: process)) : nil
  }

  /// What nobody defines.
  public func highlight(in line: Substring) -> Highlight? {
    line.hasSuffix("-> UNDEFINED") ? Highlight(.alarm, line.suffix(9)) : nil
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField(
        "objects",
        .array(process.maps.indices.map { json(LinkMapIndex(rawValue: $0)) })),
      JSONField("bindings", .array(shown.map(json))),
    ]
  }

  private func json(_ map: LinkMapIndex) -> JSONValue {
    .object([
      JSONField("path", .string(process.name(of: map))),
      JSONField("path_bytes", .bytesUnlessText(process[map].name)),
      JSONField("namespace", .number(process[map].namespace)),
      JSONField("found", .string(process[map].provenance.words)),
      JSONField("unloaded", .bool(process[map].isUnloaded)),
    ])
  }

  private func json(_ binding: Binding) -> JSONValue {
    .object(bindingFields(binding, in: process))
  }
}

/// `binding` for machines; objects are named by their position in the list of objects.
func bindingFields(_ binding: Binding, in process: ProcessRecord) -> [JSONField] {
  let result =
    switch binding.target {
    case .definition: "definition"
    case .itself: "itself"
    case .nothing: "nothing"
    case .undefined: "undefined"
    }
  return [
    JSONField("reference", .number(binding.reference.rawValue)),
    JSONField("name", .string(String(decoding: binding.name, as: UTF8.self))),
    JSONField("name_bytes", .bytesUnlessText(binding.name)),
    JSONField(
      "version", .optional(binding.version.map { String(decoding: $0.name, as: UTF8.self) })),
    JSONField("cause", .string(binding.cause.word)),
    JSONField("event", .number(binding.event)),
    JSONField("copy", .bool(binding.isCopy)),
    JSONField("protected", .bool(binding.isProtected)),
    JSONField("result", .string(result)),
    JSONField("definer", binding.definer.map { .number($0.rawValue) } ?? .null),
  ]
}
