// The dynamically linked files that a system has installed, or a tree holds.

import Foundation
import TestSupport

/// A dynamically linked file, found under one of its names.
struct InstalledFile: Sendable {
  let path: String
  let processor: Processor
  let hasInterpreter: Bool

  /// How it is demoted.
  var selection: [String] = Self.everything

  /// All exports, of a setuid program too.
  static let everything = ["--all", "--allow-privileged"]

  /// Whether the file holds the debugging information of another, and only that one's headers.
  var isSeparateDebugFile: Bool { path.hasPrefix("/usr/lib/debug/") }
  /// Whether the file is a C library or its loader, by its name.
  var isSystemLibrary: Bool {
    let names = ["libc.so", "libc.musl-", "ld-linux", "ld64.so", "ld-musl-", "ld.so."]
    return names.contains { url.lastPathComponent.hasPrefix($0) }
  }
  /// The file's place.
  var url: URL { URL(fileURLWithPath: path) }
}

/// The program and library folders of the system.
enum SystemFiles {
  static let folders = [
    "/usr/bin", "/usr/sbin", "/usr/games", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32",
    "/usr/libexec", "/usr/local", "/opt",
  ]

  /// Every dynamically linked file below them, each once however many names it has, by name.
  static func dynamicFiles() -> [InstalledFile] { dynamicFiles(below: folders) }

  /// Every dynamically linked file below `folders`, each to be demoted by `selection`.
  static func dynamicFiles(below folders: [String], selection: [String] = InstalledFile.everything)
    -> [InstalledFile]
  {
    var known: Set<[UInt64]> = []
    var found: [InstalledFile] = []
    for folder in folders where identity(of: folder, type: S_IFDIR) != nil {
      // Symbolic links are named by the enumerator, not followed.
      let names = FileManager.default.enumerator(atPath: folder)
      while let name = names?.nextObject() as? String {
        let path = "\(folder)/\(name)"
        guard let identity = identity(of: path, type: S_IFREG), known.insert(identity).inserted,
          let head = ELFHead(path: path), head.isDynamic
        else { continue }
        found.append(
          InstalledFile(
            path: path, processor: head.processor, hasInterpreter: head.hasInterpreter,
            selection: selection))
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  /// What stays the same under another name of what is at `path`; nil unless it is of `type`.
  private static func identity(of path: String, type: mode_t) -> [UInt64]? {
    guard let file = try? FileIdentity(URL(fileURLWithPath: path)), file.mode & S_IFMT == type
    else { return nil }
    return [file.device, file.inode]
  }
}
