// The files of a scenario, and the two that tell what happens with them: musl and the model.

import ELFCodec
import ELFModel
import Foundation
import LoaderModel
import TestSupport

/// A folder in which a scenario is played.
struct MuslStage {
  var scenario: MuslScenario
  let folder: TemporaryFolder

  /// Builds everything.
  init(_ scenario: MuslScenario) throws {
    self.scenario = scenario
    folder = try TemporaryFolder()
    for part in scenario.libraries + [scenario.program] { try build(part) }
  }

  private func build(_ part: MuslPart) throws {
    let file = folder.file(part.name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let selfName = part.fileName.prefix { $0 != "." }
    var options = [
      "-DOBJECT=\"\(part.fileName)\"", "-DSELF=\(selfName)", "-Wl,-z,lazy", "-Wl,--no-as-needed",
      "-Wl,--enable-new-dtags", "-Wl,--allow-shlib-undefined",
    ]
    if part.product == .shared { options.append("-Wl,-soname,\(part.fileName)") }
    if let runpath = part.runpath { options.append("-Wl,-rpath,\(runpath)") }
    if let versions = part.versions {
      options.append("-Wl,--version-script=\(try folder.write(versions, to: "versions").path)")
    }
    let end = part.product == .shared ? "" : MuslSources.driver
    try link(
      MuslSources.preamble + part.source + "\n" + end, to: part.name, in: folder,
      as: part.product, options + part.options + part.needs.map { "./\($0)" }, compiler: "musl-gcc")
    if let patch = part.patch { try apply(patch, to: file) }
  }

  private func apply(_ patch: MuslPart.Patch, to file: URL) throws {
    var bytes = [UInt8](try Data(contentsOf: file))
    let image = try decode(bytes)
    guard
      let index = image.symbolIndices.first(where: {
        image.name(of: $0).elementsEqual(patch.symbol.utf8) && !image[$0].isUndefined
      })
    else { throw RunFailure(description: "\(file.path) has no \(patch.symbol)") }
    // Elf64_Sym: st_info and st_other are the bytes after the name.
    let entry = image.symbols.region.offset + index.position * 24
    if let binding = patch.binding { bytes[entry + 4] = bytes[entry + 4] & 0xf | binding << 4 }
    if let visibility = patch.visibility { bytes[entry + 5] = visibility }
    try Data(bytes).write(to: file)
  }

  /// What the real program does.
  func play() throws -> RunResult {
    var settings: [String] = []
    if !scenario.preloads.isEmpty {
      settings.append("LD_PRELOAD=\(scenario.preloads.joined(separator: ":"))")
    }
    settings += scenario.libraryPath.map { ["LD_LIBRARY_PATH=\($0)"] } ?? []
    return try run(
      "env", ["-i"] + settings + ["./program"] + scenario.steps.flatMap(\.words),
      directory: folder.url)
  }

  /// What the model says that it does.
  func predict() throws -> MuslPrediction {
    var process = try startedProcess()
    for case let event? in scenario.steps.map(\.event) { process.perform(event) }
    return MuslPrediction(process.record, of: scenario)
  }

  /// The model of the process when the program begins.
  func startedProcess() throws -> MuslProcess {
    let files = FolderFiles(folder.url)
    let start = try start(files)
    return MuslProcess(
      start,
      search: MuslSearch(
        program: start.program, libraryPath: scenario.libraryPath.map { Array($0.utf8) },
        files: files))
  }

  private func start(_ files: FolderFiles) throws -> ProcessStart {
    let program = try files.object("./program")
    guard let name = program.image.interpreter else {
      throw RunFailure(description: "the program has no interpreter")
    }
    var start = ProcessStart(
      program, name: Array("./program".utf8), origin: Array(folder.url.path.utf8),
      interpreter: (name, try files.object(String(decoding: name, as: UTF8.self))))
    start.preloads = scenario.preloads.map { Array($0.utf8) }
    return start
  }
}

/// The files of this system, for a process that runs in a folder.
final class FolderFiles: LibraryFiles {
  private let folder: URL
  private var opened: [LoaderModel.FileIdentity: OpenedFile] = [:]

  init(_ folder: URL) { self.folder = folder }

  private func place(_ path: [UInt8]) -> URL {
    let text = String(decoding: path, as: UTF8.self)
    let place =
      text.hasPrefix("/") ? URL(fileURLWithPath: text) : folder.appendingPathComponent(text)
    return place.resolvingSymlinksInPath()
  }

  /// The object at `path`, which must be one.
  func object(_ path: String) throws -> ObjectFile {
    guard case .object(let object)? = open(Array(path.utf8)) else {
      throw RunFailure(description: "\(path) is no object")
    }
    return object
  }

  func open(_ path: [UInt8]) -> OpenedFile? {
    guard let data = try? Data(contentsOf: place(path)),
      let status = try? TestSupport.FileIdentity(place(path))
    else { return nil }
    let identity = LoaderModel.FileIdentity(device: status.device, inode: status.inode)
    if let known = opened[identity] { return known }
    let file: OpenedFile
    if let image = try? decode([UInt8](data)) {
      file = .object(ObjectFile(image, identity: identity))
    } else {
      file = .unusable(reason: "Exec format error")
    }
    opened[identity] = file
    return file
  }

  func content(of path: [UInt8]) -> [UInt8]? {
    (try? Data(contentsOf: place(path))).map { [UInt8]($0) }
  }

  func realPath(of path: [UInt8]) -> [UInt8]? { Array(place(path).path.utf8) }
}
