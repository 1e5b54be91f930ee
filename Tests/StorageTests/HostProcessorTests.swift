// What this processor can do, and what the system's loader says of it.

import Storage
import TestSupport
import Testing

@Suite struct HostProcessorTests {
  private let loader = "/lib64/ld-linux-x86-64.so.2"

  @Test func theLoaderSearchesTheSameFolders() throws {
    let supported = try mustRun(loader, ["--help"]).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.first?.hasPrefix("x86-64-v") == true && line.contains("(supported, searched)")
        ? String(words[0]) : nil
    }
    #expect(HostProcessor.hardwareCapabilities == supported)
  }

  @Test func theLoaderKnowsThePlatformByTheSameName() throws {
    let line = try mustRun(loader, ["--list-diagnostics"]).split(separator: "\n").first {
      $0.hasPrefix("dl_platform=")
    }
    let name = try #require(line).split(separator: "\"").last.map { Array($0.utf8) }
    #expect(HostProcessor.platform == name)
  }
}
