// Data, or a thread-local variable, that another object took from the file and will from then on
// take from elsewhere. If the two meant to share it, each now has its own.

internal import ELFModel
internal import LoaderModel

extension ProcessRule {
  static let sharedData = ProcessRule(
    id: "shared-data", .warns,
    reason: "another object shared this variable with the file and gets one of its own"
  ) { view in
    { symbol, _ in
      let type = view.image[symbol].type
      guard type == .object || type == .threadLocal || type == .common else { return false }
      return view.changes(of: symbol).contains { $0.kind == .moved }
    }
  }
}
