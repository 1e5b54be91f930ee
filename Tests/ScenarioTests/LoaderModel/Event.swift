// One thing that a program does to itself, as the actor is told and as the model is told.

/// A step of a scenario.
struct Event: Sendable {
  /// The actor's words for it.
  let words: [String]
  /// The option of `symdemote bindings`.
  let option: String
  /// Whether a call is made; without lazy binding that binds nothing.
  var isCall: Bool { words[0] == "call" }
  /// When it must fail.
  private(set) var failures: Set<Timing> = []

  /// Whether this is a dlsym that must not find `name`.
  func isFailingLookup(of name: String) -> Bool {
    words[0] == "sym" && words[1] == name && !failures.isEmpty
  }

  /// How a library is opened.
  enum Manner: String, Sendable {
    case global, deepbind, nodelete, noload, now
  }

  /// Where a name is looked for.
  enum Place: Sendable {
    case anywhere, next
    case handle(String)
  }

  /// Opens a library, in the name of `caller` if that is not the program.
  static func dlopen(_ library: String, _ manners: Manner..., from caller: String? = nil) -> Event {
    dlopen(library, manners, from: caller)
  }

  /// The same, with the manners in a list.
  static func dlopen(_ library: String, _ manners: [Manner], from caller: String? = nil) -> Event {
    let flags = manners.map(\.rawValue)
    return Event(
      words: ["open", library, flags.joined(separator: ","), caller ?? ""],
      option: "--dlopen=" + ([library] + flags + callerFlag(caller)).joined(separator: ":"))
  }

  /// Opens a library in a namespace, or in a new one.
  static func dlmopen(_ library: String, into namespace: Int? = nil, _ manners: Manner...) -> Event
  {
    dlmopen(library, into: namespace, manners)
  }

  /// The same, with the manners in a list.
  static func dlmopen(_ library: String, into namespace: Int?, _ manners: [Manner]) -> Event {
    let flags = manners.map(\.rawValue)
    return Event(
      words: ["mopen", library, flags.joined(separator: ","), "\(namespace ?? -1)"],
      option: "--dlmopen="
        + ([library] + flags + (namespace.map { ["ns=\($0)"] } ?? [])).joined(separator: ":"))
  }

  /// Closes a library that was opened by the same name.
  static func dlclose(_ library: String, in namespace: Int = 0) -> Event {
    Event(
      words: ["close", library, "\(namespace)"],
      option: "--dlclose=" + ([library] + namespaceFlag(namespace)).joined(separator: ":"))
  }

  /// Looks a name up.
  ///
  /// - Parameter namespace: that of the handle.
  static func dlsym(
    _ name: String, version: String? = nil, _ place: Place = .anywhere,
    from caller: String? = nil, in namespace: Int = 0
  ) -> Event {
    let (word, flag) =
      switch place {
      case .anywhere: ("default", "default")
      case .next: ("next", "next")
      case .handle(let library): (library, "handle=\(library)")
      }
    let symbol = name + (version.map { "@\($0)" } ?? "")
    return Event(
      words: ["sym", name, version ?? "", word, caller ?? "", "\(namespace)"],
      option: "--dlsym="
        + ([symbol, flag] + callerFlag(caller) + namespaceFlag(namespace)).joined(separator: ":"))
  }

  /// Calls a function through the slot that the object has for it.
  ///
  /// - Parameter alias: what the object's source calls the function, if that is another name.
  static func call(_ name: String, as alias: String? = nil, from object: String? = nil) -> Event {
    Event(
      words: ["call", "call_\(alias ?? name)", object ?? ""],
      option: "--call=" + ([name] + callerFlag(object)).joined(separator: ":"))
  }

  /// The same, which must fail.
  func failing(_ timings: Timing...) -> Event {
    var event = self
    event.failures = timings.isEmpty ? Set(Timing.allCases) : Set(timings)
    return event
  }

  private static func callerFlag(_ caller: String?) -> [String] {
    caller.map { ["from=\($0)"] } ?? []
  }

  private static func namespaceFlag(_ namespace: Int) -> [String] {
    namespace == 0 ? [] : ["ns=\(namespace)"]
  }
}

/// When symbols are bound.
enum Timing: String, CaseIterable, Sendable {
  /// All while their object is loaded (LD_BIND_NOW).
  case atOnce
  /// Functions at their first call.
  case lazily
  /// All, by a loader that only reports and does not start the program (`ldd -r`).
  case traced
}
