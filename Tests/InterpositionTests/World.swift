// Processes made up for a test: real files, and references of which the test says who gave what.

import ELFCodec
import ELFModel
import Foundation
import LoaderModel
import TestSupport

@testable import Interposition

/// Files built for a test, each by a name.
final class World {
  private let folder: TemporaryFolder
  private var names: [String] = []
  private var objects: [EvidenceObject] = []
  private var urls: [String: URL] = [:]

  init() throws { folder = try TemporaryFolder() }

  /// Links a library (or a program, by `product`) that needs some of those before.
  @discardableResult
  func add(
    _ name: String, _ source: String, as product: Product = .shared, needs: [String] = [],
    _ options: [String] = [], soname: String? = nil, sourceName: String? = nil, namespace: Int = 0,
    isPreloaded: Bool = false
  ) throws -> World {
    let needed = needs.compactMap { urls[$0]?.path }
    var options = options + ["-Wl,--no-as-needed"] + needed
    if product == .shared { options.append("-Wl,-soname,\(soname ?? name)") }
    let url = try link(
      source, to: name, in: folder, as: product, options, sourceName: sourceName)
    urls[name] = url
    return try add(name, url, namespace: namespace, isPreloaded: isPreloaded)
  }

  /// Takes the file at `url` for the object `name`.
  @discardableResult
  func add(_ name: String, _ url: URL, namespace: Int = 0, isPreloaded: Bool = false) throws
    -> World
  {
    names.append(name)
    objects.append(
      EvidenceObject(
        path: Array("/world/\(name)".utf8), namespace: namespace,
        file: try objectFile(url, inode: UInt64(names.count)), isPreloaded: isPreloaded))
    return self
  }

  /// An object whose file is gone.
  func addGone(_ name: String) {
    names.append(name)
    objects.append(
      EvidenceObject(
        path: Array("/world/\(name)".utf8), namespace: 0, file: nil, isPreloaded: false))
  }

  func file(_ name: String) throws -> ObjectFile {
    guard let place = names.firstIndex(of: name), let file = objects[place].file else {
      throw RunFailure(description: "no file \(name)")
    }
    return file
  }

  func index(_ name: String) -> ObjectIndex {
    ObjectIndex(rawValue: names.firstIndex(of: name) ?? -1)
  }

  func name(_ index: ObjectIndex) -> String { names[index.rawValue] }

  /// A reference of one object to a name, given by another.
  func reference(_ referrer: String, _ name: String, to definer: String) throws
    -> EvidenceReference
  {
    let file = try file(referrer)
    let symbol = file.image.symbolIndices.first {
      file.image.name(of: $0).elementsEqual(name.utf8)
    }
    let version = symbol.flatMap { file.version(of: $0) }
    let definition = objects[index(definer).rawValue].file?.definition(
      of: Array(name.utf8)[...], version: version)
    return EvidenceReference(
      referrer: index(referrer), name: Array(name.utf8)[...], version: version,
      definer: index(definer), definition: definition, count: 1)
  }

  /// The process in which `references` were bound; the program is the first object.
  func evidence(_ references: [(String, String, String)]) throws -> ProcessEvidence {
    ProcessEvidence(
      objects: objects, program: ObjectIndex(rawValue: 0),
      references: try references.map { try reference($0, $1, to: $2) })
  }

  func diagnosis(_ references: [(String, String, String)]) throws -> Diagnosis {
    Diagnosis(try evidence(references))
  }
}

/// The file at `url`.
func objectFile(_ url: URL, inode: UInt64 = 1) throws -> ObjectFile {
  ObjectFile(
    try decode([UInt8](try Data(contentsOf: url))),
    identity: LoaderModel.FileIdentity(device: 1, inode: inode))
}

/// Where Debian keeps the libraries that every test machine has.
func systemLibrary(_ name: String) throws -> ObjectFile {
  try objectFile(URL(fileURLWithPath: "/usr/lib/x86_64-linux-gnu/\(name)"))
}

extension ArraySlice<UInt8> {
  var string: String { String(decoding: self, as: UTF8.self) }
}

extension [ReferencedName] {
  var strings: [String] { map(\.name.string) }
}

/// C functions of these names, each a definition.
func functions(_ names: String...) -> String {
  names.map { "int \($0)(void) { return 1; }\n" }.joined()
}
