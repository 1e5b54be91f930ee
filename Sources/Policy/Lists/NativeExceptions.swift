// The lines of a native list that begin with `!`. They are objcopy's (`-w`): each holds for every
// pattern of the file, in any order, but not for libraries and included lists.

internal import ELFModel
internal import Patterns

/// A pattern of a list, and where it stands.
struct NativePattern {
  let line: SourceLine
  let range: Range<Int>
  let selector: Selector
}

/// What the patterns of a list do not cover.
struct NativeExceptions {
  /// Each is held against every name that a pattern covers.
  private static let mostPatterns = 1000

  private(set) var first: NativePattern?
  private var names = NameSet()
  private var patterns: [Selector] = []
  /// All of them, made once: what many patterns share is held once.
  private var selectors: [Selector] = []

  /// Adds what `pattern` covers.
  mutating func add(_ pattern: NativePattern) throws(SyntaxError) {
    first = first ?? pattern
    let selector = pattern.selector
    if case .exact(let name) = selector.pattern, selector.subject == .name, selector.version == nil
    {
      names.insert(name)
      return
    }
    guard patterns.count < Self.mostPatterns else {
      throw pattern.line.error(
        at: pattern.range.lowerBound,
        "a list has at most \(Self.mostPatterns) exceptions with wildcards")
    }
    patterns.append(selector)
  }

  /// Says that all have been added.
  mutating func finish() {
    selectors = patterns
    if names.count > 0 { selectors.append(Selector(.members(names))) }
  }

  /// The clause that keeps what `pattern` covers, without the exceptions.
  func item(_ pattern: NativePattern) throws(SyntaxError) -> ListItem {
    let plain = pattern.selector
    var exceptions = selectors
    var isRequired = plain.isOneName
    if plain.subject == .name, case .exact(let name) = plain.pattern {
      if plain.version == nil, names.contains(name[...]) {
        throw pattern.line.error(
          at: pattern.range.lowerBound, "the name is both listed and excepted")
      }
      var forms = SymbolForms(name: name[...])
      // Of one name it is known at once what does not concern it.
      let covering = exceptions.filter { (try? $0.covers(&forms)) ?? true }
      exceptions = covering + exceptions.filter { $0.version != nil }
      isRequired = isRequired && covering.isEmpty
    }
    let selector = Selector(
      plain.pattern, subject: plain.subject, version: plain.version, except: exceptions)
    return pattern.line.keep(selector, writtenAt: pattern.range, isRequired: isRequired)
  }
}
