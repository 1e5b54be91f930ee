// A folder as a build root has it: libraries and a program, names and links to them, and what is no
// ELF file.

import Foundation
import TestSupport
import Testing

struct Tree {
  let specimen: Specimen
  /// The folder.
  let root: URL
  /// Its ELF files, one name each, in the order of their names.
  let files: [URL]

  /// bin/program needs lib/libone.so; lib/sub/libtwo.so defines the same names, and lib/libtwo.so is
  /// another name of it.
  init() throws {
    specimen = try Specimen()
    root = specimen.folder.file("root")
    let manager = FileManager.default
    for folder in ["bin", "lib/sub", "share"] {
      try manager.createDirectory(
        at: root.appendingPathComponent(folder), withIntermediateDirectories: true)
    }
    let names = ["bin/program", "lib/libone.so", "lib/libtwo.so"]
    files = names.map { [root] in root.appendingPathComponent($0) }
    try manager.copyItem(at: specimen.program(), to: files[0])
    try manager.copyItem(at: specimen.file, to: files[1])
    let second = root.appendingPathComponent("lib/sub/libtwo.so")
    try manager.copyItem(at: specimen.file, to: second)
    try manager.linkItem(at: second, to: files[2])
    try Data("text\n".utf8).write(to: root.appendingPathComponent("share/text"))
    try Data("!<arch>\n".utf8).write(to: root.appendingPathComponent("lib/empty.a"))
    try manager.copyItem(
      at: specimen.workshop.object("object", "int a;"),
      to: root.appendingPathComponent("lib/object.o"))
  }

  /// The bytes of each file.
  var contents: [Data] { get throws { try files.map { try Data(contentsOf: $0) } } }
}
