// A file of ELFCLASS64, little-endian, taken apart by hand to be made odd: with headers that linkers
// do not write, tables in another order, or bytes that belong to nobody.

import Foundation
import TestSupport
import Testing

/// The bytes of a file that a test changes.
struct OddFile {
  let url: URL
  var bytes: [UInt8]

  init(_ url: URL) throws {
    self.url = url
    bytes = [UInt8](try Data(contentsOf: url))
  }

  /// Writes the bytes back, into the file that was there.
  func save() throws {
    let handle = try FileHandle(forWritingTo: url)
    defer { try? handle.close() }
    try handle.write(contentsOf: Data(bytes))
    try handle.truncate(atOffset: UInt64(bytes.count))
  }

  /// The little-endian number of `size` bytes at `offset`.
  subscript(offset: Int, size: Int) -> Int {
    get { bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) } }
    set {
      for place in 0..<size {
        bytes[offset + place] = UInt8(truncatingIfNeeded: newValue >> (8 * place))
      }
    }
  }

  // The ELF header (gABI, "ELF Header").

  var segmentOffset: Int {
    get { self[0x20, 8] }
    set { self[0x20, 8] = newValue }
  }
  var sectionOffset: Int {
    get { self[0x28, 8] }
    set { self[0x28, 8] = newValue }
  }
  var segmentCount: Int {
    get { self[0x38, 2] }
    set { self[0x38, 2] = newValue }
  }
  var sectionCount: Int {
    get { self[0x3c, 2] }
    set { self[0x3c, 2] = newValue }
  }
  var sectionNames: Int {
    get { self[0x3e, 2] }
    set { self[0x3e, 2] = newValue }
  }

  static let segmentSize = 56
  static let sectionSize = 64

  /// Where the loaded part of the file ends.
  var loadedEnd: Int {
    (0..<segmentCount).map { segmentOffset + $0 * Self.segmentSize }
      .filter { self[$0, 4] == 1 }.map { self[$0 + 8, 8] + self[$0 + 32, 8] }.max() ?? 0
  }

  /// Where the header of the section `name` stands.
  func sectionHeader(_ name: String) throws -> Int {
    let index = try #require(try sections(url).firstIndex { $0.name == name }, "no \(name)")
    return sectionOffset + index * Self.sectionSize
  }

  /// Where the section `name` begins.
  func start(of name: String) throws -> Int { self[try sectionHeader(name) + 24, 8] }

  /// Where the value of the entry of the dynamic section with `tag` stands.
  func dynamicValue(_ tag: Int) throws -> Int {
    let table = try #require(try section(".dynamic", of: url)).range
    let entry = stride(from: table.lowerBound, to: table.upperBound, by: 16).first {
      self[$0, 8] == tag
    }
    return try #require(entry, "no entry with tag \(tag)") + 8
  }
}
