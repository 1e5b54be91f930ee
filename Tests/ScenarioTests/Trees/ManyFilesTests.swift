// More files than may be open at once: those that wait to be made durable together keep some open.

import Foundation
import TestSupport
import Testing

@Suite struct ManyFilesTests {
  @Test(arguments: [(48, 1), (64, 2), (128, 2), (256, 8)])
  func noLimitOfOpenFilesEndsARun(_ limit: Int, _ jobs: Int) throws {
    let workshop = try Workshop()
    let library = try workshop.library("libx.so", "int one, two;")
    let content = try Data(contentsOf: library)
    try FileManager.default.removeItem(at: library)
    let tree = workshop.folder.file("tree")
    try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: false)
    let files = (0..<150).map { tree.appendingPathComponent("lib\($0).so") }
    for file in files { try content.write(to: file) }
    let words = "apply --all --recursive --jobs=\(jobs) '\(tree.path)'"
    let ended = try run("sh", ["-c", "ulimit -n \(limit) && exec '\(toolPath)' \(words)"])
    #expect(ended.status == 0, "\(ended.errors.prefix(500))")
    for file in files { #expect(try exportedNames(file).isEmpty, "\(file.path)") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.path).count == files.count)
  }
}
