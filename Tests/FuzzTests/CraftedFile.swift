// A hostile file that is changed further: fields get any number, and the tables that HostileFile
// does not write are put behind its end.

/// Bytes of a 64-bit little-endian ELF file.
struct CraftedFile {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A program header.
  struct Segment {
    var type = 1
    var flags = 6
    var offset = 0
    var address = 0
    var size = 0
  }

  /// A section header.
  struct Section {
    var name = 0
    var type = 1
    var flags = 0
    var address = 0
    var offset = 0
    var size = 0
    var link = 0
    var info = 0
    var entrySize = 0
  }

  /// Where the field of an ELF header is, and its size.
  enum Field: Int {
    case segmentOffset = 32
    case sectionOffset = 40
    case segmentCount = 56
    case sectionCount = 60
    case sectionNames = 62

    var size: Int { rawValue < 48 ? 8 : 2 }
  }

  mutating func set(_ field: Field, _ value: Int) { set(value, field.size, at: field.rawValue) }

  mutating func set(_ value: Int, _ size: Int, at place: Int) {
    let all = HostileFile.long(value)
    for byte in 0..<size { bytes[place + byte] = all[byte] }
  }

  /// The number of 8 bytes at `place`.
  func number(at place: Int) -> Int {
    bytes[place..<(place + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Where the field at `field` bytes of the first program header of `type` is.
  func place(ofSegment type: Int, field: Int) throws -> Int {
    let first = number(at: Field.segmentOffset.rawValue)
    for index in 0..<2 where bytes[first + index * 56] == UInt8(type) {
      return first + index * 56 + field
    }
    throw NoSuchThing()
  }

  /// Where the value of the first entry with `tag` is.
  func place(ofEntry tag: Int) throws -> Int {
    var place = number(at: try self.place(ofSegment: 2, field: 8))
    while number(at: place) != 0 {
      if number(at: place) == tag { return place + 8 }
      place += 16
    }
    throw NoSuchThing()
  }

  struct NoSuchThing: Error {}

  /// Puts `table` behind the end, and says where it is.
  mutating func append(_ table: [UInt8]) -> Int {
    while !bytes.count.isMultiple(of: 16) { bytes.append(0) }
    defer { bytes += table }
    return bytes.count
  }

  /// Puts the program headers there are, and `more`, behind the end.
  mutating func add(_ more: [Segment], countField: Int? = nil) {
    let present = Array(bytes[64..<(64 + 112)])
    set(.segmentOffset, bytes.count)
    set(.segmentCount, countField ?? 2 + more.count)
    bytes += present
    for segment in more {
      bytes += HostileFile.word(segment.type) + HostileFile.word(segment.flags)
      for value in [segment.offset, segment.address, segment.address, segment.size, segment.size] {
        bytes += HostileFile.long(value)
      }
      bytes += HostileFile.long(4096)
    }
  }

  /// Puts section headers behind the end.
  mutating func add(_ sections: [Section], countField: Int? = nil) {
    set(.sectionOffset, bytes.count)
    set(.sectionCount, countField ?? sections.count)
    set(64, 2, at: 58)
    for section in sections {
      bytes += HostileFile.word(section.name) + HostileFile.word(section.type)
      for value in [section.flags, section.address, section.offset, section.size] {
        bytes += HostileFile.long(value)
      }
      bytes += HostileFile.word(section.link) + HostileFile.word(section.info)
      bytes += HostileFile.long(8) + HostileFile.long(section.entrySize)
    }
  }
}
