// What glibc's loader says it bound (`LD_DEBUG=bindings`, one line per lookup):
//
//     4711:<TAB>binding file REFERRER [0] to DEFINER [0]: normal symbol `NAME' [VERSION]

import Foundation

/// One symbol that was looked up and found.
public struct Binding: Hashable, Sendable {
  /// The object that refers to the symbol, by the path it was found under.
  public let referrer: String
  /// The namespace of that object.
  public let referrerNamespace: Int
  /// The object whose definition was taken.
  public let definer: String
  /// The namespace of that object.
  public let definerNamespace: Int
  /// Whether a protected reference was kept from leaving its object.
  public let isProtected: Bool
  /// The symbol's name, without its version.
  public let name: String
  /// The version that was asked for.
  public let version: String?

  /// Reads one line; nil if it says something else.
  public init?(line: Substring) {
    // Namespace numbers end the paths, a backtick begins the name.
    guard let start = line.firstRange(of: "binding file ") else { return nil }
    let parts = line[start.upperBound...].split(separator: " [", maxSplits: 2)
    guard parts.count == 3, let to = parts[1].firstRange(of: "] to "),
      let quote = parts[2].firstIndex(of: "`"), let end = parts[2].lastIndex(of: "'"),
      let from = Int(parts[1][..<to.lowerBound]), let into = Int(parts[2].prefix { $0 != "]" })
    else { return nil }
    (referrer, referrerNamespace) = (String(parts[0]), from)
    (definer, definerNamespace) = (String(parts[1][to.upperBound...]), into)
    isProtected = parts[2][..<quote].contains("protected")
    name = String(parts[2][parts[2].index(after: quote)..<end])
    let version = parts[2][end...].dropFirst().trimmingPrefix(" [").dropLast()
    self.version = version.isEmpty ? nil : String(version)
  }
}

/// What the loader said in all processes of one run.
public struct LoaderLog: Sendable {
  /// Its lines, without the numbers of processes.
  public let messages: [String]

  /// Calls `run` with the variables that have its process speak.
  public init(of run: (_ variables: [String: String]) throws -> Void) throws {
    let folder = try TemporaryFolder()
    try run(["LD_DEBUG": "bindings", "LD_DEBUG_OUTPUT": folder.file("log").path])
    messages = try folder.names().flatMap { name in
      let text = String(decoding: try Data(contentsOf: folder.file(name)), as: UTF8.self)
      return text.split(separator: "\n").compactMap { line in
        line.firstRange(of: ":\t").map { String(line[$0.upperBound...]) }
      }
    }
  }

  /// The symbols that were found, in the order of the lookups.
  public var bindings: [Binding] { messages.compactMap { Binding(line: $0[...]) } }
}
