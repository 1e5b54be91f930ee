// The folders below `glibc-hwcaps` that hold libraries for better processors.
//
// Source: glibc sysdeps/*/dl-hwcaps-subdirs.c. Which of them a processor can use is a fact of the
// processor and an input of the model.

public import ELFModel

/// The names of the folders below `glibc-hwcaps`, the best first.
public enum HardwareCapabilities {
  /// Those that glibc knows for a machine.
  public static func known(for machine: Machine) -> [String] {
    switch machine.code {
    case MachineCode.x86_64: ["x86-64-v4", "x86-64-v3", "x86-64-v2"]
    case MachineCode.powerPC64: ["power10", "power9"]
    case MachineCode.s390: ["z16", "z15", "z14", "z13"]
    default: []
    }
  }

  /// Those that every processor of a machine can use. There are none: what all can use lies in the
  /// directories themselves.
  public static func baseline(for machine: Machine) -> [String] { [] }
}
