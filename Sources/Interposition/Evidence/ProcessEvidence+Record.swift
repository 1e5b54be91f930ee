// Evidence from the model of a process.

internal import ELFModel
public import LoaderModel

extension ProcessEvidence {
  /// What `record` knows. Only relocations count: what a program asks dlsym for is its own choice,
  /// and what the loader looks up for itself concerns nobody else.
  public init(_ record: ProcessRecord) {
    let preloads = Set(record.preloads.map(\.rawValue))
    let objects = record.maps.enumerated().map { position, map in
      EvidenceObject(
        path: map.name, namespace: map.namespace, file: map.file,
        isPreloaded: preloads.contains(position))
    }
    var list = ReferenceList()
    for binding in record.bindings {
      guard binding.cause == .relocation || binding.cause == .firstCall,
        let symbol = binding.symbol, case .definition(let definer, let definition) = binding.target
      else { continue }
      list.add(
        EvidenceReference(
          referrer: ObjectIndex(rawValue: binding.reference.rawValue), name: binding.name,
          version: binding.version, definer: ObjectIndex(rawValue: definer.rawValue),
          definition: definition, count: binding.count),
        of: symbol)
    }
    self.init(
      objects: objects, program: objects.isEmpty ? nil : ObjectIndex(rawValue: 0),
      references: list.references,
      dependencies: record.indices.map { map in
        record.directDependencies(of: map).map { ObjectIndex(rawValue: $0.rawValue) }
      },
      isComplete: record.isComplete)
  }
}

/// References, those of one entry to one object gathered.
struct ReferenceList {
  private struct Key: Hashable {
    let referrer: ObjectIndex
    let symbol: SymbolIndex
    let definer: ObjectIndex
  }

  private(set) var references: [EvidenceReference] = []
  private var places: [Key: Int] = [:]

  mutating func add(_ reference: EvidenceReference, of symbol: SymbolIndex) {
    let key = Key(referrer: reference.referrer, symbol: symbol, definer: reference.definer)
    if let place = places[key] {
      references[place].count += reference.count
    } else {
      places[key] = references.count
      references.append(reference)
    }
  }
}
