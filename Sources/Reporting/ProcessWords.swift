// The words for what happens in a process.

public import LoaderModel

/// What `problem` of `process` is, in a sentence.
public func words(for problem: ProcessProblem, in process: ProcessRecord) -> String {
  func name(_ map: LinkMapIndex) -> String { process.name(of: map) }
  func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
  return switch problem {
  case .missingLibrary(let library, let needer):
    "\(text(library)) is not found, which \(name(needer)) needs; what it would be bound to is unknown"
  case .unusableLibrary(let path, let reason, let needer):
    "\(text(path)) cannot be loaded: \(reason)" + (needer.map { "; \(name($0)) needs it" } ?? "")
  case .missingVersion(let version, let library, let needer):
    "version `\(text(version))' not found in \(name(library)) (required by \(name(needer)))"
  case .ignoredPreload(let library, let reason):
    "\(text(library)) cannot be preloaded and is ignored: \(reason)"
  case .ignoredAuditor(let library, let reason):
    "\(text(library)) cannot be loaded as an auditor and is ignored: \(reason)"
  case .missingInterpreter(let path):
    "\(text(path)) is not found, the dynamic linker that the program asks for: it does not start"
  case .failedEvent(let number, let reason):
    "event \(number) fails: \(reason)"
  }
}

extension Provenance {
  /// How the object was found.
  var words: String {
    switch self {
    case .program: "program"
    case .path: "path"
    case .rpath(let object): "RPATH of \(String(decoding: object, as: UTF8.self))"
    case .libraryPath: "LD_LIBRARY_PATH"
    case .runpath(let object): "RUNPATH of \(String(decoding: object, as: UTF8.self))"
    case .cache: "ld.so.cache"
    case .defaultDirectory: "default directory"
    case .interpreter: "PT_INTERP"
    }
  }
}

extension ProcessRecord {
  /// The path of the object at `map`.
  func name(of map: LinkMapIndex) -> String { String(decoding: self[map].name, as: UTF8.self) }

  /// The path of the object at `map` for machines, and its bytes; null for no object.
  func fields(_ key: String, _ map: LinkMapIndex?) -> [JSONField] {
    [
      JSONField(key, .optional(map.map { name(of: $0) })),
      JSONField("\(key)_bytes", map.map { .bytesUnlessText(self[$0].name) } ?? .null),
    ]
  }

  /// The path, with the namespace if it is not the program's.
  func place(of map: LinkMapIndex) -> String {
    let namespace = self[map].namespace
    return name(of: map) + (namespace == 0 ? "" : " [\(namespace)]")
  }
}

extension Binding {
  /// The name with its version, as a reference writes it.
  var versionedName: String {
    String(decoding: name, as: UTF8.self)
      + (version.map { "@" + String(decoding: $0.name, as: UTF8.self) } ?? "")
  }
}

extension Binding.Cause {
  /// A word for machines.
  var word: String {
    switch self {
    case .relocation: "relocation"
    case .firstCall: "first-call"
    case .dlsym: "dlsym"
    case .loader: "loader"
    }
  }
}
