// The extra fields of a record: a number, a size and so many bytes for each (APPNOTE.TXT 4.5.1). One of them,
// 0x7075, is the name once more, in UTF-8 (4.6.9): Python before 3.12 does not read it, others install the
// file under that name.

/// What the extra fields of records are about.
enum ZipExtraFields {
  /// What `fields` of the entry called `name` have that is not to be trusted; nil if nothing.
  static func problem(in fields: ArraySlice<UInt8>, of name: [UInt8]) -> String? {
    var rest = fields
    // What is shorter is padding.
    while rest.count >= 4 {
      let header = Array(rest.prefix(4))
      let size = header.number16(at: 2)
      rest = rest.dropFirst(4)
      guard rest.count >= size else { return "an extra field that is cut off" }
      // A version and the checksum of the other name come before this one.
      if header.number16(at: 0) == unicodePath, !rest.prefix(size).dropFirst(5).elementsEqual(name)
      {
        return "another name in an extra field (0x7075)"
      }
      rest = rest.dropFirst(size)
    }
    return nil
  }

  private static let unicodePath = 0x7075
}
