// Relocations of thread-local variables that the usual access leaves out: offsets from the thread
// pointer (initial exec), and descriptors, which glibc fills by code of each machine's own
// (sysdeps/*/dl-machine.h and dl-tlsdesc.h). Their symbol is local after a demotion.

import Foundation
import TestSupport
import Testing

@Suite struct ThreadLocalModelTests {
  /// How the host reaches its variable, and the relocation that shows it.
  struct Access: CustomTestStringConvertible {
    let machine: MachineTarget
    let option: String
    let relocation: String

    var testDescription: String { "\(machine.name) \(option)" }

    static let all: [Access] =
      MachineTarget.all.map {
        Access(
          machine: $0, option: "-ftls-model=initial-exec", relocation: "(TLS_)?TP(OFF|REL)(32|64)?")
      }
      // aarch64's compiler makes descriptors anyway, and the matrix has them.
      + MachineTarget.all.filter { ["x86-64", "i386", "armhf"].contains($0.name) }.map {
        Access(machine: $0, option: "-mtls-dialect=gnu2", relocation: "TLS_?DESC")
      }
  }

  @Test(arguments: Access.all, BindingTime.allCases)
  func aDemotedVariableIsTheHostsOwn(_ access: Access, _ binding: BindingTime) throws {
    let machine = access.machine
    let workshop = try MachineWorkshop(machine, for: [.shared], options: [access.option])
    #expect(try workshop.linkLibrary(by: .bfd))
    let build = try workshop.build(
      LinkKind(linker: .bfd, hashStyle: .both, binding: binding, product: .shared))
    defer { withExtendedLifetime(build) {} }
    let uses = try relocatedNames(access.relocation, in: build.host)
    #expect(uses.contains("shared_thread"))
    #expect(try machine.output(of: build.program) == MachineStory.captured)
    if machine.name == "armhf", access.option == "-mtls-dialect=gnu2", binding == .lazy {
      try expectEnd(
        3, untouched: build.host, saying: "lazily bound TLS descriptors hold numbers of symbols",
        "apply", "--demote=shared_*", "--force", build.host.path)
      return
    }

    if machine.needsConversion {
      try demote(in: build.host, "--demote=shared_*", "--convert-relocations")
    } else {
      try demote(in: build.host, "--demote=shared_*")
    }

    #expect(try isDemoted("shared_thread", in: build.host))
    let left = try relocatedNames(access.relocation, in: build.host)
    #expect(left == (machine.needsConversion ? uses.subtracting(["shared_thread"]) : uses))
    for environment in [[:], ["LD_BIND_NOW": "1"]] {
      #expect(
        try machine.output(of: build.program, environment: environment)
          == (machine.needsConversion ? MachineStory.partlySeparate : MachineStory.separate))
    }
  }
}
