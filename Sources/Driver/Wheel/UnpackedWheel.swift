// The ELF files of a wheel, as files in a folder of the run's own: the loader model looks for libraries
// by paths, and in a wheel it finds them as it would once the wheel is installed.

internal import ELFModel
internal import Storage
internal import Wheels

/// A wheel with its ELF files unpacked.
final class UnpackedWheel {
  /// An ELF file of the wheel.
  struct Member {
    /// Its position in the directory.
    let position: Int
    /// Its path in the wheel.
    let name: [UInt8]
    /// Where it is unpacked.
    let path: FilePath
  }

  let file: DiskFile
  let directory: ZipDirectory
  let record: RecordFile
  private let recordPosition: Int
  /// Where they are unpacked; removed with its owner.
  let folder: PrivateFolder
  private(set) var members: [Member] = []
  /// A signature of RECORD, if there is one.
  let signature: [UInt8]?

  /// Opens the wheel at `path`, and unpacks what are ELF files in it.
  ///
  /// - Throws: ``WheelError``, or ``StorageError``.
  init(_ path: FilePath) throws {
    file = try DiskFile(path)
    directory = try ZipDirectory(of: file)
    let records = directory.positions(ofRecords: "RECORD")
    guard records.count == 1 else { throw WheelError.recordCount(records.count) }
    recordPosition = records[0]
    record = try RecordFile(
      try directory.content(of: directory.entries[recordPosition], in: file))
    signature =
      ["RECORD.jws", "RECORD.p7s"].lazy.flatMap { [directory] in directory.positions(ofRecords: $0)
      }
      .first.map { [directory] in directory.entries[$0].name }
    folder = try PrivateFolder()
    for (position, entry) in directory.entries.enumerated() where try isELF(entry) {
      try unpack(entry, at: position)
    }
  }

  private func isELF(_ entry: ZipEntry) throws -> Bool {
    guard !entry.isFolder, entry.byteCount > 4 else { return false }
    return try directory.beginning(of: entry, in: file, count: 4) == [0x7f, 0x45, 0x4c, 0x46]
  }

  private var unpackedBytes = 0

  private func unpack(_ entry: ZipEntry, at position: Int) throws {
    unpackedBytes += entry.byteCount
    guard unpackedBytes <= max(1 << 30, file.byteCount * ZipDirectory.mostRatio) else {
      throw WheelError.tooLarge(
        name: entry.name, byteCount: unpackedBytes, compressed: file.byteCount)
    }
    let path = try folder.make(entry.name) { new in
      var offset = 0
      try directory.read(entry, of: file) { piece in
        try new.write(piece, at: offset)
        offset += piece.count
      }
    }
    let unpacked = try DiskFile(path)
    try record.check(
      entry.name, has: recordedHash(of: unpacked), byteCount: unpacked.byteCount)
    members.append(Member(position: position, name: entry.name, path: path))
  }

  /// What `edits`, by the path of each file, make of the wheel: the new content of entries.
  func replacements(for edits: [FilePath: [ByteEdit]]) throws -> [Int: any ByteSource] {
    var contents: [Int: any ByteSource] = [:]
    var lines: [(name: [UInt8], digest: String, byteCount: Int)] = []
    for member in members {
      guard let edits = edits[member.path], !edits.isEmpty else { continue }
      let edited = EditedSource(try DiskFile(member.path), edits: edits)
      contents[member.position] = edited
      lines.append((member.name, try recordedHash(of: edited), edited.byteCount))
    }
    if !contents.isEmpty { contents[recordPosition] = record.replacing(lines) }
    return contents
  }
}

/// The hash of `source` as RECORD has it.
private func recordedHash(of source: some ByteSource) throws -> String {
  "sha256=" + (try Digest(of: source)).urlSafeBase64
}

extension ZipDirectory {
  /// The entries `NAME.dist-info/FILE` at the top of the archive.
  fileprivate func positions(ofRecords file: String) -> [Int] {
    let end = Array(".dist-info/\(file)".utf8)
    return entries.indices.filter { position in
      let name = entries[position].name
      return name.count > end.count && name.suffix(end.count).elementsEqual(end)
        && !name.dropLast(end.count).contains(UInt8(ascii: "/"))
    }
  }
}
