// A list of directories to search, from DT_RPATH, DT_RUNPATH or LD_LIBRARY_PATH.
//
// Source: glibc elf/dl-load.c `fillin_rpath`. Each directory is spelt with one slash at its end, so
// that a name can follow, and is otherwise left as it is. An empty element is the current
// directory, spelt as nothing at all; one that becomes empty by its tokens is dropped.

struct GlibcDirectoryList {
  /// The directories, each once.
  let directories: [[UInt8]]

  /// The elements of `list`, parted by any of `separators`.
  init(_ list: some Collection<UInt8>, separators: [UInt8], tokens: DynamicStringTokens) {
    var known: Set<[UInt8]> = []
    var directories: [[UInt8]] = []
    // An empty list has no element, not an empty one.
    var rest = list.isEmpty ? nil : list[...]
    while let remaining = rest, directories.count < SearchLimits.directories {
      let end = remaining.firstIndex(where: separators.contains)
      rest = end.map { remaining[remaining.index(after: $0)...] }
      let element = remaining[..<(end ?? remaining.endIndex)]
      if let directory = Self.directory(element, tokens), known.insert(directory).inserted {
        directories.append(directory)
      }
    }
    self.directories = directories
  }

  private static func directory(_ element: some Collection<UInt8>, _ tokens: DynamicStringTokens)
    -> [UInt8]?
  {
    guard !element.isEmpty else { return [] }
    var directory = tokens.expand(element)
    guard !directory.isEmpty else { return nil }
    let slash = UInt8(ascii: "/")
    while directory.count > 1, directory.last == slash { directory.removeLast() }
    if directory.last != slash { directory.append(slash) }
    return directory
  }
}
