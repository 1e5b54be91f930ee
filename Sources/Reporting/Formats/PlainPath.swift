// Paths as services know the files of a project: they compare what a report says with what a change lists,
// byte for byte.

/// `path` without what leads nowhere: `.` on the way, and slashes beside slashes. What `..` leaves depends
/// on links, and stays.
func plainPath(_ path: [UInt8]) -> [UInt8] {
  let slash = UInt8(ascii: "/")
  let steps = path.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
  let root = path.first == slash ? [slash] : []
  if steps.isEmpty { return root.isEmpty ? Array(path.prefix(1)) : root }
  return root + steps.joined(separator: CollectionOfOne(slash))
}

/// What stands behind the last slash of `path`, whole if there is nothing.
func lastPathComponent(_ path: [UInt8]) -> [UInt8] {
  path.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? path
}
