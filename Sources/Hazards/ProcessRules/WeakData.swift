// Weak data that another object defines too: an inline variable, or a static variable of an inline
// function. The language promises one object for the whole program; demoted, the file has a second.
//
// Source: Itanium C++ ABI, "Vague Linkage".

internal import ELFModel
internal import LoaderModel

extension ProcessRule {
  static let weakData = ProcessRule(
    id: "weak-data", .warns,
    subject: "an inline variable that another object defines too",
    reason: "an inline variable that another object defines too: there will be two of it"
  ) { view in
    view.namesakes.inOthers.subset { symbol in
      let entry = view.image[symbol]
      return entry.binding == .weak && (entry.type == .object || entry.type == .threadLocal)
        && !Rule.isTypeInformation(entry, in: view.image)
    }
  }
}
