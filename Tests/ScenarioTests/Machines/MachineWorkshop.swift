// Builds the story for one machine: objects once for each kind of product, the library once for each
// linker, and a host for each way to link.

import Foundation
import TestSupport

struct MachineWorkshop {
  let machine: MachineTarget
  private let folder: TemporaryFolder
  private let options: [String]

  /// - Parameter options: what the compiler is told beside, for every object.
  init(
    _ machine: MachineTarget, for products: [Product] = Product.allCases, options: [String] = []
  ) throws {
    self.machine = machine
    self.options = options
    folder = try TemporaryFolder()
    for product in products { try compileHost(as: product) }
    if !products.contains(.pie) { try compile(MachineStory.start, "start", as: .pie) }
    try compile(MachineStory.vendored, "own", as: .shared, ["-DCOPY=2"])
    try compile(MachineStory.uses, "own-uses", as: .shared, ["-DWHO=library_uses"])
    try compile(MachineStory.library, "library", as: .shared)
  }

  /// A host, the program that runs it, and the library beside them, in a folder of their own.
  struct Build {
    let host: URL
    let program: URL
    let folder: TemporaryFolder
  }

  /// Links the library; false if `linker` does not link for this machine.
  func linkLibrary(by linker: Linker) throws -> Bool {
    let objects = ["own", "own-uses", "library"].map { object($0, .shared).path }
    return try run(
      machine.compiler,
      try machine.options(for: linker)
        + ["-shared", "-Wl,-soname,libreal.so", "-o", library(linker).path] + objects
    ).succeeded
  }

  func build(_ kind: LinkKind) throws -> Build {
    let folder = try TemporaryFolder()
    let library = folder.file("libreal.so")
    try FileManager.default.copyItem(at: self.library(kind.linker), to: library)
    let product = kind.product
    let parts = ["vendored", "uses", "report"].map { object($0, product).path }
    let start = object("start", product == .shared ? .pie : product).path
    let program = folder.file("program")
    guard product == .shared else {
      try link(
        kind, to: program, product.options + ["-Wl,--export-dynamic"],
        parts + [start, library.path])
      return Build(host: program, program: program, folder: folder)
    }
    let host = folder.file("libhost.so")
    try link(
      kind, to: host, product.options + ["-Wl,-soname,libhost.so"], parts + [library.path])
    try link(kind, to: program, Product.pie.options, [start, host.path, library.path])
    return Build(host: host, program: program, folder: folder)
  }

  private func link(_ kind: LinkKind, to output: URL, _ options: [String], _ inputs: [String])
    throws
  {
    try mustRun(
      machine.compiler,
      try machine.options(for: kind.linker) + options + kind.options
        + ["-Wl,-rpath,$ORIGIN", "-Wl,--no-as-needed", "-o", output.path] + inputs)
  }

  private func compileHost(as product: Product) throws {
    // alpha has no IFUNCs; GNU ld makes a program for powerpc that ends in one, as it is linked.
    let isSpared = machine.name == "alpha" || machine.name == "powerpc" && product == .fixed
    let indirect = [isSpared ? "-DINSTEAD" : "-DINDIRECT", "-DCOPY=1"]
    try compile(MachineStory.vendored, "vendored", as: product, indirect)
    try compile(MachineStory.uses, "uses", as: product, indirect + ["-DWHO=own_uses"])
    try compile(MachineStory.report, "report", as: product)
    if product != .shared { try compile(MachineStory.start, "start", as: product) }
  }

  private func compile(
    _ source: String, _ name: String, as product: Product, _ options: [String] = []
  ) throws {
    let file = try folder.write(source, to: "\(name)-\(product).c")
    let model = product.options[0]
    try mustRun(
      machine.compiler,
      ["-O1", model, "-c", "-o", object(name, product).path, file.path] + self.options + options)
  }

  private func object(_ name: String, _ product: Product) -> URL {
    folder.file("\(name)-\(product).o")
  }

  private func library(_ linker: Linker) -> URL { folder.file("libreal-\(linker).so") }
}
