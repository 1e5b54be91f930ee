// Globs for paths: `*` stays within a component, `**` is any number of components. A pattern that
// does not begin with a slash is held against the end of the path, so that `bin/app` is meant in
// whatever folder a package is built.

public import Patterns

/// Which files a section of a policy is for.
public struct PathGlob: Sendable, Equatable {
  private enum Component: Sendable, Equatable {
    case anyNumber
    case name(Glob)
  }

  /// As typed.
  public let text: String
  private let components: [Component]

  /// Compiles `pattern`.
  ///
  /// - Throws: ``PatternError``.
  public init(_ pattern: [UInt8]) throws(PatternError) {
    text = String(decoding: pattern, as: UTF8.self)
    guard !pattern.isEmpty else {
      throw PatternError(pattern: text, column: 1, reason: "it is empty")
    }
    var components: [Component] = pattern.first == UInt8(ascii: "/") ? [] : [.anyNumber]
    for part in pattern.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      guard !part.elementsEqual("..".utf8) else {
        throw PatternError(
          pattern: text, column: part.startIndex + 1, reason: "a path is matched without .. in it")
      }
      if part.elementsEqual("**".utf8) {
        if components.last != .anyNumber { components.append(.anyNumber) }
        continue
      }
      do {
        components.append(.name(try Glob(Array(part))))
      } catch {
        throw PatternError(
          pattern: text, column: part.startIndex + error.column, reason: error.reason)
      }
    }
    self.components = components
  }

  /// Whether the file at `path`, an absolute one without `.` and `..`, is meant.
  public func matches(_ path: [UInt8]) -> Bool {
    let names = path.split(separator: UInt8(ascii: "/"))
    // As in a glob for bytes, only the last `**` is ever retried.
    var (component, name) = (0, 0)
    var retry: (component: Int, name: Int)?
    while name < names.count {
      if component < components.count, components[component] == .anyNumber {
        component += 1
        retry = (component, name)
      } else if component < components.count, case .name(let glob) = components[component],
        glob.matches(names[name])
      {
        component += 1
        name += 1
      } else if let last = retry {
        retry = (last.component, last.name + 1)
        (component, name) = (last.component, last.name + 1)
      } else {
        return false
      }
    }
    return components[component...].allSatisfy { $0 == .anyNumber }
  }
}
