// A library with a little of everything, for tests of single rooms.

import Foundation

/// Built once per run and kept while it lasts.
public struct Fixture: Sendable {
  /// The file.
  public let file: URL
  /// Its bytes.
  public let bytes: [UInt8]
  private let folder: TemporaryFolder

  private init(_ source: String, as product: Product, _ options: [String]) throws {
    folder = try TemporaryFolder()
    file = try link(source, to: "fixture", in: folder, as: product, options)
    bytes = [UInt8](try Data(contentsOf: file))
  }

  /// A shared library with versions, both hash tables, lazily bound calls to its own functions,
  /// protected, weak and thread-local symbols.
  public static let library = Result {
    let map = try TemporaryFolder()
    let script = try map.write("V1 { global: *; }; V2 { global: second; } V1;", to: "map")
    return try Fixture(
      """
      int counter = 1;
      __thread int per_thread = 2;
      __attribute__((weak)) int weak_one(void) { return 1; }
      __attribute__((visibility("protected"))) int guarded(void) { return 2; }
      int first(int n) { return n + weak_one() + guarded(); }
      int second(int n) { return first(n) + counter + per_thread; }
      int third(int n) { return second(n) + first(n); }
      """, as: .shared,
      [
        "-Wl,--hash-style=both", "-Wl,--version-script=\(script.path)", "-Wl,-z,lazy",
        "-fno-inline",
      ])
  }

  /// An executable that exports all it has and copies data of the C library.
  public static let program = Result {
    try Fixture(
      """
      #include <stdio.h>
      int answer = 42;
      void *malloc(unsigned long);
      int helper(int n) { return n + answer; }
      int other(void) { return 3; }
      int main(void) { fprintf(stdout, "%d\\n", helper(other())); return 0; }
      """, as: .fixed, ["-rdynamic", "-Wl,--hash-style=both", "-Wl,-z,lazy", "-w"])
  }
}
