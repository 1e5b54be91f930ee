// What must hold for every dynamically linked file there is.

import ELFCodec
import ELFModel
import Foundation
import TestSupport

/// What was found out about `file`, demoted or refused as it must be.
func sweep(_ file: InstalledFile) -> Finding {
  do {
    return try Sweep(file: file).finding()
  } catch {
    return Finding(kind: .demotable, complaints: ["the sweep of this file ended early: \(error)"])
  }
}

private struct Sweep {
  let file: InstalledFile

  func finding() throws -> Finding {
    let source = try MappedFile(file.url)
    let image: DynamicImage
    do {
      image = try decode(source)
    } catch DecodeError.unsupported {
      if file.isSeparateDebugFile {
        return try refusal(as: .separateDebugFile, saying: "a separate debug file")
      }
      return try refusal(as: .staticProgram, saying: "a statically linked executable")
    }
    var finding: Finding
    if let reason = file.processor.reasonForRefusal {
      finding = try refusal(as: .otherMachine, saying: reason)
    } else if file.isSystemLibrary {
      finding = try refusal(as: .systemLibrary, saying: "[c-library]", status: 3)
    } else {
      finding = try demotion(of: image)
    }
    let edits = try encode(image, over: image, in: source)
    if !edits.isEmpty {
      finding.complaints.append("decoding and encoding changes bytes \(edits.map(\.range))")
    }
    return finding
  }

  /// Demotes everything that the rules allow in a copy, and looks at the copy from all sides.
  private func demotion(of image: DynamicImage) throws -> Finding {
    let folder = try TemporaryFolder()
    let result = folder.file("result")
    let apply = try apply(to: result)
    guard apply.succeeded else {
      return Finding(
        kind: .demotable, complaints: ["apply ended with \(apply.ending): \(apply.errors)"])
    }
    let exportsAfter = try decode(try MappedFile(result)).exports.count
    return Finding(
      kind: .demotable,
      complaints: try ResultCheck(
        original: file.url, result: result, selection: file.selection
      ).complaints(),
      exports: image.exports.count,
      demoted: image.exports.count - exportsAfter,
      relocations: image.relocations.reduce(0) { $0 + $1.table.symbolic.count })
  }

  private func apply(to result: URL) throws -> RunResult {
    try run(toolPath, ["apply"] + file.selection + ["--output=\(result.path)", file.path])
  }

  /// The documented end of a run on a file that cannot be demoted, and why.
  private func refusal(as kind: Finding.Kind, saying reason: String, status: Int32 = 2) throws
    -> Finding
  {
    let folder = try TemporaryFolder()
    let result = folder.file("result")
    let apply = try apply(to: result)
    var finding = Finding(kind: kind)
    if apply.status != status || !apply.errors.contains(reason) {
      finding.complaints.append("expected '\(reason)', got \(apply.ending): \(apply.errors)")
    }
    if FileManager.default.fileExists(atPath: result.path) {
      finding.complaints.append("a refused run has written a result")
    }
    if kind == .staticProgram, file.hasInterpreter {
      finding.complaints.append("called static although it names a dynamic linker")
    }
    return finding
  }
}
