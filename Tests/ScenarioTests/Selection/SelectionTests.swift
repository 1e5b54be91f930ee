// Which selection decides about a name: an exact name before a library or a pattern, these before
// `*` and --all; of equal rank, keep wins; what nothing covers stays. The order is that of linkers'
// version scripts (binutils manual, "VERSION Command").

import Foundation
import TestSupport
import Testing

@Suite struct SelectionTests {
  /// A selection and what it demotes; `LIB` stands for an archive of the names `alpha_…`.
  struct Row: Sendable, CustomTestStringConvertible {
    let options: String
    let demoted: Set<String>
    var testDescription: String { options }

    init(_ options: String, _ demoted: String) {
      self.options = options
      self.demoted = Set(demoted.split(separator: " ").map(String.init))
    }
  }

  static let rows = [
    Row("--all", "alpha_one alpha_two beta_one beta_two"),
    Row("--demote=*", "alpha_one alpha_two beta_one beta_two"),
    Row("--demote=alpha_one", "alpha_one"),
    Row("--demote=alpha_one --demote=beta_two", "alpha_one beta_two"),
    Row("--demote alpha_one", "alpha_one"),
    Row("--demote=alpha_*", "alpha_one alpha_two"),
    Row("--demote=?????_one", "alpha_one"),
    Row("--demote=[ab]*_two", "alpha_two beta_two"),
    Row("--demote=[!a]*", "beta_one beta_two"),
    Row("--demote=alpha_on", ""),
    Row("--demote-from=LIB", "alpha_one alpha_two"),
    Row("--demote-regex=.*_one|beta_t..", "alpha_one beta_one beta_two"),
    Row("--demote-regex=alpha", ""),
    Row("--demote-cxx=alpha_*", "alpha_one alpha_two"),
    Row("--demote=alpha_*@V", ""),
    // A glob or a library over everything.
    Row("--all --keep=alpha_*", "beta_one beta_two"),
    Row("--all --keep-from=LIB", "beta_one beta_two"),
    Row("--all --keep-regex=.*_one", "alpha_two beta_two"),
    Row("--all --keep-cxx=*_one", "alpha_two beta_two"),
    Row("--demote=alpha_* --keep=*", "alpha_one alpha_two"),
    Row("--keep=* --demote-from=LIB", "alpha_one alpha_two"),
    // An exact name over a glob, a library and everything.
    Row("--all --keep=alpha_one", "alpha_two beta_one beta_two"),
    Row("--demote=alpha_one --keep=alpha_*", "alpha_one"),
    Row("--demote=alpha_one --keep-regex=alpha_.*", "alpha_one"),
    Row("--demote-regex=alpha_one --keep=alpha_one", ""),
    Row("--demote=alpha_* --keep=alpha_one", "alpha_two"),
    Row("--demote=alpha_one --keep-from=LIB", "alpha_one"),
    Row("--demote-from=LIB --keep=alpha_one", "alpha_two"),
    Row("--demote=alpha_one --keep=*", "alpha_one"),
    // Of equal rank, keep.
    Row("--all --keep=*", ""),
    Row("--keep=* --all", ""),
    Row("--demote=alpha_* --keep=*_one", "alpha_two"),
    Row("--demote=alpha_* --keep-regex=.*_one", "alpha_two"),
    Row("--demote-regex=.* --keep-cxx=*_one", "alpha_two beta_two"),
    Row("--keep=*_one --demote=alpha_*", "alpha_two"),
    Row("--demote=alpha_* --keep-from=LIB", ""),
    Row("--demote-from=LIB --keep-from=LIB", ""),
    Row("--demote-from=LIB --keep=*_one", "alpha_two"),
  ]

  @Test(arguments: rows)
  func theHigherRankDecides(_ row: Row) throws {
    let specimen = try Specimen()
    let archive = try specimen.alphaArchive().path
    let options = row.options.replacingOccurrences(of: "LIB", with: archive)
      .split(separator: " ").map(String.init)
    try mustRun(toolPath, ["apply"] + options + [specimen.path])
    #expect(try exportedNames(specimen.file) == Specimen.names.subtracting(row.demoted))
    for name in row.demoted { #expect(try isDemoted(name, in: specimen.file)) }
  }

  @Test func theSameExactNameOnBothSidesIsAnError() throws {
    let specimen = try Specimen()
    try expectEnd(
      2, untouched: specimen.file, saying: "'beta_one' is both", "apply", "--all",
      "--demote=beta_one", "--keep=beta_one", specimen.path)
  }

  @Test func aKeepAloneSuggestsAll() throws {
    let specimen = try Specimen()
    let archive = try specimen.alphaArchive().path
    for keep in ["--keep=beta_one", "--keep=*", "--keep-from=\(archive)"] {
      try expectEnd(2, untouched: specimen.file, saying: "--all", "apply", keep, specimen.path)
    }
  }

  @Test(arguments: ["apply", "plan"])
  func noSelectionSaysHowToChoose(_ command: String) throws {
    let specimen = try Specimen()
    let result = try expectEnd(2, untouched: specimen.file, command, specimen.path)
    for option in ["--demote=", "--demote-from=", "--all"] {
      #expect(result.errors.contains(option))
    }
  }

  @Test func whatMatchesNothingIsReported() throws {
    let specimen = try Specimen()
    let result = try symdemote(
      "apply", "--demote=alpha_*", "--demote=gamma_*", "--keep=delta", specimen.path)
    #expect(result.status == 0)
    #expect(result.errors.contains("--demote=gamma_* matches no export"))
    #expect(result.errors.contains("--keep=delta matches no export"))
    #expect(!result.errors.contains("alpha_"))
    #expect(try exportedNames(specimen.file) == ["beta_one", "beta_two"])
  }

  /// A pattern is reported only if it matches in none of the files.
  @Test func onePatternForSeveralFiles() throws {
    let specimen = try Specimen()
    let other = try specimen.workshop.library("libgamma.so", "int gamma(void) { return 0; }\n")
    let result = try symdemote(
      "apply", "--demote=alpha_*", "--demote=gamma", specimen.path, other.path)
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(try isDemoted("gamma", in: other))
  }

  @Test(arguments: [
    ("--demote=x[abc", "[abc", 2), ("--keep-cxx=a::[b", "a::[b", 4), ("--demote=x@", "@", 3),
    ("--demote-regex=a(b", "a(b", 4), ("--keep-regex=a**", "a**", 3),
  ])
  func aMalformedPatternIsAnError(_ option: String, _ shown: String, _ column: Int) throws {
    let specimen = try Specimen()
    let result = try expectEnd(
      2, untouched: specimen.file, saying: shown, "apply", "--all", option, specimen.path)
    #expect(result.errors.contains("column \(column):"))
  }

  @Test func aPatternThatTakesTooLongIsAnError() throws {
    let specimen = try Specimen()
    let name = String(repeating: "a", count: 5000)
    let library = try specimen.workshop.library("liblong.so", "int \(name)b(void) { return 0; }\n")
    try expectEnd(
      2, untouched: library, saying: "too many steps", "apply", "--demote-regex=(a+)+[cd]",
      library.path)
    try demote(in: library, "--demote-regex=a+b")
    #expect(try isDemoted("\(name)b", in: library))
  }
}
