// Programs and libraries of other machines, as Debian ships them: demoted in the process that their
// own tree gives them, every second one with relocations converted and symbols removed, and looked
// at from all sides.

import Foundation
import TestSupport
import Testing

/// What `Scripts/fetch-foreign-binaries` unpacked, a folder for each architecture.
enum ForeignFiles {
  static let folder = projectFolder.appendingPathComponent(".build/foreign")

  /// Debian's names of the architectures.
  static let architectures = ["arm64", "armel", "armhf", "i386", "mips64el", "ppc64el", "s390x"]

  /// The dynamically linked files of `architecture`.
  static func files(of architecture: String) -> [InstalledFile] {
    let tree = folder.appendingPathComponent(architecture).path
    return SystemFiles.dynamicFiles(
      below: [tree], selection: InstalledFile.everything + ["--sysroot=\(tree)"])
  }

  /// The architecture that the folder of the file at `path` is named by.
  static func architecture(of path: String) -> String {
    let rest = path.dropFirst(folder.path.count + 1)
    return String(rest.prefix { $0 != "/" })
  }
}

@Suite(.serialized) struct ForeignSweepTests {
  @Test func everyForeignFile() {
    let fetched = ForeignFiles.architectures.map(ForeignFiles.files)
    for (architecture, files) in zip(ForeignFiles.architectures, fetched) {
      #expect(files.count >= 40, "make fetches the files of \(architecture)")
    }
    var files = Scope.current.choose(6, ofEach: fetched)
    for index in files.indices where index.isMultiple(of: 2) {
      files[index].selection += ["--convert-relocations", "--remove"]
    }
    let start = ContinuousClock.now
    var tallies: [String: Tally] = [:]
    for (file, finding) in zip(files, inParallel(files, sweep)) {
      tallies[ForeignFiles.architecture(of: file.path), default: Tally()]
        .add(finding, of: file.path)
    }
    for (architecture, tally) in tallies.sorted(by: { $0.key < $1.key }) {
      report("foreign sweep: \(architecture): \(tally.line)")
      for complaint in tally.complaints { Issue.record("\(complaint)") }
      let isRefused = architecture.hasPrefix("mips")
      #expect((tally[.otherMachine] == tally.files) == isRefused)
      #expect((tally.edited == 0) == isRefused)
      #expect((tally.demoted == 0) == isRefused)
    }
    report("foreign sweep: \((ContinuousClock.now - start).components.seconds) s")
    #expect(tallies.count == ForeignFiles.architectures.count)
    if Scope.current == .everything {
      #expect(tallies.values.reduce(0) { $0 + $1.edited } >= 600)
      #expect(tallies.values.reduce(0) { $0 + $1.demoted } >= 150_000)
    }
  }
}
