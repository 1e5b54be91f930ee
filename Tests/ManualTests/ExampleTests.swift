// What the manual shows is run as it stands.

import Commands
import Foundation
import Manual
import TestSupport
import Testing

@Suite struct ExampleTests {
  @Test(arguments: Manual.examples.indices)
  func anExampleRuns(_ index: Int) throws {
    let example = Manual.examples[index]
    let bench = try Workbench()
    if example.commands.contains(where: { $0.contains("wheel") }) { try bench.addWheel() }
    for (place, command) in example.commands.enumerated() {
      let result = try bench.shell("set -o pipefail\n" + command)
      let wanted = place + 1 == example.commands.count ? example.status : 0
      #expect(result.status == wanted, "\(command): \(result.errors)")
      // What it names is there.
      #expect(!result.errors.contains("no export"), "\(command): \(result.errors)")
    }
  }

  /// Every command has examples, each begins with what it is good for, and one does something.
  @Test(arguments: OptionTable.commands.map(\.name))
  func everyCommandHasAnExample(_ name: Command.Name) throws {
    let page = try delivered("symdemote-\(name).1")
    let examples = try #require(page.components(separatedBy: ".Sh EXAMPLES\n").dropFirst().first)
    #expect(examples.contains("\n$ symdemote \(name) ".replacing("-", with: "\\-")))
    #expect(examples.components(separatedBy: ".Bd -literal").count > 1)
  }

  /// An example of what would be changed shows a change.
  @Test func whatIsPlannedWouldDoSomething() {
    let plans = Manual.examples.filter { $0.commands.last?.contains("symdemote plan ") == true }
    #expect(plans.count > 2)
    for plan in plans where !(plan.commands.last?.hasSuffix("|| true") ?? false) {
      #expect(plan.status == 1, "\(plan.purpose)")
    }
  }

  /// The page that is written by hand: in one folder, from top to bottom.
  @Test func theExplanationRuns() throws {
    let bench = try Workbench()
    let page = try delivered("symdemote.7")
    let commands = page.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { $0.dropFirst(2) }
    #expect(commands.count > 8)
    for command in commands {
      let result = try bench.shell(String(command))
      #expect([0, 1].contains(result.status), "\(command): \(result.errors)")
    }
    // What it says comes of the cure: the program has nothing any more that others could take.
    #expect(try bench.shell("symdemote audit ./app").status == 0)
    #expect(try bench.shell("symdemote undo --undo-file=app.undo app").status == 0)
    #expect(try bench.shell("symdemote audit ./app").status == 1)
  }
}
