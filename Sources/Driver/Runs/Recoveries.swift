// What runs that were killed left halfway is brought to an end before anything of this run is read:
// what one file is must not change while another is decided about.

internal import Reporting
internal import Storage

extension FileList {
  /// Brings every interrupted edit of the files to an end, under whichever of their names, and lists
  /// the files again; each says what came of it. Another shard's files are left to it, which may be at
  /// work on them.
  func recovered() -> FileList {
    guard isInterrupted else { return self }
    var remarks: [FilePath: [Message]] = [:]
    var failures: [FilePath: FileReport] = [:]
    for (position, file) in files.enumerated()
    where file.failure == nil && shard?.holds(position) ?? true {
      for name in file.names {
        do {
          remarks[name] = try recoveryMessages(name)
        } catch {
          let (status, message) = failure(error, at: name)
          failures[name] = FileReport(path: name, status: status, messages: [message])
        }
      }
    }
    var list = listedAgain()
    for position in list.files.indices {
      let names = list.files[position].names
      list.files[position].remarks = names.flatMap { remarks[$0] ?? [] }
      if let failure = names.lazy.compactMap({ failures[$0] }).first {
        list.files[position].failure = failure
      }
    }
    return list
  }
}
