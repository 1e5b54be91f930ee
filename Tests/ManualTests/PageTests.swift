// The pages say what the tables say, are found sound by mandoc, and can be read by man as well.

import Commands
import Foundation
import Hazards
import Manual
import Reporting
import TestSupport
import Testing

@Suite struct PageTests {
  static let names = Manual.pages.map(\.name) + ["symdemote.7"]

  @Test func whatIsDeliveredIsWhatTheTablesSay() throws {
    for file in Manual.pages + Manual.completions {
      #expect(try delivered(file.name) == file.text, "`make manual` writes \(file.name) anew")
    }
    #expect(Set(Manual.pages.map(\.name)).count == OptionTable.commands.count + 2)
  }

  /// Nothing at all is said of a page but that others are not installed where mandoc looks.
  @Test(arguments: names)
  func mandocFindsNothing(_ name: String) throws {
    let page = manualFolder.appendingPathComponent(name).path
    let said = try run("mandoc", ["-Tlint", "-Wall", page])
    let complaints = said.output.split(separator: "\n").filter {
      !$0.contains("STYLE: referenced manual not found: Xr ")
    }
    #expect(complaints == [])
    // It would have found something.
    let folder = try TemporaryFolder()
    let bad = try folder.write(try delivered(name) + ".Sh\n.Xx\n", to: "bad.1")
    #expect(try run("mandoc", ["-Tlint", "-Wall", bad.path]).output.contains("ERROR: "))
  }

  /// Names of pages are in the manual, or belong to others.
  @Test func everyReferenceLeadsSomewhere() throws {
    let foreign: Set = [
      "deb-src-symbols.5", "dlopen.3", "dlsym.3", "ld.1", "ld.so.8", "malloc.3", "nm.1",
    ]
    var met: Set<String> = []
    for name in Self.names {
      for match in try delivered(name).matches(of: /\.Xr (?:\( )?([^ \n]+) ([1-8])/) {
        met.insert("\(match.1).\(match.2)")
      }
    }
    #expect(met.subtracting(Self.names) == foreign)
    #expect(Set(Self.names).subtracting(met) == [])
  }

  @Test(arguments: names)
  func manRenders(_ name: String) throws {
    let page = manualFolder.appendingPathComponent(name).path
    let result = try run(
      "man", ["-l", "--warnings", page], environment: ["LC_ALL": "C.UTF-8", "MANWIDTH": "80"])
    #expect(result.status == 0 && result.errors == "")
    #expect(result.output.contains("NAME\n") && result.output.contains("SEE ALSO"))
    // But for what the loader writes.
    #expect(!result.output.replacing("symbol `", with: "").contains("`"))
  }

  @Test(arguments: OptionTable.commands.map(\.name))
  func everyOptionStandsInItsPage(_ name: Command.Name) throws {
    let command = try #require(OptionTable.commands.first { $0.name == name })
    let text = try mustRun(
      "mandoc",
      ["-Tascii", "-Owidth=200", manualFolder.appendingPathComponent("symdemote-\(name).1").path]
    ).replacing(/.\u{8}/, with: "")
    for option in command.options {
      let value = option.value?.replacing("…", with: "...")
      let shown = option.name + (value.map { option.isValueOptional ? "[=\($0)]" : "=\($0)" } ?? "")
      #expect(
        text.split(separator: "\n").contains { line in
          let words = line.drop { $0 == " " }
          return words == shown || words.hasPrefix(shown + " ")
        }, "\(shown)")
    }
    let shown = text.matches(of: /\n +(--[a-z-]+)(?=[\[= \n])/).map { String($0.1) }
    #expect(Set(shown).subtracting(command.options.map(\.name)) == [])
    for status in ExitStatus.allCases { #expect(text.contains("\n     \(status.rawValue)   ")) }
    for format in command.formats {
      #expect(text.contains("\n             \(format.rawValue)"), "\(format)")
    }
  }

  @Test func everyCommandTopicAndPresetIsNamed() throws {
    let tool = try delivered("symdemote.1")
    for command in OptionTable.commands { #expect(tool.contains(".It Cm \(command.name)\n")) }
    for topic in HelpTopic.allCases { #expect(tool.contains(".It Cm \(topic.rawValue)\n")) }
    let listed = try symdemote("help", "presets").output.split(separator: "\n")
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    let policy = try delivered("symdemote-policy.5").replacing("\\-", with: "-")
    #expect(listed.count > 40)
    for preset in listed { #expect(policy.contains(".It Cm \(preset)\n"), "\(preset)") }
  }

  /// What a page names, and shows in reports, is told in a page: the rules, each with what it keeps.
  @Test func everyRuleIsToldOf() throws {
    let rules =
      RuleCatalog.all.map { ($0.id, $0.subject, $0.yieldsToForce) }
      + ProcessRuleCatalog.all.map { ($0.id, $0.subject, true) }
    let policy = try delivered("symdemote-policy.5").replacing("\\-", with: "-")
    let section = try #require(
      policy.components(separatedBy: ".Sh ").first { $0.hasPrefix("WHAT STAYS ANYWAY\n") })
    let told = section.matches(of: /\n\.It Cm ([a-z-]+)\n/).map { String($0.1) }
    #expect(told == rules.map(\.0))
    // README says the same in its tables.
    let readme = try String(
      contentsOf: projectFolder.appendingPathComponent("README.md"), encoding: .utf8)
    let chapter = try #require(
      readme.components(separatedBy: "\n## ").first { $0.hasPrefix("What it will not do\n") })
    let rows = chapter.matches(of: /\n\| `([a-z-]+)` \| (.*) \|(?=\n)/).map { "\($0.1): \($0.2)" }
    #expect(
      Set(rows) == Set(rules.map { "\($0.0): \($0.1)\($0.2 ? "" : "; even with `--force`")" }))
  }

  /// Which rules always hold is said by name, and nowhere by a number.
  @Test func whatNoForceLifts() throws {
    let lasting = RuleCatalog.all.filter { !$0.yieldsToForce }.map(\.id)
    #expect(lasting.count > 1)
    for name in ["plan", "apply", "check", "wheel"] {
      let page = try delivered("symdemote-\(name).1").replacing("\\-", with: "-")
      let note = try #require(page.components(separatedBy: ".It Fl -force\n").dropFirst().first)
        .components(separatedBy: ".It ")[0]
      for rule in RuleCatalog.all {
        #expect(note.contains("\"\(rule.id)\"") == lasting.contains(rule.id), "\(rule.id)")
      }
    }
  }

  /// Every variable that the sources read has its place in the manual, and no other.
  @Test func everyVariableIsToldOf() throws {
    // libpkgconf reads these for itself.
    var read: Set = ["PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR"]
    let sources = projectFolder.appendingPathComponent("Sources")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /(?:getenv|environment|variable)\("([A-Z_]+)"\)/) {
        read.insert(String(match.1))
      }
    }
    func told(_ page: String) throws -> Set<String> {
      Set(try delivered(page).matches(of: /\n\.It Ev ([A-Z_]+)\n/).map { String($0.1) })
    }
    #expect(try told("symdemote.1") == read)
    #expect(try told("symdemote-wheel.1").contains("TMPDIR"))
    #expect(!(try told("symdemote-apply.1").contains("TMPDIR")))
    #expect(try told("symdemote-audit.1").isSuperset(of: ["PATH", "PKG_CONFIG_PATH"]))
    #expect(try told("symdemote-verify.1") == ["NO_COLOR", "CLICOLOR_FORCE", "TERM"])
  }

  @Test(arguments: OptionTable.commands.map(\.name))
  func whatMayBeRepeatedIsSaid(_ name: Command.Name) throws {
    let command = try #require(OptionTable.commands.first { $0.name == name })
    let entries = try delivered("symdemote-\(name).1").components(separatedBy: "\n.It Fl ")
    let selection = command.optionGroups.first { $0.title == "Selection" }?.options ?? []
    #expect(selection.allSatisfy { $0.isRepeatable == ($0.value != nil) })
    let introduced = entries[0].replacing("\n", with: " ").contains(
      "value may be given more than once")
    #expect(introduced == !selection.isEmpty)
    for option in command.options {
      let isIntroduced = selection.contains { $0.name == option.name }
      let start = String(option.name.dropFirst())
      let entry = entries.first { $0.hasPrefix(start + " ") || $0.hasPrefix(start + "\n") }
      let said = try #require(entry, "\(option.name)").contains(
        "\nMay be given more than once.")
      #expect(said == (option.isRepeatable && !isIntroduced), "\(option.name)")
    }
  }

  /// What a command does nothing without stands in its synopsis, and nothing else does.
  @Test(arguments: OptionTable.commands.map(\.name))
  func theSynopsisHasWhatIsRequired(_ name: Command.Name) throws {
    let page = try delivered("symdemote-\(name).1")
    let synopsis = try #require(
      page.components(separatedBy: ".Sh ").first { $0.hasPrefix("SYNOPSIS\n") })
    let wanted = [Command.Name.undo: ["-undo-file"], .report: ["-merge"]][name] ?? []
    #expect(synopsis.matches(of: /\n\.Fl ([a-z-]+)/).map { String($0.1) } == wanted)
    let usage = try symdemote(name.rawValue, "--help").output.prefix { $0 != "\n" }
    #expect(usage.matches(of: /-(-[a-z-]+)/).map { String($0.1) } == wanted)
  }

  /// A page speaks of its own operands.
  @Test func aWheelIsNoFile() throws {
    let page = try delivered("symdemote-wheel.1")
    let own = page.components(separatedBy: "\n.It Fl ").filter {
      $0.contains(".Ar FILE") && !$0.hasPrefix("-keep-list") && !$0.hasPrefix("-policy")
    }
    #expect(own == [])
  }

  @Test func aNoteIsAboutAnOptionThatThereIs() {
    #expect(
      Set(Manual.annotatedOptions)
        .subtracting(OptionTable.commands.flatMap(\.options).map(\.name)) == [])
    #expect(!Manual.annotatedOptions.isEmpty)
  }

  @Test func everyOptionHasAKindOfValue() {
    for option in OptionTable.commands.flatMap(\.options) {
      #expect((option.value == nil) == (option.kind == nil), "\(option.name)")
    }
  }

  /// Each is installed where its readers look.
  @Test func theManifestListsThemAll() throws {
    let manifest = try String(
      contentsOf: projectFolder.appendingPathComponent("Integrations/MANIFEST"), encoding: .utf8)
    for name in Self.names {
      let section = name.suffix(1)
      #expect(manifest.contains("644 Manual/\(name) share/man/man\(section)/\(name)\n"))
    }
    for place in [
      "symdemote.bash share/bash-completion/completions/symdemote",
      "_symdemote share/zsh/site-functions/_symdemote",
      "symdemote.fish share/fish/vendor_completions.d/symdemote.fish",
    ] {
      #expect(manifest.contains("644 Manual/\(place)\n"))
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: manualFolder.path)
    #expect(Set(files) == Set(Self.names + Manual.completions.map(\.name)))
  }
}
