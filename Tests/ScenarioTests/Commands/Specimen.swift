// A small file to try the command line on.

import Foundation
import TestSupport

/// A shared library that exports a few functions, none of which a rule speaks of.
struct Specimen {
  let workshop: Workshop
  let file: URL

  var folder: TemporaryFolder { workshop.folder }
  var path: String { file.path }

  /// The names that the specimen exports.
  static let names: Set = ["alpha_one", "alpha_two", "beta_one", "beta_two"]

  static let source =
    names.sorted().map { "__attribute__((noipa)) int \($0)(void) { return 1; }\n" }.joined()

  init() throws {
    workshop = try Workshop()
    file = try workshop.library("libspecimen.so", Self.source)
  }

  /// Another library of the same names.
  func second(named name: String = "libsecond.so") throws -> URL {
    try workshop.copy(file, named: name)
  }

  /// An archive of the names that begin with `alpha_`.
  func alphaArchive() throws -> URL {
    let source = "int alpha_one(void) { return 1; }\nint alpha_two(void) { return 1; }\n"
    return try workshop.archive("libalpha.a", of: [try workshop.object("alpha", source)])
  }

  /// A program with an export that a rule keeps.
  func program() throws -> URL { try workshop.program("int main(void) { return 0; }\n") }
}
