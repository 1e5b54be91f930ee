// The manual as it is delivered.

import Foundation
import TestSupport

/// The folder that the files of the manual are in.
let manualFolder = projectFolder.appendingPathComponent("Manual")

/// The file `name` of the manual, as it is delivered.
func delivered(_ name: String) throws -> String {
  try String(contentsOf: manualFolder.appendingPathComponent(name), encoding: .utf8)
}
