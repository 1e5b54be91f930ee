// What speaks against a demotion in a file that is packed with others, as in a Python wheel, beside what the
// model of its processes tells. Only the archive shows it: a module may find a library by what Python code
// opens before it, and Python looks up the hook by which it loads a module.

internal import ELFModel

extension Objection {
  /// `needed`, where no process tells who provides the name.
  public static let neededByNeighbour = Objection(
    id: ProcessRule.needed.id,
    reason: "another file of the wheel refers to it, and what it finds there is not known",
    yieldsToForce: true)

  /// `weak-reference`, in the same case.
  public static let wantedByNeighbour = Objection(
    id: ProcessRule.weakReference.id,
    reason: "another file of the wheel refers to it weakly, and what it finds there is not known",
    yieldsToForce: true)

  /// The hook of an extension module.
  public static let moduleHook = Objection(
    id: Rule.runtimeLookup.id, reason: "Python looks this name up to load the module",
    yieldsToForce: true)
}
