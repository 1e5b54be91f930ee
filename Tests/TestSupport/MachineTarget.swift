// Machines whose programs are built by Debian's cross compilers and run by QEMU's user-mode
// emulators. The emulators are called by name: nothing has to be registered with the kernel.

import Foundation
import Testing

/// A machine with a compiler, a C library and something that runs its programs.
public struct MachineTarget: Sendable, CustomTestStringConvertible {
  /// What users call it.
  public let name: String
  /// The prefix of its tools, and the folder of its C library below /usr.
  public let triplet: String
  /// What runs its programs; nil if the processor does.
  public let emulator: String?

  /// What test reports call it.
  public var testDescription: String { name }

  /// All of them. i386 is emulated too: the system that runs the tests need not have its loader.
  public static let all = [
    MachineTarget(name: "x86-64", triplet: "x86_64-linux-gnu", emulator: nil),
    MachineTarget(name: "i386", triplet: "i686-linux-gnu", emulator: "qemu-i386"),
    MachineTarget(name: "aarch64", triplet: "aarch64-linux-gnu", emulator: "qemu-aarch64"),
    MachineTarget(name: "armhf", triplet: "arm-linux-gnueabihf", emulator: "qemu-arm"),
    MachineTarget(name: "armel", triplet: "arm-linux-gnueabi", emulator: "qemu-arm"),
    MachineTarget(name: "riscv64", triplet: "riscv64-linux-gnu", emulator: "qemu-riscv64"),
    MachineTarget(name: "ppc64el", triplet: "powerpc64le-linux-gnu", emulator: "qemu-ppc64le"),
    MachineTarget(name: "ppc64", triplet: "powerpc64-linux-gnu", emulator: "qemu-ppc64"),
    MachineTarget(name: "s390x", triplet: "s390x-linux-gnu", emulator: "qemu-s390x"),
    MachineTarget(name: "alpha", triplet: "alpha-linux-gnu", emulator: "qemu-alpha"),
    MachineTarget(name: "powerpc", triplet: "powerpc-linux-gnu", emulator: "qemu-ppc"),
  ]

  /// Whether a demotion in its files has to go with a conversion of relocations.
  public var needsConversion: Bool { name == "powerpc" }

  /// What is asked for beside a selection.
  public var demotionOptions: [String] { needsConversion ? ["--convert-relocations"] : [] }

  /// Its compiler driver for C.
  public var compiler: String { "\(triplet)-gcc" }

  /// What the compiler driver is told to have `linker` link. mold is found beside a prefix of its
  /// own, since the drivers look for the linker of the machine first.
  public func options(for linker: Linker) throws -> [String] {
    linker == .mold && emulator != nil ? ["-B/usr/libexec/mold"] : try linker.options()
  }

  /// What `program` prints; it must end with status 0.
  public func output(of program: URL, environment: [String: String] = [:]) throws -> String {
    guard let emulator else { return try mustRun(program.path, environment: environment) }
    let variables = environment.flatMap { ["-E", "\($0.key)=\($0.value)"] }
    return try mustRun(emulator, ["-L", "/usr/\(triplet)"] + variables + [program.path])
  }
}
