// From exec to main: the program, what is preloaded, what is needed; then every relocation.
//
// Source: glibc elf/rtld.c `dl_main`, with LD_TRACE_LOADED_OBJECTS and LD_WARN: what is missing is
// noted, and the others go on.

internal import ELFModel

extension GlibcProcess {
  mutating func startUp() {
    var program = LinkMap(
      name: start.programName, provenance: .program, file: start.program, namespace: 0,
      origin: start.programOrigin, kind: .executable, names: [])
    program.scope = [.searchList(of: .program)]
    program.openCount = 1
    enter(program)
    if let (name, file) = start.interpreter {
      var interpreter = LinkMap(
        name: name, provenance: .interpreter, file: file, namespace: 0,
        origin: start.origin(of: name),
        kind: .library, names: [])
      interpreter.scope = [.searchList(of: .program)]
      interpreter.isRelocated = true
      self.interpreter = enter(interpreter)
    }
    loadAuditors()
    let preloads = start.preloads.compactMap { preload($0) }
    // What is missing is in the list of problems by now.
    _ = try? mapDependencies(of: .program, preloads: preloads, mode: [], toleratesMissing: true)
    let searchList = self[.program].searchList ?? []
    for map in searchList { self[map].isGlobal = true }
    for map in searchList { problems += missingVersions(of: map) }
    for map in self[.program].initialisationOrder.reversed() where !self[map].isRelocated {
      _ = try? relocate(map, isLazy: start.isLazy, endsAtUndefined: false)
    }
    for map in searchList { self[map].isInitialised = true }
    lookUpForLoader()
  }

  private mutating func preload(_ name: [UInt8]) -> LinkMapIndex? {
    guard
      let map = try? self.map(
        name[...], for: .program, kind: .library, mode: [], isOpened: false, in: 0)
    else {
      problems.append(.ignoredPreload(name: name))
      return nil
    }
    self[map].openCount += 1
    self[map].isPreloaded = true
    return self[map].openCount == 1 ? map : nil
  }

  /// Each auditor has a namespace of its own, made before the program's libraries are loaded.
  private mutating func loadAuditors() {
    for name in start.auditors {
      do {
        let map = try open(name[...], [], caller: .program, in: .new)
        if let map { lookUpAuditInterface(of: map) }
      } catch {
        problems.append(error.problem ?? .ignoredPreload(name: name))
      }
    }
  }

  /// What ld.so looks up for itself: its own references again, now that libc could replace what
  /// they name, and the allocator that it is to use from here on.
  private mutating func lookUpForLoader() {
    guard let interpreter, self[.program].searchList?.contains(interpreter) == true else { return }
    _ = try? relocate(
      interpreter, isLazy: false, endsAtUndefined: false, cause: .loader)
    for name in ["calloc", "free", "malloc", "realloc"] {
      lookUp(
        SymbolQuery(Array(name.utf8)[...], version: start.program.image.header.machine.baseVersion),
        from: .program, symbol: nil, scope: self[.program].scope, cause: .loader)
    }
  }

  private mutating func lookUpAuditInterface(of map: LinkMapIndex) {
    for name in [
      "la_version", "la_activity", "la_objsearch", "la_objopen", "la_preinit", "la_symbind64",
      "la_x86_64_gnu_pltenter", "la_x86_64_gnu_pltexit", "la_objclose",
    ] {
      lookUp(
        SymbolQuery(Array(name.utf8)[...], version: nil, wantsNewest: true), from: map, symbol: nil,
        scope: [.searchList(of: map)], cause: .loader)
    }
  }
}

extension Machine {
  /// The version of libc's oldest symbols (glibc `first_versions`).
  fileprivate var baseVersion: VersionName? {
    let name: String? =
      switch name {
      case "x86-64": "GLIBC_2.2.5"
      case "i386": "GLIBC_2.0"
      case "s390x": "GLIBC_2.2"
      case "arm": "GLIBC_2.4"
      case "x32": "GLIBC_2.16"
      case "aarch64", "powerpc64": "GLIBC_2.17"
      case "riscv": "GLIBC_2.27"
      case "loongarch": "GLIBC_2.36"
      default: nil
      }
    return name.map { VersionName(name: Array($0.utf8)[...], isHidden: false) }
  }
}
