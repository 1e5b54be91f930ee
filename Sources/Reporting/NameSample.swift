// A few of many names, for a line that people read.

/// As many of `names` as `width` characters hold, and how many more there are; those without an
/// underscore in front first: they are the ones that people know.
func nameSample(_ names: [String], width: Int) -> String {
  let sorted = names.filter { !$0.hasPrefix("_") } + names.filter { $0.hasPrefix("_") }
  var text = ""
  for (position, name) in sorted.enumerated() {
    let word = (position == 0 ? "" : " ") + name
    let rest = position + 1 == sorted.count ? "" : " … \(sorted.count - position - 1) more"
    if position > 0, text.count + word.count + rest.count > width {
      return text + " … \(sorted.count - position) more"
    }
    text += word
  }
  return text
}
