// Android's dynamic linker (bionic) and local symbols. What it does with a relocation, in its own
// words, linker/linker_relocate.cpp of commit 731631f (March 2025) unless another file is named:
//
// - It looks every symbol that a relocation names up by name, whatever its binding (:279, and
//   lookup_symbol :99-121); of what it finds, a local symbol does not count
//   (linker_relocate.h:60 is_symbol_global_and_defined). A demoted symbol is not found, or found in
//   another library: `cannot locate symbol`, unless the reference is weak (:121-126). A thread-local
//   relocation that names a local symbol is an error before any lookup (:239-256).
// - A relocation with symbol 0 is not looked up. One of the thread-local types then means the file
//   itself (:235-238), which must have a TLS segment (:260-265): DTPMOD, and with the offset in the
//   addend TPREL, DTPREL and TLSDESC (:396-489; TLSDESC on aarch64 and riscv64 alone).
// - JUMP_SLOT, GLOB_DAT and ABSOLUTE with symbol 0 get no load address (:306-338). They have to
//   become RELATIVE, which gets it (:339-343). RELATIVE still looks up a symbol if it names one
//   (:340-341): its symbol must be 0.
// - RELATIVE may stand in DT_JMPREL: the fast way for that table knows JUMP_SLOT alone and leaves the
//   rest to the general one (:305, :362-367). Nothing is bound lazily; `relocate` (:592) applies
//   everything at once, in the order RELR, packed, DT_REL(A), DT_JMPREL (:613-672).
// - In files with DT_REL the addend is the relocated word (:223-225). The word of a PLT slot holds
//   the address of the PLT's head until then, and has to become the symbol's value.
// - IRELATIVE is applied wherever it stands, in order (:370-384). Before API level 35 packed
//   relocations came before RELR, so an IRELATIVE among them may call a resolver that reads words not
//   yet relocated (android-changes-for-ndk-developers.md, "Relative relocations").
// - COPY is an error (:385-395), and an executable that is no PIE is not loaded at all.
// - In a file with MTE globals RELATIVE also reads the relocated word (:350-354); such a file has
//   dynamic tags that are not known here, and is not edited.
// - Of 64-bit files it takes RELA, of 32-bit ones REL, packed or not (linker.cpp:2958-2966,
//   :3008-3022, :3059-3074).
// - One hash table must have a bucket (linker.cpp:3293). `.gnu.hash` counts if it is there; its
//   number of bloom words must be a power of two (linker.cpp:2928; 0 passes, and reads elsewhere).
//   The bloom filter is asked before the buckets (linker_soinfo.cpp:148-154, :303-313), so one of
//   zeros finds nothing, which is right for a file that exports nothing.

internal import ELFModel

extension Obstacle {
  /// The id of the obstacle that lies in the loader that a file is for, and goes with conversion.
  public static let bionic = "bionic"
}

extension DynamicImage {
  /// Why plain demotion would break a file for Android.
  var androidObstacle: Obstacle? {
    guard let evidence = androidEvidence else { return nil }
    let (structure, sign) =
      switch evidence {
      case .interpreter: ("PT_INTERP", "it names Android's loader")
      case .note: ("PT_NOTE", "the file has Android's note")
      case .dynamicTag: (TableName.dynamic.rawValue, "it has tags of Android's loader")
      case .neededLibraries: (TableName.dynamic.rawValue, "the file needs Android's libraries")
      }
    return Obstacle(
      id: Obstacle.bionic, structure: structure,
      reason: "\(sign), which looks local symbols up by name: --convert-relocations is needed")
  }
}
