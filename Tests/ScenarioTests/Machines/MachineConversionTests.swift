// Conversions on every machine: what named a demoted symbol names none, and the program computes what
// it did. Which loader code reads the result differs by machine (glibc sysdeps/*/dl-machine.h), and
// so do the records: addends in the relocated word on i386 and arm, in the record elsewhere.

import Foundation
import TestSupport
import Testing

@Suite struct MachineConversionTests {
  @Test(arguments: MachineTarget.all) func nothingNamesADemotedSymbol(on machine: MachineTarget)
    throws
  {
    let workshop = try MachineWorkshop(machine, for: [.shared])
    for linker in Linker.allCases {
      let kind = LinkKind(linker: linker, hashStyle: .gnu, binding: .lazy, product: .shared)
      guard machine.cell(kind).isRun, try workshop.linkLibrary(by: linker) else { continue }
      try expectConverted(try workshop.build(kind), on: machine, kind.testDescription)
    }
  }

  /// Descriptors on arm are numbered unless they are bound at once.
  @Test(arguments: ThreadLocalModelTests.Access.all) func threadLocalVariables(
    _ access: ThreadLocalModelTests.Access
  ) throws {
    let workshop = try MachineWorkshop(
      access.machine, for: [.shared], options: [access.option])
    #expect(try workshop.linkLibrary(by: .bfd))
    let kind = LinkKind(linker: .bfd, hashStyle: .both, binding: .now, product: .shared)
    try expectConverted(try workshop.build(kind), on: access.machine, access.testDescription)
  }

  private func expectConverted(
    _ build: MachineWorkshop.Build, on machine: MachineTarget, _ description: String
  ) throws {
    defer { withExtendedLifetime(build) {} }
    #expect(try machine.output(of: build.program) == MachineStory.captured, "\(description)")
    let before = try naming(build.host)
    // Where a slot must not name a local symbol, its symbol stays, with all that name it.
    let stays = machine.needsConversion ? try namesWithoutOtherForm(in: build.host) : []
    #expect(before.count > 8 && before.contains { !$0.isSlot }, "\(description)")

    try demote(in: build.host, "--demote=shared_*", "--convert-relocations", "--remove")

    // A slot stays, and so does what asks an IFUNC.
    let after = try naming(build.host)
    #expect(
      after.allSatisfy {
        $0.isSlot || $0.name == "shared_indirect" || stays.contains($0.name)
          // There a RELATIVE is more than its record.
          || ["R_ALPHA_GLOB_DAT", "R_ALPHA_REFQUAD"].contains($0.type)
      }, "\(description): \(after)")
    if machine.needsConversion {
      #expect(Set(after.map(\.name)) == stays.intersection(MachineStory.names))
    }
    #expect(after.filter(\.isSlot) == before.filter(\.isSlot), "\(description)")
    for environment in [[:], ["LD_BIND_NOW": "1"]] {
      #expect(
        try machine.output(of: build.program, environment: environment)
          == (stays.isEmpty ? MachineStory.separate : MachineStory.partlySeparate),
        "\(description)")
    }
  }

  private struct Naming: Equatable {
    let type: String
    let name: String

    var isSlot: Bool { type.contains("JUMP_SL") || type.contains("JMP_SL") }
  }

  /// The relocations that name one of the story's symbols.
  private func naming(_ file: URL) throws -> [Naming] {
    try mustRun("readelf", ["-rW", file.path]).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ").map(String.init)
      guard fields.count > 4, MachineStory.names.contains(fields[4]) else { return nil }
      return Naming(type: fields[2], name: fields[4])
    }
  }
}
