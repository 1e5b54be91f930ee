// Where the files of a wheel come to lie (PyPA specifications, "Binary distribution format", "Installing a
// wheel"): what stands at its top goes to the folder of packages, and each part of NAME.data to the folder
// that it is called after. Environments have these in common, seen from their prefix; the number of the
// Python version is left out.

/// The folder of packages.
public let folderOfPackages = Array("lib/python3/site-packages".utf8)

/// Where an installer puts the file called `name` in a wheel, from the prefix of the environment.
public func installedPlace(of name: [UInt8]) -> [UInt8] {
  let slash = UInt8(ascii: "/")
  let parts = name.split(separator: slash, maxSplits: 2, omittingEmptySubsequences: false)
  func below(_ folder: [UInt8], _ rest: some Sequence<UInt8>) -> [UInt8] {
    folder.isEmpty ? Array(rest) : folder + [slash] + rest
  }
  guard parts.count == 3, parts[0].reversed().starts(with: ".data".utf8.reversed()),
    let folder = folders[String(decoding: parts[1], as: UTF8.self)]
  else { return below(folderOfPackages, name) }
  return below(folder, parts[2])
}

/// By the names that distutils has for them (`distutils.command.install`).
private let folders: [String: [UInt8]] = [
  "purelib": folderOfPackages, "platlib": folderOfPackages, "scripts": Array("bin".utf8),
  "headers": Array("include".utf8), "data": [],
]
