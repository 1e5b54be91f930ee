// What `plan` says a demotion will change in a process is what the loader does afterwards: all of
// it, and nothing else. Tried on random demotions in one object of each of many programs.

import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct PredictionTests {
  @Test func everyChangeIsPredicted() throws {
    let count = 100
    let programs = Scope.current == .everything ? InstalledPrograms.all : InstalledPrograms.fixed
    report("random demotions; SYMDEMOTE_SEED=\(Scope.seed) repeats them")
    let results = inParallel(Array(programs.enumerated())) { number, program in
      Result { try Prediction(of: program, seed: Scope.seed &+ UInt64(number)) }
    }
    var tried = 0
    var changes = 0
    var unbound = 0
    for (program, result) in zip(programs, results) {
      do {
        let prediction = try result.get()
        if prediction.demoted == 0 { continue }
        tried += 1
        changes += prediction.real.count
        unbound += prediction.real.count { $0.after == nil }
        for (what, changes) in [
          ("not predicted", prediction.real.subtracting(prediction.predicted)),
          ("predicted in vain", prediction.predicted.subtracting(prediction.real)),
        ] where !changes.isEmpty {
          let some = changes.prefix(3).map(\.description).joined(separator: "; ")
          Issue.record("\(program), \(prediction.command): \(changes.count) \(what): \(some)")
        }
      } catch {
        Issue.record("\(program): \(error)")
      }
    }
    report("predictions: \(changes) changed bindings in \(tried) processes, \(unbound) lost")
    #expect(tried >= count)
    #expect(changes >= count, "demotions that change nothing prove nothing")
    #expect(unbound >= 10)
  }
}

/// A reference whose definition comes from elsewhere than before.
private struct Change: Hashable, CustomStringConvertible {
  let reference: String
  let name: String
  let version: String?
  let before: String?
  let after: String?

  var description: String {
    "\(reference): \(name)@\(version ?? ""): \(before ?? "-") -> \(after ?? "-")"
  }
}

/// What is said and what is done about one demotion.
private struct Prediction {
  let command: String
  let demoted: Int
  let predicted: Set<Change>
  let real: Set<Change>

  init(of program: String, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let before = try Log(of: program)
    // The object to demote in: the program or one of its libraries, but for libc and the loader.
    let objects = before.objects.filter { path in
      !["/libc.so.", "/ld-linux"].contains { path.contains($0) }
    }.sorted()
    let object = objects.randomElement(using: &generator) ?? program
    let folder = try TemporaryFolder()
    let copy = folder.file(URL(fileURLWithPath: object).lastPathComponent)
    // A part of its names, by their first letters; with force, so that some are lost as well.
    let selection = try Self.selection(in: object, &generator)
    command = "\(selection.joined(separator: " ")) \(object)"
    let isProgram = object == program
    let arguments =
      selection + ["--force", "--format=json", "--output=\(copy.path)", object]
      + (isProgram ? [] : ["--in=\(program)"])
    let plan = try run(toolPath, ["plan"] + arguments)
    guard let status = plan.status, status < 2 else {
      throw RunFailure(description: "plan \(command): \(plan.ending): \(plan.output)")
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(plan.output.utf8))
    demoted = report.files[0].summary?.demoted ?? 0
    predicted = Set(
      (report.files[0].processes ?? []).flatMap(\.bindingChanges).map {
        Change(
          reference: $0.reference, name: $0.name, version: $0.version, before: $0.before,
          after: $0.after)
      }.filter { !before.isAmbiguous($0) })

    try mustRun(toolPath, ["apply"] + arguments)
    let after =
      isProgram
      ? try Log(of: copy.path, calling: [copy.path: program])
      : try Log(
        of: program, calling: [copy.path: object],
        environment: ["LD_LIBRARY_PATH": folder.url.path])
    real = before.changes(to: after, in: object)
  }

  private static func selection(in object: String, _ generator: inout SeededGenerator)
    throws -> [String]
  {
    let exports = try mustRun(toolPath, ["exports", "--format=json", object])
    let report = try JSONDecoder().decode(Report.self, from: Data(exports.utf8))
    let names = (report.files[0].exports ?? []).map(\.name)
    let prefixes = Set(names.shuffled(using: &generator).prefix(3).map { $0.prefix(4) })
    // With a part of an allocator gone by force, the loader itself would use two heaps.
    let allocator = ["malloc", "free", "calloc", "realloc"].map { "--keep=\($0)" }
    return prefixes.sorted().map { "--demote=\($0)*" } + (prefixes.isEmpty ? ["--all"] : [])
      + allocator
  }

  /// What is read of a report.
  private struct Report: Decodable {
    let files: [File]

    struct File: Decodable {
      let summary: Summary?
      let processes: [Process]?
      let exports: [Export]?
    }
    struct Summary: Decodable { let demoted: Int }
    struct Export: Decodable { let name: String }
    struct Process: Decodable {
      let bindingChanges: [BindingChange]
      enum CodingKeys: String, CodingKey { case bindingChanges = "binding_changes" }
    }
    struct BindingChange: Decodable {
      let reference: String
      let name: String
      let version: String?
      let before: String?
      let after: String?
    }
  }
}

/// Where each reference of a process is bound to, by the loader.
private struct Log {
  private struct Reference: Hashable {
    let object: String
    let name: String
    let version: String?
  }

  private var definers: [Reference: Set<String>] = [:]
  let objects: Set<String>

  /// Asks the loader; objects are called as `names` has it.
  init(
    of program: String, calling names: [String: String] = [:], environment: [String: String] = [:]
  ) throws {
    let trace = try LoaderTrace(of: program, environment: environment)
    let bindings = trace.lines.compactMap { Binding(line: $0[...]) }
    for binding in bindings {
      let object = names[binding.referrer] ?? binding.referrer
      let definer = names[binding.definer] ?? binding.definer
      let reference = Reference(object: object, name: binding.name, version: binding.version)
      definers[reference, default: []].insert(definer)
    }
    objects = Set(bindings.flatMap { [$0.referrer, $0.definer] }.map { names[$0] ?? $0 })
  }

  /// Whether the loader's lines do not tell which of two references a change is about: the COPY
  /// relocation of a name and another reference to it, from the same object.
  func isAmbiguous(_ change: Change) -> Bool {
    isAmbiguous(Reference(object: change.reference, name: change.name, version: change.version))
  }

  private func isAmbiguous(_ reference: Reference) -> Bool {
    (definers[reference]?.count ?? 0) > 1
  }

  /// What differs in `other`, once symbols of the object at `subject` are local.
  ///
  /// The loader says nothing of a reference that is bound to an object's own local symbol. What
  /// `isAmbiguous` is left out.
  func changes(to other: Log, in subject: String) -> Set<Change> {
    var changes: Set<Change> = []
    for reference in Set(definers.keys).union(other.definers.keys) {
      if isAmbiguous(reference) { continue }
      let own: Set<String> = reference.object == subject ? [subject] : []
      let before = definers[reference] ?? own
      let after = other.definers[reference] ?? own
      guard before != after else { continue }
      changes.insert(
        Change(
          reference: reference.object, name: reference.name, version: reference.version,
          before: before.first, after: after.first))
    }
    return changes
  }
}
