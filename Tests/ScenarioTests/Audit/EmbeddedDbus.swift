// The first report's shape, from the sample: a program with libdbus linked in, a library that brings
// the system's libdbus, and a driver that no dependency list names.

import Foundation
import TestSupport

/// The programs of Samples/embedded-dbus.
struct EmbeddedDbus {
  let folder: TemporaryFolder
  let program: URL

  init() throws {
    folder = try TemporaryFolder()
    program = folder.file("program-c")
    let sample = projectFolder.appendingPathComponent("Samples/embedded-dbus").path
    let libraries = try words("--variable=libdir")[0]
    let flags = try words("--cflags")
    func compile(_ arguments: [String]) throws {
      try mustRun(
        "gcc",
        ["-O2", "-fuse-ld=bfd", "-L\(folder.url.path)", "-Wl,-rpath,$ORIGIN"] + flags + arguments,
        directory: folder.url)
    }
    try compile(
      [
        "-shared", "-fPIC", "\(sample)/toolkit.c", "-o", "libtoolkit.so", "-L\(libraries)",
        "-ldbus-1",
      ])
    try compile(["-shared", "-fPIC", "\(sample)/driver.c", "-o", "driver.so"])
    try compile(
      [
        "\(sample)/main.c", "-o", "program-c", "\(libraries)/libdbus-1.a", "-ltoolkit",
        "-l:libsystemd.so.0",
      ])
  }

  private func words(_ option: String) throws -> [String] {
    try mustRun("pkg-config", [option, "dbus-1"]).split { $0 == " " || $0 == "\n" }.map(String.init)
  }

  /// Runs the program, with these variables; its driver must not find a bus.
  func start(_ variables: [String: String] = [:]) throws -> RunResult {
    let bus = ["DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent/bus"]
    return try run(
      "./program-c", environment: variables.merging(bus) { $1 }, directory: folder.url)
  }
}
