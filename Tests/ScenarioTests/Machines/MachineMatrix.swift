// What can be built for which machine, and what cannot, with the reason. The tests hold every cell
// against what compilers, linkers and loaders do.

import TestSupport

/// What becomes of one way to link for one machine.
enum MachineCell: Equatable {
  /// The program runs, and a demotion cures it.
  case runs
  /// The program runs, and what a demotion may reach is cured; the rest stays exported.
  case runsInPart(String)
  /// The linker does not link for the machine.
  case unlinked(String)
  /// The linker writes what the machine's loader cannot read, and symdemote refuses.
  case unreadable(String)
}

extension MachineCell {
  /// Whether a program is run.
  var isRun: Bool {
    switch self {
    case .runs, .runsInPart: true
    case .unlinked, .unreadable: false
    }
  }
}

extension MachineTarget {
  /// What is expected of `kind`.
  func cell(_ kind: LinkKind) -> MachineCell {
    switch (name, kind.linker) {
    case ("riscv64", .gold): .unlinked("binutils has no gold for riscv64")
    case ("alpha", .gold), ("alpha", .lld):
      .unlinked("neither gold nor lld links for alpha")
    case ("alpha", .mold) where kind.hashStyle != .gnu:
      .unreadable("mold gives `.hash` words of 4 bytes, alpha has 8")
    case ("powerpc", _) where kind.product == .shared:
      .runsInPart("what a PLT slot or an IFUNC's relocation names stays exported")
    case ("powerpc", .bfd) where kind.product == .pie:
      .runsInPart("the IFUNC, which a PLT slot names, stays exported")
    case ("ppc64", .lld): .unlinked("lld links ELFv2 alone, and big-endian Debian is ELFv1")
    case ("s390x", .lld) where kind.hashStyle != .gnu,
      ("s390x", .mold) where kind.hashStyle != .gnu:
      .unreadable("\(kind.linker) gives `.hash` words of 4 bytes, s390x has 8")
    default: .runs
    }
  }
}

/// The table of all cells.
enum MachineMatrix {
  static let head = [
    "| machine | kind | linker | sysv lazy | sysv now | gnu lazy | gnu now | both lazy | both now |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
  ]

  /// The row of `linker` and `product`, each cell given by `text`.
  static func row(
    _ machine: MachineTarget, _ product: Product, _ linker: Linker, _ text: (LinkKind) -> String
  ) -> String {
    let cells = kinds(product, linker).map(text)
    return "| \(machine.name) | \(product) | \(linker) | \(cells.joined(separator: " | ")) |"
  }

  static func kinds(_ product: Product, _ linker: Linker) -> [LinkKind] {
    LinkKind.all.filter { $0.product == product && $0.linker == linker }
  }

  /// What `MATRIX.md` has to say.
  static var document: String {
    var reasons: [String] = []
    func number(of reason: String) -> Int {
      if !reasons.contains(reason) { reasons.append(reason) }
      return (reasons.firstIndex(of: reason) ?? 0) + 1
    }
    func text(_ cell: MachineCell) -> String {
      switch cell {
      case .runs: return "runs"
      case .runsInPart(let reason): return "in part (\(number(of: reason)))"
      case .unlinked(let reason), .unreadable(let reason): return "no (\(number(of: reason)))"
      }
    }
    let rows = MachineTarget.all.flatMap { machine in
      Product.allCases.flatMap { product in
        Linker.allCases.map { linker in row(machine, product, linker) { text(machine.cell($0)) } }
      }
    }
    let notes = reasons.enumerated().map { "\($0 + 1). \($1)." }
    return
      ([
        "# What is demoted and run",
        "",
        "Each cell that says `runs` is a program that is linked, run, demoted and run again, lazily and",
        "at once, by the tests of this folder: Debian's cross compilers and QEMU's user-mode emulation.",
        "lld is the Swift toolchain's. On powerpc the demotion goes with --convert-relocations. The tests",
        "write this table.",
        "",
      ] + head + rows + [""] + notes).joined(separator: "\n") + "\n"
  }
}
