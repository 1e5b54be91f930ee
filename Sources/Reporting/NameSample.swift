// A few of many names, for a line that people read.

/// As many of `names` as `width` characters hold, and how many more there are. Equal ones, which
/// overloads and the variants of constructors have, stand there once; those without an underscore in
/// front come first: they are the ones that people know.
///
/// - Parameter total: how many names there are; nil if `names` is all of them.
func nameSample(
  _ names: [String], of total: Int? = nil, width: Int, separator: String = " "
) -> String {
  var counts: [String: Int] = [:]
  var distinct: [String] = []
  for name in names {
    if counts[name] == nil { distinct.append(name) }
    counts[name, default: 0] += 1
  }
  let sorted = distinct.filter { !$0.hasPrefix("_") } + distinct.filter { $0.hasPrefix("_") }
  var (text, left) = ("", total ?? names.count)
  for name in sorted {
    let word = (text.isEmpty ? "" : separator) + name
    let rest = left - (counts[name] ?? 1)
    let tail = rest == 0 ? "" : " … \(rest) more"
    if !text.isEmpty, text.count + word.count + tail.count > width {
      return text + " … \(left) more"
    }
    text += word
    left = rest
  }
  return left == 0 ? text : text + " … \(left) more"
}
