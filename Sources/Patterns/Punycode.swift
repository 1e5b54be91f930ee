// Characters beyond ASCII in names of Rust's v0 scheme: Punycode (RFC 3492), with `_` for the
// delimiter, and the letters of its digits in lower case.

/// The characters that `plain` and the insertions in `digits` stand for; nil if the digits are none.
func punycode(_ plain: ArraySlice<UInt8>, _ digits: ArraySlice<UInt8>) -> [Unicode.Scalar]? {
  var scalars = plain.map { Unicode.Scalar($0) }
  var next = digits.startIndex
  var bias = 72
  var scalar = 0x80
  var place = 0
  while next < digits.endIndex {
    // A variable-length integer: how far to go on, over places and then over characters.
    var distance = 0
    var weight = 1
    var step = 36
    while true {
      guard next < digits.endIndex, let digit = punycodeValue(digits[next]) else { return nil }
      next += 1
      distance += digit * weight
      guard distance <= 1 << 32 else { return nil }
      let threshold = min(max(step - bias, 1), 26)
      if digit < threshold { break }
      weight *= 36 - threshold
      guard weight <= 1 << 40 else { return nil }
      step += 36
    }
    let places = scalars.count + 1
    place += distance
    scalar += place / places
    place %= places
    guard let value = UInt32(exactly: scalar), let character = Unicode.Scalar(value) else {
      return nil
    }
    scalars.insert(character, at: place)
    place += 1
    bias = adaptedBias(distance, isFirst: places == plain.count + 1, places: places)
  }
  return scalars
}

private func punycodeValue(_ byte: UInt8) -> Int? {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a"))
  case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) + 26
  default: nil
  }
}

/// RFC 3492, section 6.1.
private func adaptedBias(_ distance: Int, isFirst: Bool, places: Int) -> Int {
  var distance = isFirst ? distance / 700 : distance / 2
  distance += distance / places
  var step = 0
  while distance > 35 * 26 / 2 {
    distance /= 35
    step += 36
  }
  return step + 36 * distance / (distance + 38)
}
