// Each rule of the search and its opposite, on an invented system.

import ELFModel
import Testing

@testable import LoaderModel

@Suite struct GlibcSearchTests {
  let system = ImaginarySystem()
  let name = "libx.so.1"

  private func search(
    libraryPath: String? = nil, cache: [CacheBuilder.Entry]? = nil, capabilities: [String] = [],
    platform: String? = nil, isDebian: Bool = false, for specimen: Specimen = Specimen()
  ) throws -> GlibcSearch {
    let header = try specimen.object().image.header
    let interpreter = Array("/lib64/ld-linux-x86-64.so.2".utf8)
    return GlibcSearch(
      header: header,
      GlibcInstallation(
        cache: cache.flatMap {
          LoaderCache(
            CacheBuilder($0).new(), CacheConvention(for: header, interpreter: interpreter))
        },
        systemDirectories: SystemDirectories([Array("/lib64/".utf8), Array("/usr/lib64/".utf8)]),
        isDebian: isDebian),
      libraryPath: libraryPath.map { Array($0.utf8) }, hardwareCapabilities: capabilities,
      platform: platform.map { Array($0.utf8) }, files: system)
  }

  // MARK: The order

  @Test func thePlacesAreSearchedInOrder() throws {
    let chain = [
      try requester("/l/liba.so", Specimen(rpath: "/rpath")),
      try requester("/bin/program", Specimen(rpath: "/program")),
    ]
    let search = try search(
      libraryPath: "/env", cache: [CacheBuilder.Entry(name, "/cached/\(name)")])
    let order: [(String, Provenance)] = [
      ("/usr/lib64", .defaultDirectory), ("/lib64", .defaultDirectory), ("/cached", .cache),
      ("/env", .libraryPath), ("/program", .rpath(of: Array("/bin/program".utf8))),
      ("/rpath", .rpath(of: Array("/l/liba.so".utf8))),
    ]
    #expect(search.outcome(name, for: chain) == .missing)
    for (folder, provenance) in order {
      try system.putLibraries(at: "\(folder)/\(name)")
      #expect(search.outcome(name, for: chain) == .found("\(folder)/\(name)", provenance))
    }
  }

  @Test func aRunpathComesAfterTheEnvironmentAndBeforeTheCache() throws {
    let chain = [try requester("/bin/program", Specimen(runpath: "/runpath"))]
    let search = try search(
      libraryPath: "/env", cache: [CacheBuilder.Entry(name, "/cached/\(name)")])
    let runpath = Provenance.runpath(of: Array("/bin/program".utf8))
    for (folder, provenance) in [
      ("/cached", .cache), ("/runpath", runpath), ("/env", .libraryPath),
    ] {
      try system.putLibraries(at: "\(folder)/\(name)")
      #expect(search.outcome(name, for: chain) == .found("\(folder)/\(name)", provenance))
    }
  }

  // MARK: DT_RPATH and DT_RUNPATH

  @Test func anRPathIsInheritedAndARunpathIsNot() throws {
    try system.putLibraries(at: "/p/\(name)")
    let library = try requester("/l/liba.so")
    let search = try search()
    let inherited = try requester("/bin/program", Specimen(rpath: "/p"))
    #expect(
      search.outcome(name, for: [library, inherited])
        == .found("/p/\(name)", .rpath(of: inherited.name)))
    #expect(
      search.outcome(name, for: [library, try requester("/bin/p", Specimen(runpath: "/p"))])
        == .missing)
  }

  @Test func theProgramsRPathCountsEvenOutsideTheChain() throws {
    try system.putLibraries(at: "/p/\(name)")
    let opener = try requester("/l/plugin.so")
    let program = try requester("/bin/program", Specimen(rpath: "/p"))
    let search = try search()
    #expect(
      search.outcome(name, for: [opener], program: program)
        == .found("/p/\(name)", .rpath(of: program.name)))
    let forgetful = try requester("/l/plugin.so", Specimen(runpath: "/elsewhere"))
    #expect(search.outcome(name, for: [forgetful], program: program) == .missing)
    let modern = try requester("/bin/program", Specimen(rpath: "/p", runpath: ""))
    #expect(search.outcome(name, for: [opener], program: modern) == .missing)
  }

  @Test func aRunpathMakesItsObjectForgetEveryRPath() throws {
    try system.putLibraries(at: "/r/\(name)")
    let search = try search()
    let both = try requester("/l/liba.so", Specimen(rpath: "/r", runpath: "/elsewhere"))
    let program = try requester("/bin/program", Specimen(rpath: "/r"))
    #expect(search.outcome(name, for: [both, program]) == .missing, "be it its own or another's")
    let empty = try requester("/l/liba.so", Specimen(rpath: "/r", runpath: ""))
    #expect(search.outcome(name, for: [empty, program]) == .missing, "an empty one will do")
    // In the middle of the chain it hides only that object's own.
    let asker = try requester("/l/libb.so")
    #expect(
      search.outcome(name, for: [asker, both, program])
        == .found("/r/\(name)", .rpath(of: program.name)))
  }

  @Test func theNearestObjectOfTheChainComesFirst() throws {
    try system.putLibraries(at: "/1/\(name)", "/2/\(name)")
    let chain = [
      try requester("/l/liba.so", Specimen(rpath: "/1")),
      try requester("/bin/program", Specimen(rpath: "/2")),
    ]
    let search = try search()
    #expect(search.outcome(name, for: chain) == .found("/1/\(name)", .rpath(of: chain[0].name)))
    #expect(
      search.outcome(name, for: [chain[1], chain[0]], program: chain[1])
        == .found("/2/\(name)", .rpath(of: chain[1].name)))
  }

  @Test func originIsTheFolderOfTheObjectThatSaysSo() throws {
    try system.putLibraries(at: "/l/../x/\(name)", "/bin/../x/\(name)")
    let search = try search()
    let chain = [
      try requester("/l/liba.so", Specimen(rpath: "$ORIGIN/../x")), try requester("/bin/program"),
    ]
    #expect(
      search.outcome(name, for: chain) == .found("/l/../x/\(name)", .rpath(of: chain[0].name)),
      "and the path is left as it is")
    let program = try requester("/bin/program", Specimen(rpath: "${ORIGIN}/../x/"))
    #expect(
      search.outcome(name, for: [try requester("/l/liba.so"), program])
        == .found("/bin/../x/\(name)", .rpath(of: program.name)))
  }

  @Test func aPathOfAnUnknownFolderIsDropped() throws {
    try system.putLibraries(at: "/lib/\(name)", "//lib/\(name)", "/next/\(name)")
    let object = try Specimen(runpath: "$ORIGIN/lib:/next").object()
    let nowhere = Requester(name: Array("p".utf8), origin: [], object: object)
    #expect(
      try search().outcome(name, for: [nowhere])
        == .found("/next/\(name)", .runpath(of: nowhere.name)))
  }

  // MARK: LD_LIBRARY_PATH

  @Test func theEnvironmentIsPartedByTwoCharactersAndRunpathsByOne() throws {
    try system.putLibraries(at: "/b/\(name)")
    let program = try requester("/bin/program")
    #expect(
      try search(libraryPath: "/a;/b").outcome(name, for: [program])
        == .found("/b/\(name)", .libraryPath))
    let runpath = try requester("/bin/program", Specimen(runpath: "/a;/b"))
    #expect(try search().outcome(name, for: [runpath]) == .missing)
  }

  @Test func theCurrentDirectoryIsSpeltAsNothing() throws {
    try system.putLibraries(at: name)
    let program = try requester("/bin/program")
    for path in [":", "/a:", ":/a", "/a::/b"] {
      #expect(
        try search(libraryPath: path).outcome(name, for: [program]) == .found(name, .libraryPath))
    }
    for path in [nil, "", "/a"] {
      #expect(try search(libraryPath: path).outcome(name, for: [program]) == .missing)
    }
  }

  @Test func originInTheEnvironmentIsTheProgramsFolder() throws {
    try system.putLibraries(at: "/app/lib/\(name)", "/l/lib/\(name)")
    let chain = [try requester("/l/liba.so"), try requester("/app/program")]
    #expect(
      try search(libraryPath: "$ORIGIN/lib").outcome(name, for: chain)
        == .found("/app/lib/\(name)", .libraryPath))
  }

  @Test func libAndPlatformAreThoseOfTheSystem() throws {
    try system.putLibraries(at: "/a/lib64/\(name)", "/a/haswell/\(name)")
    let program = try requester("/bin/program")
    #expect(
      try search(libraryPath: "/a/$LIB").outcome(name, for: [program])
        == .found("/a/lib64/\(name)", .libraryPath))
    #expect(
      try search(libraryPath: "/a/$PLATFORM", platform: "haswell").outcome(name, for: [program])
        == .found("/a/haswell/\(name)", .libraryPath))
    #expect(try search(libraryPath: "/a/$PLATFORM").outcome(name, for: [program]) == .missing)
  }

  // MARK: The cache and the default directories

  @Test func noDefaultLibrariesMeansNeitherTheirDirectoriesNorTheirEntries() throws {
    try system.putLibraries(at: "/usr/lib64/\(name)", "/lib64/sub/libsub.so", "/opt/libopt.so")
    let search = try search(cache: [
      CacheBuilder.Entry(name, "/usr/lib64/\(name)"),
      CacheBuilder.Entry("libsub.so", "/lib64/sub/libsub.so"),
      CacheBuilder.Entry("libopt.so", "/opt/libopt.so"),
    ])
    let plain = try requester("/bin/program")
    let proud = try requester(
      "/bin/program", Specimen(flags1: DynamicTag.flags1NoDefaultLibraries))
    #expect(search.outcome(name, for: [plain]) == .found("/usr/lib64/\(name)", .cache))
    #expect(search.outcome(name, for: [proud]) == .missing)
    #expect(search.outcome("libsub.so", for: [plain]) == .found("/lib64/sub/libsub.so", .cache))
    #expect(search.outcome("libsub.so", for: [proud]) == .missing, "nor what lies below them")
    #expect(search.outcome("libopt.so", for: [proud]) == .found("/opt/libopt.so", .cache))
    #expect(search.outcome(name, for: [plain, proud]) == .found("/usr/lib64/\(name)", .cache))
  }

  @Test func anEntryWhoseFileIsGoneOrForeignIsNoObstacle() throws {
    try system.putLibraries(at: "/usr/lib64/\(name)")
    let search = try search(cache: [CacheBuilder.Entry(name, "/gone/\(name)")])
    let program = try requester("/bin/program")
    let inDirectory = Outcome.found("/usr/lib64/\(name)", .defaultDirectory)
    #expect(search.outcome(name, for: [program]) == inDirectory)
    system.put(try Specimen(fileClass: .elf32, machine: 3).object(), at: "/gone/\(name)")
    #expect(search.outcome(name, for: [program]) == inDirectory)
  }

  // MARK: glibc-hwcaps

  @Test func eachDirectoryIsSearchedForBetterProcessorsFirst() throws {
    let program = try requester("/bin/program", Specimen(runpath: "/r:/s"))
    let search = try search(capabilities: ["x86-64-v3", "x86-64-v2"])
    let runpath = Provenance.runpath(of: program.name)
    for folder in ["/s", "/s/glibc-hwcaps/x86-64-v2", "/r", "/r/glibc-hwcaps/x86-64-v3"] {
      try system.putLibraries(at: "\(folder)/\(name)")
      #expect(search.outcome(name, for: [program]) == .found("\(folder)/\(name)", runpath))
    }
    try system.putLibraries(at: "/r/glibc-hwcaps/x86-64-v4/\(name)")
    #expect(
      search.outcome(name, for: [program])
        == .found("/r/glibc-hwcaps/x86-64-v3/\(name)", runpath), "this processor has no v4")
    #expect(
      try self.search().outcome(name, for: [program]) == .found("/r/\(name)", runpath))
  }

  @Test func theyAreBelowTheDefaultAndTheCurrentDirectoryToo() throws {
    let program = try requester("/bin/program")
    let search = try search(libraryPath: ":", capabilities: ["x86-64-v2"])
    _ = search.outcome(name, for: [program])
    #expect(
      system.attempts == [
        "glibc-hwcaps/x86-64-v2/\(name)", name, "/lib64/glibc-hwcaps/x86-64-v2/\(name)",
        "/lib64/\(name)", "/usr/lib64/glibc-hwcaps/x86-64-v2/\(name)", "/usr/lib64/\(name)",
      ])
  }

  // MARK: Names with a slash

  @Test func aNameWithASlashIsAPath() throws {
    try system.putLibraries(
      at: "/a/liby.so", "./liby.so", "sub/liby.so", "/l/liby.so", "/lib64/liby.so")
    let requester = try requester("/l/liba.so", Specimen(rpath: "/a"))
    let search = try search(libraryPath: "/a")
    for path in ["/a/liby.so", "./liby.so", "sub/liby.so"] {
      #expect(search.outcome(path, for: [requester]) == .found(path, .path))
    }
    #expect(
      search.outcome("$ORIGIN/liby.so", for: [requester]) == .found("/l/liby.so", .path))
    #expect(search.outcome("/$LIB/liby.so", for: [requester]) == .found("/lib64/liby.so", .path))
    #expect(search.outcome("other/liby.so", for: [requester]) == .missing)
    #expect(search.outcome("$PLATFORM/liby.so", for: [requester]) == .missing)
  }

  @Test func aNameWithoutASlashKeepsItsDollarUnlessItIsNeeded() throws {
    try system.putLibraries(at: "/lib64/lib$LIB.so", "/lib64/liblib64.so")
    let program = try requester("/bin/program")
    let search = try search()
    #expect(
      search.outcome("lib$LIB.so", for: [program])
        == .found("/lib64/lib$LIB.so", .defaultDirectory))
    let needed = search.expand(Array("lib$LIB.so".utf8)[...], neededBy: program)
    #expect(
      search.outcome(text(needed), for: [program])
        == .found("/lib64/liblib64.so", .defaultDirectory))
    #expect(search.expand(Array("$PLATFORM.so".utf8)[...], neededBy: program) == [])
  }

  // MARK: Files that do not fit

  @Test(
    arguments: [
      Specimen(fileClass: .elf32, machine: 3), Specimen(fileClass: .elf32),
      Specimen(fileClass: .elf32, byteOrder: .big, machine: 20), Specimen(machine: 183),
    ]) func aFileForAnotherMachineIsPassedOver(_ foreign: Specimen) throws
  {
    system.put(try foreign.object(), at: "/a/\(name)")
    let program = try requester("/bin/program", Specimen(runpath: "/a:/b"))
    let search = try search()
    #expect(search.outcome(name, for: [program]) == .missing)
    #expect(search.outcome("/a/\(name)", for: [program]) == .missing)
    try system.putLibraries(at: "/b/\(name)")
    #expect(
      search.outcome(name, for: [program])
        == .found("/b/\(name)", .runpath(of: program.name)))
    // Its own programs find it.
    let own = try requester("/bin/program", foreign.with(runpath: "/a:/b"))
    #expect(
      try self.search(for: foreign).outcome(name, for: [own])
        == .found("/a/\(name)", .runpath(of: own.name)))
  }

  @Test func aFileOfTheOtherByteOrderEndsTheSearchButForDebian() throws {
    system.put(try Specimen(byteOrder: .big, machine: 21).object(), at: "/a/\(name)")
    try system.putLibraries(at: "/b/\(name)")
    let program = try requester("/bin/program", Specimen(runpath: "/a:/b"))
    let words = "ELF file data encoding not little-endian"
    #expect(try search().outcome(name, for: [program]) == .unusable("/a/\(name)", words))
    #expect(try search().outcome("/a/\(name)", for: [program]) == .unusable("/a/\(name)", words))
    #expect(
      try search(isDebian: true).outcome(name, for: [program])
        == .found("/b/\(name)", .runpath(of: program.name)))
    #expect(try search(isDebian: true).outcome("/a/\(name)", for: [program]) == .missing)
  }

  @Test func programsAreNoLibraries() throws {
    let program = try requester("/bin/program")
    system.put(try Specimen(type: .fixedExecutable).object(), at: "/lib64/\(name)")
    #expect(
      try search().outcome(name, for: [program])
        == .unusable("/lib64/\(name)", "cannot dynamically load executable"))
    let pie = Specimen(type: .positionIndependentExecutable, flags1: DynamicTag.flags1PIE)
    system.put(try pie.object(), at: "/lib64/\(name)")
    #expect(
      try search().outcome(name, for: [program])
        == .unusable(
          "/lib64/\(name)", "cannot dynamically load position-independent executable"))
    // One from before the mark, and the C library, which can be run.
    system.put(try Specimen(type: .positionIndependentExecutable).object(), at: "/lib64/\(name)")
    #expect(
      try search().outcome(name, for: [program])
        == .found("/lib64/\(name)", .defaultDirectory))
  }

  @Test func aDamagedFileEndsTheSearchAndADamagedForeignOneDoesNot() throws {
    let program = try requester("/bin/program", Specimen(runpath: "/a:/b"))
    try system.putLibraries(at: "/b/\(name)")
    system.putUnusable(at: "/a/\(name)")
    #expect(
      try search().outcome(name, for: [program]) == .unusable("/a/\(name)", "it is no library"))
    system.putUnusable(at: "/a/\(name)", content: HeaderBytes().bytes)
    #expect(
      try search().outcome(name, for: [program]) == .unusable("/a/\(name)", "it is no library"))
    system.putUnusable(at: "/a/\(name)", content: HeaderBytes(fileClass: 1).bytes)
    #expect(
      try search().outcome(name, for: [program])
        == .found("/b/\(name)", .runpath(of: program.name)))
  }

  @Test(arguments: HeaderBytes.rejected) func theHeaderTellsWhatIsWrong(
    _ header: HeaderBytes, _ reason: String?
  ) throws {
    system.putUnusable(at: "/lib64/\(name)", content: header.bytes)
    let expected = reason.map { Outcome.unusable("/lib64/\(name)", $0) } ?? .missing
    let program = try requester("/bin/program")
    #expect(try search().outcome(name, for: [program]) == expected)
    #expect(try search(isDebian: true).outcome(name, for: [program]) == expected)
  }

  @Test(arguments: [(5, 2), (6, 0), (7, 9), (8, 1), (12, 1)])
  func debianAsksForTheMachineFirst(_ offset: Int, _ byte: UInt8) throws {
    let header = HeaderBytes(changes: [(offset, byte), (18, 183)])
    system.putUnusable(at: "/lib64/\(name)", content: header.bytes)
    let program = try requester("/bin/program")
    #expect(try search(isDebian: true).outcome(name, for: [program]) == .missing)
    guard case .unusable = try search().outcome(name, for: [program]) else {
      Issue.record("others end here")
      return
    }
  }

  // MARK: A program's own search

  @Test func theSystemsCacheAndLoaderAreRead() throws {
    let loader = "/lib64/ld-linux-x86-64.so.2"
    let specimen = Specimen(type: .positionIndependentExecutable, interpreter: loader)
    let program = try requester("/bin/program", specimen)
    try system.putLibraries(at: "/cached/libc1.so", "/odd/lib/libd1.so", "/lib64/libe1.so")
    func outcome(_ name: String) -> Outcome {
      GlibcSearch(
        header: program.object.image.header,
        GlibcInstallation(for: program.object.image, files: system), libraryPath: nil,
        hardwareCapabilities: [], files: system
      ).outcome(name, for: [program])
    }
    #expect(outcome("libc1.so") == .missing)
    system.putContent(
      CacheBuilder([CacheBuilder.Entry("libc1.so", "/cached/libc1.so")]).new(),
      at: "/etc/ld.so.cache")
    #expect(outcome("libc1.so") == .found("/cached/libc1.so", .cache))
    #expect(outcome("libe1.so") == .found("/lib64/libe1.so", .defaultDirectory), "the usual ones")
    system.putContent(Array("\u{1}\0/odd/lib/\0/usr/odd/lib/\0\0".utf8), at: loader)
    #expect(outcome("libd1.so") == .found("/odd/lib/libd1.so", .defaultDirectory))
    #expect(outcome("libe1.so") == .missing)
    system.put(try Specimen(byteOrder: .big, machine: 21).object(), at: "/x/liby.so")
    guard case .unusable = outcome("/x/liby.so") else {
      Issue.record("the loader is not Debian's")
      return
    }
    system.putContent(Array("\0ld.so (Debian GLIBC 2.36-9) stable\0".utf8), at: loader)
    #expect(outcome("/x/liby.so") == .missing)
  }
}

extension Specimen {
  fileprivate func with(runpath: String) -> Specimen {
    var copy = self
    copy.runpath = runpath
    return copy
  }
}

/// The first bytes of an ELF file for x86-64.
struct HeaderBytes: Sendable, CustomTestStringConvertible {
  var fileClass: UInt8 = 2
  var changes: [(offset: Int, byte: UInt8)] = []
  var length = 64

  var bytes: [UInt8] {
    var bytes: [UInt8] =
      [0x7f, 0x45, 0x4c, 0x46, fileClass, 1, 1] + [UInt8](repeating: 0, count: 57)
    bytes[16] = 3
    bytes[18] = 62
    bytes[20] = 1
    bytes[54] = 56
    for change in changes { bytes[change.offset] = change.byte }
    return Array(bytes.prefix(length))
  }

  var testDescription: String {
    "\(length) bytes of class \(fileClass)"
      + changes.map { ", byte \($0.offset) is \($0.byte)" }.joined()
  }

  /// What is wrong, and what glibc says of it: nothing if it passes the file over.
  static let rejected: [(HeaderBytes, String?)] = [
    (HeaderBytes(), "it is no library"),
    (HeaderBytes(length: 63), "file too short"), (HeaderBytes(length: 0), "file too short"),
    (HeaderBytes(changes: [(0, 0x21)]), "invalid ELF header"),
    (HeaderBytes(changes: [(3, 0x47)]), "invalid ELF header"),
    (HeaderBytes(fileClass: 1), nil), (HeaderBytes(fileClass: 7), nil),
    (HeaderBytes(changes: [(5, 2)]), "ELF file data encoding not little-endian"),
    (HeaderBytes(changes: [(6, 0)]), "ELF file version ident does not match current one"),
    (HeaderBytes(changes: [(7, 9)]), "ELF file OS ABI invalid"),
    (HeaderBytes(changes: [(7, 3)]), "it is no library"),
    (HeaderBytes(changes: [(8, 1)]), "ELF file ABI version invalid"),
    (HeaderBytes(changes: [(12, 1)]), "nonzero padding in e_ident"),
    (HeaderBytes(changes: [(20, 2)]), "ELF file version does not match current one"),
    (HeaderBytes(changes: [(18, 183)]), nil),
    (HeaderBytes(changes: [(16, 1)]), "only ET_DYN and ET_EXEC can be loaded"),
    (HeaderBytes(changes: [(54, 32)]), "ELF file's phentsize not the expected size"),
  ]
}
