// Every symbols file of the system, and the libraries that they are about.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@testable import Policy

@Suite struct InstalledSymbolsTests {
  private static let folder = "/var/lib/dpkg/info"

  private struct Package {
    let name: String
    let reading: ListReading
    let text: [UInt8]
  }

  private static func packages() throws -> [Package] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    return try files.filter { $0.hasSuffix(".symbols") }.map { name in
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
      let text = SourceText(name: name, bytes: bytes)
      #expect(try ListFormat.detect(text) == .debianSymbols, "\(name)")
      return Package(
        name: name, reading: try ListFormat.debianSymbols.read(text), text: bytes)
    }
  }

  /// The files of a package by the last parts of their paths.
  private static func files(of package: Package) throws -> [String: String] {
    let list = package.name.dropLast(".symbols".count) + ".list"
    let lines = try String(contentsOfFile: "\(folder)/\(list)", encoding: .utf8)
    return Dictionary(
      lines.utf8.split(separator: 10).map {
        let path = String(Substring($0))
        return (URL(fileURLWithPath: path).lastPathComponent, path)
      },
      uniquingKeysWith: { first, _ in first })
  }

  /// The lines that give symbols, read by the plainest means: ` name@version minver`.
  private static func listed(in text: [UInt8], of soname: String) -> Set<String> {
    var names: Set<String> = []
    var isMeant = false
    for line in text.split(separator: 10) {
      if line.first == UInt8(ascii: " ") {
        guard isMeant, let name = line.split(separator: UInt8(ascii: " ")).first else { continue }
        names.insert(String(decoding: name, as: UTF8.self))
      } else if let first = line.first, !"#|*".utf8.contains(first) {
        isMeant = line.starts(with: "\(soname) ".utf8)
      }
    }
    return names
  }

  @Test func theListsKeepWhatTheLibrariesExport() throws {
    let packages = try Self.packages()
    #expect(packages.count >= 20)
    var libraries = 0
    var symbols = 0
    var missing = 0
    // Every one would take minutes; `SYMDEMOTE_SWEEP=full` takes them.
    let isFull = ProcessInfo.processInfo.environment["SYMDEMOTE_SWEEP"] == "full"
    let step = isFull ? 1 : max(1, packages.count / 60)
    for (position, package) in packages.enumerated() {
      #expect(!package.reading.clauses.isEmpty, "\(package.name)")
      #expect(package.reading.remarks.isEmpty, "\(package.name)")
      guard position % step == 0 else { continue }
      let files = try Self.files(of: package)
      for soname in Set(package.reading.clauses.compactMap(\.condition.soname)).sorted() {
        guard let path = files[soname], let data = FileManager.default.contents(atPath: path) else {
          continue
        }
        let image = try decode([UInt8](data))
        guard image.soname == soname else { continue }
        let exports = exportNames(of: image)
        let clauses = package.reading.clauses.filter { $0.condition.soname == soname }
        let listed = Self.listed(in: package.text, of: soname)
        let expected = listed.intersection(exports)
        let (kept, lacking) = try image.judged(by: clauses)
        #expect(kept == expected, "\(package.name) \(soname)")
        // Some package's list has names that its library has not, and those are missed.
        #expect(listed.subtracting(exports).isSuperset(of: lacking), "\(package.name) \(soname)")
        missing += lacking.count
        libraries += 1
        symbols += expected.count
      }
    }
    #expect(libraries >= 20)
    #expect(symbols >= 1000)
    #expect(missing <= symbols / 1000)
  }
}
