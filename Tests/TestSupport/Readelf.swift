// What other tools say of a file.

import Foundation

/// The complaints of `eu-elflint --gnu-ld` about `file`, sorted.
public func elflintComplaints(_ file: URL) throws -> [String] {
  let result = try run("eu-elflint", ["--gnu-ld", file.path])
  let lines = (result.output + result.errors).split(separator: "\n").map(String.init)
  return lines.filter { $0 != "No errors" }.sorted()
}

/// What `readelf -aW` warns of in `file`, sorted.
public func readelfWarnings(_ file: URL) throws -> [String] {
  let result = try run("readelf", ["-aW", file.path], keepsOutput: false)
  return result.errors.split(separator: "\n").map(String.init).sorted()
}

/// The names that `nm -D` shows as defined and visible to others, without versions.
public func exportedNames(_ file: URL) throws -> Set<String> {
  let lines = try mustRun("nm", ["-D", "--defined-only", file.path]).split(separator: "\n")
  var names: Set<String> = []
  for line in lines {
    let fields = line.split(separator: " ")
    guard fields.count == 3, let letter = fields[1].first else { continue }
    // nm writes locals in lower case, but also weak, unique and indirect globals.
    guard letter.isUppercase || "uiwv".contains(letter) else { continue }
    names.insert(String(fields[2].prefix { $0 != "@" }))
  }
  return names
}
