// Whether a file is for Android's dynamic linker, bionic's, which binds by name what others bind by
// index. What is certain of a file:
//
// - PT_INTERP. An executable for Android names `linker` or `linker64` (with `_asan` or `_hwasan`
//   behind it), in /system/bin, /system/bin/bootstrap or /apex/com.android.runtime/bin. An executable
//   that names another loader is for that one, whatever else it has.
// - The note that every crtbegin of the NDK writes, owner "Android" (bionic
//   libc/arch-common/bionic/crtbrand.S; "LinuxBionic" in what is built for bionic on a host).
// - DT_ANDROID_REL…: bionic alone reads packed relocations and Android's own RELR tags (linker.cpp,
//   soinfo::prelink_image). For other loaders they would not be relocated at all.
// - DT_NEEDED `libc.so` together with `liblog.so` or `libdl.so`. glibc's names have a version behind
//   them. musl's is `libc.so`, but what is linked for musl needs no `libdl.so`: there the library is
//   an empty archive. `libc.so` alone is not certain.

/// What says that a file is for Android's dynamic linker.
public enum AndroidEvidence: Sendable, Equatable {
  /// The program interpreter.
  case interpreter
  /// A note.
  case note
  /// A dynamic tag that only that linker knows.
  case dynamicTag
  /// The names of libraries that it needs.
  case neededLibraries
}

extension DynamicImage {
  /// What says that the file is for Android's dynamic linker; nil if nothing certain does.
  public var androidEvidence: AndroidEvidence? {
    if let interpreter { return Self.isAndroidLoader(interpreter) ? .interpreter : nil }
    let owners = [Array("Android".utf8), Array("LinuxBionic".utf8)]
    if noteOwners.contains(where: owners.contains) { return .note }
    if dynamic.table.contains(where: { Self.isAndroidTag($0.tag) }) { return .dynamicTag }
    let needed = neededLibraries
    func needs(_ name: String) -> Bool { needed.contains { $0.elementsEqual(name.utf8) } }
    if needs("libc.so"), needs("liblog.so") || needs("libdl.so") { return .neededLibraries }
    return nil
  }

  /// Whether the program at `path` is Android's dynamic linker.
  private static func isAndroidLoader(_ path: [UInt8]) -> Bool {
    let folders = ["/system/bin/", "/system/bin/bootstrap/", "/apex/com.android.runtime/bin/"]
    return folders.contains { folder in
      guard path.starts(with: folder.utf8) else { return false }
      let name = path.dropFirst(folder.utf8.count)
      let rest = name.dropFirst(name.starts(with: "linker64".utf8) ? 8 : 6)
      return name.starts(with: "linker".utf8) && (rest.isEmpty || rest.first == UInt8(ascii: "_"))
    }
  }

  private static func isAndroidTag(_ tag: DynamicTag) -> Bool {
    switch tag {
    case .androidRel, .androidRelSize, .androidRela, .androidRelaSize: true
    default: DynamicTag.androidRelrRange.contains(tag.rawValue)
    }
  }
}

extension DynamicTag {
  /// `DT_ANDROID_RELR`, `RELRSZ`, `RELRENT` and `RELRCOUNT`, which hold no symbols.
  public static let androidRelrRange: ClosedRange<Int64> = 0x6fff_e000...0x6fff_e005
}
