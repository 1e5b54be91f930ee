// What musl asks of a file beside its symbols.

internal import ELFModel

extension ObjectFile {
  /// Whether nothing that the object refers to may be missing, however it is opened. A DT_BIND_NOW
  /// whose value is 0, as linkers write it, does not count (ldso/dynlink.c `prepare_lazy`).
  var bindsNowUnderMusl: Bool {
    let entries = image.dynamic.table
    return entries[.bindNow] ?? 0 != 0 || entries.has(DynamicTag.flagsBindNow, in: .flags)
      || entries.has(DynamicTag.flags1Now, in: .flags1)
  }

  /// Whether it has a PT_TLS.
  var hasThreadLocalStorage: Bool { image.segments.contains { $0.type == 7 } }

  /// Whether what stands at `address` cannot be written once the object is bound: it lies in
  /// PT_GNU_RELRO, as far as that covers whole pages of the smallest size.
  func isReadOnly(_ address: UInt64) -> Bool {
    image.segments.contains { segment in
      segment.type == 0x6474_e552 && address >= segment.address & ~0xfff
        && address < (segment.address &+ segment.memorySize) & ~0xfff
    }
  }
}
