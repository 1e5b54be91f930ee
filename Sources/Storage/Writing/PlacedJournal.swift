// A journal on disk, beside each name of the file that it is about: one file with as many names, so
// that it is found from whichever name is looked at.
//
// A journal tells what to do to files, so it is believed only if it is the caller's own and nobody
// else can have written it. While the run that made it lives, it is locked.

internal import Glibc

/// A journal that is written, and locked by this run.
struct PlacedJournal {
  private let file: Descriptor
  /// The names that the journal lies beside.
  private let names: [FilePath]
  private let system: any SystemCalls

  /// Writes `journal` beside each of its names; all of it is on the disk afterwards, or nothing.
  static func place(_ journal: Journal, _ folders: [Folder], _ system: any SystemCalls) throws
    -> PlacedJournal
  {
    let places = journal.names.map(OwnName.journal.beside)
    let file: Descriptor
    do {
      file = try Draft.make(.newFile, for: places[0], mode: 0o600, system) {
        try system.write($0.descriptor, journal.bytes, at: 0, places[0])
      }.0.descriptor
    } catch StorageError.exists {
      throw StorageError.busy(path: journal.names[0])
    }
    let placed = PlacedJournal(file: file, names: journal.names, system: system)
    do throws(StorageError) {
      for place in places.dropFirst() { try system.link(file, called: places[0], to: place) }
      for folder in folders { try folder.synchronise() }
      return placed
    } catch {
      placed.remove()
      throw error.code == EEXIST ? .busy(path: journal.names[0]) : error
    }
  }

  /// The journal beside `name`, whose folder is open, as its other names' are; nil if there is none.
  ///
  /// - Throws: ``StorageError/busy(path:)`` while the run that made it lives.
  static func find(beside name: FilePath, _ system: any SystemCalls) throws(StorageError) -> (
    PlacedJournal, Journal
  )? {
    let place = OwnName.journal.beside(name)
    guard let file = try system.openOwn(place) else { return nil }
    let status = try system.status(file, place)
    guard status.isOwn else { throw .foreignJournal(path: place) }
    // Where nothing can be locked, a run that was killed is likelier than two at once.
    guard try system.lock(file, place) != .taken else { throw .busy(path: name) }
    guard let now = try system.linkStatus(at: place), now.isSameFile(as: status) else { return nil }
    // Four digits for each byte that changes, and as many lines as there are ranges.
    let size = try system.status(at: name)?.st_size ?? 0
    guard status.st_size >> 4 <= size >> 1 &+ (1 << 16) else {
      throw .damagedJournal(path: place, line: 1)
    }
    let bytes = try system.read(file, 0..<Int(status.st_size), place)
    do throws(UndoRecordError) {
      var journal = try Journal(bytes)
      // A folder that is gone has no names any more.
      let names = journal.names.compactMap {
        $0 == name ? name : try? system.lookingUp($0)
      }
      if case .group(var group) = journal {
        group.names = names
        journal = .group(group)
      }
      return (PlacedJournal(file: file, names: names, system: system), journal)
    } catch {
      throw .damagedJournal(path: place, line: error.line)
    }
  }

  /// Removes the journal from beside every name, the first name last. What stays is removed by the
  /// next run.
  func remove() {
    for name in names.reversed() {
      let place = OwnName.journal.beside(name)
      let own = try? system.status(file, place)
      let there = try? system.linkStatus(at: place)
      // What cannot be looked at is taken for what was put there.
      if let own, let there, !there.isSameFile(as: own) { continue }
      try? system.unlink(place)
    }
  }
}

extension stat {
  /// Whether it is a regular file that is the caller's, and that nobody else can have written.
  var isOwn: Bool {
    st_mode & S_IFMT == S_IFREG && st_uid == geteuid() && st_mode & (S_IWGRP | S_IWOTH) == 0
  }
}
