// A system whose files stand nowhere: a real library, under invented paths and with invented
// entries in its dynamic section.

import ELFCodec
import ELFModel
import LoaderModel
import TestSupport
import Testing

/// The files of an invented system.
final class ImaginarySystem: LibraryFiles {
  private var opened: [String: OpenedFile] = [:]
  private var contents: [String: [UInt8]] = [:]
  /// The paths that were asked for, in order.
  private(set) var attempts: [String] = []

  /// Puts `object` at `path`.
  @discardableResult
  func put(_ object: ObjectFile, at path: String) -> ObjectFile {
    opened[path] = .object(object)
    return object
  }

  /// Puts a library that fits at each of `paths`.
  func putLibraries(at paths: String...) throws {
    for path in paths { put(try Specimen().object(), at: path) }
  }

  /// Puts a file that no loader could load at `path`.
  func putUnusable(at path: String, content: [UInt8]? = nil) {
    opened[path] = .unusable(reason: "it is no library")
    contents[path] = content
  }

  /// Puts a file that is no library at `path`.
  func putContent(_ content: [UInt8], at path: String) { contents[path] = content }

  func open(_ path: [UInt8]) -> OpenedFile? {
    let path = String(decoding: path, as: UTF8.self)
    attempts.append(path)
    return opened[path]
  }

  func content(of path: [UInt8]) -> [UInt8]? { contents[String(decoding: path, as: UTF8.self)] }

  func realPath(of path: [UInt8]) -> [UInt8]? { opened[text(path)] == nil ? nil : path }
}

/// What an invented object says of itself.
struct Specimen {
  var fileClass = FileClass.elf64
  var byteOrder = ByteOrder.little
  var machine = UInt16(62)
  var type = ObjectType.sharedLibrary
  var rpath: String?
  var runpath: String?
  var flags1: UInt64 = 0
  var interpreter: String?

  /// The object, which is another one each time.
  func object() throws -> ObjectFile {
    let base = try Self.image.get()
    var strings: [UInt8] = [0]
    var entries = base.dynamic.table.filter { ![.rpath, .runpath, .flags1].contains($0.tag) }
    for (tag, text) in [(DynamicTag.rpath, rpath), (.runpath, runpath)] {
      guard let text else { continue }
      entries.append(DynamicEntry(tag: tag, value: UInt64(strings.count)))
      strings += Array(text.utf8) + [0]
    }
    entries.append(DynamicEntry(tag: .flags1, value: flags1))
    let header = FileHeader(
      fileClass: fileClass, byteOrder: byteOrder,
      machine: Machine.known(code: machine, fileClass: fileClass), objectType: type,
      segmentTable: base.header.segmentTable)
    let image = DynamicImage(
      header: header, fileSize: base.fileSize, segments: base.segments, sections: nil,
      interpreter: interpreter.map { Array($0.utf8) },
      dynamic: Placed(entries, in: base.dynamic.region),
      strings: Placed(try #require(StringTable(strings)), in: base.strings.region),
      symbols: base.symbols, versions: nil, versionDefinitionList: nil, versionNeedList: nil,
      gnuHash: nil, sysvHash: nil, relocations: [])
    return ObjectFile(
      image, identity: FileIdentity(device: 0, inode: UInt64.random(in: 0 ... .max)))
  }

  private static let image = Result { try decode(try Fixture.library.get().bytes) }
}

/// An object that needs libraries.
func requester(_ path: String, _ specimen: Specimen = Specimen()) throws -> Requester {
  let folder = path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
  return Requester(
    name: Array(path.utf8), origin: Array((folder.isEmpty ? "/" : folder).utf8),
    object: try specimen.object())
}

/// What a search came to, in a form that can be compared.
enum Outcome: Equatable, CustomStringConvertible {
  case found(String, Provenance)
  case missing
  case unusable(String, String)

  init(_ result: SearchResult) {
    self =
      switch result {
      case .found(let path, _, let provenance): .found(text(path), provenance)
      case .missing: .missing
      case .unusable(let path, let reason): .unusable(text(path), reason)
      }
  }

  var description: String {
    switch self {
    case .found(let path, let provenance): "\(path) by \(provenance)"
    case .missing: "missing"
    case .unusable(let path, let reason): "\(path): \(reason)"
    }
  }
}

/// The text of a path.
func text(_ path: some Sequence<UInt8>) -> String { String(decoding: Array(path), as: UTF8.self) }

extension LibrarySearch {
  /// What comes of seeking `name` for `chain`, whose last object is the program unless another is
  /// named.
  func outcome(_ name: String, for chain: [Requester], program: Requester? = nil) -> Outcome {
    Outcome(
      find(Array(name.utf8)[...], for: chain, program: program ?? chain[chain.count - 1]))
  }
}
