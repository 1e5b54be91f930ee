// Enough of an ELF header to know a dynamically linked file, read without the code under test.

import Foundation

/// What the headers say of a program or library.
struct ELFHead {
  /// What it runs on.
  let processor: Processor
  /// Whether it names a dynamic linker (PT_INTERP).
  let hasInterpreter: Bool
  /// Whether it has a dynamic section (PT_DYNAMIC).
  let isDynamic: Bool

  /// Reads the file at `path`; nil unless it is a readable ELF executable or library.
  init?(path: String) {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let head = Self.read(64, of: file, at: 0), head.starts(with: [0x7f, 0x45, 0x4c, 0x46])
    else { return nil }
    let fields = Fields(is64: head[4] == 2, isBigEndian: head[5] == 2)
    let (executable, shared) = (2, 3)
    guard [executable, shared].contains(fields.number(head, at: 16, size: 2)) else { return nil }

    let place = fields.is64 ? (start: 32, size: 54, count: 56) : (start: 28, size: 42, count: 44)
    let start = fields.number(head, at: place.start, size: fields.is64 ? 8 : 4)
    let size = fields.number(head, at: place.size, size: 2)
    let count = fields.number(head, at: place.count, size: 2)
    guard size >= 4, let table = Self.read(size * count, of: file, at: start) else { return nil }
    let types = (0..<count).map { fields.number(table, at: $0 * size, size: 4) }

    let (dynamic, interpreter) = (2, 3)
    isDynamic = types.contains(dynamic)
    hasInterpreter = types.contains(interpreter)
    processor = Processor(
      code: fields.number(head, at: 18, size: 2), is64: fields.is64,
      isBigEndian: fields.isBigEndian)
  }

  private static func read(_ count: Int, of file: FileHandle, at offset: Int) -> [UInt8]? {
    guard (try? file.seek(toOffset: UInt64(offset))) != nil,
      let bytes = try? file.read(upToCount: count), bytes.count == count
    else { return nil }
    return [UInt8](bytes)
  }
}

/// Numbers in the byte order of one file.
private struct Fields {
  let is64: Bool
  let isBigEndian: Bool

  func number(_ bytes: [UInt8], at offset: Int, size: Int) -> Int {
    let field = bytes[offset..<(offset + size)]
    let digits = isBigEndian ? Array(field) : field.reversed()
    return digits.reduce(0) { $0 << 8 | Int($1) }
  }
}
