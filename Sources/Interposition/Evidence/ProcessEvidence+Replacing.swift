// What a log would say if some files had other tables. A log tells no search order, so only what is
// certain is said: a reference that loses its definition goes to the object that it belongs to, if
// no third one has the name; otherwise nothing is known of it.

public import ELFModel
public import LoaderModel

extension ProcessEvidence {
  /// The process with `replacements` for the files of those identities.
  public func replacing(_ replacements: [FileIdentity: DynamicImage]) -> ProcessEvidence {
    let objects = self.objects.map { object in
      guard let file = object.file, let image = replacements[file.identity] else { return object }
      return EvidenceObject(
        path: object.path, namespace: object.namespace, file: file.with(image),
        isPreloaded: object.isPreloaded)
    }
    let changed = with(objects: objects, references: [])
    var closures = DependencyClosures(changed)
    let references = self.references.compactMap { reference -> EvidenceReference? in
      let definer = objects[reference.definer.rawValue]
      guard let file = definer.file, replacements[file.identity] != nil else { return reference }
      // A file's own reference to a symbol that is local now is bound to the file.
      if reference.definer == reference.referrer { return reference }
      if let definition = file.definition(of: reference.name, version: reference.version) {
        return reference.bound(to: reference.definer, definition)
      }
      let closure = closures.closure(of: reference.referrer)
      let definers = changed.indices.compactMap { index -> (ObjectIndex, SymbolIndex)? in
        guard objects[index.rawValue].namespace == definer.namespace,
          let file = objects[index.rawValue].file,
          let definition = file.definition(of: reference.name, version: reference.version)
        else { return nil }
        return (index, definition)
      }
      guard definers.allSatisfy({ closure.contains($0.0) }),
        let owner = closure.order.first(where: { member in definers.contains { $0.0 == member } }),
        let definition = definers.first(where: { $0.0 == owner })?.1
      else { return nil }
      return reference.bound(to: owner, definition)
    }
    return with(objects: objects, references: references)
  }
}

extension EvidenceReference {
  fileprivate func bound(to definer: ObjectIndex, _ definition: SymbolIndex) -> EvidenceReference {
    EvidenceReference(
      referrer: referrer, name: name, version: version, definer: definer, definition: definition,
      count: count)
  }
}
