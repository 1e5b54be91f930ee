// Debian's architectures: which one a file is for, and which a list of them means. dpkg names them
// by ABI, C library, kernel and processor (dpkg's tupletable and cputable; Dpkg::Arch).
//
// A file does not say all of it. Its kernel is taken to be Linux and its C library glibc, as Debian
// has no others among its releases; powerpcspe, which only differs in notes, is powerpc.

internal import ELFModel

/// One of Debian's architectures for Linux with glibc.
struct DebianArchitecture: Sendable, Equatable {
  /// What Debian calls it.
  let name: String
  /// `base`, or one of several ABIs of a processor.
  let abi: String
  /// The processor.
  let processor: String

  init(_ name: String, abi: String = "base", processor: String? = nil) {
    self.name = name
    self.abi = abi
    self.processor = processor ?? name
  }

  /// The architecture of a file; nil if Debian has none like it.
  init?(of header: FileHeader) {
    let isWide = header.fileClass == .elf64
    let isBig = header.byteOrder == .big
    let flags = header.machineFlags
    // Numbers: gABI, "e_machine"; flags: the psABI of each processor.
    switch (header.machine.code, isWide) {
    case (2, false), (18, false): self.init("sparc")
    case (3, false): self.init("i386")
    case (4, false): self.init("m68k")
    case (8, _): self.init(mips: flags, isWide: isWide, isBig: isBig)
    case (11, true), (43, true): self.init("sparc64")
    case (15, false): self.init("hppa")
    case (20, false): self.init(isBig ? "powerpc" : "powerpcel")
    case (21, true): self.init(isBig ? "ppc64" : "ppc64el")
    case (22, _): self.init(isWide ? "s390x" : "s390")
    case (40, false): self.init(arm: flags, isBig: isBig)
    case (41, true), (0x9026, true): self.init("alpha")
    case (42, false):
      // EF_SH_MACH_MASK: SH3, SH3-DSP and SH3E; the others that run Linux are kinds of SH4.
      let isThird = [3, 4, 8].contains(flags & 0x1f)
      self.init((isThird ? "sh3" : "sh4") + (isBig ? "eb" : ""))
    case (50, true): self.init("ia64")
    case (62, true): self.init("amd64")
    case (62, false): self.init("x32", abi: "x32", processor: "amd64")
    case (88, false): self.init("m32r")
    case (92, false): self.init("or1k")
    case (93, false), (195, false): self.init("arc")
    case (113, false): self.init("nios2")
    case (183, true) where !isBig: self.init("arm64")
    case (183, false) where !isBig:
      self.init("arm64ilp32", abi: "ilp32", processor: "arm64")
    case (185, false): self.init("avr32")
    case (191, true): self.init("tilegx")
    case (243, true): self.init("riscv64")
    case (258, true): self.init("loong64")
    default: return nil
    }
  }

  /// By EF_ARM_EABIMASK and EF_ARM_ABI_FLOAT_HARD.
  private init(arm flags: UInt32, isBig: Bool) {
    if isBig {
      self.init("armeb")
    } else if flags & 0xff00_0000 == 0 {
      self.init("arm")
    } else if flags & 0x400 != 0 {
      self.init("armhf", abi: "eabihf", processor: "arm")
    } else {
      self.init("armel", abi: "eabi", processor: "arm")
    }
  }

  /// By EF_MIPS_ABI2, which is n32, and the sixth revision among EF_MIPS_ARCH.
  private init(mips flags: UInt32, isWide: Bool, isBig: Bool) {
    let revision = [0x9000_0000, 0xa000_0000].contains(flags & 0xf000_0000) ? "r6" : ""
    let suffix = revision + (isBig ? "" : "el")
    if isWide {
      self.init("mips64" + suffix, abi: "abi64")
    } else if flags & 0x20 != 0 {
      self.init("mipsn32" + suffix, abi: "abin32", processor: "mips64" + suffix)
    } else {
      self.init("mips" + suffix)
    }
  }
}

/// A list of architectures as in `arch=`: names, patterns with `any`, either after a `!`.
struct DebianArchitectureList: Sendable, Hashable {
  /// One word of the list.
  private struct Term: Sendable, Hashable {
    let isNegated: Bool
    let parts: [String]

    init(_ word: Substring) {
      isNegated = word.first == "!"
      let pattern = isNegated ? word.dropFirst() : word
      parts = pattern.split(separator: "-", maxSplits: 3, omittingEmptySubsequences: false)
        .map(String.init)
    }

    /// As `debarch_is` has it: a pattern's missing parts, which are the first, are `any`. A file
    /// for an unknown processor is `nil`.
    func means(_ architecture: DebianArchitecture?) -> Bool {
      guard parts.contains("any") else {
        guard let architecture else { return false }
        return parts == [architecture.name] || parts == ["linux", architecture.name]
      }
      let own = [architecture?.abi, "gnu", "linux", architecture?.processor]
      return zip(parts.reversed(), own.reversed()).allSatisfy { $0 == "any" || $0 == $1 }
    }
  }

  private let terms: [Term]

  /// More than Debian has; each symbol that inherits a list asks all of it.
  private static let mostTerms = 256

  /// The list in `text`, its words parted by white space or commas; nil if it has none, or too
  /// many.
  init?(_ text: String) {
    let words = text.lowercased().split {
      $0 == "," || $0 == " " || $0 == "\t"
    }
    guard (1...Self.mostTerms).contains(words.count) else { return nil }
    terms = words.map(Term.init)
  }

  /// Whether `architecture` is meant. The first word that means it decides; a negated one that does
  /// not means it, too, unless a later one decides otherwise.
  func contains(_ architecture: DebianArchitecture?) -> Bool {
    var isMeant = false
    for term in terms {
      if term.means(architecture) { return !term.isNegated }
      if term.isNegated { isMeant = true }
    }
    return isMeant
  }
}

/// For which machines a line of a symbols file speaks.
struct DebianMachines: Sendable, Hashable {
  /// `arch=`.
  var architectures: DebianArchitectureList?
  /// `arch-bits=`.
  var bits: Int?
  /// `arch-endian=`.
  var byteOrder: ByteOrder?

  /// Whether that of a file is one of them.
  func include(_ header: FileHeader) -> Bool {
    if let architectures, !architectures.contains(DebianArchitecture(of: header)) { return false }
    if let bits, bits != header.fileClass.bits { return false }
    if let byteOrder, byteOrder != header.byteOrder { return false }
    return true
  }
}
