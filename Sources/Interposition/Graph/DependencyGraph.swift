// Who needs whom in a process, for a drawing of it. Of a large process only what has a part in a collision is
// drawn, and how the program comes by it. What is captured is no part of it: that is the findings.

/// Objects, and who of them needs whom.
public struct DependencyGraph: Sendable {
  /// That one object needs another.
  public struct Need: Sendable, Equatable {
    /// The one with the `DT_NEEDED`.
    public let from: ObjectIndex
    /// The one that it names.
    public let to: ObjectIndex
  }

  /// The objects that are drawn, the first loaded first.
  public let objects: [ObjectIndex]
  /// How many there are beside.
  public let hiddenCount: Int
  /// Who needs whom among those that are drawn, each pair once.
  public let needs: [Need]

  /// The graph of the process that was diagnosed.
  ///
  /// - Parameter limit: with more objects than this only those of the collisions are drawn, and those
  ///   through which the program needs them.
  public init(_ diagnosis: Diagnosis, drawingAllOf limit: Int) {
    let evidence = diagnosis.evidence
    let closures = DependencyClosures(evidence)
    let direct = evidence.indices.map { closures.dependencies(of: $0) }
    let drawn =
      evidence.objects.count <= limit
      ? Set(evidence.indices) : Self.concerned(diagnosis.findings, evidence.program, direct)
    objects = evidence.indices.filter(drawn.contains)
    hiddenCount = evidence.objects.count - objects.count
    needs = objects.flatMap { object in
      var seen: Set<ObjectIndex> = []
      return direct[object.rawValue].filter {
        $0 != object && drawn.contains($0) && seen.insert($0).inserted
      }.map { Need(from: object, to: $0) }
    }
  }

  /// The objects of `findings`, and those on a shortest way to each from the program.
  private static func concerned(
    _ findings: [Finding], _ program: ObjectIndex?, _ direct: [[ObjectIndex]]
  ) -> Set<ObjectIndex> {
    var concerned = Set(findings.flatMap { [$0.library, $0.owner, $0.captor] })
    guard let program else { return concerned }
    var parents: [ObjectIndex: ObjectIndex] = [:]
    var queue = [program]
    var next = 0
    while next < queue.count {
      let object = queue[next]
      next += 1
      for dependency in direct[object.rawValue]
      where dependency != program && parents[dependency] == nil {
        parents[dependency] = object
        queue.append(dependency)
      }
    }
    concerned.insert(program)
    for object in concerned {
      var object = object
      while let parent = parents[object] {
        concerned.insert(parent)
        object = parent
      }
    }
    return concerned
  }
}
