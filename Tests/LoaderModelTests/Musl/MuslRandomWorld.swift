// Scenarios that nobody thought of: libraries that need each other in any way, define and refer to
// a few names in any manner, and are opened in any order.

import LoaderModel
import TestSupport

/// What there is and happens by chance.
struct MuslRandomWorld {
  private var generator: SeededGenerator
  private let libraryCount = 6
  private let names = ["f", "g", "h", "i"]

  private init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A scenario without a word on what its references come to.
  static func scenario(seed: UInt64) -> MuslScenario {
    var world = MuslRandomWorld(seed: seed)
    // Linked to empty libraries of the same names, real ones can need each other in circles.
    let stubs = world.libraries.map { MuslPart.library("stubs/\($0)", "") }
    let libraries = world.libraries.map { world.library($0) }
    let program = world.program()
    let preloads = world.chance(4) ? [world.path()] : []
    return MuslScenario(
      "seed \(seed)", stubs + libraries, program: program, preloads: preloads,
      (0..<8).map { _ in world.step() })
  }

  private var libraries: [String] { (0..<libraryCount).map { "lib\($0).so" } }

  private mutating func chance(_ count: Int) -> Bool {
    Int.random(in: 0..<count, using: &generator) == 0
  }

  private mutating func path() -> String {
    "./lib\(Int.random(in: 0..<libraryCount, using: &generator)).so"
  }

  private mutating func needs(_ likelihood: Int, but own: String) -> [String] {
    libraries.filter { $0 != own && chance(likelihood) }.map { "stubs/\($0)" }
      .shuffled(using: &generator)
  }

  private mutating func library(_ name: String) -> MuslPart {
    var source = ""
    var versions: String?
    var defined: [String] = []
    for name in names {
      let isDefined = chance(2)
      if isDefined {
        defined.append(name)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0:
          versions = "V1 {};"
          source += "const char *old_\(name)(void) { return OBJECT \"@V1\"; }\n"
          source += "__asm__(\".symver old_\(name), \(name)@V1\");\n"
        case 1: source += "__attribute__((weak)) DEFINES(\(name))\n"
        default: source += "DEFINES(\(name))\n"
        }
      }
      if chance(2) { source += chance(5) && !isDefined ? "CALLS(\(name))\n" : "ASKS(\(name))\n" }
    }
    let patch = chance(3) ? defined.randomElement(using: &generator) : nil
    let isLocal = chance(2)
    return .library(
      name, source, needs: needs(4, but: name), runpath: "$ORIGIN", versions: versions,
      chance(4) ? ["-Wl,--hash-style=sysv"] : [],
      patch: patch.map {
        .init(symbol: $0, binding: isLocal ? 0 : nil, visibility: isLocal ? nil : 2)
      })
  }

  private mutating func program() -> MuslPart {
    let source = names.map { name in
      chance(4) ? "DEFINES(\(name))" : chance(2) ? "ASKS(\(name))" : ""
    }
    return .program(source.joined(separator: "\n"), needs: needs(4, but: ""))
  }

  private mutating func step() -> MuslStep {
    if chance(4) {
      let name = names.randomElement(using: &generator) ?? "f"
      return .finds(name, chance(2) ? .default : .next, by: "program", "")
    }
    let modes: [OpenMode] = [[], [], .global, .now, [.now, .global], .noLoad]
    return .open(path(), modes.randomElement(using: &generator) ?? [])
  }
}

extension MuslScenario {
  /// The same, and at the end every reference is shown that `prediction` has of objects in the
  /// process, but for those whose call would end it; then what handles and objects find.
  func showingAll(in prediction: MuslPrediction) -> MuslScenario {
    let record = prediction.record
    var shown: Set<String> = []
    var more: [MuslStep] = []
    for binding in record.bindings
    where binding.cause == .relocation && binding.target != .undefined && binding.name.count == 1 {
      let object = record.fileName(of: binding.reference)
      let name = String(decoding: binding.name, as: UTF8.self)
      if !record[binding.reference].isUnloaded, shown.insert("\(object) \(name)").inserted {
        more.append(.shows(object, name, ""))
        more.append(.finds(name, .next, by: object, ""))
      }
    }
    for case .open(let library, _, _) in steps
    where prediction.lines.contains("open \(library): yes") && shown.insert(library).inserted {
      more += ["f", "g", "h", "i"].map { .finds($0, .library(library), by: "program", "") }
    }
    return MuslScenario(
      testDescription, libraries, program: program, preloads: preloads, libraryPath: libraryPath,
      steps + more)
  }
}
