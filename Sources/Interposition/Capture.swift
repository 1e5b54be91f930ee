// A name that one object defines and another object's copy of which is used in its place: the fact
// that everything here is about.

internal import ELFModel
internal import Hazards

/// A reference that belongs to one object and goes to another, with all that tells whether that
/// matters.
struct Capture {
  let name: ArraySlice<UInt8>
  /// The definition that the reference belongs to.
  let owned: DynamicSymbol
  /// The definition that is used; nil if the file that has it is gone.
  let used: DynamicSymbol?
  /// `DT_SONAME` of the object that the reference belongs to.
  let ownerSoname: [UInt8]?
  /// Whether a library of the platform that is in the process has the name, too.
  let isPlatformName: Bool
  /// What keeps the used definition from being demoted.
  let objection: Objection?
  /// Whether the object that captures was preloaded.
  let isPreloaded: Bool
}
