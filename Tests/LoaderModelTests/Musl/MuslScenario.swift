// A story about musl: what there is, what happens, and what each reference comes to, both in the
// real process and in the model.

import LoaderModel
import TestSupport
import Testing

/// A few files and what a program does with them.
struct MuslScenario: Sendable, CustomTestStringConvertible {
  /// What it shows.
  let testDescription: String
  /// Built in this order, so that each can be linked to the ones before.
  let libraries: [MuslPart]
  let program: MuslPart
  /// As in LD_PRELOAD and LD_LIBRARY_PATH.
  let preloads: [String]
  let libraryPath: String?
  let steps: [MuslStep]

  init(
    _ name: String, _ libraries: [MuslPart] = [], program: MuslPart = .program(),
    preloads: [String] = [], libraryPath: String? = nil, _ steps: [MuslStep]
  ) {
    testDescription = name
    self.libraries = libraries
    self.program = program
    self.preloads = preloads
    self.libraryPath = libraryPath
    self.steps = steps
  }
}

/// A library or program of a scenario.
struct MuslPart: Sendable {
  /// A change to the entry of a symbol in the finished file, which no linker would make.
  struct Patch: Sendable {
    let symbol: String
    var binding: UInt8?
    var visibility: UInt8?
  }

  /// Its path in the folder; the last part is what steps call it.
  let name: String
  let source: String
  let product: Product
  /// What it is linked to, by path in the folder.
  let needs: [String]
  /// Its DT_RUNPATH.
  let runpath: String?
  let versions: String?
  let options: [String]
  let patch: Patch?

  /// What steps call it.
  var fileName: String { String(name.split(separator: "/").last ?? "") }

  static func library(
    _ name: String, _ source: String, needs: [String] = [], runpath: String? = nil,
    versions: String? = nil, _ options: [String] = [], patch: Patch? = nil
  ) -> MuslPart {
    MuslPart(
      name: name, source: source, product: .shared, needs: needs, runpath: runpath,
      versions: versions, options: options, patch: patch)
  }

  /// A program that exports all it has.
  static func program(
    _ source: String = "", as product: Product = .pie, needs: [String] = [],
    runpath: String? = "$ORIGIN", _ options: [String] = []
  ) -> MuslPart {
    MuslPart(
      name: "program", source: source, product: product, needs: needs, runpath: runpath,
      versions: nil, options: ["-rdynamic"] + options, patch: nil)
  }
}

/// One thing that happens or is seen.
enum MuslStep: Sendable {
  /// A library is opened, which must succeed or fail.
  case open(String, OpenMode = [], succeeds: Bool = true)
  /// A library is closed.
  case close(String)
  /// What the reference of an object to a name is bound to: a file, perhaps with a version, or
  /// `nothing`.
  case shows(String, String, String)
  /// What `object` finds by dlsym.
  case finds(String, SymbolHandle, by: String, String)

  /// What the program is told.
  var words: [String] {
    switch self {
    case .open(let name, let mode, _): ["open", name, "\(mode.muslBits)"]
    case .close(let name): ["close", name]
    case .shows(let object, let name, _): ["show", object, name]
    case .finds(let name, let handle, let caller, _): ["sym", handle.word, caller, name]
    }
  }

  /// What the program must say.
  var line: String {
    switch self {
    case .open(let name, _, let succeeds): "open \(name): \(succeeds ? "yes" : "no")"
    case .close(let name): "close \(name): yes"
    case .shows(let object, let name, let definer): "\(object) \(name) -> \(definer)"
    case .finds(let name, let handle, let caller, let definer):
      "\(caller) dlsym \(handle.word) \(name) -> \(definer)"
    }
  }

  /// What the model is told; nil if nothing happens.
  var event: ProcessEvent? {
    switch self {
    case .open(let name, let mode, _): .open(Array(name.utf8), mode, caller: nil, .callers)
    case .close(let name): .close(Array(name.utf8), namespace: nil)
    case .shows: nil
    case .finds(let name, let handle, let caller, _):
      .lookUp(
        name: Array(name.utf8), version: nil, handle,
        caller: caller == "program" ? nil : Array(caller.utf8), namespace: nil)
    }
  }
}

extension SymbolHandle {
  var word: String {
    switch self {
    case .default: "default"
    case .next: "next"
    case .object(let name): String(decoding: name, as: UTF8.self)
    }
  }

  /// The handle of the library that was opened as `name`.
  static func library(_ name: String) -> SymbolHandle { .object(Array(name.utf8)) }
}

extension OpenMode {
  /// The number that musl's dlopen takes; RTLD_DEEPBIND has only glibc's.
  fileprivate var muslBits: Int {
    let bits: [(OpenMode, Int)] = [
      (.now, 2), (.noLoad, 4), (.deepBind, 8), (.global, 256), (.noDelete, 4096),
    ]
    return bits.reduce(contains(.now) ? 0 : 1) { $0 | (contains($1.0) ? $1.1 : 0) }
  }
}
