// What a run writes down before an edit that takes more than one step, and removes after it: from
// it the next run knows how to finish the edit or to take it back. Text, one fact a line:
//
//     symdemote-group 1                       the names of one file, replaced one after the other
//     old DEVICE INODE SIZE MTIME
//     new DEVICE INODE SIZE MTIME OWNER
//     name PATH                               once for each
//
//     symdemote-inplace 1                     a file that is written into
//     file DEVICE INODE SIZE OWNER GROUP
//     mode MODE
//     times ATIME MTIME KEPT                  nanoseconds; KEPT is 1 if the result has them, too
//     capability HEXADECIMAL                  only if the file has `security.capability`
//     content SHA-256                         of all old bytes; only if the file is privileged
//     name PATH
//     bytes OFFSET OLD NEW                    hexadecimal, in ascending order
//
// In a PATH, what is no printable ASCII character is written `\xx`.

internal import ELFModel
internal import Glibc

/// What tells one file from another that later got its inode number.
struct FileStamp: Equatable {
  let device: Int
  let inode: Int
  let size: Int
  let changed: Int

  init(_ status: stat) {
    device = Int(truncatingIfNeeded: status.st_dev)
    inode = Int(truncatingIfNeeded: status.st_ino)
    size = Int(status.st_size)
    changed = status.st_mtim.total
  }

  fileprivate init(_ numbers: some Collection<Int>) {
    let numbers = Array(numbers)
    (device, inode, size, changed) = (numbers[0], numbers[1], numbers[2], numbers[3])
  }
}

/// A group of names, of which each is to become a name of the new file.
struct GroupJournal: Equatable {
  let old: FileStamp
  let new: FileStamp
  /// Whose the new file is.
  let owner: uid_t
  var names: [FilePath]
}

/// A file that is written into.
struct InPlaceJournal: Equatable {
  /// Old and new bytes for one range.
  struct Change: Equatable {
    let offset: Int
    let old: [UInt8]
    let new: [UInt8]
  }

  let device: Int
  let inode: Int
  let size: Int
  let owner: uid_t
  let group: gid_t
  let mode: mode_t
  let accessed: Int
  let modified: Int
  let keepsDates: Bool
  let capability: [UInt8]?
  /// The digest of the file as it was; nil if it has no privileges.
  let content: Digest?
  var names: [FilePath]
  let changes: [Change]
}

/// Either kind.
enum Journal: Equatable {
  case group(GroupJournal)
  case inPlace(InPlaceJournal)

  /// The names beside each of which the journal lies.
  var names: [FilePath] {
    get {
      switch self {
      case .group(let journal): journal.names
      case .inPlace(let journal): journal.names
      }
    }
    set {
      switch self {
      case .group(var journal):
        journal.names = newValue
        self = .group(journal)
      case .inPlace(var journal):
        journal.names = newValue
        self = .inPlace(journal)
      }
    }
  }

  /// The journal as it is written.
  var bytes: [UInt8] {
    var text: String
    let names = names.map { "name \(Self.escaped($0))\n" }.joined()
    switch self {
    case .group(let group):
      let (old, new) = (group.old, group.new)
      text = """
        symdemote-group 1
        old \(old.device) \(old.inode) \(old.size) \(old.changed)
        new \(new.device) \(new.inode) \(new.size) \(new.changed) \(group.owner)
        \(names)
        """
    case .inPlace(let edit):
      text = """
        symdemote-inplace 1
        file \(edit.device) \(edit.inode) \(edit.size) \(edit.owner) \(edit.group)
        mode \(edit.mode)
        times \(edit.accessed) \(edit.modified) \(edit.keepsDates ? 1 : 0)

        """
      if let capability = edit.capability {
        text += "capability \(HexadecimalBytes.text(capability))\n"
      }
      if let content = edit.content { text += "content \(content.hexadecimal)\n" }
      text += names
      for change in edit.changes {
        text += "bytes \(change.offset) \(HexadecimalBytes.text(change.old)) "
        text += "\(HexadecimalBytes.text(change.new))\n"
      }
    }
    return Array(text.utf8)
  }

  /// Reads what ``bytes`` gives.
  init(_ bytes: [UInt8]) throws(UndoRecordError) {
    var lines = RecordLines(String(decoding: bytes, as: UTF8.self))
    if lines.isNext("symdemote-group") {
      try lines.expect("symdemote-group 1")
      let old = FileStamp(try lines.numbers("old", 4))
      let new = try lines.numbers("new", 5)
      self = .group(
        GroupJournal(
          old: old, new: FileStamp(new[..<4]), owner: uid_t(truncatingIfNeeded: new[4]),
          names: try Self.names(&lines)))
    } else {
      try lines.expect("symdemote-inplace 1")
      let file = try lines.numbers("file", 5)
      let mode = try lines.numbers("mode", 1)
      let times = try lines.numbers("times", 3)
      let capability =
        lines.isNext("capability")
        ? try lines.value("capability") { HexadecimalBytes.bytes($0.utf8) } : nil
      let content =
        lines.isNext("content")
        ? try lines.value("content") { Digest(hexadecimal: String($0)) } : nil
      let names = try Self.names(&lines)
      var changes: [InPlaceJournal.Change] = []
      var end = 0
      while lines.hasMore {
        let change = try lines.value("bytes") { Self.change($0, between: end, and: file[2]) }
        end = change.offset + change.old.count
        changes.append(change)
      }
      self = .inPlace(
        InPlaceJournal(
          device: file[0], inode: file[1], size: file[2],
          owner: uid_t(truncatingIfNeeded: file[3]), group: gid_t(truncatingIfNeeded: file[4]),
          mode: mode_t(truncatingIfNeeded: mode[0]) & 0o7777, accessed: times[0],
          modified: times[1], keepsDates: times[2] != 0, capability: capability, content: content,
          names: names, changes: changes))
    }
    guard !lines.hasMore else { throw lines.failure("expected nothing more") }
  }

  private static func names(_ lines: inout RecordLines) throws(UndoRecordError) -> [FilePath] {
    var names: [FilePath] = []
    repeat { names.append(try lines.value("name", unescaped)) } while lines.isNext("name")
    return names
  }

  private static func change(_ text: Substring, between start: Int, and end: Int)
    -> InPlaceJournal.Change?
  {
    let fields = text.split(separator: " ", omittingEmptySubsequences: false)
    guard fields.count == 3, let offset = Int(fields[0]), start <= offset, offset <= end,
      let old = HexadecimalBytes.bytes(fields[1].utf8),
      let new = HexadecimalBytes.bytes(fields[2].utf8),
      old.count == new.count, old.count <= end - offset
    else { return nil }
    return InPlaceJournal.Change(offset: offset, old: old, new: new)
  }

  private static let backslash = UInt8(ascii: "\\")

  private static func escaped(_ path: FilePath) -> String {
    path.bytes.map { byte in
      (0x20...0x7e).contains(byte) && byte != backslash
        ? String(UnicodeScalar(byte)) : "\\" + HexadecimalBytes.text([byte])
    }.joined()
  }

  /// An absolute path.
  private static func unescaped(_ text: Substring) -> FilePath? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == backslash else {
        bytes.append(byte)
        continue
      }
      guard let code = HexadecimalBytes.bytes(rest.prefix(2)), code.count == 1 else { return nil }
      bytes += code
      rest = rest.dropFirst(2)
    }
    return bytes.first == UInt8(ascii: "/") ? FilePath(bytes) : nil
  }
}
