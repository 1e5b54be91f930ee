// What the loader says that is not compared with what the model says. This list is all there is.

import Foundation
import TestSupport

/// Lines that are left out of a comparison, on both sides.
enum Noise {
  /// Whether `line` is left out of what is said about `scenario`.
  static func contains(_ line: BindingLine, in scenario: Scenario, _ timing: Timing) throws -> Bool
  {
    // The kernel's functions, in a library that is no file, differ from kernel to kernel.
    if line.referrer == "linux-vdso.so.1" { return true }
    // An auditor may leave out most of its functions; the loader asks for all of them.
    if !line.isBinding, line.symbol.hasPrefix("la_") { return true }
    // What dlsym does not find is an answer to its caller, no reference without a definition.
    if !line.isBinding, scenario.events.contains(where: { $0.isFailingLookup(of: line.symbol) }) {
      return true
    }
    // Bound lazily, the C library calls its own slots when it pleases; what else it refers to is
    // compared.
    return try timing == .lazily && line.referrer.hasPrefix("libc.so.6")
      && librarySlots.get().contains(line.symbol)
  }

  /// The functions that the C library calls through slots.
  private static let librarySlots = Result {
    let library = try mustRun("gcc", ["-print-file-name=libc.so.6"]).dropLast()
    let relocations = try mustRun("readelf", ["-rW", String(library)]).split(separator: "\n")
    let slots = relocations.filter { $0.contains("R_X86_64_JUMP_SLOT") }
    return Set(slots.map { String($0.split(separator: " ")[4].prefix { $0 != "@" }) })
  }
}
