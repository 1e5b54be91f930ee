// A story about the loader: what there is, what happens, and what the loader must say.

import TestSupport

/// A few files and what a program does with them.
struct Scenario: Sendable {
  /// What it shows.
  let name: String
  /// Built in this order, so that each can be linked to the ones before.
  let libraries: [Part]
  let program: Part
  /// As in LD_PRELOAD, LD_LIBRARY_PATH and LD_AUDIT.
  let preloads: [String]
  let libraryPath: String?
  let auditor: String?
  /// What is done to the folder after everything is built.
  let finally: @Sendable (TemporaryFolder) throws -> Void
  let events: [Event]
  let timings: [Timing]
  /// Whether the program must end before its end: nothing it then still does is compared.
  let isFatal: Bool
  private let always: [String]
  private let sometimes: [Timing: [String]]

  /// - Parameters:
  ///   - shows: what the loader must say at any rate; see `Expectation`.
  ///   - atOnce: what it must also say if all is bound at once; likewise the others.
  init(
    _ name: String, _ libraries: [Part] = [], program: Part = .program(),
    preloads: [String] = [], libraryPath: String? = nil, auditor: String? = nil,
    finally: @escaping @Sendable (TemporaryFolder) throws -> Void = { _ in },
    events: [Event] = [], only timings: Timing..., isFatal: Bool = false,
    shows: [String] = [], atOnce: [String] = [], lazily: [String] = []
  ) {
    self.name = name
    self.libraries = libraries
    self.program = program
    self.preloads = preloads
    self.libraryPath = libraryPath
    self.auditor = auditor
    self.finally = finally
    self.events = events
    self.timings = timings.isEmpty ? [.atOnce, .lazily] : timings
    self.isFatal = isFatal
    always = shows
    sometimes = [.atOnce: atOnce, .lazily: lazily]
  }

  /// What the loader must say.
  func expectation(_ timing: Timing) -> Expectation {
    Expectation(always + (sometimes[timing] ?? []))
  }
}

/// A library or program of a scenario.
struct Part: Sendable {
  let name: String
  let source: String
  let language: Language
  let product: Product
  /// What it is linked to, by file name.
  let needs: [String]
  /// The functions that it can call through a slot of its own.
  let calls: [String]
  /// Its version script.
  let versions: String?
  /// Its DT_SONAME.
  let soname: String?
  /// Its DT_RUNPATH.
  let runpath: String?
  let options: [String]
  /// A change to the finished file that no linker option makes.
  let patch: Patch?

  /// A shared library, which finds the ones that it needs beside itself.
  static func library(
    _ name: String, _ source: String = "", in language: Language = .c, needs: [String] = [],
    calls: [String] = [], versions: String? = nil, soname: SoName = .sameAsFile,
    runpath: String? = "$ORIGIN",
    options: [String] = [], patch: Patch? = nil
  ) -> Part {
    let fileName = String(name.split(separator: "/").last ?? "")
    let soname: String? =
      switch soname {
      case .sameAsFile: fileName
      case .none: nil
      case .named(let other): other
      }
    return Part(
      name: name, source: source, language: language, product: .shared, needs: needs, calls: calls,
      versions: versions,
      soname: soname, runpath: runpath, options: options, patch: patch)
  }

  /// The program, which exports all it has.
  static func program(
    _ source: String = "", as product: Product = .pie, needs: [String] = [], calls: [String] = [],
    versions: String? = nil, runpath: String? = "$ORIGIN", options: [String] = []
  ) -> Part {
    Part(
      name: "program", source: source, language: .c, product: product, needs: needs, calls: calls,
      versions: versions, soname: nil, runpath: runpath, options: ["-rdynamic"] + options,
      patch: nil)
  }

  enum Language: Sendable {
    case c
    /// Has no calls of its own.
    case cPlusPlus
  }

  enum SoName: Sendable {
    case sameAsFile, none
    case named(String)
  }

  /// GNU ld's -Bsymbolic leaves no reference that the loader could bind differently, so the mark
  /// is put on a library that was linked without it.
  enum Patch: Sendable {
    case symbolicTag, symbolicFlag
  }
}
