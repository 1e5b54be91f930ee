// How names in ld.so.cache are sorted: as text, but runs of digits by what they come to.
//
// Source: glibc elf/dl-cache.c `_dl_cache_libcmp`. So `libc.so.6` and `libc.so.06` are one name.

struct CacheNameOrder {
  /// Whether C's `char` has a sign.
  let hasSignedCharacters: Bool

  /// Less than, equal to, or greater than 0, as `first` stands to `second`.
  func compare(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) -> Int {
    var (first, second) = (first, second)
    while let one = first.first {
      let other = second.first ?? 0
      switch (Self.isDigit(one), Self.isDigit(other)) {
      case (true, true):
        let (left, right) = (Self.takeNumber(&first), Self.takeNumber(&second))
        if left != right { return left < right ? -1 : 1 }
      case (true, false): return 1
      case (false, true): return -1
      case (false, false):
        if one != other { return value(one) - value(other) }
        first.removeFirst()
        second.removeFirst()
      }
    }
    return -value(second.first ?? 0)
  }

  private func value(_ byte: UInt8) -> Int {
    hasSignedCharacters ? Int(Int8(bitPattern: byte)) : Int(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// C's `int` keeps no more of a number.
  private static func takeNumber(_ text: inout ArraySlice<UInt8>) -> Int32 {
    var number: Int32 = 0
    while let digit = text.first, isDigit(digit) {
      number = number &* 10 &+ Int32(digit &- UInt8(ascii: "0"))
      text.removeFirst()
    }
    return number
  }
}
