// Names that a program must go on to export: plugins refer to them and need nobody who defines them.
// No dependency list of the program tells of plugins, so only those that were read are known.

internal import ELFModel
public import LoaderModel

/// A library outside the process, as far as it may count on the program.
public struct PluginCandidate: Sendable {
  /// By what name others need it.
  public let neededName: [UInt8]
  let needed: [[UInt8]]
  let asked: [Demand]

  /// A name, in the version that is asked for.
  struct Demand: Sendable {
    let name: [UInt8]
    let version: VersionName?
  }

  /// A library that asks for nothing.
  public init() { (neededName, needed, asked) = ([], [], []) }

  /// The library in `file`, whose name is `fileName`; what it asks for is what `program` could give.
  public init(_ file: ObjectFile, fileName: [UInt8], program: ObjectFile) {
    let image = file.image
    neededName = file.soname ?? fileName
    needed = image.neededLibraries.map { Array($0) }
    asked = image.symbolIndices.compactMap { symbol in
      guard image[symbol].isUndefined, !image[symbol].isLocal else { return nil }
      let name = image.name(of: symbol)
      guard !DullRule.isLinkerMade(name),
        program.definition(of: name, version: file.version(of: symbol)) != nil
      else { return nil }
      return Demand(name: Array(name), version: file.version(of: symbol))
    }
  }
}

/// What the plugins among some libraries want of a program.
public struct PluginDemands: Sendable {
  private var names = NameSet()
  private var askers: [Int] = []

  /// Nobody wants anything.
  public init() {}

  /// What `candidates` want of the program of `evidence`.
  ///
  /// - Parameter shared: for each candidate the names that it and the program define.
  public init(
    _ candidates: [PluginCandidate], sharing shared: [[SharedName]], in evidence: ProcessEvidence
  ) {
    let definitions = shared.map { names in NameSet(names.map { Array($0.name.name) }) }
    var places: [[UInt8]: Int] = [:]
    for (place, candidate) in candidates.enumerated() where places[candidate.neededName] == nil {
      places[candidate.neededName] = place
    }
    let residents = evidence.indices.filter { $0 != evidence.program }
      .compactMap { evidence[$0].file }
    for (place, candidate) in candidates.enumerated() where !candidate.asked.isEmpty {
      let closure = Self.closure(of: place, candidates, places)
      for demand in candidate.asked {
        let name = demand.name
        let isGiven =
          closure.contains { definitions[$0].contains(name[...]) }
          || residents.contains { $0.definition(of: name[...], version: demand.version) != nil }
        if !isGiven, names.insert(name) == askers.count { askers.append(place) }
      }
    }
  }

  /// The candidates that the one at `root` needs, itself among them.
  private static func closure(
    of root: Int, _ candidates: [PluginCandidate], _ places: [[UInt8]: Int]
  ) -> [Int] {
    var order = [root]
    var members: Set<Int> = [root]
    var next = 0
    while next < order.count {
      for name in candidates[order[next]].needed {
        if let place = places[name], members.insert(place).inserted { order.append(place) }
      }
      next += 1
    }
    return order
  }

  /// The position of a library that wants `name`; nil if none does.
  public func asker(of name: ArraySlice<UInt8>) -> Int? {
    names.position(of: name).map { askers[$0] }
  }
}
