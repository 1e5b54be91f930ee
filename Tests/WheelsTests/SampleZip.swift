// A ZIP archive in memory, whose records a test may spoil.

@testable import Wheels

/// What an archive is made of.
struct SampleZip {
  struct Entry {
    var name: [UInt8]
    var content: [UInt8]
    var method = ZipMethod.deflated
    /// Whether sizes follow the data: `.signed` with the descriptor's signature.
    var descriptor = Descriptor.none
    var extra: [UInt8] = []
    /// That of the record in the directory.
    var centralExtra: [UInt8] = []
    /// What stands in the archive instead of the compressed content.
    var data: [UInt8]?
    /// What is said instead of the real size.
    var claimedSize: Int?
    /// Changes the finished records.
    var spoilLocal: (inout [UInt8]) -> Void = { _ in }
    var spoilCentral: (inout [UInt8]) -> Void = { _ in }

    enum Descriptor { case none, bare, signed }

    init(_ name: String, _ content: String = "") {
      (self.name, self.content) = (Array(name.utf8), Array(content.utf8))
    }
  }

  var entries: [Entry]
  /// Between the entries and the directory.
  var gap: [UInt8] = []
  var prefix: [UInt8] = []
  var comment: [UInt8] = []
  var spoilEnd: (inout [UInt8]) -> Void = { _ in }

  init(_ entries: [Entry]) { self.entries = entries }

  /// The archive.
  var bytes: [UInt8] {
    var archive = prefix
    var directory: [UInt8] = []
    for entry in entries {
      let offset = archive.count
      let data = entry.data ?? entry.compressed
      let sums = [
        Int(checksum(entry.content)), data.count, entry.claimedSize ?? entry.content.count,
      ]
      let flags = entry.descriptor == .none ? 0 : ZipFlags.hasDescriptor
      var local = [UInt8](repeating: 0, count: ZipLayout.LocalHeader.byteCount)
      local.set32(ZipLayout.LocalHeader.signature, at: 0)
      local.set16(flags, at: ZipLayout.LocalHeader.flags)
      local.set16(entry.method.rawValue, at: ZipLayout.LocalHeader.method)
      local.set32(0x5a21_7b3c, at: 10)
      for (place, sum) in zip([14, 18, 22], sums) {
        local.set32(entry.descriptor == .none ? sum : 0, at: place)
      }
      local.set16(entry.name.count, at: ZipLayout.LocalHeader.nameLength)
      local.set16(entry.extra.count, at: ZipLayout.LocalHeader.extraLength)
      local += entry.name + entry.extra
      entry.spoilLocal(&local)
      archive += local + data
      if entry.descriptor != .none {
        var descriptor = [UInt8](repeating: 0, count: 16)
        descriptor.set32(ZipLayout.Descriptor.signature, at: 0)
        for (place, sum) in zip([4, 8, 12], sums) { descriptor.set32(sum, at: place) }
        archive += entry.descriptor == .signed ? descriptor : Array(descriptor[4...])
      }
      var central = [UInt8](repeating: 0, count: ZipLayout.CentralHeader.byteCount)
      central.set32(ZipLayout.CentralHeader.signature, at: 0)
      central.set16(flags, at: ZipLayout.CentralHeader.flags)
      central.set16(entry.method.rawValue, at: ZipLayout.CentralHeader.method)
      central.set32(0x5a21_7b3c, at: 12)
      for (place, sum) in zip([16, 20, 24], sums) { central.set32(sum, at: place) }
      central.set16(entry.name.count, at: ZipLayout.CentralHeader.nameLength)
      central.set32(0o100755 << 16, at: 38)
      central.set32(offset, at: ZipLayout.CentralHeader.headerOffset)
      central.set16(entry.centralExtra.count, at: ZipLayout.CentralHeader.extraLength)
      central += entry.name + entry.centralExtra
      entry.spoilCentral(&central)
      directory += central
    }
    archive += gap
    var end = [UInt8](repeating: 0, count: ZipLayout.End.byteCount)
    end.set32(ZipLayout.End.signature, at: 0)
    end.set16(entries.count, at: ZipLayout.End.countOnDisk)
    end.set16(entries.count, at: ZipLayout.End.count)
    end.set32(directory.count, at: ZipLayout.End.directorySize)
    end.set32(archive.count, at: ZipLayout.End.directoryOffset)
    end.set16(comment.count, at: ZipLayout.End.commentLength)
    end += comment
    spoilEnd(&end)
    return archive + directory + end
  }
}

extension SampleZip.Entry {
  /// The content as its method stores it.
  fileprivate var compressed: [UInt8] {
    switch method {
    case .stored: content
    case .deflated: deflated(content)
    }
  }
}

/// What `bytes` deflate to.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  do {
    try Deflater().deflate(bytes) { result += $0 }
  } catch {
    preconditionFailure("memory can be read")
  }
  return result
}

/// Every entry of `archive` with its content.
func contents(of archive: [UInt8]) throws -> [[UInt8]: [UInt8]] {
  let directory = try ZipDirectory(of: archive)
  return try Dictionary(
    uniqueKeysWithValues: directory.entries.map {
      ($0.name, try directory.content(of: $0, in: archive))
    })
}

/// `directory` of `archive` written anew.
func rewritten(_ archive: [UInt8], replacing replacements: [Int: [UInt8]] = [:]) throws -> [UInt8] {
  var result: [UInt8] = []
  try ZipDirectory(of: archive).rewrite(archive, replacing: replacements) { bytes, offset in
    if result.count < offset + bytes.count {
      result += [UInt8](repeating: 0, count: offset + bytes.count - result.count)
    }
    result.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
  }
  return result
}
