// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the house: its doors are the targets it may import, and they point down only.
func room(_ name: String, doors: [Target.Dependency] = [], links: [LinkerSetting] = []) -> Target {
  .target(name: name, dependencies: doors, swiftSettings: strict, linkerSettings: links)
}

func roomTests(of name: String, doors: [Target.Dependency] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + doors)
}

let package = Package(
  name: "symdemote",
  products: [.executable(name: "symdemote", targets: ["symdemote"])],
  targets: [
    .systemLibrary(name: "CLibelf", pkgConfig: "libelf", providers: [.apt(["libelf-dev"])]),
    .systemLibrary(name: "CLibmd", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CPkgconf", pkgConfig: "libpkgconf", providers: [.apt(["libpkgconf-dev"])]),
    .target(name: "CDemangle", linkerSettings: [.linkedLibrary("iberty")]),
    .target(name: "CSystem"),
    room("ELFModel"),
    room("ELFCodec", doors: ["ELFModel", "CLibelf"], links: [.linkedLibrary("z")]),
    room("Patterns", doors: ["CPCRE2", "CDemangle"]),
    room("Policy", doors: ["ELFModel", "Patterns"]),
    room("LoaderModel", doors: ["ELFModel"]),
    room("Hazards", doors: ["ELFModel", "LoaderModel"]),
    room("Interposition", doors: ["ELFModel", "LoaderModel", "Hazards"]),
    room("Demotion", doors: ["ELFModel"]),
    room("Verification", doors: ["ELFModel"]),
    room("Wheels", doors: ["ELFModel", "CZlib"]),
    room("Storage", doors: ["ELFModel", "CSystem", "CLibmd", "CPkgconf"]),
    room(
      "Reporting",
      doors: [
        "ELFModel", "ELFCodec", "LoaderModel", "Patterns", "Policy", "Hazards",
        "Interposition", "Verification", "Storage", "Wheels",
      ]),
    room(
      "Driver",
      doors: [
        "ELFModel", "ELFCodec", "LoaderModel", "Patterns", "Policy", "Hazards", "Interposition",
        "Demotion", "Verification", "Storage", "Reporting", "Wheels",
      ]),
    room(
      "Commands",
      doors: ["Driver", "LoaderModel", "Patterns", "Policy", "Reporting", "Storage"]),
    .executableTarget(
      name: "symdemote", dependencies: ["CSystem", "Commands", "Reporting", "Storage"],
      swiftSettings: strict),
    // No part of the product: it writes the manual and the completions from the tables.
    room("Manual", doors: ["Commands", "Hazards", "Policy", "Reporting"]),
    .executableTarget(
      name: "write-manual", dependencies: ["CSystem", "Commands", "Manual"], swiftSettings: strict),

    // What the program of `make fuzz` and the tests of what these found have in common.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "ELFModel", "ELFCodec", "Patterns", "Policy", "LoaderModel", "Hazards", "Interposition",
        "Demotion", "Verification", "Storage", "Reporting", "Wheels",
      ], path: "Fuzz/Targets", swiftSettings: strict),
    .target(name: "FuzzMutation", path: "Fuzz/Mutation", swiftSettings: strict),

    .target(name: "CTracer", path: "Tests/CTracer"),
    .target(name: "TestSupport", dependencies: ["CTracer"], path: "Tests/TestSupport"),
    roomTests(of: "ELFModel"),
    roomTests(of: "ELFCodec", doors: ["ELFModel", "CLibelf"]),
    roomTests(of: "Patterns"),
    roomTests(of: "Policy", doors: ["ELFModel", "ELFCodec", "Patterns"]),
    roomTests(of: "LoaderModel", doors: ["ELFModel", "ELFCodec"]),
    roomTests(of: "Hazards", doors: ["ELFModel", "ELFCodec", "Policy"]),
    roomTests(of: "Interposition", doors: ["ELFModel", "ELFCodec", "LoaderModel"]),
    roomTests(of: "Demotion", doors: ["ELFModel", "ELFCodec", "Verification"]),
    roomTests(of: "Verification", doors: ["ELFModel", "ELFCodec", "Demotion"]),
    roomTests(of: "Storage", doors: ["ELFModel"]),
    roomTests(of: "Wheels", doors: ["ELFModel"]),
    roomTests(of: "Reporting", doors: ["Policy", "Storage"]),
    roomTests(of: "Driver", doors: ["ELFModel", "ELFCodec", "Policy", "Reporting", "Storage"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["Commands", "Reporting", "Storage", "TestSupport"]),
    .testTarget(
      name: "ManualTests",
      dependencies: ["Commands", "Hazards", "Manual", "Reporting", "TestSupport"]),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "ELFModel", "ELFCodec", "LoaderModel", "Hazards", "Demotion", "Verification", "TestSupport",
        "FuzzTargets", "FuzzMutation",
      ]),
    .testTarget(
      name: "LinkerAgreementTests",
      dependencies: ["TestSupport", "ELFModel", "ELFCodec", "Policy"],
      exclude: ["DIFFERENCES.md"]),
    .testTarget(
      name: "ScenarioTests", dependencies: ["TestSupport"],
      exclude: ["Machines/MATRIX.md", "Page/browse.py", "Page/draw-flowchart.py"]),
    .testTarget(
      name: "IntegrationTests", dependencies: ["TestSupport"], exclude: ["Packages"]),
    .testTarget(name: "SweepTests", dependencies: ["TestSupport", "ELFModel", "ELFCodec"]),
  ])

// libFuzzer's program: it is built with its instrumentation, or not at all (`make fuzz`).
if Context.environment["SYMDEMOTE_FUZZ_TARGETS"] != nil {
  package.targets += [
    .systemLibrary(name: "CLibFuzzer", path: "Fuzz/CLibFuzzer"),
    .executableTarget(
      name: "Fuzz", dependencies: ["FuzzTargets", "FuzzMutation", "CLibFuzzer"],
      path: "Fuzz/Program", swiftSettings: strict),
  ]
}
