// What the examples of the manual name, and what reports are made of: a program with a bundled library, a library of its own that uses
// the system's copy, a policy, a version script, a plugin, and a tree.

import Foundation

/// A folder with a program and its libraries.
public struct Workbench {
  /// Where it is.
  public let folder: TemporaryFolder

  private static let source = """
    static int leak_state;
    int leak_open(void) { return ++leak_state; }
    int leak_use(int n) { return n + leak_open(); }
    int leak_close(void) { return leak_use(leak_open()); }

    """

  private static let program = """
    int toolkit_start(void), leak_open(void), leak_use(int), leak_close(void);
    int app_register(int n) { return n; }
    int main(void) { return toolkit_start() + leak_open() + leak_use(1) + leak_close() == 0; }

    """

  /// Builds everything.
  public init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.source, to: "leak.c")
    try folder.write(
      "int leak_open(void); int plugin_start(void) { return leak_open(); }\n", to: "p.c")
    try folder.write(
      """
      int leak_open(void), leak_use(int), leak_close(void);
      int toolkit_start(void) { return leak_open() + leak_use(2) + leak_close(); }

      """, to: "toolkit.c")
    try folder.write(Self.program, to: "app.c")
    try folder.write("all\nkeep app_*\nkeep app_register\n", to: "exports.policy")
    try folder.write("{ global: leak_open; local: *; };\n", to: "libleak.map")
    try shell(
      """
      set -e
      gcc -O0 -fPIC -c leak.c -o leak.o
      ar rcs libleak.a leak.o
      gcc -O0 -shared -fPIC -Wl,-soname,libleak.so.1 leak.c -o libleak.so.1
      gcc -O0 -shared -fPIC -Wl,-soname,libtoolkit.so toolkit.c -o libtoolkit.so \
        '-Wl,-rpath,$ORIGIN' libleak.so.1
      gcc -O0 -shared -fPIC p.c -o plugin.so '-Wl,-rpath,$ORIGIN' libleak.so.1
      gcc -O0 -rdynamic app.c libleak.a libtoolkit.so '-Wl,-rpath,$ORIGIN' -Wl,-rpath-link,. -o app
      mkdir build
      cp app libtoolkit.so libleak.so.1 build
      """)
  }

  /// Adds, in `dist`, a wheel whose extension module has the bundled library in it, and a policy for it.
  public func addWheel() throws {
    try folder.write("int PyInit_leak(void) { return 0; }\n", to: "module.c")
    try folder.write("demote-from=libleak.a\n", to: "wheel.policy")
    try folder.write(
      """
      import base64, hashlib, zipfile
      content = open("leak.so", "rb").read()
      digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
      with zipfile.ZipFile("dist/leak-1.0-cp311-cp311-linux_x86_64.whl", "w") as wheel:
          wheel.writestr("leak.so", content)
          wheel.writestr("leak-1.0.dist-info/RECORD", f"leak.so,sha256={digest},{len(content)}\\n")

      """, to: "pack.py")
    let made = try shell(
      "set -e; gcc -shared -fPIC module.c leak.o -o leak.so; mkdir dist; python3 pack.py")
    guard made.succeeded else { throw RunFailure(description: "no wheel: \(made.errors)") }
  }

  /// Runs `script` in the folder, where `symdemote` is the tool.
  @discardableResult
  public func shell(_ script: String) throws -> RunResult {
    let tool = URL(fileURLWithPath: toolPath).deletingLastPathComponent().path
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try run(
      "bash", ["-c", script], environment: ["PATH": "\(tool):\(path)"], directory: folder.url)
  }
}
