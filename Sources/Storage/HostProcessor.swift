// The processor that symdemote runs on, as far as a loader's search for libraries depends on it.

internal import CSystem

/// Facts of the processor that this process runs on.
public enum HostProcessor {
  /// The names of the folders below `glibc-hwcaps` whose libraries it runs, the best first.
  public static var hardwareCapabilities: [String] {
    unsafe String(cString: csystem_hardware_capabilities()).split(separator: ":").map(String.init)
  }

  /// What `$PLATFORM` stands for in glibc's search paths; nil if for nothing.
  public static var platform: [UInt8]? {
    guard let name = unsafe csystem_platform() else { return nil }
    return Array(unsafe String(cString: name).utf8)
  }
}
