// A demotion, decided: which symbols become local, and the order that follows from it. From here
// on no symbol is added or dropped.
//
// What becomes of each table stands in ARCHITECTURE.md, "What an edit is".

public import ELFModel

/// The demotion of a set of symbols of one image.
public struct DemotionPlan: Sendable, Equatable {
  /// The symbols that become local, by their indices before.
  public let demoted: SymbolSet
  /// The order of `.dynsym` afterwards.
  public let order: SymbolPermutation
  /// The hashes of the symbols that `.gnu.hash` holds afterwards, which are the last ones of the order.
  private let hashes: [UInt32]

  /// Plans to demote `symbols`, each defined and not local in `image`; anything else is a bug of
  /// the caller.
  public init(demoting symbols: SymbolSet, in image: DynamicImage) {
    demoted = symbols
    for index in symbols {
      let symbol = image[index]
      precondition(!symbol.isUndefined, "an undefined symbol cannot be local")
      precondition(!symbol.isLocal, "a local symbol needs no demotion")
    }
    (order, hashes) = demotedOrder(of: image, demoted: symbols)
  }

  /// The image after the demotion. Without anything to demote it is `image` itself.
  public func applied(to image: DynamicImage) -> DynamicImage {
    guard !demoted.isEmpty else { return image }
    var after = image
    after.symbols.table = order.applied(to: image.symbols.table)
    localise(&after.symbols.table, boundLazily: image.jumpSlotSymbols)
    if var versions = image.versions {
      versions.table = order.applied(to: versions.table)
      unversion(&versions.table)
      after.versions = versions
    }
    if let placed = image.gnuHash { after.gnuHash = rebuilt(placed, in: image) }
    if let placed = image.sysvHash {
      after.sysvHash = Placed(rebuilt(placed.table, in: after), in: placed.region)
    }
    for table in after.relocations.indices {
      after.relocations[table].table.renumber { order.newIndices[$0.position] }
    }
    after.describeInSections()
    return after
  }

  /// Makes the demoted ones of `symbols`, which are in their new order, local.
  ///
  /// A demoted symbol that a JUMP_SLOT names is hidden as well: glibc binds lazily by visibility
  /// alone and never looks at the binding (elf/dl-runtime.c `_dl_fixup`), and even in a `-z now`
  /// file LD_PROFILE and LD_AUDIT bring lazy binding back. Every other one is made DEFAULT.
  ///
  /// - Parameter boundLazily: the symbols that a JUMP_SLOT names, as they stood before.
  private func localise(_ symbols: inout [DynamicSymbol], boundLazily: SymbolSet) {
    for index in demoted {
      let place = order.newIndices[index.position].position
      var symbol = symbols[place]
      symbol.binding = .local
      if !symbol.visibility.isClosed {
        symbol.visibility = boundLazily.contains(index) ? .hidden : .default
      }
      symbols[place] = symbol
    }
  }

  private func unversion(_ versions: inout [VersionIndex]) {
    for index in demoted {
      let place = order.newIndices[index.position].position
      if place < versions.count { versions[place] = .local }
    }
  }

  private func rebuilt(_ table: SysVHashTable, in after: DynamicImage) -> SysVHashTable {
    let wasMember = table.members()
    let members = after.symbolIndices.filter {
      let former = order.formerIndices[$0.position]
      return former.position < wasMember.count && wasMember[former.position]
        && !demoted.contains(former)
    }
    var table = table
    table.fill(with: members, of: after)
    return table
  }

  private func rebuilt(_ placed: Placed<GNUHashTable>, in image: DynamicImage)
    -> Placed<GNUHashTable>
  {
    var table = placed.table
    table.fill(withLast: hashes, of: image)
    let region = FileRegion(
      offset: placed.region.offset, byteCount: table.byteCount(in: image.header.fileClass))
    return Placed(table, in: region)
  }
}
