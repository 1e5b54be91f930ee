// Wheels of a few files each, made by hand: what setuptools and auditwheel would not put together.

import Foundation
import TestSupport

/// A wheel called pkg, in a folder of its own.
struct SmallWheel {
  let folder: TemporaryFolder
  let file: URL

  /// A library with a counter, `count`, and with `spare`, which nobody calls.
  static let library = """
    static int n; int count(void) { return ++n; } int spare(void) { return n; }
    """
  /// A module whose function `f` calls `count`, and that exports `leaked`.
  static func module(_ hook: String = "PyInit__m") -> String {
    """
    #include <Python.h>
    int count(void);
    int leaked(void) { return 7; }
    static PyObject *f(PyObject *self, PyObject *args) { return PyLong_FromLong(count()); }
    static PyMethodDef methods[] = {{"f", f, METH_NOARGS, ""}, {0}};
    static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "m", 0, -1, methods};
    PyMODINIT_FUNC \(hook)(void) { return PyModule_Create(&module); }
    """
  }

  /// - Parameters:
  ///   - build: makes files in the folder.
  ///   - entries: what the wheel has, each with the file that it is; the others are texts.
  init(
    _ entries: KeyValuePairs<String, String>, texts: KeyValuePairs<String, String> = [:],
    build: (TemporaryFolder) throws -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    file = folder.file("pkg-1.0-py3-none-any.whl")
    try build(folder)
    let program = """
      import base64, hashlib, sys, zipfile
      path, *pairs = sys.argv[1:]
      files = [(name, open(source[1:], "rb").read() if source[0] == "@" else source[1:].encode())
               for name, source in zip(pairs[::2], pairs[1::2])]
      files.append(("pkg-1.0.dist-info/METADATA", b"Metadata-Version: 2.1\\nName: pkg\\nVersion: 1.0\\n"))
      files.append(("pkg-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\\nGenerator: x\\n"
                    b"Root-Is-Purelib: false\\nTag: py3-none-any\\n"))
      def row(name, content):
          digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
          return f"{name},sha256={digest},{len(content)}\\n"
      record = "".join(row(*file) for file in files) + "pkg-1.0.dist-info/RECORD,,\\n"
      with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
          for name, content in files:
              entry = zipfile.ZipInfo(name)
              entry.external_attr = 0o100755 << 16
              wheel.writestr(entry, content)
          wheel.writestr("pkg-1.0.dist-info/RECORD", record)
      """
    var words = ["-c", program, file.path]
    for (name, source) in entries { words += [name, "@" + folder.file(source).path] }
    for (name, text) in texts { words += [name, "=" + text] }
    try mustRun(WheelBuild.python, words)
  }

  /// The library as `libcount.so`, and the module as `_m.so`, linked with `flags`.
  static func link(_ flags: [String], in folder: TemporaryFolder) throws {
    try folder.write(library, to: "count.c")
    try folder.write(module(), to: "m.c")
    try folder.write(
      "#include <stdio.h>\nint count(void);\nint main(void) { printf(\"%d\\n\", count()); }",
      to: "tool.c")
    try shared(["-o", "libcount.so", "-Wl,-soname,libcount.so", "count.c"], in: folder)
    try shared(["-o", "_m.so", "m.c"] + flags, in: folder)
  }

  /// Links a shared library with the headers of Python at hand.
  static func shared(_ words: [String], in folder: TemporaryFolder) throws {
    let headers = try mustRun(
      WheelBuild.python, ["-c", "import sysconfig; print(sysconfig.get_path('include'), end='')"])
    try mustRun("gcc", ["-shared", "-fPIC", "-O1", "-I", headers] + words, directory: folder.url)
  }

  /// Runs `symdemote wheel` on it.
  func wheel(_ arguments: String...) throws -> RunResult {
    try run(toolPath, ["wheel"] + arguments + [file.path])
  }

  /// What the file called `name` exports.
  func exports(_ name: String) throws -> Set<String> {
    let place = folder.file("content")
    let program =
      "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])"
    try mustRun(WheelBuild.python, ["-c", program, file.path, name, place.path])
    return try exportedNames(place.appendingPathComponent(name))
  }

  /// Installs it with pip into a new environment, and runs the program `name` of that.
  func installed(_ name: String, _ arguments: String...) throws -> RunResult {
    let environment = folder.file("environment")
    try mustRun(
      WheelBuild.python, ["-m", "venv", "--clear", "--without-pip", environment.path])
    let programs = environment.appendingPathComponent("bin")
    try mustRun(
      WheelBuild.python,
      [
        "-m", "pip", "--python", programs.appendingPathComponent("python").path, "install",
        "--quiet",
        "--disable-pip-version-check", "--no-index", file.path,
      ])
    return try run(programs.appendingPathComponent(name).path, arguments)
  }
}
