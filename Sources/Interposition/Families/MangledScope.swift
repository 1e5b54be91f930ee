// As much of C++'s name mangling as tells which namespace a name is in.
//
// Source: Itanium C++ ABI 5.1, "External Names (a.k.a. Mangling)".

/// `google::protobuf` as it stands in mangled names, `6google8protobuf`; what has digits in front or
/// is an abbreviation of the ABI (`St`) is mangled already.
func mangledNamespace(_ name: String) -> String {
  let parts = name.split(separator: ":")
  let isAbbreviation = name.hasPrefix("S") && name.dropFirst().first?.isLowercase ?? false
  if isAbbreviation || name.first?.isNumber ?? false { return name }
  return parts.map { "\($0.utf8.count)\($0)" }.joined()
}

/// What follows in `name` from its outermost namespace on; nil if it is no mangled name, or not one
/// in a namespace or class.
func mangledScope(of name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
  guard name.count > 2, name[name.startIndex] == UInt8(ascii: "_"),
    name[name.startIndex + 1] == UInt8(ascii: "Z")
  else { return nil }
  var rest = name.dropFirst(2)
  skipSpecialName(&rest)
  // Names local to a function (`Z`) lie in its scope.
  while rest.first == UInt8(ascii: "Z") { rest.removeFirst() }
  if rest.first == UInt8(ascii: "S") { return rest }
  guard rest.first == UInt8(ascii: "N") else { return nil }
  rest.removeFirst()
  while let first = rest.first, isQualifier(first) { rest.removeFirst() }
  return rest
}

/// `restrict`, `volatile`, `const`, `&` and `&&`.
private func isQualifier(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "r"), UInt8(ascii: "V"), UInt8(ascii: "K"), UInt8(ascii: "R"),
    UInt8(ascii: "O"):
    true
  default: false
  }
}

/// Passes over what makes a name one of a table, a guard or a thunk: `TV`, `GV`, `Th16_` and others.
private func skipSpecialName(_ rest: inout ArraySlice<UInt8>) {
  guard let first = rest.first, let second = rest.dropFirst().first else { return }
  switch first {
  case UInt8(ascii: "G"): rest = rest.dropFirst(2)
  case UInt8(ascii: "T"):
    rest = rest.dropFirst(2)
    switch second {
    case UInt8(ascii: "h"): skipNumber(&rest)
    case UInt8(ascii: "v"):
      skipNumber(&rest)
      skipNumber(&rest)
    default: break
    }
  default: break
  }
}

/// `16_`, `n16_`.
private func skipNumber(_ rest: inout ArraySlice<UInt8>) {
  rest = rest.drop { $0 == UInt8(ascii: "n") || (0x30...0x39).contains($0) }
  if rest.first == UInt8(ascii: "_") { rest.removeFirst() }
}
