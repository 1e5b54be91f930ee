// The pages say what the tables say, are found sound by mandoc, and can be read by man as well.

import Commands
import Foundation
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
