// What files of a wheel need of each other: found where an installer puts them, and kept where only Python
// code brings them together. Each wheel is installed by pip, and runs.

import Foundation
import TestSupport
import Testing

@Suite struct WheelProcessTests {
  private static let use = "import pkg; print(pkg.f())"

  @Test(arguments: ["platlib", "purelib"]) func modulesInData(_ part: String) throws {
    let wheel = try SmallWheel(
      ["pkg-1.0.data/\(part)/pkg/_m.so": "_m.so", "pkg.libs/libcount.so": "libcount.so"],
      texts: ["pkg/__init__.py": "from pkg._m import f\n"]
    ) { folder in
      try SmallWheel.link(["-L.", "-lcount", "-Wl,-rpath,$ORIGIN/../pkg.libs"], in: folder)
    }
    let result = try wheel.wheel("--all")
    #expect(result.succeeded && result.errors.isEmpty, "\(result.errors)")
    #expect(result.output.contains("\n  pkg-1.0.data/\(part)/pkg/_m.so: "), "\(result.output)")
    #expect(!result.output.contains("site-packages"))
    #expect(try wheel.exports("pkg.libs/libcount.so") == ["count"])
    #expect(try wheel.exports("pkg-1.0.data/\(part)/pkg/_m.so") == ["PyInit__m"])
    #expect(try wheel.installed("python", "-c", Self.use).output == "1\n")
  }

  private func wheelWithTool() throws -> SmallWheel {
    try SmallWheel([
      "pkg-1.0.data/scripts/tool": "tool", "pkg-1.0.data/data/lib/libcount.so": "libcount.so",
    ]) { folder in
      try SmallWheel.link([], in: folder)
      try mustRun(
        "gcc", ["-o", "tool", "tool.c", "-L.", "-lcount", "-Wl,-rpath,$ORIGIN/../lib"],
        directory: folder.url)
    }
  }

  @Test func programsInData() throws {
    let wheel = try wheelWithTool()
    let result = try wheel.wheel("--all")
    #expect(result.succeeded && result.errors.isEmpty, "\(result.errors)")
    #expect(try wheel.exports("pkg-1.0.data/data/lib/libcount.so") == ["count"])
    #expect(try wheel.installed("tool").output == "1\n")
    // What is told of it has the names that are in the wheel.
    let refused = try wheel.wheel("--demote=count")
    #expect(refused.status == 3)
    #expect(
      refused.errors.contains("pkg-1.0.data/data/lib/libcount.so: count must stay exported"),
      "\(refused.errors)")
  }

  @Test func policiesNameWhatIsInData() throws {
    let wheel = try wheelWithTool()
    let policy = try wheel.folder.write(
      "[/pkg-1.0.data/data/**]\ndemote spare\n[/lib/*.so]\nall\n[libcount.so]\ndemote none_*\n",
      to: "exports.policy")
    let result = try wheel.wheel("--policy=\(policy.path)")
    #expect(result.succeeded && result.errors.contains("[/lib/*.so] is for none"))
    #expect(result.errors.contains("demote none_* matches no export"))
    #expect(try wheel.exports("pkg-1.0.data/data/lib/libcount.so") == ["count"])
  }

  /// Python code opens the library before the module, for all to see; the module may ask for it or not.
  @Test(arguments: [["-L.", "-lcount"], []], [["--all"], ["--demote=*"]])
  func librariesThatPythonCodeOpens(_ flags: [String], _ selection: [String]) throws {
    let wheel = try SmallWheel(
      ["pkg/_m.so": "_m.so", "pkg.libs/libcount.so": "libcount.so"],
      texts: [
        "pkg/__init__.py": """
        import ctypes, os
        ctypes.CDLL(os.path.join(os.path.dirname(__file__), "../pkg.libs/libcount.so"), ctypes.RTLD_GLOBAL)
        from pkg._m import f

        """
      ]
    ) { try SmallWheel.link(flags, in: $0) }
    let exact = try wheel.wheel("--demote=count")
    #expect(exact.status == 3 && exact.errors.contains("another file of the wheel refers to it"))
    let result = try run(toolPath, ["wheel"] + selection + [wheel.file.path])
    #expect(result.succeeded, "\(result.errors)")
    #expect(
      result.errors.contains("libcount.so is not found, which pkg/_m.so needs;") == !flags.isEmpty)
    #expect(try wheel.exports("pkg.libs/libcount.so") == ["count"])
    #expect(try wheel.exports("pkg/_m.so") == ["PyInit__m"])
    #expect(try wheel.installed("python", "-c", Self.use).output == "1\n")
    // Who asks to look at nothing else gets what was asked for.
    #expect(try wheel.wheel("--all", "--no-process").succeeded)
    #expect(try wheel.exports("pkg.libs/libcount.so").isEmpty)
    #expect(try wheel.installed("python", "-c", Self.use).status == 1)
  }

  /// A library with the soname of one that the system has: whichever is opened first is it.
  @Test func librariesThatTheSystemHasToo() throws {
    let wheel = try SmallWheel(["pkg/_m.so": "_m.so", "pkg.libs/libz-own.so": "libz.so.1"]) {
      folder in
      try folder.write(
        "int zlibVersion(void) { return 1; } int crc32(void) { return 2; } int spare(void) { return 3; }",
        to: "z.c")
      try folder.write(SmallWheel.module().replacing("count", with: "zlibVersion"), to: "m.c")
      try SmallWheel.shared(["-o", "libz.so.1", "-Wl,-soname,libz.so.1", "z.c"], in: folder)
      try SmallWheel.shared(["-o", "_m.so", "m.c", "-L.", "-l:libz.so.1"], in: folder)
    }
    #expect(try wheel.wheel("--all").succeeded)
    #expect(try wheel.exports("pkg.libs/libz-own.so") == ["zlibVersion"])
  }

  /// Weak references, too; and what a file of the wheel defines itself is no reference.
  @Test func weakReferences() throws {
    let wheel = try SmallWheel(["pkg/a.so": "a.so", "pkg/b.so": "b.so"]) { folder in
      try folder.write(
        "int hook(void) __attribute__((weak)); int own(void) { return hook ? hook() : 0; }",
        to: "a.c")
      try folder.write("int hook(void) { return 1; } int own(void) { return 2; }", to: "b.c")
      for name in ["a", "b"] {
        try SmallWheel.shared(["-o", "\(name).so", "\(name).c"], in: folder)
      }
    }
    let result = try wheel.wheel("--all", "--dry-run")
    #expect(
      result.output.contains("hook  # kept: another file of the wheel refers to it weakly"),
      "\(result.output)")
    #expect(try wheel.wheel("--all").succeeded)
    #expect(try wheel.exports("pkg/a.so").isEmpty)
    #expect(try wheel.exports("pkg/b.so") == ["hook"])
  }

  /// Each library that is not there is told of once, whatever number of files would be bound to it.
  @Test func librariesThatAreNotThere() throws {
    let names = ["a", "b", "c", "d", "e", "f"]
    let wheel = try SmallWheel(
      [
        "pkg/a.so": "a.so", "pkg/b.so": "b.so", "pkg/c.so": "c.so", "pkg/d.so": "d.so",
        "pkg/e.so": "e.so", "pkg/f.so": "f.so",
      ]
    ) { folder in
      try SmallWheel.link([], in: folder)
      for name in names {
        try folder.write("int count(void); int \(name)(void) { return count(); }", to: "\(name).c")
        try SmallWheel.shared(["-o", "\(name).so", "\(name).c", "-L.", "-lcount"], in: folder)
      }
    }
    let result = try wheel.wheel("--all")
    #expect(result.succeeded)
    let lines = result.errors.split(separator: "\n")
    #expect(
      lines.count == 1
        && lines[0].hasSuffix(
          "libcount.so is not found, which pkg/a.so, pkg/b.so, pkg/c.so, pkg/d.so and 2 more need; what it"
            + " would be bound to is unknown"),
      "\(result.errors)")
  }

  // MARK: Modules

  /// The last part of a module's name need not be the file's.
  @Test(arguments: ["PyInit_pkg", "PyInitU_xn", "PyModExport_pkg", "_cffi_pypyinit__m"])
  func hooks(_ hook: String) throws {
    let wheel = try SmallWheel(["pkg/__init__.so": "m.so", "pkg.libs/libx.so": "libcount.so"]) {
      folder in
      try SmallWheel.link([], in: folder)
      try folder.write(
        "int \(hook)(void) { return 0; } int leaked(void) { return 1; }", to: "hook.c")
      try SmallWheel.shared(["-o", "m.so", "hook.c"], in: folder)
    }
    let exact = try wheel.wheel("--demote=\(hook)")
    #expect(
      exact.status == 3
        && exact.errors.contains(
          "\(hook) must stay exported: Python looks this name up to load the module [runtime-lookup]"
        ),
      "\(exact.errors)")
    #expect(try wheel.wheel().output.contains(": 1 of 2 ELF files changed\n"))
    #expect(try wheel.exports("pkg/__init__.so") == [hook])
    #expect(try wheel.exports("pkg.libs/libx.so") == ["count", "spare"])
    #expect(try wheel.wheel("--all", "--demote=\(hook.prefix(6))*").succeeded)
    #expect(try wheel.exports("pkg/__init__.so") == [hook])
    #expect(try wheel.exports("pkg.libs/libx.so").isEmpty)
    let forced = try wheel.wheel("--demote=\(hook)", "--force")
    #expect(forced.succeeded, "\(forced.errors)")
    #expect(try wheel.exports("pkg/__init__.so").isEmpty)
  }

  @Test func aModuleThatIsAPackageIsImported() throws {
    let wheel = try SmallWheel(["pkg/__init__.so": "m.so"]) { folder in
      try folder.write(SmallWheel.library + "\n" + SmallWheel.module("PyInit_pkg"), to: "m.c")
      try SmallWheel.shared(["-o", "m.so", "m.c"], in: folder)
    }
    #expect(try wheel.wheel("--all").succeeded)
    #expect(try wheel.exports("pkg/__init__.so") == ["PyInit_pkg"])
    #expect(try wheel.installed("python", "-c", Self.use).output == "1\n")
  }

  /// The interpreter has the hooks of modules that are built in, and is none.
  @Test func theInterpreterIsNoModule() throws {
    let wheel = try SmallWheel(["pkg.libs/libpython3.so": "p.so"]) { folder in
      try folder.write(
        "int PyInit__io(void) { return 0; } void Py_Initialize(void) {} int PyLong_New(void) { return 0; }",
        to: "p.c")
      try SmallWheel.shared(["-o", "p.so", "p.c"], in: folder)
    }
    #expect(try wheel.wheel().output.hasSuffix(": nothing to do\n"))
    #expect(try wheel.exports("pkg.libs/libpython3.so").count == 3)
    #expect(try wheel.wheel("--all").succeeded)
    #expect(try wheel.exports("pkg.libs/libpython3.so") == ["PyInit__io"])
  }
}
