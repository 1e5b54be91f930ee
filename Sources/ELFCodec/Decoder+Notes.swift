// The notes of a file, as far as who wrote them.
//
//     namesz  descsz  type  name[namesz]  desc[descsz]      name and desc padded
//
// Source: gABI chapter 5, "Note Section"; words have 32 bits in both classes. Everything is padded to
// 4 bytes; notes that are padded to 8 (.note.gnu.property) have no sizes for which it matters. A note
// that does not end where it should ends the reading: none decides what would make it an error.

internal import ELFModel

extension Decoder {
  /// No common file has more bytes of notes.
  private static var noteLimit: UInt64 { 1 << 16 }

  /// The names of the owners of all notes in PT_NOTE segments, each once, and for each segment the
  /// bytes that were read as notes.
  func noteOwners(_ segments: [Segment]) throws -> (names: [[UInt8]], regions: [FileRegion]) {
    var owners: [[UInt8]] = []
    var regions: [FileRegion] = []
    for segment in segments.filter({ $0.type == Segment.note }).prefix(16) {
      guard
        let region = try? reader.region(
          "PT_NOTE", offset: segment.offset, byteCount: min(segment.fileSize, Self.noteLimit))
      else { continue }
      let (found, end) = ownerNames(in: try reader.bytes(region))
      for owner in found where !owners.contains(owner) && owners.count < 32 {
        owners.append(owner)
      }
      regions.append(FileRegion(offset: region.offset, byteCount: end))
    }
    return (owners, regions)
  }

  /// The names in `bytes`, and where the last byte was that had a say in it.
  private func ownerNames(in bytes: [UInt8]) -> (found: [[UInt8]], end: Int) {
    var found: [[UInt8]] = []
    var position = 0
    var end = 0
    while position + 12 <= bytes.count {
      let head = translation.decode(
        numbers: UInt32.self, from: Array(bytes[position..<position + 8]))
      let name = position + 12
      end = name
      let description = (name + Int(head[0]) + 3) / 4 * 4
      guard name + Int(head[0]) <= bytes.count else { break }
      found.append(Array(bytes[name..<name + Int(head[0])].prefix { $0 != 0 }))
      end = name + Int(head[0])
      position = (description + Int(head[1]) + 3) / 4 * 4
    }
    return (found, end)
  }
}
