// Names of Rust's v0 scheme (RFC 2603; the rustc book, "Symbol Mangling").
//
// A name can send its reader back to any of its bytes, as often as it likes: so reading is paid for
// in steps, of which there are so many. The words are those of libiberty, which nm and c++filt
// print, without hashes: its own reader takes any time for `FG` and a large number.

/// Reads a name, and writes what it stands for.
struct RustName {
  private struct Failure: Error {}

  /// Real names take some hundreds; these take milliseconds.
  private static let steps = 1 << 17
  /// How deep paths and types nest; libiberty grants about as much.
  private static let depth = 512

  private let symbol: ArraySlice<UInt8>
  private var position: Int
  private var text: [UInt8] = []
  private let capacity: Int
  private var stepsLeft = Self.steps
  private var depthLeft = Self.depth
  private var isSilent = false
  /// How many lifetimes the binders around the place read introduce.
  private var lifetimes: UInt64 = 0

  /// What `name` stands for; nil if it is not of the scheme, or stands for more than `capacity` bytes.
  static func demangle(_ name: ArraySlice<UInt8>, capacity: Int) -> [UInt8]? {
    guard name.starts(with: Array("_R".utf8)) else { return nil }
    // What LLVM puts behind a dot is no part of the name.
    let symbol = name.dropFirst(2).prefix { $0 != UInt8(ascii: ".") }
    guard let first = symbol.first, first.isUpper, symbol.allSatisfy(\.isWord) else { return nil }
    var reader = RustName(symbol, capacity: capacity)
    do {
      try reader.symbolName()
      return reader.text
    } catch {
      return nil
    }
  }

  private init(_ symbol: ArraySlice<UInt8>, capacity: Int) {
    self.symbol = symbol
    self.capacity = capacity
    position = symbol.startIndex
  }

  private mutating func symbolName() throws(Failure) {
    try path(inValue: true)
    if position < symbol.endIndex {
      // The crate that an instance was made for.
      isSilent = true
      try path(inValue: false)
    }
    guard position == symbol.endIndex else { throw Failure() }
  }

  // MARK: Paths

  private mutating func path(inValue: Bool) throws(Failure) {
    try enter()
    switch try next() {
    case UInt8(ascii: "C"):
      _ = try disambiguator()
      try write(identifier())
    case UInt8(ascii: "N"): try nestedPath(inValue: inValue)
    case UInt8(ascii: "M"):
      try implementation()
      try enclosed("<", ">") { (reader) throws(Failure) in try reader.type() }
    case UInt8(ascii: "X"):
      try implementation()
      try traitPath()
    case UInt8(ascii: "Y"): try traitPath()
    case UInt8(ascii: "I"):
      try path(inValue: inValue)
      try write(inValue ? "::<" : "<")
      try genericArguments()
      try write(">")
    case UInt8(ascii: "B"):
      try referring { (reader) throws(Failure) in try reader.path(inValue: inValue) }
    default: throw Failure()
    }
    leave()
  }

  private mutating func nestedPath(inValue: Bool) throws(Failure) {
    let namespace = try next()
    guard namespace.isUpper || namespace.isLower else { throw Failure() }
    try path(inValue: inValue)
    let number = try disambiguator()
    let name = try identifier()
    guard namespace.isUpper else {
      if !name.isEmpty { try write("::") }
      try write(name)
      return
    }
    try write("::{")
    switch namespace {
    case UInt8(ascii: "C"): try write("closure")
    case UInt8(ascii: "S"): try write("shim")
    default: try write([namespace])
    }
    if !name.isEmpty { try write(":") }
    try write(name)
    try write("#\(number)}")
  }

  /// Where an `impl` stands says nothing about what it is for.
  private mutating func implementation() throws(Failure) {
    let wasSilent = isSilent
    _ = try disambiguator()
    isSilent = true
    try path(inValue: false)
    isSilent = wasSilent
  }

  private mutating func traitPath() throws(Failure) {
    try write("<")
    try type()
    try write(" as ")
    try path(inValue: false)
    try write(">")
  }

  private mutating func genericArguments() throws(Failure) {
    try list(separator: ", ") { (reader) throws(Failure) in
      if reader.take("L") {
        try reader.lifetime(reader.number())
      } else if reader.take("K") {
        try reader.constant()
      } else {
        try reader.type()
      }
    }
  }

  // MARK: Types

  private mutating func type() throws(Failure) {
    let tag = try next()
    if let name = Self.basicTypes[tag] { return try write(name) }
    try enter()
    switch tag {
    case UInt8(ascii: "R"), UInt8(ascii: "Q"):
      try write("&")
      if take("L"), case let lifetime = try number(), lifetime > 0 {
        try self.lifetime(lifetime)
        try write(" ")
      }
      if tag == UInt8(ascii: "Q") { try write("mut ") }
      try type()
    case UInt8(ascii: "P"), UInt8(ascii: "O"):
      try write(tag == UInt8(ascii: "P") ? "*const " : "*mut ")
      try type()
    case UInt8(ascii: "A"):
      try enclosed("[", "]") { (reader) throws(Failure) in
        try reader.type()
        try reader.write("; ")
        try reader.constant()
      }
    case UInt8(ascii: "S"):
      try enclosed("[", "]") { (reader) throws(Failure) in try reader.type() }
    case UInt8(ascii: "T"):
      try write("(")
      let count = try list(separator: ", ") { (reader) throws(Failure) in try reader.type() }
      try write(count == 1 ? ",)" : ")")
    case UInt8(ascii: "F"): try bound { (reader) throws(Failure) in try reader.function() }
    case UInt8(ascii: "D"):
      try write("dyn ")
      try bound { (reader) throws(Failure) in
        try reader.list(separator: " + ") { (reader) throws(Failure) in try reader.dynamicTrait() }
      }
      guard take("L") else { throw Failure() }
      let lifetime = try number()
      if lifetime > 0 {
        try write(" + ")
        try self.lifetime(lifetime)
      }
    case UInt8(ascii: "B"):
      try referring { (reader) throws(Failure) in try reader.type() }
    default:
      position -= 1
      try path(inValue: false)
    }
    leave()
  }

  private mutating func function() throws(Failure) {
    if take("U") { try write("unsafe ") }
    if take("K") {
      let name: [UInt8] = take("C") ? [UInt8(ascii: "C")] : try identifier()
      guard !name.isEmpty else { throw Failure() }
      try write("extern \"")
      try write(name.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 })
      try write("\" ")
    }
    try write("fn(")
    try list(separator: ", ") { (reader) throws(Failure) in try reader.type() }
    try write(")")
    guard !take("u") else { return }
    try write(" -> ")
    try type()
  }

  private mutating func dynamicTrait() throws(Failure) {
    var isOpen = try openPath()
    while take("p") {
      try write(isOpen ? ", " : "<")
      isOpen = true
      try write(identifier())
      try write(" = ")
      try type()
    }
    if isOpen { try write(">") }
  }

  /// A path, whose generic arguments stay open for the associated types that follow; whether it has
  /// such arguments.
  private mutating func openPath() throws(Failure) -> Bool {
    try enter()
    defer { leave() }
    if take("B") {
      return try referring { (reader) throws(Failure) in try reader.openPath() } ?? false
    }
    guard take("I") else {
      try path(inValue: false)
      return false
    }
    try path(inValue: false)
    try write("<")
    try genericArguments()
    return true
  }

  /// What stands behind `G`, if there is one, sees so many lifetimes more.
  private mutating func bound(
    _ body: (inout RustName) throws(Failure) -> some Any
  ) throws(Failure) {
    let outer = lifetimes
    if take("G") {
      let count = try number()
      guard count < UInt64(Self.steps) else { throw Failure() }
      try write("for<")
      for index in 0...count {
        if index > 0 { try write(", ") }
        lifetimes &+= 1
        try lifetime(1)
      }
      try write("> ")
    }
    _ = try body(&self)
    lifetimes = outer
  }

  /// The lifetime that the binder `index` steps outwards introduces; 0 is one without a name.
  private mutating func lifetime(_ index: UInt64) throws(Failure) {
    guard index > 0 else { return try write("'_") }
    let place = lifetimes &- index
    if place < 26 {
      try write([UInt8(ascii: "'"), UInt8(ascii: "a") + UInt8(place)])
    } else {
      try write("'_\(place)")
    }
  }

  private static let basicTypes: [UInt8: String] = [
    UInt8(ascii: "a"): "i8", UInt8(ascii: "b"): "bool", UInt8(ascii: "c"): "char",
    UInt8(ascii: "d"): "f64", UInt8(ascii: "e"): "str", UInt8(ascii: "f"): "f32",
    UInt8(ascii: "h"): "u8", UInt8(ascii: "i"): "isize", UInt8(ascii: "j"): "usize",
    UInt8(ascii: "l"): "i32", UInt8(ascii: "m"): "u32", UInt8(ascii: "n"): "i128",
    UInt8(ascii: "o"): "u128", UInt8(ascii: "p"): "_", UInt8(ascii: "s"): "i16",
    UInt8(ascii: "t"): "u16", UInt8(ascii: "u"): "()", UInt8(ascii: "v"): "...",
    UInt8(ascii: "x"): "i64", UInt8(ascii: "y"): "u64", UInt8(ascii: "z"): "!",
  ]

  // MARK: Constants

  private mutating func constant() throws(Failure) {
    try enter()
    switch try next() {
    case UInt8(ascii: "B"):
      try referring { (reader) throws(Failure) in try reader.constant() }
    case UInt8(ascii: "p"): try write("_")
    case UInt8(ascii: "h"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "y"),
      UInt8(ascii: "o"), UInt8(ascii: "j"):
      try integer()
    case UInt8(ascii: "a"), UInt8(ascii: "s"), UInt8(ascii: "l"), UInt8(ascii: "x"),
      UInt8(ascii: "n"), UInt8(ascii: "i"):
      if take("n") { try write("-") }
      try integer()
    case UInt8(ascii: "b"):
      switch try Array(hexadecimal()) {
      case [UInt8(ascii: "0")]: try write("false")
      case [UInt8(ascii: "1")]: try write("true")
      default: throw Failure()
      }
    case UInt8(ascii: "c"): try character()
    default: throw Failure()
    }
    leave()
  }

  private mutating func integer() throws(Failure) {
    let digits = try hexadecimal()
    guard !digits.isEmpty else { throw Failure() }
    if digits.count <= 16 {
      try write("\(Self.value(of: digits))")
    } else {
      try write("0x")
      try write(digits)
    }
  }

  private mutating func character() throws(Failure) {
    let digits = try hexadecimal()
    guard (1...8).contains(digits.count) else { throw Failure() }
    switch Self.value(of: digits) {
    case 0x09: try write(#"'\t'"#)
    case 0x0a: try write(#"'\n'"#)
    case 0x0d: try write(#"'\r'"#)
    case let value where value > 0x20 && value < 0x7e:
      try write([UInt8(ascii: "'"), UInt8(value), UInt8(ascii: "'")])
    case let value: try write(#"'\u{\#(String(value, radix: 16))}'"#)
    }
  }

  /// Digits up to an underscore.
  private mutating func hexadecimal() throws(Failure) -> ArraySlice<UInt8> {
    let start = position
    while !take("_") { guard try next().isLowerHexadecimal else { throw Failure() } }
    return symbol[start..<position].dropLast()
  }

  private static func value(of digits: ArraySlice<UInt8>) -> UInt64 {
    digits.reduce(0) { $0 << 4 | UInt64($1.hexadecimalValue) }
  }

  // MARK: Names and numbers

  /// A name, as UTF-8; empty if it has none.
  private mutating func identifier() throws(Failure) -> [UInt8] {
    let isPunycode = take("u")
    var length = Int(try next()) - Int(UInt8(ascii: "0"))
    guard (0...9).contains(length) else { throw Failure() }
    if length > 0 {
      while position < symbol.endIndex, symbol[position].isDigit {
        length = length * 10 + Int(symbol[position] - UInt8(ascii: "0"))
        position += 1
        guard length <= symbol.count else { throw Failure() }
      }
    }
    _ = take("_")
    guard length <= symbol.endIndex - position else { throw Failure() }
    let bytes = symbol[position..<position + length]
    position += length
    guard isPunycode else {
      try pay(1)
      return isSilent ? [] : Array(bytes)
    }
    let plain = bytes.lastIndex(of: UInt8(ascii: "_")) ?? bytes.startIndex
    let digits = bytes[plain...].drop { $0 == UInt8(ascii: "_") }
    guard !digits.isEmpty else { throw Failure() }
    // Every character that is put in moves those behind it.
    try pay(1 + digits.count * (bytes.count / 16 + 1))
    guard !isSilent else { return [] }
    guard let scalars = punycode(bytes[..<plain], digits) else { throw Failure() }
    return scalars.flatMap { Array(String($0).utf8) }
  }

  private mutating func disambiguator() throws(Failure) -> UInt64 {
    guard take("s") else { return 0 }
    let number = try number()
    return number &+ 1
  }

  /// A number in base 62 up to an underscore, which alone is 0. One that is too large comes out
  /// as another, as in libiberty.
  private mutating func number() throws(Failure) -> UInt64 {
    if take("_") { return 0 }
    var value: UInt64 = 0
    while !take("_") {
      guard let digit = try next().base62Value else { throw Failure() }
      value = value &* 62 &+ UInt64(digit)
    }
    return value &+ 1
  }

  // MARK: Reading and writing

  private mutating func next() throws(Failure) -> UInt8 {
    guard position < symbol.endIndex else { throw Failure() }
    try pay(1)
    position += 1
    return symbol[position - 1]
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < symbol.endIndex, symbol[position] == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  /// Reads what a back reference leads to; nil if nobody would see it.
  @discardableResult
  private mutating func referring<Result>(
    _ body: (inout RustName) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    let offset = try number()
    guard !isSilent else { return nil }
    guard offset < UInt64(symbol.count) else { throw Failure() }
    let after = position
    position = symbol.startIndex + Int(offset)
    let result = try body(&self)
    position = after
    return result
  }

  /// Things up to an `E`; how many there were.
  @discardableResult
  private mutating func list(
    separator: String, _ element: (inout RustName) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    var count = 0
    while !take("E") {
      if count > 0 { try write(separator) }
      try element(&self)
      count += 1
    }
    return count
  }

  private mutating func enclosed(
    _ open: String, _ close: String, _ body: (inout RustName) throws(Failure) -> Void
  ) throws(Failure) {
    try write(open)
    try body(&self)
    try write(close)
  }

  private mutating func write(_ words: String) throws(Failure) {
    try pay(1)
    guard !isSilent else { return }
    guard words.utf8.count <= capacity - text.count else { throw Failure() }
    text += words.utf8
  }

  private mutating func write(_ bytes: some Collection<UInt8>) throws(Failure) {
    try pay(1)
    guard !isSilent else { return }
    guard bytes.count <= capacity - text.count else { throw Failure() }
    text += bytes
  }

  private mutating func enter() throws(Failure) {
    depthLeft -= 1
    guard depthLeft >= 0 else { throw Failure() }
  }

  private mutating func leave() { depthLeft += 1 }

  private mutating func pay(_ steps: Int) throws(Failure) {
    stepsLeft -= steps
    guard stepsLeft >= 0 else { throw Failure() }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  fileprivate var isUpper: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  fileprivate var isLower: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  fileprivate var isWord: Bool { isDigit || isUpper || isLower || self == UInt8(ascii: "_") }
  fileprivate var isLowerHexadecimal: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }

  fileprivate var hexadecimalValue: UInt8 {
    isDigit ? self - UInt8(ascii: "0") : self - UInt8(ascii: "a") + 10
  }

  fileprivate var base62Value: UInt8? {
    if isDigit { return self - UInt8(ascii: "0") }
    if isLower { return self - UInt8(ascii: "a") + 10 }
    return isUpper ? self - UInt8(ascii: "A") + 36 : nil
  }
}
