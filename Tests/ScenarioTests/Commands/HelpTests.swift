// `--help` for the tool and for each command goes to standard output, exits 0 and names everything
// there is; what is mistyped is answered with what may have been meant (GNU Coding Standards,
// "Command-Line Interfaces").

import Foundation
import TestSupport
import Testing

@Suite struct HelpTests {
  static let selection = [
    "--demote=GLOB", "--keep=GLOB", "--demote-regex=REGEX", "--keep-regex=REGEX",
    "--demote-cxx=GLOB", "--keep-cxx=GLOB", "--demote-from=LIB", "--keep-from=LIB",
    "--keep-list=[FORMAT:]FILE", "--preset=NAME", "--colliding", "--with=DIR|LIB", "--all",
    "--policy=FILE", "--strict", "--force",
  ]
  static let process = [
    "--preload=LIB", "--library-path=DIRS", "--sysroot=DIR", "--ld-audit=LIB", "--lazy",
    "--dlopen=LIB[:FLAG]…", "--dlmopen=LIB[:FLAG]…", "--dlclose=LIB[:ns=N]",
    "--dlsym=NAME[@VERSION][:FLAG]…", "--call=NAME[:from=OBJECT]",
  ]
  static let writing = [
    "--write=auto|rename|inplace", "--preserve-dates", "--allow-privileged", "--allow-signed",
    "--backup[=CONTROL]", "--suffix=SUFFIX",
  ]
  static let input = ["--recursive", "--files-from=LIST", "--null", "--jobs=N", "--shard=K/N"]
  static let edit = ["--convert-relocations", "--remove", "--symtab"]
  static let color = "--color=auto|always|never"
  static let common = ["--format=text|json", color, "--help"]
  static let lines = ["--format=text|json|jsonl", color, "--help"]
  static let trial = selection + process + ["--in=PROGRAM", "--no-process"]
  static let commands = [
    "exports": lines + input,
    "plan": lines + input + trial + edit + writing + [
      "--output=OUT", "--undo-file=U", "--shard-records=DIR", "--verbose",
    ],
    "apply": lines + input + trial + edit + writing
      + ["--output=OUT", "--undo-file=U", "--shard-records=DIR", "--dry-run", "--verbose"],
    "policy": common + trial
      + ["--emit=list|dynamic-list|version-script|exclude-libs", "--suggest"],
    "check": input + selection + process
      + [
        "--in=PROGRAM", "--no-process", "--exit-zero", "--format=text|json|github|sarif|jsonl",
        color,
        "--help",
      ],
    "explain": common + trial,
    "report": ["--merge", "--format=json|jsonl", color, "--help"],
    "verify": common + ["--against=ORIGINAL"],
    "diff": common,
    "undo": common + writing + ["--undo-file=U"],
    "bindings": selection + process
      + [
        "--format=text|json|ld-debug", color, "--help", "--after", "--changes", "--loader-lookups",
      ],
    "audit": input + selection + process + [
      "--format=text|json|github|sarif|dot|mermaid|html|jsonl", color, "--help",
      "--with=DIR|LIB", "--ld-debug=LOG", "--explain=NAME[@VERSION]", "--exit-zero",
    ],
    "wheel": common + trial + edit + Array(writing.dropFirst())
      + ["--output=OUT", "--wheel-dir=DIR", "--jobs=N", "--dry-run", "--verbose"],
  ]

  @Test(arguments: ["--help", "help"])
  func theToolNamesItsCommandsAndExitCodes(_ word: String) throws {
    let result = try symdemote(word)
    #expect(result.status == 0)
    #expect(result.errors == "")
    let listed = result.output.split(separator: "\n").drop { $0 != "Commands:" }.dropFirst()
      .prefix { $0.hasPrefix("  ") }.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(Set(listed) == Set(Self.commands.keys))
    for code in 0...4 { #expect(result.output.contains("\n  \(code)  ")) }
  }

  @Test(arguments: commands.keys.sorted())
  func aCommandNamesItsOptions(_ command: String) throws {
    let result = try symdemote(command, "--help")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.hasPrefix("Usage: symdemote \(command) "))
    let options = result.output.split(separator: "\n").filter { $0.hasPrefix("  --") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(Set(options) == Set(try #require(Self.commands[command])))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: ["lists", "policy-file", "presets"])
  func aTopicIsExplained(_ topic: String) throws {
    #expect(try symdemote("help").output.contains("\n  \(topic) "))
    let result = try symdemote("help", topic)
    #expect(result.status == 0)
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(try symdemote("help", topic + "x").status == 2)
  }

  @Test func everyPresetTellsItsEvidence() throws {
    let listed = try symdemote("help", "presets").output.split(separator: "\n")
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(listed.count > 40)
    for name in listed {
      let text = try symdemote("help", "presets", name).output
      #expect(text.contains("\nKeeps:\n  ") && text.contains("\nEvidence:\n  "))
    }
    let unknown = try symdemote("help", "presets", "nginx-hots")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("did you mean nginx-host?; `symdemote help presets` says more"))
  }

  /// A word that nothing is done with was meant to say something.
  @Test(arguments: [
    (["lists", "extra"], "symdemote help lists"), (["policy-file", "x"], "help policy-file"),
    (["presets", "pam", "x"], "symdemote help presets"), (["plan", "x"], "symdemote plan --help"),
  ])
  func oneWordTooMany(_ words: [String], _ advice: String) throws {
    let result = try run(toolPath, ["help"] + words)
    #expect(result.status == 2 && result.output == "")
    #expect(result.errors.contains("'\(words.last ?? "")' is one word too many; "))
    #expect(result.errors.contains(advice))
    #expect(try run(toolPath, ["help"] + words.dropLast()).status == 0)
  }

  /// What is not there is a warning to those who demote, and a finding to `check`.
  @Test func aNameOfAListThatIsNotThere() throws {
    #expect(try symdemote("help", "lists").output.contains("`symdemote check`, which asks"))
    let specimen = try Specimen()
    let list = try specimen.folder.write("gamma\n", to: "names")
    let words = ["--all", "--keep-list=list:\(list.path)", specimen.path]
    #expect(try run(toolPath, ["plan"] + words).errors.contains("match no export: 1: gamma"))
    let check = try run(toolPath, ["check"] + words)
    #expect(check.output.contains("lacks gamma") && check.errors == "")
  }

  @Test func theVersion() throws {
    let result = try symdemote("--version")
    #expect(result.status == 0)
    #expect(result.output.firstMatch(of: /^symdemote [0-9]+\.[0-9]+\.[0-9]+/) != nil)
  }

  @Test(arguments: [
    (["aply"], "did you mean apply?"), (["exprots"], "did you mean exports?"),
    (["apply", "--demot=x", "f"], "did you mean --demote?"),
    (["apply", "--al", "f"], "did you mean --all?"),
    (["apply", "--undofile=u", "f"], "did you mean --undo-file?"),
    (["apply", "--dryrun", "f"], "did you mean --dry-run?"),
    (["verify", "--agains=g", "f"], "did you mean --against?"),
  ])
  func aMistypedWordIsAnswered(_ words: [String], _ answer: String) throws {
    let result = try run(toolPath, words)
    #expect(result.status == 2)
    #expect(result.errors.contains(answer), "\(result.errors)")
    #expect(result.output == "")
  }

  @Test func aStrangeWordIsNotGuessedAt() throws {
    #expect(!(try symdemote("frobnicate").errors.contains("did you mean")))
    #expect(!(try symdemote("apply", "--frobnicate", "f").errors.contains("did you mean")))
  }
}
