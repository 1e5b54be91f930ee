// Each rule of musl's search and its opposite, on an invented system; and musl's own loader.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@testable import LoaderModel

@Suite struct MuslSearchTests {
  let system = ImaginarySystem()
  let loader = "/lib/ld-musl-x86_64.so.1"
  let name = "libx.so"

  private func search(libraryPath: String? = nil, systemPath: String? = nil) throws -> MuslSearch {
    MuslSearch(
      header: try Specimen().object().image.header, interpreter: Array(loader.utf8),
      libraryPath: libraryPath.map { Array($0.utf8) },
      systemPath: systemPath.map { Array($0.utf8) }, files: system)
  }

  // MARK: The order

  @Test func thePlacesAreSearchedInOrder() throws {
    let chain = [
      try requester("/l/liba.so", Specimen(rpath: "/near")),
      try requester("/bin/program", Specimen(runpath: "/far")),
    ]
    let search = try search(libraryPath: "/env")
    let order: [(String, Provenance)] = [
      ("/usr/lib", .defaultDirectory), ("/usr/local/lib", .defaultDirectory),
      ("/lib", .defaultDirectory), ("/far", .runpath(of: chain[1].name)),
      ("/near", .rpath(of: chain[0].name)), ("/env", .libraryPath),
    ]
    #expect(search.outcome(name, for: chain) == .missing)
    for (folder, provenance) in order {
      try system.putLibraries(at: "\(folder)/\(name)")
      #expect(search.outcome(name, for: chain) == .found("\(folder)/\(name)", provenance))
    }
    #expect(
      try self.search().outcome(name, for: [try requester("/bin/other")])
        == .found("/lib/\(name)", .defaultDirectory))
  }

  @Test func aRunpathIsInheritedAndHidesOnlyItsOwnRPath() throws {
    try system.putLibraries(at: "/r/\(name)", "/p/\(name)")
    let both = try requester("/l/liba.so", Specimen(rpath: "/r", runpath: "/none"))
    let program = try requester("/bin/program", Specimen(rpath: "/p"))
    #expect(
      try search().outcome(name, for: [both, program])
        == .found("/p/\(name)", .rpath(of: program.name)))
    // The program's path counts only if the chain leads there.
    #expect(try search().outcome(name, for: [both], program: program) == .missing)
  }

  @Test func aListIsPartedByColonsAndLinesAndItsEmptyElementsAreNone() throws {
    try system.putLibraries(at: "/b/\(name)", name)
    let program = try requester("/bin/program")
    for path in ["/a:/b", "/a\n/b", "::/a:\n:/b", "/a:/b\n"] {
      #expect(
        try search(libraryPath: path).outcome(name, for: [program])
          == .found("/b/\(name)", .libraryPath))
      #expect(
        try search(systemPath: path).outcome(name, for: [program])
          == .found("/b/\(name)", .defaultDirectory))
    }
    for path in ["", ":", "/a;/b", "/a"] {
      #expect(try search(libraryPath: path).outcome(name, for: [program]) == .missing)
    }
  }

  @Test func aDirectoryIsSpeltAsItIs() throws {
    try system.putLibraries(at: "/b///\(name)", "./\(name)", "rel/../\(name)")
    let program = try requester("/bin/program")
    for (path, found) in [("/b//", "/b///"), (".", "./"), ("rel/..", "rel/../")] {
      #expect(
        try search(libraryPath: path).outcome(name, for: [program])
          == .found(found + name, .libraryPath))
    }
  }

  @Test func pathsLongerThanItsBufferAreNotTried() throws {
    let folder = "/" + String(repeating: "d", count: 500)
    let (long, short) = (String(repeating: "x", count: 11), String(repeating: "x", count: 9))
    try system.putLibraries(at: "\(folder)/\(long)", "\(folder)/\(short)")
    let program = try requester("/bin/program")
    let search = try search(libraryPath: folder)
    #expect(search.outcome(short, for: [program]) == .found("\(folder)/\(short)", .libraryPath))
    #expect(search.outcome(long, for: [program]) == .missing)
    let tooLong = String(repeating: "x", count: 256)
    try system.putLibraries(at: "/lib/\(tooLong)", "/lib/\(tooLong.dropLast())")
    #expect(search.outcome(tooLong, for: [program]) == .missing)
    #expect(search.outcome(String(tooLong.dropLast()), for: [program]) != .missing)
  }

  // MARK: $ORIGIN

  @Test func originIsTheFolderOfThePathThatALibraryWasLoadedUnder() throws {
    try system.putLibraries(at: "rel/../x/\(name)", "/app/x/\(name)", "./y/\(name)")
    let program = try requester("/app/program", Specimen(runpath: "$ORIGIN/x"))
    let library = Requester(
      name: Array("rel/liba.so".utf8), origin: Array("/cwd/rel".utf8),
      object: try Specimen(rpath: "${ORIGIN}/../x").object())
    let search = try search()
    #expect(
      search.outcome(name, for: [library, program])
        == .found("rel/../x/\(name)", .rpath(of: library.name)))
    #expect(
      search.outcome(name, for: [program]) == .found("/app/x/\(name)", .runpath(of: program.name)))
    let bare = Requester(
      name: Array("liba.so".utf8), origin: Array("/cwd".utf8),
      object: try Specimen(rpath: "$ORIGIN/y").object())
    #expect(
      search.outcome(name, for: [bare, program]) == .found("./y/\(name)", .rpath(of: bare.name)))
  }

  @Test func anyOtherDollarSpoilsTheList() throws {
    try system.putLibraries(at: "/x/\(name)", "/app/x/\(name)", "/appAL/\(name)")
    func outcome(_ path: String) throws -> Outcome {
      try search().outcome(
        name, for: [try requester("/app/program", Specimen(runpath: path))])
    }
    let runpath = Provenance.runpath(of: Array("/app/program".utf8))
    #expect(try outcome("/x") == .found("/x/\(name)", runpath))
    #expect(try outcome("$ORIGIN/x:${ORIGIN}/y") == .found("/app/x/\(name)", runpath))
    #expect(try outcome("$ORIGINAL") == .found("/appAL/\(name)", runpath), "the rest is text")
    for path in ["/x:$LIB", "$ORIGIN/x:$", "/x:${ORIGIN", "$PLATFORM:/x"] {
      #expect(try outcome(path) == .missing)
    }
  }

  @Test func manyTokensEndSoon() {
    let origin = MuslOrigin(folder: Array(String(repeating: "/x", count: 2000).utf8))
    let list = Array(String(repeating: "$ORIGIN", count: 200_000).utf8)
    #expect(origin.expand(list[...]) == nil)
    #expect(
      MuslOrigin(folder: Array("/".utf8)).expand(Array("$ORIGIN/x".utf8)[...]) == Array("/x".utf8))
  }

  // MARK: The C library

  @Test func theCLibraryIsTheLoaderUnderManyNames() throws {
    let program = try requester("/bin/program")
    try system.putLibraries(at: loader, "/lib/libc.so.6", "/lib/libmusl.so", "/lib/libdlx.so")
    let search = try search(libraryPath: "/lib")
    for name in [
      "libc.so", "libc.so.6", "libc.", "libm.so.6", "libpthread.so.0", "librt.so.1", "libdl.so.2",
      "libutil.so.1", "libxnet.so", "libc.musl-x86_64.so.1", loader,
    ] {
      #expect(search.outcome(name, for: [program]) == .found(loader, .interpreter))
      #expect(MuslSearch.isReserved(Array(name.utf8)) == (name != loader))
    }
    for name in ["libmusl.so", "libdlx.so"] {
      #expect(search.outcome(name, for: [program]) == .found("/lib/\(name)", .libraryPath))
      #expect(!MuslSearch.isReserved(Array(name.utf8)))
    }
    for name in ["libc", "lib", "", "xlibc.so", "/lib/libc.so.6", "libpthreads.so"] {
      #expect(!MuslSearch.isReserved(Array(name.utf8)))
    }
    #expect(search.outcome("", for: [program]) == .missing)
  }

  @Test func loadersAreToldByTheirNames() {
    for (path, isMusl) in [
      (loader, true), ("/opt/x/ld-musl-armhf.so.1", true), ("ld-musl-i386.so.1", true),
      ("/lib64/ld-linux-x86-64.so.2", false), ("", false), ("/lib/libc.so", false),
    ] {
      #expect(MuslSearch.isLoader(Array(path.utf8)) == isMusl)
    }
  }

  @Test func anotherCLibraryIsTheLoaderToo() throws {
    let bytes = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: "/lib/x86_64-linux-gnu/libc.so.6")))
    let identity = LoaderModel.FileIdentity(device: 1, inode: 1)
    system.put(ObjectFile(try decode(bytes), identity: identity), at: "/l/libglibc.so")
    try system.putLibraries(at: loader)
    let program = try requester("/bin/program")
    #expect(try search().outcome("/l/libglibc.so", for: [program]) == .found(loader, .interpreter))
  }

  // MARK: Files

  @Test func theFirstFileIsTakenWhateverItIs() throws {
    let program = try requester("/bin/program")
    let search = try search(libraryPath: "/a:/b")
    try system.putLibraries(at: "/b/\(name)")
    system.putUnusable(at: "/a/\(name)")
    #expect(search.outcome(name, for: [program]) == .unusable("/a/\(name)", "it is no library"))
    system.put(try Specimen(fileClass: .elf32, machine: 3).object(), at: "/a/\(name)")
    #expect(
      search.outcome(name, for: [program])
        == .unusable("/a/\(name)", "it is for another machine (i386)"))
    system.put(try Specimen(type: .fixedExecutable).object(), at: "/a/\(name)")
    #expect(search.outcome(name, for: [program]) == .found("/a/\(name)", .libraryPath))
  }

  @Test func aNameWithASlashIsAPathWithoutTokens() throws {
    try system.putLibraries(at: "./\(name)", "/app/\(name)")
    let program = try requester("/app/program")
    #expect(try search().outcome("./\(name)", for: [program]) == .found("./\(name)", .path))
    #expect(try search().outcome("$ORIGIN/\(name)", for: [program]) == .missing)
  }

  @Test func thePathFileLiesBesideTheLoadersFolder() throws {
    let places = [
      "/lib/ld-musl-x86_64.so.1": "/etc/ld-musl-x86_64.path",
      "/opt/musl/lib/ld-musl-armhf.so.1": "/opt/musl/etc/ld-musl-armhf.path",
      "/ld-musl-i386.so.1": "/etc/ld-musl-i386.path",
      "ld-musl-i386.so.1": "/etc/ld-musl-i386.path",
    ]
    for (loader, path) in places {
      #expect(text(MuslSearch.pathFile(of: Array(loader.utf8))) == path)
    }
    let program = try requester("/bin/program", Specimen(interpreter: loader))
    try system.putLibraries(at: "/listed/\(name)", "/lib/liby.so")
    func outcome(_ name: String) -> Outcome {
      MuslSearch(program: program.object, libraryPath: nil, files: system)
        .outcome(name, for: [program])
    }
    #expect(outcome(name) == .missing)
    #expect(outcome("liby.so") == .found("/lib/liby.so", .defaultDirectory))
    system.putContent(Array("/none\n/listed\n\0/lib".utf8), at: "/etc/ld-musl-x86_64.path")
    #expect(outcome(name) == .found("/listed/\(name)", .defaultDirectory))
    #expect(outcome("liby.so") == .missing, "and nowhere else, nor behind a zero")
  }

  // MARK: The loader itself

  struct Story: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// How many libraries are found.
    let count: Int
    var program: [String] = []
    var library: [String] = []
    var files: [String: String] = [:]
    var libraryPath: String?

    init(
      _ description: String, finds count: Int, program: [String] = [], library: [String] = [],
      files: [String: String] = [:], libraryPath: String? = nil
    ) {
      testDescription = description
      self.count = count
      (self.program, self.library, self.files) = (program, library, files)
      self.libraryPath = libraryPath
    }
  }

  @Test(
    arguments: [
      Story("nowhere", finds: 0),
      Story(
        "a run path is inherited", finds: 2, program: SearchStory.runpath("%R/x"),
        files: ["x/liba.so": "liba", "x/libb.so": "libb"]),
      Story(
        "the environment first", finds: 2, program: SearchStory.rpath("%R/x"),
        files: ["x/liba.so": "liba", "e/liba.so": "liba", "e/libb.so": "libb"],
        libraryPath: "%R/none:%R/e//"),
      Story(
        "origins", finds: 2, program: SearchStory.rpath("${ORIGIN}/../x//"),
        library: SearchStory.runpath("$ORIGIN/../y"),
        files: ["x/liba.so": "liba", "y/libb.so": "libb"]),
      Story(
        "other dollars", finds: 0, program: SearchStory.rpath("%R/x:$LIB"),
        files: ["x/liba.so": "liba"]),
      Story(
        "text comes first", finds: 0, program: SearchStory.rpath("%R/x:%R/y"),
        files: ["x/liba.so": "text", "y/liba.so": "liba"]),
      Story(
        "relative and empty elements", finds: 2, program: SearchStory.rpath("::x:"),
        files: ["x/liba.so": "liba", "libb.so": "libb", "x/libb.so": "libb"]),
    ]) func musLsLoaderFindsTheSame(_ story: Story) throws
  {
    let folder = try TemporaryFolder()
    let root = folder.url.resolvingSymlinksInPath()
    let place = { (text: String) in text.replacingOccurrences(of: "%R", with: root.path) }
    func build(_ source: String, _ name: String, _ product: Product, _ options: [String]) throws
      -> URL
    {
      try link(
        source, to: name, in: folder, as: product, options.map(place), compiler: "musl-gcc")
    }
    let second = try build(
      "int second(void) { return 2; }", "libb", .shared, ["-Wl,-soname,libb.so"])
    let first = try build(
      "int second(void); int first(void) { return second(); }", "liba", .shared,
      ["-Wl,-soname,liba.so", second.path] + story.library)
    let made = try build(
      "int first(void); int main(void) { return first(); }", "made", .pie,
      [first.path, "-Wl,--allow-shlib-undefined"] + story.program)
    try folder.write("no library at all", to: "text")
    let files = story.files.merging(["app/program": made.lastPathComponent]) { $1 }
    for (path, source) in files {
      let target = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: folder.file(source), to: target)
    }
    let program = root.appendingPathComponent("app/program")
    let libraryPath = story.libraryPath.map(place)
    let result = try run(
      "env", ["LD_LIBRARY_PATH=\(libraryPath ?? "")", loader, "--list", program.path],
      directory: root)
    let expected = LoadedNames(result).libraries.filter { $0.path != loader }
    let object = ObjectFile(
      try decode([UInt8](try Data(contentsOf: program))),
      identity: LoaderModel.FileIdentity(device: 0, inode: 0))
    let requester = Requester(
      name: Array(program.path.utf8), origin: Array(root.path.utf8) + "/app".utf8, object: object)
    let search = MuslSearch(
      program: object, libraryPath: libraryPath.map { Array($0.utf8) },
      files: RealSystem(directory: root))
    let found = LoadedNames(following: search, from: requester, in: root) { name, _ in Array(name) }
    let libraries = found.libraries.filter { $0.path != nil && $0.path != loader }
    #expect(libraries.map(\.name) == expected.map(\.name))
    #expect(libraries.map(\.path) == expected.map(\.path))
    // It gives up if it has not found all.
    let isComplete = found.failure == nil && found.libraries.allSatisfy { $0.path != nil }
    #expect(result.succeeded == isComplete)
    #expect(expected.count == story.count)
  }
}
