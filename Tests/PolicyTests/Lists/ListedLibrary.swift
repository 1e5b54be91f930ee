// A small library to hold lists against.

import ELFCodec
import ELFModel
import Foundation
import TestSupport

@testable import Policy

/// A library that exports functions of given names.
struct ListedLibrary {
  let folder: TemporaryFolder
  let file: URL
  let image: DynamicImage

  /// Functions of C called `names`.
  init(_ names: [String], options: [String] = []) throws {
    try self.init(source: Self.source(names), "lib.c", options: options)
  }

  init(source: String, _ sourceName: String, versions: String? = nil, options: [String] = []) throws
  {
    folder = try TemporaryFolder()
    var options = options + ["-Wl,-soname,liblisted.so.1"]
    if let versions {
      options.append("-Wl,--version-script=\(try folder.write(versions, to: "map").path)")
    }
    file = try link(
      source, to: "liblisted.so.1", in: folder, as: .shared, options, sourceName: sourceName)
    image = try decode([UInt8](try Data(contentsOf: file)))
  }

  static func source(_ names: [String]) -> String {
    names.map { "int \($0)(void) { return 1; }\n" }.joined()
  }

  /// What the library exports, as `name@VERSION`, with `Base` for none.
  var exports: Set<String> { exportNames(of: image) }

  /// What `reading` keeps when everything else is demoted.
  func kept(by reading: ListReading) throws -> Set<String> { try image.kept(by: reading.clauses) }

  /// What the list in `text` keeps, without versions.
  func kept(by text: String, as format: ListFormat) throws -> Set<String> {
    Set(try kept(by: try read(text, as: format)).map { String($0.prefix { $0 != "@" }) })
  }
}

extension DynamicImage {
  /// What `clauses` keep of the exports when everything else is demoted.
  func kept(by clauses: [Clause]) throws -> Set<String> { try judged(by: clauses).kept }

  /// The texts of clauses that are required and cover nothing.
  func lacking(_ clauses: [Clause]) throws -> [String] { try judged(by: clauses).lacking }

  /// Both.
  func judged(by clauses: [Clause]) throws -> (kept: Set<String>, lacking: [String]) {
    let demoteAll = Clause(.demote, Selector(.everything), text: "*")
    let applying = clauses.filter { $0.condition.holds(for: self) }
    let judgement = try ExportPolicy(applying + [demoteAll]).judge(self)
    let naming = SymbolNaming(self)
    let kept = judgement.verdicts.filter { $0.intent == .keep }.map {
      versionedName(of: $0.symbol, in: self, naming)
    }
    let lacking = applying.indices.filter {
      applying[$0].isRequired && !judgement.effectiveClauses.contains($0)
    }
    return (Set(kept), lacking.map { applying[$0].text })
  }
}

func versionedName(
  of symbol: SymbolIndex, in image: DynamicImage, _ naming: SymbolNaming
) -> String {
  let version = naming.versionOffset(of: symbol).map {
    String(decoding: image.strings.table.name(at: $0), as: UTF8.self)
  }
  return String(decoding: image.name(of: symbol), as: UTF8.self) + "@" + (version ?? "Base")
}

/// All exports, as `name@VERSION`.
func exportNames(of image: DynamicImage) -> Set<String> {
  let naming = SymbolNaming(image)
  return Set(image.exports.map { versionedName(of: $0, in: image, naming) })
}

/// Reads `text`, as a file named `list`.
func read(_ text: String, as format: ListFormat = .versionScript) throws -> ListReading {
  try format.read(SourceText(name: "list", bytes: Array(text.utf8)))
}

/// The place and message of the error in `text`; nil if it has none.
func failure(_ text: String, as format: ListFormat) -> (line: Int, column: Int, message: String)? {
  do throws(SyntaxError) {
    _ = try format.read(SourceText(name: "list", bytes: Array(text.utf8)))
    return nil
  } catch {
    return (error.location.line, error.location.column, error.message)
  }
}
