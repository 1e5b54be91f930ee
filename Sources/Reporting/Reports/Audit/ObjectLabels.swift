// Short names for the objects of a process.

internal import Interposition

/// What objects are called: by file name, or by path where two have the same.
struct ObjectLabels {
  private let labels: [String]

  init(_ evidence: ProcessEvidence) {
    var counts: [ArraySlice<UInt8>: Int] = [:]
    for object in evidence.objects { counts[object.fileName, default: 0] += 1 }
    labels = evidence.objects.map { object in
      let name = counts[object.fileName] == 1 ? object.fileName : object.path[...]
      let namespace = object.namespace == 0 ? "" : " [\(object.namespace)]"
      return String(decoding: name, as: UTF8.self).printable + namespace
    }
  }

  subscript(object: ObjectIndex) -> String { labels[object.rawValue] }
}
