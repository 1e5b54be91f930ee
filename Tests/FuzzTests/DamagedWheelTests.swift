// Wheels come from anybody: whatever a damaged one says, it is refused, or it is what is read and written.

import Foundation
import FuzzTargets
import TestSupport
import Testing

@Suite struct DamagedWheelTests {
  /// An archive as Python writes it, with the sizes before the data or behind it.
  private func archive(isStreamed: Bool) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let file = folder.file("sample.whl")
    let program = """
      import io, sys, zipfile
      class Pipe(io.RawIOBase):
          def writable(self): return True
          def write(self, piece): return out.write(piece)
      with open(sys.argv[1], "wb") as out:
          with zipfile.ZipFile(Pipe() if sys.argv[2] == "true" else out, "w") as wheel:
              for name, method in ("p/", 0), ("p/m.so", 8), ("p/n.so", 0), ("p-1.dist-info/RECORD", 8):
                  entry = zipfile.ZipInfo(name)
                  entry.compress_type = method
                  wheel.writestr(entry, "" if name == "p/" else name * 20)
      """
    try mustRun("/usr/bin/python3", ["-c", program, file.path, "\(isStreamed)"])
    return [UInt8](try Data(contentsOf: file))
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func archivesAreReadOrRefused(_ seed: UInt64) throws {
    let whole = [0] + (try archive(isStreamed: seed.isMultiple(of: 2)))
    FuzzTarget.wheel.run(whole)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 1..<bytes.count, using: &generator)
        switch Int.random(in: 0...4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[place] &+= UInt8.random(in: 0...8, using: &generator) &- 4
        case 2: bytes.remove(at: place)
        case 3: bytes.removeLast(min(bytes.count - 1, Int.random(in: 1...80, using: &generator)))
        default:
          let end = min(bytes.count, place + Int.random(in: 1...60, using: &generator))
          bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
        if bytes.count < 2 { break }
      }
      FuzzTarget.wheel.run(bytes)
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func recordsAreReadOrRefused(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let whole = [1] + Array("p/m.so,sha256=x,84\r\n\"p/\"\"q\"\",r.so\",sha256=y,1\n\nR,,\n".utf8)
    FuzzTarget.wheel.run(whole)
    let marks = Array(",\"\r\n a0".utf8) + [0, 0xff]
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 1..<bytes.count, using: &generator)
        if Bool.random(using: &generator) {
          bytes[place] = marks.randomElement(using: &generator) ?? 0
        } else {
          bytes.insert(marks.randomElement(using: &generator) ?? 0, at: place)
        }
      }
      FuzzTarget.wheel.run(bytes)
    }
  }
}
