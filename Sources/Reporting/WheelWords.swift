// The words for what is wrong with a wheel: the structure, where it is, and what to do.

internal import Wheels

extension WheelError {
  /// What a run ends with.
  var exitStatus: ExitStatus {
    switch self {
    case .signed, .hardLinked: .refused
    case .unverified: .unverified
    default: .trouble
    }
  }

  /// What to say.
  var words: String {
    func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
    return switch self {
    case .notZip: "no wheel: it does not end as a ZIP archive does, or is cut off"
    case .malformed(let structure, let offset, let reason):
      "\(structure) at \(offset.hexadecimal): \(reason); the wheel is damaged, or made to be read in"
        + " different ways"
    case .unsupported(let structure, let offset, let what):
      "\(structure) at \(offset.hexadecimal): \(what), which is not supported in wheels"
    case .unsafeName(let name, let offset, let reason):
      "central directory at \(offset.hexadecimal): the name '\(text(name))' is not safe: \(reason)"
    case .duplicateName(let name, let offset):
      "central directory at \(offset.hexadecimal): there are two entries called '\(text(name))'"
    case .damaged(let name, let offset, let reason):
      "data at \(offset.hexadecimal): \(text(name)): \(reason); the wheel is damaged"
    case .tooLarge(let name, let byteCount, let compressed):
      "\(text(name)) would grow from \(compressed) to \(byteCount) bytes; that is no honest file, and"
        + " it is not unpacked"
    case .recordCount(let count):
      "no wheel: it has \(count) files NAME.dist-info/RECORD, and one is wanted"
    case .recordLine(let number, let reason): "RECORD, line \(number): \(reason)"
    case .unrecorded(let name): "RECORD has no line for \(text(name))"
    case .recordDiffers(let name, let line):
      "RECORD, line \(line): \(text(name)) has another hash or size; the wheel was changed by somebody"
        + " who left RECORD as it was"
    case .recordHash(let name, let line, let kind):
      "RECORD, line \(line): the hash of \(text(name)) is \(text(kind)), and only sha256 can be checked;"
        + " write RECORD anew (wheel unpack, wheel pack) and try again"
    case .samePlace(let name, let other):
      "\(text(name)) and \(text(other)) cannot both be installed: one would have the other's place"
    case .hardLinked(let links, let named):
      "the wheel has \(links) names (hard links), and an edit would part \(named) of them from the others;"
        + " name them all, or use --output=OUT or --wheel-dir=DIR"
    case .mountPoint:
      "something is mounted at the wheel's name, so no other file can take that; use --output=OUT or"
        + " --wheel-dir=DIR"
    case .unverified(let reason):
      "the result did not pass verification, nothing was written: \(reason)"
    case .signed(let name):
      "\(text(name)) is a signature of RECORD, which would not fit the result; demote before the wheel"
        + " is signed, or use --allow-signed and sign it anew"
    }
  }
}
