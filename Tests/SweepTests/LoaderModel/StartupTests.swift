// The model's bindings of installed programs are those of the loader, one by one.

import TestSupport
import Testing

@Suite(.serialized) struct StartupTests {
  @Test func everyBindingIsTheLoaders() throws {
    let programs =
      Scope.current == .everything ? InstalledPrograms.all : InstalledPrograms.fixed
    let results = inParallel(programs) { program in
      Result { try Comparison(of: program) }
    }
    var bindings = 0
    var withLibraries = 0
    for (program, result) in zip(programs, results) {
      do {
        let comparison = try result.get()
        bindings += comparison.count
        if comparison.count > 200 { withLibraries += 1 }
        for line in comparison.missing { Issue.record("\(program): only the loader: \(line)") }
        for line in comparison.extra { Issue.record("\(program): only the model: \(line)") }
      } catch {
        Issue.record("\(program): \(error)")
      }
    }
    report("loader model: \(bindings) bindings of \(programs.count) programs compared")
    #expect(programs.count >= 150)
    #expect(withLibraries >= 50, "most of these programs bind hardly anything")
  }

  /// The comparison itself: a binding more or less is seen.
  @Test func aMissingLibraryIsSeen() throws {
    let program = "/usr/bin/grep"
    let loader = try LoaderTrace(of: program)
    let model = try LoaderTrace(modelOf: program, ["--preload=libm.so.6"])
    #expect(model.surplus(over: loader).isEmpty == false)
  }

  private struct Comparison {
    let count: Int
    let missing: ArraySlice<String>
    let extra: ArraySlice<String>

    init(of program: String) throws {
      let loader = try LoaderTrace(of: program)
      let model = try LoaderTrace(modelOf: program)
      count = loader.lines.count
      missing = loader.surplus(over: model).prefix(5)
      extra = model.surplus(over: loader).prefix(5)
    }
  }
}
