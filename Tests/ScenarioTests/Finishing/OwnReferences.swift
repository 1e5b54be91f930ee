// A library that refers to its own definitions in every way that has a relocation.

import Foundation
import TestSupport

/// Such a library, and a program that prints what it computes through all of them.
struct OwnReferences {
  let workshop: Workshop
  let library: URL
  let program: URL

  static let answer = "170 9\n"
  /// What the program needs of the library.
  static let kept = ["--all", "--keep=answer", "--keep=initial_exec_answer"]

  static let source = """
    int data = 7, array[4] = {1, 2, 3, 4};
    int *to_data = &data, *into_array = &array[2];
    __thread int first_tls = 40, second_tls = 2;
    __thread int initial_tls __attribute__((tls_model("initial-exec"))) = 9;
    __attribute__((noipa)) int function(int n) { return n + data; }
    int (*to_function)(int) = function;
    __attribute__((noipa)) int all(void) {
      return function(1) + *to_data + *into_array + to_function(2) + first_tls + second_tls;
    }
    __attribute__((noipa)) int *address(void) { return &data; }
    int foobar(void) { return 1; }
    int bar(void) { return 2; }
    int answer(void) { first_tls++; return all() + (address() == &data ? 100 : 0); }
    int initial_exec_answer(void) { return initial_tls; }

    """
  static let programSource = """
    #include <stdio.h>
    int answer(void), initial_exec_answer(void);
    int main(void) { printf("%d %d\\n", answer(), initial_exec_answer()); return 0; }

    """

  init(_ workshop: Workshop, _ options: [String] = []) throws {
    self.workshop = workshop
    library = try workshop.library("libown.so", Self.source, options)
    program = try workshop.program(Self.programSource, needing: [library])
  }

  /// The types of relocations that name one of the library's own definitions.
  func ownRelocationTypes() throws -> Set<String> {
    let names: Set = [
      "data", "array", "to_data", "into_array", "first_tls", "second_tls", "initial_tls",
      "function", "to_function", "all", "address",
    ]
    let lines = try mustRun("readelf", ["-rW", library.path]).split(separator: "\n")
    return Set(
      lines.compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count >= 5, names.contains(String(fields[4])) else { return nil }
        return String(fields[2])
      })
  }
}
