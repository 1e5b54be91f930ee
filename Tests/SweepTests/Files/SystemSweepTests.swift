// Every program and library of the system, demoted and looked at from all sides.

import Testing

@Suite(.serialized) struct SystemSweepTests {
  @Test func everyInstalledFile() {
    let installed = SystemFiles.dynamicFiles()
    let files = Scope.current.choose(60, of: installed)
    let start = ContinuousClock.now
    var tally = Tally()
    for (file, finding) in zip(files, inParallel(files, sweep)) {
      tally.add(finding, of: file.path)
    }
    report("system sweep: \(tally.line), \((ContinuousClock.now - start).components.seconds) s")

    for complaint in tally.complaints { Issue.record("\(complaint)") }
    #expect(tally.files == files.count)
    #expect(tally[.demotable] >= files.count / 2, "too few files could be demoted at all")
    // A few libraries export most of what a system exports: a small sample can miss them.
    let enough = Scope.current == .everything ? 20 * files.count : files.count / 2
    #expect(tally.demoted >= enough, "a sweep that demotes little proves little")
    #expect(installed.count >= 500, "these are not all the programs and libraries of a system")
  }
}
