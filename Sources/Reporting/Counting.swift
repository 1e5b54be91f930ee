// Numbers of things, and a few of many, in sentences.

/// `1 name`, `2 names`.
func counted(_ count: Int, _ one: String, _ many: String) -> String {
  "\(count) \(count == 1 ? one : many)"
}

/// The first of `names`, at most so many, and how many more there are.
public func few(_ names: some Collection<String>, most: Int, separator: String = ", ") -> String {
  let rest = names.count > most ? " and \(names.count - most) more" : ""
  return names.prefix(most).joined(separator: separator) + rest
}
