// Whether glibc's loader would load a file that the search comes to.
//
// Source: glibc elf/dl-load.c `open_verify`, `_dl_map_object_from_fd`. A file of another class or
// for another machine is passed over, and the search goes on. Whatever else is wrong with a file is
// taken for damage, and ends the loading. It makes no difference whether the path was searched for
// or named. Debian's loader asks for the machine before it complains of the identification, and so
// passes over files of the other byte order too.

internal import ELFModel

/// What the loader does about a file.
enum GlibcVerdict {
  case load(ObjectFile)
  case passOver
  case giveUp(reason: String)
}

/// The check of files for the process of one program.
struct GlibcFileCheck: Sendable {
  /// The header of the program.
  let program: FileHeader
  /// Whether the loader is Debian's.
  let isDebian: Bool

  /// - Parameter content: the bytes of the file, which are asked for only if it is unusable.
  func verdict(_ file: OpenedFile, content: () -> [UInt8]?) -> GlibcVerdict {
    switch file {
    case .object(let object): verdict(object)
    // What is foreign may be damaged besides, and is passed over nevertheless.
    case .unusable(let reason):
      content().flatMap(verdict(ofHeader:)) ?? .giveUp(reason: reason)
    }
  }

  private func verdict(_ object: ObjectFile) -> GlibcVerdict {
    let header = object.image.header
    if header.fileClass != program.fileClass { return .passOver }
    if header.byteOrder != program.byteOrder {
      return isDebian ? .passOver : .giveUp(reason: wrongByteOrder)
    }
    if header.machine.code != program.machine.code { return .passOver }
    if header.objectType == .fixedExecutable {
      return .giveUp(reason: "cannot dynamically load executable")
    }
    if object.image.dynamic.table.has(DynamicTag.flags1PIE, in: .flags1) {
      return .giveUp(reason: "cannot dynamically load position-independent executable")
    }
    return .load(object)
  }

  private var wrongByteOrder: String {
    "ELF file data encoding not \(program.byteOrder == .little ? "little" : "big")-endian"
  }

  /// The verdict on the ELF header that `bytes` begin with; nil if nothing is wrong with it.
  private func verdict(ofHeader bytes: [UInt8]) -> GlibcVerdict? {
    let is64 = program.fileClass == .elf64
    guard bytes.count >= (is64 ? 64 : 52) else { return .giveUp(reason: "file too short") }
    guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else {
      return .giveUp(reason: "invalid ELF header")
    }
    if bytes[4] != (is64 ? 2 : 1) { return .passOver }
    let words = OrderedBytes(bytes: Array(bytes.prefix(64)), byteOrder: program.byteOrder)
    let isForeign = words.halfWord(at: 18) != program.machine.code
    if let complaint = complaint(ofIdentification: bytes.prefix(16)) {
      return isForeign && isDebian ? .passOver : .giveUp(reason: complaint)
    }
    if words.word(at: 20) != 1 {
      return .giveUp(reason: "ELF file version does not match current one")
    }
    if isForeign { return .passOver }
    if ![2, 3].contains(words.halfWord(at: 16)) {
      return .giveUp(reason: "only ET_DYN and ET_EXEC can be loaded")
    }
    if words.halfWord(at: is64 ? 54 : 42) != (is64 ? 56 : 32) {
      return .giveUp(reason: "ELF file's phentsize not the expected size")
    }
    return nil
  }

  /// What is wrong with `e_ident`, its magic and class apart.
  private func complaint(ofIdentification bytes: ArraySlice<UInt8>) -> String? {
    if bytes[5] != (program.byteOrder == .little ? 1 : 2) { return wrongByteOrder }
    if bytes[6] != 1 { return "ELF file version ident does not match current one" }
    let (sysV, gnu, arm) = (UInt8(0), UInt8(3), UInt8(64))
    switch bytes[7] {
    case sysV where bytes[8] != 0: return "ELF file ABI version invalid"
    case sysV, gnu: break
    case arm where program.machine.code == MachineCode.arm: break
    default: return "ELF file OS ABI invalid"
    }
    return bytes[9...].allSatisfy { $0 == 0 } ? nil : "nonzero padding in e_ident"
  }
}
