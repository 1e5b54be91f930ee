// What the model says of a scenario, in the words of its program.

import ELFModel
import LoaderModel

struct MuslPrediction {
  let record: ProcessRecord
  /// One line for each step.
  let lines: [String]

  init(_ record: ProcessRecord, of scenario: MuslScenario) {
    self.record = record
    var eventCount = 0
    lines = scenario.steps.map { step in
      if step.event != nil { eventCount += 1 }
      let fails = record.problems.contains {
        if case .failedEvent(eventCount, _) = $0 { true } else { false }
      }
      switch step {
      case .open(let name, _, _): return "open \(name): \(fails ? "no" : "yes")"
      case .close(let name): return "close \(name): \(fails ? "no" : "yes")"
      case .shows(let object, let name, _):
        return "\(object) \(name) -> \(record.definers(of: name, for: object))"
      case .finds(let name, let handle, let caller, _):
        let found = record.bindings.filter { $0.cause == .dlsym && $0.event == eventCount }
        return "\(caller) dlsym \(handle.word) \(name) -> \(record.text(found))"
      }
    }
  }
}

extension ProcessRecord {
  /// What the relocations of the file called `object` against `name` are bound to.
  func definers(of name: String, for object: String) -> String {
    text(
      bindings.filter {
        fileName(of: $0.reference) == object && $0.name.elementsEqual(name.utf8)
          && $0.cause == .relocation && !self[$0.reference].isUnloaded
      })
  }

  func fileName(of map: LinkMapIndex) -> String {
    let path = String(decoding: self[map].name, as: UTF8.self)
    return String(path.split(separator: "/").last ?? "")
  }

  /// What `bindings` say, each result once.
  fileprivate func text(_ bindings: [Binding]) -> String {
    let texts = bindings.map { binding -> String in
      switch binding.target {
      case .nothing: return "nothing"
      case .undefined: return "undefined"
      case .itself: return fileName(of: binding.reference)
      case .definition(let map, let symbol):
        let version = self[map].file.version(of: symbol)
        return fileName(of: map)
          + (version.map { "@" + String(decoding: $0.name, as: UTF8.self) } ?? "")
      }
    }
    return texts.isEmpty ? "no reference" : Set(texts).sorted().joined(separator: " and ")
  }
}
