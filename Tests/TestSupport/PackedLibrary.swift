// Libraries with Android's packed relocations, which lld writes for every machine.

import Foundation

/// How lld is told to pack relocations (`--pack-dyn-relocs`).
public enum Packing: String, CaseIterable, Sendable {
  case android
  case androidAndRelr = "android+relr"
}

extension CrossTarget {
  /// Machines that Android runs on, in both classes, with and without addends in the records.
  public static let android = all.filter { target in
    ["x86_64", "i386", "arm", "aarch64", "riscv64"].contains {
      target.triple.hasPrefix("\($0)-")
    }
  }

  /// Links a library with relocations of all kinds: to itself by name and without one, to others,
  /// thread-local ones, many that are alike and many that are not.
  ///
  /// - Parameter functions: how many it defines; each is named by a relocation.
  public func packedLibrary(
    in folder: TemporaryFolder, _ packing: Packing, functions: Int = 120
  ) throws -> URL {
    let names = (0..<functions).map { "function\($0)" }
    let source = try folder.write(
      """
      extern int imported(int);
      extern int imported_data;
      int one, two, three;
      __thread int per_thread;
      int take(void) { return per_thread + imported(one); }
      static int own;
      int *words[] = {&one, &two, &three, &one, &one, &imported_data, &imported_data, &own, &own};
      \(names.map { "int \($0)(int n) { return imported(n); }" }.joined(separator: "\n"))
      void *functions[] = {\(names.map { "(void *)\($0)" }.joined(separator: ", "))};
      void *again[] = {\(names.suffix(functions / 2).map { "(void *)\($0)" }.joined(separator: ", "))};
      """, to: "packed.c")
    let output = folder.file("lib\(triple)-\(packing.rawValue).so")
    let object = folder.file("packed.o")
    try mustRun(
      Toolchain.program("clang"),
      ["-target", triple, "-fPIC", "-O1", "-c", "-o", object.path, source.path])
    try mustRun(
      Toolchain.program("ld.lld"),
      [
        "-shared", "--hash-style=both", "--pack-dyn-relocs=\(packing.rawValue)", "-o", output.path,
        object.path,
      ])
    return output
  }
}
