// The story on every machine that can be run here, linked in every way: it is captured before the
// demotion and separate afterwards, whenever functions are bound. Relocations that name a local
// symbol are read by each machine's own code in ld.so (glibc sysdeps/*/dl-machine.h), so each has to
// be seen to do it.

import Foundation
import TestSupport
import Testing

@Suite struct MachineMatrixTests {
  @Test(arguments: MachineTarget.all) func everyWayToLink(for machine: MachineTarget) throws {
    let workshop = try MachineWorkshop(machine)
    var table = MachineMatrix.head
    for product in Product.allCases {
      for linker in Linker.allCases {
        let links = try workshop.linkLibrary(by: linker)
        let row = MachineMatrix.row(machine, product, linker) { kind in
          let expected = machine.cell(kind)
          do {
            let cell = try outcome(of: kind, in: workshop, hasLibrary: links)
            #expect(cell == expected.word, "\(machine.name) \(kind.testDescription)")
            return cell
          } catch {
            Issue.record(error, "\(machine.name) \(kind.testDescription)")
            return "failed"
          }
        }
        table.append(row)
      }
    }
    print(table.joined(separator: "\n"))
  }

  /// Builds, runs, demotes and runs again.
  private func outcome(of kind: LinkKind, in workshop: MachineWorkshop, hasLibrary: Bool) throws
    -> String
  {
    let machine = workshop.machine
    if case .unlinked = machine.cell(kind) {
      // A linker may make a library that no program of the machine can be linked with.
      let build = hasLibrary ? try? workshop.build(kind) : nil
      return build == nil ? "unlinked" : "linked"
    }
    let build = try workshop.build(kind)
    defer { withExtendedLifetime(build) {} }
    let host = build.host
    if case .unreadable = machine.cell(kind) {
      try expectEnd(
        2, untouched: host, saying: "words have 8 bytes on this machine", "apply", "--all",
        host.path)
      return "unreadable"
    }
    #expect(try machine.output(of: build.program) == MachineStory.captured)
    let before = try dynamicSymbols(host)
    let original = host.appendingPathExtension("before")
    try FileManager.default.copyItem(at: host, to: original)

    let stays =
      machine.needsConversion
      ? try namesWithoutOtherForm(in: host).intersection(MachineStory.names) : []

    let selection = MachineStory.selection + machine.demotionOptions
    let applied = try mustRun(toolPath, ["apply"] + selection + [host.path])

    let isCaptured = stays.contains("shared_function")
    for environment in [[:], ["LD_BIND_NOW": "1"]] {
      #expect(
        try machine.output(of: build.program, environment: environment)
          == (isCaptured ? MachineStory.partlySeparate : MachineStory.separate))
    }
    #expect(try demotionComplaints(of: host, from: original, by: selection) == [])
    let after = try dynamicSymbols(host)
    let names = MachineStory.names.filter { name in before.contains { $0.name == name } }
    let isSpared = ["alpha", "powerpc"].contains(machine.name)
    #expect(names.count >= MachineStory.names.count - (isSpared ? 1 : 0))
    for name in names {
      if stays.contains(name) {
        #expect(before.first { $0.name == name }?.value == after.first { $0.name == name }?.value)
        #expect(after.allSatisfy { $0.name != name || !$0.isLocal })
      } else {
        try expectDemoted(name, before: before, after: after, on: machine)
      }
    }
    if machine.needsConversion {
      let named = try relocatedNames("", in: host)
      #expect(after.allSatisfy { !$0.isLocal || $0.name.isEmpty || !named.contains($0.name) })
    }
    // ppc64 and alpha reach all data through a table, and copy none.
    let isCopied =
      kind.product == .fixed && !machine.name.hasPrefix("ppc64") && machine.name != "alpha"
    // A COPY relocation is one of those that cannot do without a symbol.
    let rule = machine.needsConversion ? "misread-reference" : "copy-relocation"
    try expectKept(
      "library_copied", by: rule, in: host, after: after, applied, isCopied: isCopied)
    return stays.isEmpty ? "runs" : "runs in part"
  }

  /// The entry is local, and all else that it says is as it was.
  private func expectDemoted(
    _ name: String, before: [DynamicEntryLine], after: [DynamicEntryLine], on machine: MachineTarget
  ) throws {
    let then = try #require(before.first { $0.name == name && !$0.isLocal })
    let now = try #require(after.first { $0.name == name })
    #expect(now.isLocal && !now.isUndefined)
    #expect(now.value == then.value && now.type == then.type && now.section == then.section)
    #expect(now.note == then.note)
    switch (machine.name, name) {
    case ("ppc64el", "shared_function"): #expect(now.note == "[<localentry>: 8]")
    // The lowest bit of a function's value says that it is Thumb code.
    case ("armhf", "shared_function"): #expect(UInt64(now.value, radix: 16).map { $0 & 1 } == 1)
    case ("armhf", "shared_other"): #expect(UInt64(now.value, radix: 16).map { $0 & 1 } == 0)
    default: break
    }
  }

  /// A variable that a COPY relocation fills stays; elsewhere the host does not define it. Some
  /// compilers copy in a PIE too.
  private func expectKept(
    _ name: String, by rule: String, in host: URL, after: [DynamicEntryLine], _ report: String,
    isCopied: Bool
  ) throws {
    let entry = try #require(after.first { $0.name == name })
    #expect(!entry.isLocal)
    let copies = try relocatedNames("COPY", in: host)
    #expect(isCopied ? copies == [name] : copies.isSubset(of: [name]))
    #expect(report.contains("kept by \(rule)") || !copies.contains(name))
    #expect(copies.contains(name) || !report.contains("kept by copy-relocation"))
    #expect(entry.isUndefined != copies.contains(name))
  }

  /// mold writes no STO_AARCH64_VARIANT_PCS; the others' files keep theirs.
  @Test(arguments: [Linker.bfd, .gold, .lld]) func functionsOfOtherRegistersKeepTheirMark(
    _ linker: Linker
  ) throws {
    let machine = try #require(MachineTarget.all.first { $0.name == "aarch64" })
    let workshop = try MachineWorkshop(machine)
    #expect(try workshop.linkLibrary(by: linker))
    let kind = LinkKind(linker: linker, hashStyle: .gnu, binding: .lazy, product: .shared)
    let build = try workshop.build(kind)
    defer { withExtendedLifetime(build) {} }
    let host = build.host
    try demote(in: host, "--demote=shared_other")
    let entry = try #require(try dynamicSymbols(named: "shared_other", in: host).first)
    #expect(entry.isLocal && entry.note == "[VARIANT_PCS]")
    let other = try #require(try dynamicSymbols(named: "shared_function", in: host).first)
    #expect(!other.isLocal && other.note == "")
  }

  @Test func theDocumentHasTheTable() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("MATRIX.md")
    if ProcessInfo.processInfo.environment["SYMDEMOTE_WRITE_MATRIX"] != nil {
      try Data(MachineMatrix.document.utf8).write(to: file)
    }
    #expect(
      try String(contentsOf: file, encoding: .utf8) == MachineMatrix.document,
      "SYMDEMOTE_WRITE_MATRIX=1 writes it anew")
  }
}

extension MachineCell {
  fileprivate var word: String {
    switch self {
    case .runs: "runs"
    case .runsInPart: "runs in part"
    case .unlinked: "unlinked"
    case .unreadable: "unreadable"
    }
  }
}
