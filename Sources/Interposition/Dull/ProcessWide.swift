// What a process should have one of: an allocator, a sanitizer's runtime, C++'s unique variables,
// the C library's own. Whoever defines it first is meant to serve all, and a rule of the hazards
// keeps it for that reason.
//
// Rules that only guess at processes are left out: type information and vtables come with the classes
// of a vendored library, and that they are captured too is a part of the diagnosis.

extension DullRule {
  static let processWide = DullRule(
    id: "process-wide", title: "allocators and their like"
  ) { $0.objection != nil }
}
