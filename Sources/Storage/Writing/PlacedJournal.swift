// A journal on disk, beside each name of the file that it is about: one file with as many names, so
// that it is found from whichever name is looked at.
//
// A journal tells what to do to files, so it is believed only if it is the caller's own and nobody
// else can have written it, and only beside a name that it is about. While the run that made it
// lives, it is locked. An empty one says that its run came to an end.

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
    for name in journal.names where try find(beside: name, system) != nil {
      throw StorageError.interrupted(path: name)
    }
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
      for folder in folders.distinct { try folder.synchronise() }
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
    guard let (file, status) = try open(beside: name, O_RDWR, system) else { return nil }
    let place = OwnName.journal.beside(name)
    // Where nothing can be locked, a run that was killed is likelier than two at once.
    guard try system.lock(file, place) != .taken else { throw .busy(path: name) }
    guard let now = try system.linkStatus(at: place), now.isSameFile(as: status) else { return nil }
    guard let journal = try read(file, beside: name, system) else {
      try? system.unlink(place)
      return nil
    }
    return (PlacedJournal(file: file, names: journal.names, system: system), journal)
  }

  /// Whether a journal lies beside `name`, for those who do nothing about it.
  static func isThere(beside name: FilePath, _ system: any SystemCalls) throws(StorageError) -> Bool
  {
    guard let (file, _) = try open(beside: name, O_RDONLY, system) else { return false }
    return try read(file, beside: name, system) != nil
  }

  /// What lies where the journal of `name` would, which must be the caller's own.
  private static func open(
    beside name: FilePath, _ way: Int32, _ system: any SystemCalls
  ) throws(StorageError) -> (Descriptor, stat)? {
    let place = OwnName.journal.beside(name)
    guard let there = try system.linkStatus(at: place) else { return nil }
    guard there.st_mode & S_IFMT == S_IFREG else { throw .inTheWay(path: place) }
    guard there.isOwn else { throw .foreignJournal(path: place) }
    guard let file = try system.openOwn(place, way) else { return nil }
    let status = try system.status(file, place)
    guard status.isOwn else { throw .foreignJournal(path: place) }
    return (file, status)
  }

  /// What the journal beside `name` says; nil if it is empty: its run had come to an end.
  private static func read(
    _ file: Descriptor, beside name: FilePath, _ system: any SystemCalls
  ) throws(StorageError) -> Journal? {
    let place = OwnName.journal.beside(name)
    // While it was not locked its run may have emptied it.
    let length = try system.status(file, place).st_size
    guard length > 0 else { return nil }
    // Four digits for each byte that changes, and as many lines as there are ranges.
    let size = try system.status(at: name)?.st_size ?? 0
    guard length >> 4 <= size >> 1 &+ (1 << 16) else {
      throw .damagedJournal(path: place, line: 1)
    }
    let bytes = try system.read(file, 0..<Int(length), place)
    var journal: Journal
    do throws(UndoRecordError) {
      journal = try Journal(bytes)
    } catch {
      throw .damagedJournal(path: place, line: error.line)
    }
    let recorded = journal.names
    // A folder that is gone has no names any more.
    journal.names = recorded.compactMap { $0 == name ? name : try? system.lookingUp($0) }
    for known in journal.names where try system.isSamePlace(known, name) { return journal }
    throw .misplacedJournal(path: place, about: recorded[0])
  }

  /// Removes the journal from beside every name, the first name last. What stays is removed by the
  /// next run.
  ///
  /// It is emptied before: somebody may have taken a name of it away meanwhile, and would put it back
  /// when it is no longer true.
  ///
  /// - Parameter isFinal: whether what it is about is on the disk. If that is not known, the journal is
  ///   not lost before its names are.
  func remove(isFinal: Bool = true) {
    if isFinal {
      try? system.truncate(file, OwnName.journal.beside(names[0]))
      try? system.synchronise(file, OwnName.journal.beside(names[0]))
    }
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
