// What the model says against what the loader says, line by line.

import TestSupport

/// The lines that only one of two has, as often as it has them more.
struct Comparison: CustomStringConvertible {
  /// What the loader said and the model did not.
  let missing: [BindingLine]
  /// What the model said and the loader did not.
  let extra: [BindingLine]

  init(model: [BindingLine], loader: [BindingLine]) {
    missing = Self.surplus(of: loader, over: model)
    extra = Self.surplus(of: model, over: loader)
  }

  var isEmpty: Bool { missing.isEmpty && extra.isEmpty }

  var description: String {
    (missing.map { "only the loader: \($0.text)" } + extra.map { "only the model:  \($0.text)" })
      .joined(separator: "\n")
  }

  private static func surplus(of some: [BindingLine], over others: [BindingLine]) -> [BindingLine] {
    var left: [BindingLine: Int] = [:]
    for line in others { left[line, default: 0] += 1 }
    return some.sorted().filter { line in
      left[line, default: 0] -= 1
      return left[line, default: 0] < 0
    }
  }
}
