// Logs of `LD_DEBUG=bindings`. The first byte says how long the pieces are in which it is read.

internal import ELFModel
internal import Interposition
internal import LoaderModel

extension FuzzTarget {
  /// Reads a log in pieces, and takes it for evidence.
  public static let loaderLog = FuzzTarget(name: "FuzzLoaderLog") { bytes in
    let (piece, text) = bytes.choice(of: 256)
    let log = log(of: text, pieces: piece + 1)
    let whole = Self.log(of: text, pieces: max(1, text.count))
    require(
      log.processes.count == whole.processes.count && log.damagedCount == whole.damagedCount
        && zip(log.processes, whole.processes).allSatisfy {
          $0.number == $1.number && $0.objectNames == $1.objectNames
        }, "a log reads the same in pieces")
    let file = ObjectFile(SampleImage.library, identity: FileIdentity(device: 0, inode: 1))
    for process in log.processes.prefix(16) {
      let evidence = ProcessEvidence(process, preloads: [Array("libb.so".utf8)]) { name in
        name.count % 3 == 0 ? nil : (name, file)
      }
      require(
        evidence.references.allSatisfy {
          evidence.objects.indices.contains($0.referrer.rawValue)
            && evidence.objects.indices.contains($0.definer.rawValue)
        }, "a reference names an object")
    }
  }

  private static func log(of text: [UInt8], pieces: Int) -> BindingLog {
    var log = BindingLog()
    for start in stride(from: 0, to: text.count, by: pieces) {
      log.read(Array(text[start..<min(start + pieces, text.count)]))
    }
    log.finish()
    return log
  }
}
