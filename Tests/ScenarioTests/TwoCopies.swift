// The story behind most of these tests: a host and a library each have their own copy of some
// names. The host comes first, so the library is bound to the host's copy, not to its own.

import Foundation
import TestSupport

/// A host with copies of a library's function and data, and a program that tells who uses which.
struct TwoCopies {
  /// The file whose exports are demoted: a program or a library.
  let host: URL
  let program: URL
  let library: URL
  /// Its folder lasts as long as the files are used.
  let workshop: Workshop

  static let hostSource = """
    #include <stdio.h>
    int library_function(void), library_data(void), library_callback(void);
    int shared_data = 1;
    __attribute__((noipa)) int shared_function(void) { return 1; }
    int kept_callback(void) { return 7; }
    int report(void) {
      printf("own %d %d library %d %d callback %d\\n", shared_function(), shared_data,
             library_function(), library_data(), library_callback());
      return 0;
    }

    """
  static let librarySource = """
    int kept_callback(void);
    int shared_data = 2;
    __attribute__((noipa)) int shared_function(void) { return 2; }
    int library_function(void) { return shared_function(); }
    int library_data(void) { return shared_data; }
    int library_callback(void) { return kept_callback(); }

    """
  static let mainSource = "int report(void);\nint main(void) { return report(); }\n"

  /// What the program prints while the library uses the host's copies.
  static let captured = "own 1 1 library 1 1 callback 7\n"
  /// What it prints when each uses its own.
  static let separate = "own 1 1 library 2 2 callback 7\n"

  /// Links all that is needed; a shared host gets a program of its own.
  init(
    in workshop: Workshop, as product: Product, _ options: [String] = [],
    hostSource: String = Self.hostSource, librarySource: String = Self.librarySource
  ) throws {
    self.workshop = workshop
    library = try workshop.library("libreal.so", librarySource, options)
    if product == .shared {
      host = try workshop.library("libhost.so", hostSource, needing: [library], options)
      program = try workshop.program(Self.mainSource, needing: [host, library])
    } else {
      host = try workshop.program(
        hostSource + Self.mainSource, as: product, needing: [library], options)
      program = host
    }
  }
}
