// What the record of a process under musl holds besides bindings, and events that musl does not
// have.

import LoaderModel
import TestSupport
import Testing

@Suite struct MuslEventTests {
  private static let plugin: [MuslPart] = [
    .library("libd.so", "DEFINES(g)"),
    .library("libp.so", "CALLS(f) CALLS(g)", needs: ["libd.so"], runpath: "$ORIGIN"),
    .library("libq.so", "DEFINES(f)"),
  ]

  private func names(_ maps: [LinkMapIndex], in record: ProcessRecord) -> [String] {
    maps.map { record.fileName(of: $0) }
  }

  private func event(opening name: String, _ mode: OpenMode = []) -> ProcessEvent {
    .open(Array(name.utf8), mode, caller: nil, .callers)
  }

  private func map(_ name: String, in record: ProcessRecord) throws -> LinkMapIndex {
    let indices = record.maps.indices.map(LinkMapIndex.init(rawValue:))
    return try #require(indices.last { record.fileName(of: $0) == name })
  }

  @Test func objectsStandInTheOrderInWhichMuslLoadsThem() throws {
    let stage = try MuslStage(
      MuslScenario(
        "",
        Self.plugin + [
          .library("liba.so", "", needs: ["libp.so"], runpath: "$ORIGIN"),
          .library("sub/libr.so", "", needs: ["libq.so"]),
        ],
        program: .program(needs: ["sub/libr.so", "liba.so"], runpath: "$ORIGIN:$ORIGIN/sub"),
        preloads: ["./libd.so"], []))
    let listed = try mustRun(
      "env", ["-i", "LD_PRELOAD=./libd.so", "/lib/ld-musl-x86_64.so.1", "--list", "./program"],
      directory: stage.folder.url)
    let paths = listed.split(separator: "\n").dropFirst().compactMap {
      $0.firstRange(of: " => ").map { range in
        listed[range.upperBound...].prefix { $0 != " " }
      }
    }
    let record = try stage.startedProcess().record
    // Listed, the program is not the kernel's, and its folder is not absolute.
    let objects = record.maps.dropFirst().map {
      String(decoding: $0.name, as: UTF8.self).replacing(stage.folder.url.path + "/", with: "./")
    }
    #expect(paths.map(String.init) == objects)
    #expect(names(record.preloads, in: record) == ["libd.so"])
    #expect(
      names(record.directDependencies(of: try map("libp.so", in: record)), in: record) == [
        "libd.so", "ld-musl-x86_64.so.1",
      ])
    #expect(record.maps.map(\.provenance).contains(.interpreter))
    #expect(record.problems.isEmpty)
  }

  @Test func theScopeIsTheGlobalListAndWhatPassedThroughIt() throws {
    let stage = try MuslStage(MuslScenario("", Self.plugin, []))
    var process = try stage.startedProcess()
    let startup = ["program", "ld-musl-x86_64.so.1"]
    func scopes(of name: String) throws -> [[String]] {
      let record = process.record
      return record.scopes[try map(name, in: record).rawValue].map { names($0, in: record) }
    }
    #expect(try scopes(of: "program") == [startup])
    process.perform(event(opening: "./libp.so"))
    #expect(try scopes(of: "program") == [startup])
    #expect(try scopes(of: "libp.so") == [startup, ["libp.so", "libd.so"]])
    #expect(try scopes(of: "libd.so") == [startup, ["libp.so", "libd.so"]])
    process.perform(event(opening: "./libd.so", .global))
    #expect(try scopes(of: "libp.so") == [startup + ["libd.so"], ["libp.so"]])
    process.perform(event(opening: "./libp.so", .global))
    #expect(try scopes(of: "libp.so") == [startup + ["libd.so", "libp.so"]])
    #expect(process.record.problems.isEmpty)
  }

  @Test func aMissingSymbolKeepsItsPlaceInTheRecord() throws {
    let stage = try MuslStage(MuslScenario("", Self.plugin, []))
    var process = try stage.startedProcess()
    func bindings(of name: String) -> [LoaderModel.Binding] {
      process.record.bindings.filter { $0.name.elementsEqual(name.utf8) }
    }
    process.perform(event(opening: "./libp.so"))
    #expect(bindings(of: "f").map(\.target) == [.undefined])
    process.perform(event(opening: "./libq.so"))
    #expect(bindings(of: "f").map(\.target) == [.undefined])
    process.perform(event(opening: "./libq.so", .global))
    let record = process.record
    let found = try #require(bindings(of: "f").first)
    #expect(bindings(of: "f").count == 1)
    #expect(found.definer == (try map("libq.so", in: record)))
    #expect(found.event == 1 && found.cause == .relocation)
    #expect(record.problems.isEmpty)
  }

  @Test func whatFailsToOpenIsGone() throws {
    let stage = try MuslStage(MuslScenario("", Self.plugin, []))
    var process = try stage.startedProcess()
    process.perform(event(opening: "./libp.so", .now))
    var record = process.record
    #expect(
      record.problems == [
        .failedEvent(1, reason: "Error relocating ./libp.so: f: symbol not found")
      ])
    #expect(record[try map("libp.so", in: record)].isUnloaded)
    #expect(record[try map("libd.so", in: record)].isUnloaded)
    #expect(!record[try map("program", in: record)].isUnloaded)
    process.perform(event(opening: "./libq.so", .global))
    process.perform(event(opening: "./libp.so", .now))
    record = process.record
    #expect(record.problems.count == 1)
    #expect(!record[try map("libp.so", in: record)].isUnloaded)
  }

  /// musl writes what was missing where it belongs, even if that is read-only by now.
  @Test func anAddressThatComesTooLateEndsTheProcess() throws {
    let stage = try MuslStage(
      MuslScenario(
        "",
        [
          .library(
            "libp.so", "extern const char *spot; HOLDS(spot)", ["-Wl,-z,relro,-z,lazy"]),
          .library("libq.so", "const char *spot = OBJECT;"),
        ], [.open("./libp.so"), .open("./libq.so", .global)]))
    let real = try stage.play()
    #expect(real.signal == 11 && real.output == "open ./libp.so: yes\n")
    let record = try stage.predict().record
    let failures = record.problems.compactMap { problem in
      if case .failedEvent(let number, let reason) = problem { (number, reason) } else { nil }
    }
    #expect(failures.map(\.0) == [2])
    #expect(failures.allSatisfy { $0.1.contains("RELRO") })
    #expect(record.definers(of: "spot", for: "libp.so") == "undefined")
  }

  /// Opened with its references put off, a library that needs itself by way of another makes musl
  /// forget what others wait for; bound at once, it does not.
  @Test(arguments: [OpenMode.now, []])
  func whatWaitsMayBeForgotten(_ mode: OpenMode) throws {
    let stage = try MuslStage(
      MuslScenario(
        "",
        Self.plugin + [
          .library("stubs/liba.so", ""),
          .library("libb.so", "", needs: ["stubs/liba.so"], runpath: "$ORIGIN"),
          .library("liba.so", "", needs: ["libb.so"], runpath: "$ORIGIN"),
        ],
        [
          .open("./libp.so"), .open("./liba.so", mode), .open("./libq.so", .global),
          .shows("libp.so", "f", "libq.so"),
        ]))
    let real = try stage.play()
    let definers = try stage.predict().record.definers(of: "f", for: "libp.so")
    if mode == .now {
      #expect(real.output.hasSuffix("libp.so f -> libq.so\n") && definers == "libq.so")
    } else {
      #expect(real.signal == 11 && definers == "undefined", "\(real)")
    }
  }

  @Test func whatIsMissingAtStartupIsNotedAndTheOthersGoOn() throws {
    let stage = try MuslStage(
      MuslScenario(
        "",
        [
          .library("sub/libz.so", "DEFINES(g)"), .library("liba.so", "DEFINES(f)"),
        ],
        program: .program("CALLS(f) CALLS(g)", needs: ["sub/libz.so", "liba.so"]),
        preloads: ["./none.so"], []))
    let real = try stage.play()
    #expect(real.status == 127)
    #expect(real.errors.contains("Error loading shared library libz.so"))
    #expect(real.errors.contains("g: symbol not found"))
    #expect(!real.errors.contains("none.so") && !real.errors.contains("f: symbol not found"))
    let record = try stage.startedProcess().record
    #expect(record.problems.count == 2)
    guard case .ignoredPreload(let name, _) = record.problems.first else {
      Issue.record("\(record.problems)")
      return
    }
    #expect(name == Array("./none.so".utf8))
    #expect(
      record.problems.last == .missingLibrary(name: Array("libz.so".utf8), neededBy: .program))
    #expect(record.definers(of: "g", for: "program") == "undefined")
    #expect(record.definers(of: "f", for: "program") == "liba.so")
  }

  @Test func whatMuslDoesNotHaveFails() throws {
    let exported = try mustRun("nm", ["-D", "--defined-only", "/lib/ld-musl-x86_64.so.1"])
    #expect(exported.contains(" dlopen\n") && exported.contains(" dlsym\n"))
    #expect(!exported.contains(" dlmopen\n") && !exported.contains(" dlvsym\n"))
    let stage = try MuslStage(MuslScenario("", Self.plugin, []))
    var process = try stage.startedProcess()
    let (library, name) = (Array("./libq.so".utf8), Array("f".utf8))
    let impossible: [(ProcessEvent, String)] = [
      (.open(library, [], caller: nil, .new), "musl has no dlmopen"),
      (.open(library, [], caller: nil, .number(0)), "musl has no dlmopen"),
      (
        .lookUp(
          name: name, version: Array("V1".utf8), .default, caller: nil, namespace: nil),
        "musl has no dlvsym"
      ),
      (
        .lookUp(name: name, version: nil, .default, caller: nil, namespace: 1),
        "musl has no namespaces"
      ),
      (.close(library, namespace: 1), "musl has no namespaces"),
      (.close(library, namespace: nil), "./libq.so is not in the process"),
      (
        .call(name, caller: nil),
        "no PLT slot of f waits in ./program: musl binds all of them when it loads an object"
      ),
    ]
    let before = process.record
    for (event, _) in impossible { process.perform(event) }
    #expect(
      process.record.problems
        == impossible.enumerated().map { .failedEvent($0.offset + 1, reason: $0.element.1) })
    #expect(process.record.bindings.count == before.bindings.count)
    #expect(process.record.maps.count == before.maps.count)
    process.perform(event(opening: "./libq.so"))
    process.perform(.close(library, namespace: 0))
    #expect(process.record.problems.count == impossible.count)
    #expect(process.record.maps.count == before.maps.count + 1)
  }

  @Test func theLoaderLooksForAnotherAllocator() throws {
    for preloads in [[], ["./libp.so"]] {
      let stage = try MuslStage(
        MuslScenario(
          "", [.library("libp.so", "void *malloc(unsigned long size) { return 0; }")],
          preloads: preloads, []))
      let record = try stage.startedProcess().record
      let lookups = record.bindings.filter { $0.cause == .loader }
      #expect(
        lookups.map { String(decoding: $0.name, as: UTF8.self) } == ["malloc", "aligned_alloc"])
      #expect(
        names(lookups.compactMap(\.definer), in: record) == [
          preloads.isEmpty ? "ld-musl-x86_64.so.1" : "libp.so", "ld-musl-x86_64.so.1",
        ])
    }
  }
}
