// The files of this system for the model, and what this system's own loader says of them.

import ELFCodec
import ELFModel
import Foundation
import LoaderModel
import TestSupport

/// This system's files, read anew for each path.
final class RealSystem: LibraryFiles {
  private let directory: URL
  private let replaced: [String: [UInt8]]
  /// The paths that were asked for, in order.
  private(set) var attempts: [String] = []

  /// - Parameters:
  ///   - directory: the current directory of the process.
  ///   - contents: files whose content is another.
  init(directory: URL = URL(fileURLWithPath: "/"), contents: [String: [UInt8]] = [:]) {
    self.directory = directory
    replaced = contents
  }

  private func location(of path: [UInt8]) -> URL {
    path.first == UInt8(ascii: "/")
      ? URL(fileURLWithPath: text(path)) : directory.appendingPathComponent(text(path))
  }

  func open(_ path: [UInt8]) -> OpenedFile? {
    attempts.append(text(path))
    let location = location(of: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: location.path, isDirectory: &isFolder) else {
      return nil
    }
    guard !isFolder.boolValue, let bytes = try? Data(contentsOf: location),
      let place = try? TestSupport.FileIdentity(location.resolvingSymlinksInPath())
    else { return .unusable(reason: "cannot read file data") }
    do {
      let identity = LoaderModel.FileIdentity(device: place.device, inode: place.inode)
      return .object(ObjectFile(try decode([UInt8](bytes)), identity: identity))
    } catch {
      return .unusable(reason: "\(error)")
    }
  }

  func content(of path: [UInt8]) -> [UInt8]? {
    replaced[text(path)] ?? (try? Data(contentsOf: location(of: path))).map { [UInt8]($0) }
  }

  func realPath(of path: [UInt8]) -> [UInt8]? {
    Array(location(of: path).resolvingSymlinksInPath().path.utf8)
  }
}

/// What a loader says of a program without running it.
struct LoadedNames: Equatable, CustomStringConvertible {
  /// The names that were sought, with the paths they led to; in the order of loading. A path is nil
  /// if there is none.
  var libraries: [(name: String, path: String?)] = []
  /// The path of the file that ended the loading, and why.
  var failure: (path: String, reason: String)?

  static func == (left: LoadedNames, right: LoadedNames) -> Bool {
    guard let first = left.failure, let second = right.failure else {
      return left.failure == nil && right.failure == nil && left.description == right.description
    }
    // Of a file that it has opened already, the loader says only what it was asked for.
    let isShort = !second.path.contains("/") && first.path.hasSuffix("/\(second.path)")
    return first.reason == second.reason && (isShort || first.path == second.path)
  }

  var description: String {
    failure.map { "\($0.path): \($0.reason)" }
      ?? libraries.map { "\($0.name) => \($0.path ?? "not found")" }.joined(separator: "\n")
  }
}

extension LoadedNames {
  /// Reads what `LD_TRACE_LOADED_OBJECTS=1` or musl's `--list` prints.
  init(_ result: RunResult) {
    let marker = "error while loading shared libraries: "
    if let start = result.errors.firstRange(of: marker) {
      let parts = result.errors[start.upperBound...].split(separator: "\n")[0]
        .split(separator: ": ")
      failure = (String(parts[0]), parts.dropFirst().joined(separator: ": "))
      return
    }
    for line in result.output.split(separator: "\n") where line.hasPrefix("\t") {
      let entry = line.dropFirst().components(separatedBy: " (0x")[0]
      let parts = entry.components(separatedBy: " => ")
      // The loader itself and the kernel's object are not sought.
      if parts[0].contains("ld-linux") || parts[0].hasPrefix("linux-") { continue }
      let path = parts.count > 1 ? parts[1] : parts[0]
      libraries.append((parts[0], path == "not found" ? nil : path))
    }
  }

  /// What the model finds by following DT_NEEDED from the program at `path`, breadth first.
  init(
    following search: any LibrarySearch, from program: Requester, in directory: URL,
    expand: (ArraySlice<UInt8>, Requester) -> [UInt8]
  ) {
    var names: Set<String> = [text(program.object.image.interpreter ?? []), "ld-linux-x86-64.so.2"]
    var known: [LoaderModel.FileIdentity: Int] = [:]
    var chains = [[program]]
    var next = 0
    while next < chains.count {
      let chain = chains[next]
      next += 1
      for needed in chain[0].object.image.names(of: .needed) {
        let name = expand(needed, chain[0])
        guard names.insert(text(name)).inserted else { continue }
        switch search.find(name[...], for: chain, program: program) {
        case .found(let path, let object, _):
          names.insert(text(path))
          if let soname = object.soname { names.insert(text(soname)) }
          guard known.updateValue(chains.count, forKey: object.identity) == nil else { continue }
          libraries.append((text(name), text(path)))
          let folder = text(path).split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/")
          let origin =
            path.first == UInt8(ascii: "/") ? folder : "\(directory.path)/\(folder)"
          chains.append(
            [Requester(name: path, origin: Array(origin.utf8), object: object)] + chain)
        case .missing: libraries.append((text(name), nil))
        case .unusable(let path, let reason):
          failure = (text(path), reason)
          return
        }
      }
    }
  }
}

/// Facts of this system's loader.
enum RealLoader {
  static let path = "/lib64/ld-linux-x86-64.so.2"

  /// The folders below `glibc-hwcaps` that it searches on this processor.
  static let capabilities = Result {
    try mustRun(path, ["--help"]).split(separator: "\n").compactMap { line -> String? in
      let words = line.split(separator: " ")
      return words.first?.hasPrefix("x86-64-v") == true && line.contains("(supported, searched)")
        ? String(words[0]) : nil
    }
  }

  /// Whether it is Debian's, or made of Debian's sources.
  static let isDebian = Result {
    let banner = try mustRun(path, ["--version"])
    return banner.contains("Debian") || banner.contains("Ubuntu")
  }

  /// What it takes `$PLATFORM` for.
  static let platform = Result {
    try mustRun(path, ["--list-diagnostics"]).split(separator: "\n")
      .first { $0.hasPrefix("dl_platform=") }?.split(separator: "\"").last.map { Array($0.utf8) }
  }
}
