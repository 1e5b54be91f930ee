// The ELF files of a wheel, as files in a folder of the run's own, where an installer would put them: the
// loader model looks for libraries by paths, and finds them as it would once the wheel is installed.

internal import ELFModel
internal import Reporting
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
  private let folder: PrivateFolder
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
    signature = directory.nameOfSignature
    folder = try PrivateFolder()
    let positions = try directory.entries.indices.filter { try isELF(directory.entries[$0]) }
    let places = positions.map { installedPlace(of: directory.entries[$0].name) }
    if let (file, other) = firstNested(places) {
      throw WheelError.samePlace(
        name: directory.entries[positions[file]].name,
        other: directory.entries[positions[other]].name)
    }
    for (position, place) in zip(positions, places) { try unpack(position, to: place) }
  }

  /// All that is unpacked lies below it.
  var root: FilePath { folder.path }

  /// From where files are to what they are called in the wheel.
  var paths: PackedPaths {
    let root = folder.path.appending(folderOfPackages)
    return PackedPaths(
      root: root, in: folder.path,
      others: members.filter { $0.path != root.appending($0.name) }.map {
        ($0.path, FilePath($0.name))
      })
  }

  private func isELF(_ entry: ZipEntry) throws -> Bool {
    guard !entry.isFolder, entry.byteCount > 4 else { return false }
    return try directory.beginning(of: entry, in: file, count: 4) == [0x7f, 0x45, 0x4c, 0x46]
  }

  private var unpackedBytes = 0

  private func unpack(_ position: Int, to place: [UInt8]) throws {
    let entry = directory.entries[position]
    unpackedBytes += entry.byteCount
    guard unpackedBytes <= max(1 << 30, file.byteCount * ZipDirectory.mostRatio) else {
      throw WheelError.tooLarge(
        name: entry.name, byteCount: unpackedBytes, compressed: file.byteCount)
    }
    let path = try folder.make(place) { new in
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
  /// The signature of RECORD, if there is one.
  fileprivate var nameOfSignature: [UInt8]? {
    for file in ["RECORD.jws", "RECORD.p7s"] {
      if let position = positions(ofRecords: file).first { return entries[position].name }
    }
    return nil
  }

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
