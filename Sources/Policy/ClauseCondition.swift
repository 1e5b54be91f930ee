// What a file has to be for a clause to apply: Debian's symbols files speak of machines, and of
// several libraries in turn.

public import ELFModel

/// To which files a clause applies.
public struct ClauseCondition: Sendable, Equatable {
  /// To every file.
  public static let always = ClauseCondition()

  /// `DT_SONAME` of the library that is meant; a file without one is meant, too.
  public var soname: String?
  /// The machines that are meant, as Debian's symbols files say it; nil for all.
  var machines: DebianMachines?

  /// A condition that holds.
  public init() {}

  /// Whether it holds for some machines only.
  public var isForSomeMachines: Bool { machines != nil }

  /// Whether it holds for `image`.
  public func holds(for image: DynamicImage) -> Bool {
    if let soname, let own = image.soname, soname != own { return false }
    return machines?.include(image.header) ?? true
  }
}
