// One story for people.

internal import ELFModel
internal import Interposition
internal import LoaderModel

struct StoryText {
  private let story: SymbolStory

  init(_ story: SymbolStory) { self.story = story }

  var text: String {
    definitions
      + (story.searches.isEmpty
        ? "\nno object of the process asks for it\n"
        : story.searches.map { "\n" + text($0) }.joined())
  }

  private var definitions: String {
    let name = String(decoding: story.name, as: UTF8.self).printable
    guard !story.definitions.isEmpty else { return "\(name) is defined by nobody\n" }
    let rows = story.definitions.map { definition -> [String] in
      let image = story.process[definition.object].file.image
      let symbol = image[definition.symbol]
      return [
        "  " + story.process.place(of: definition.object).printable,
        SymbolNaming(image).versionedName(of: definition.symbol).printable,
        symbol.type.word, symbol.binding.word,
        symbol.isCanonicalPLT ? "PLT entry" : symbol.visibility.word, "\(symbol.size) bytes",
      ]
    }
    return "\(name) is defined by\n" + textTable(rows)
  }

  private func text(_ search: StorySearch) -> String {
    let name = String(decoding: story.name, as: UTF8.self).printable
    let version = search.version.map { "@" + String(decoding: $0, as: UTF8.self).printable } ?? ""
    let referrers = search.referrers.map { story.process.place(of: $0).printable }
    let shown = referrers.prefix(8).map { "  \($0)" }.joined(separator: "\n")
    let others = referrers.count > 8 ? "\n  and \(referrers.count - 8) more" : ""
    return "\(name)\(version)\(asking(search)) is sought by\n\(shown)\(others)\n"
      + search.lists.enumerated().map { text($0.element, number: $0.offset + 1, of: search) }
      .joined() + "    => \(outcome(search))\n"
  }

  private func asking(_ search: StorySearch) -> String {
    if search.isCopy { return ", to copy its data," }
    return switch search.cause {
    case .relocation: ""
    case .firstCall: ", at its first call,"
    case .dlsym: ", by dlsym,"
    case .loader: ", for the loader's own use,"
    }
  }

  private func text(_ steps: [StoryStep], number: Int, of search: StorySearch) -> String {
    let heading = search.lists.count > 1 ? "    list \(number):\n" : ""
    var rows: [[String]] = []
    var absent = 0
    func passAbsent() {
      guard absent > 0 else { return }
      rows.append(["      \(absent == 1 ? "1 object" : "\(absent) objects")", "without the name"])
      absent = 0
    }
    for step in steps {
      if step.verdict == .absent {
        absent += 1
        continue
      }
      passAbsent()
      rows.append(
        ["      " + story.process.place(of: step.object).printable, words(for: step.verdict)])
    }
    passAbsent()
    return heading + textTable(rows)
  }

  private func words(for verdict: StoryVerdict) -> String {
    switch verdict {
    case .found: "has it"
    case .absent: "does not know it"
    case .undefined: "only refers to it"
    case .local: "has it as a local symbol"
    case .closed: "has it as a hidden symbol"
    case .otherVersions(let versions):
      versions.isEmpty
        ? "has it, but not for a reference like this"
        : "has it in another version: "
          + versions.map { String(decoding: $0, as: UTF8.self).printable }.joined(separator: " ")
    case .passedOver: "has it, and is passed over"
    }
  }

  private func outcome(_ search: StorySearch) -> String {
    switch search.target {
    case .definition(let map, _): story.process.place(of: map).printable
    case .itself: "each its own: the entry is local or hidden"
    case .nothing: "nothing: the reference is weak"
    case .undefined: "UNDEFINED"
    }
  }
}

/// One story for machines.
struct StoryFields {
  private let story: SymbolStory

  init(_ story: SymbolStory) { self.story = story }

  var json: JSONValue {
    .object([
      JSONField(
        "definitions",
        .array(
          story.definitions.map { definition in
            let view = SymbolView(story.process[definition.object].file.image)
            return .object(
              story.process.fields("object", definition.object) + view.fields(definition.symbol))
          })),
      JSONField("searches", .array(story.searches.map(json))),
    ])
  }

  private func json(_ search: StorySearch) -> JSONValue {
    let definer: LinkMapIndex? =
      if case .definition(let map, _) = search.target { map } else { nil }
    let process = story.process
    let fields = [
      JSONField("referrers", .array(search.referrers.map { .string(process.name(of: $0)) })),
      JSONField(
        "referrers_bytes", .array(search.referrers.map { .bytesUnlessText(process[$0].name) })),
      JSONField(
        "version", .optional(search.version.map { String(decoding: $0, as: UTF8.self) })),
      JSONField("cause", .string(search.cause.word)),
      JSONField("copy", .bool(search.isCopy)),
      JSONField(
        "lists",
        .array(
          search.lists.map { list in
            .array(
              list.map { step in
                .object(
                  process.fields("object", step.object)
                    + [JSONField("verdict", .string(step.verdict.word))])
              })
          })),
    ]
    return .object(fields + process.fields("definer", definer))
  }
}

extension StoryVerdict {
  /// A word for machines.
  fileprivate var word: String {
    switch self {
    case .found: "found"
    case .absent: "absent"
    case .undefined: "undefined"
    case .local: "local"
    case .closed: "hidden"
    case .otherVersions: "other-versions"
    case .passedOver: "passed-over"
    }
  }
}
