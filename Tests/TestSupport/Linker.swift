// Small programs and libraries, compiled by tests.

import Foundation

/// The linkers whose output is tested.
public enum Linker: String, CaseIterable, Sendable {
  case bfd
  case gold
  case lld
  case mold

  /// What the compiler driver is told. lld is the toolchain's, wherever PATH has another.
  func options() throws -> [String] {
    let chosen = ["-fuse-ld=\(rawValue)"]
    return self == .lld ? chosen + ["-B\(try Toolchain.folder.get().path)"] : chosen
  }
}

/// How symbols are found.
public enum HashStyle: String, CaseIterable, Sendable {
  case sysv
  case gnu
  case both
}

/// What is linked.
public enum Product: String, CaseIterable, Sendable {
  case pie
  case fixed
  case shared

  /// What the compiler driver is told.
  public var options: [String] {
    switch self {
    case .pie: ["-fPIE", "-pie"]
    case .fixed: ["-fno-pie", "-no-pie"]
    case .shared: ["-fPIC", "-shared"]
    }
  }
}

/// Compiles and links C `source` (or C++, by the suffix of `sourceName`) to the file `name` in
/// `folder`.
///
/// - Parameter compiler: the compiler driver, if it is not the system's for the language.
@discardableResult
public func link(
  _ source: String, to name: String, in folder: TemporaryFolder, by linker: Linker = .bfd,
  as product: Product, _ options: [String] = [], sourceName: String? = nil,
  compiler: String? = nil
) throws -> URL {
  let sourceName = sourceName ?? "\(name).c"
  let sourceFile = try folder.write(source, to: sourceName)
  let output = folder.file(name)
  let driver = compiler ?? (sourceName.hasSuffix(".cc") ? "g++" : "gcc")
  try mustRun(
    driver,
    ["-g0", "-O1"] + linker.options() + product.options + ["-o", output.path, sourceFile.path]
      + options, directory: folder.url)
  return output
}
