// What the loader says that no model of a scenario can know. This list is all there is.

import Foundation
import TestSupport

/// Lines that are left out of a comparison, on both sides.
enum Noise {
  /// Whether `line` is left out.
  ///
  /// - Bound lazily, the C library calls its own slots when it pleases; what it refers to otherwise
  ///   is compared.
  /// - A loader that only reports looks up the kernel's functions all the same.
  static func contains(_ line: BindingLine, _ timing: Timing) throws -> Bool {
    guard let binding = Binding(line: line.text[...]) else { return false }
    switch timing {
    case .atOnce: return false
    case .lazily:
      return try binding.referrer.hasSuffix("/libc.so.6")
        && librarySlots.get().contains(binding.name)
    case .traced: return binding.referrer == "linux-vdso.so.1"
    }
  }

  /// The functions that the C library calls through slots.
  private static let librarySlots = Result {
    let library = try mustRun("gcc", ["-print-file-name=libc.so.6"]).dropLast()
    let relocations = try mustRun("readelf", ["-rW", String(library)]).split(separator: "\n")
    let slots = relocations.filter { $0.contains("R_X86_64_JUMP_SLOT") }
    return Set(slots.map { String($0.split(separator: " ")[4].prefix { $0 != "@" }) })
  }
}
