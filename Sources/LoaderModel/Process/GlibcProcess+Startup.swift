// From exec to main: the program, what is preloaded, what is needed; then every relocation.
//
// Source: glibc elf/rtld.c `dl_main`, with LD_TRACE_LOADED_OBJECTS and LD_WARN: what is missing is
// noted, and the others go on.

internal import ELFModel

extension GlibcProcess {
  /// Maps the program, what is preloaded and what is needed.
  mutating func mapObjects() {
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
    } else if let name = start.program.image.interpreter {
      problems.append(.missingInterpreter(name: name))
    }
    loadAuditors()
    let preloads = start.preloads.compactMap { preload($0) }
    // What is missing is in the list of problems by now.
    _ = try? mapDependencies(of: .program, preloads: preloads, mode: [], toleratesMissing: true)
    let searchList = self[.program].searchList ?? []
    for map in searchList { self[map].isGlobal = true }
    for map in searchList { problems += missingVersions(of: map) }
    mapped = MappedObjects(of: self)
  }

  /// Binds all of them, each after what it needs.
  ///
  /// - Parameter earlier: what the same objects were bound to in another process.
  mutating func bindObjects(like earlier: EarlierBindings? = nil) {
    let searchList = self[.program].searchList ?? []
    // More than are needed as a rule; memory that stays empty is never touched.
    bindings.reserveCapacity(
      searchList.reduce(0) { $0 + self[$1].file.image.symbols.table.count })
    for map in self[.program].initialisationOrder.reversed() where !self[map].isRelocated {
      if let earlier, let known = earlier.bindings(of: map) {
        rebind(map, like: known, of: earlier)
      } else {
        _ = try? relocate(map, isLazy: start.isLazy, endsAtUndefined: false)
      }
    }
    for map in searchList { self[map].isInitialised = true }
    lookUpForLoader()
  }

  private mutating func preload(_ name: [UInt8]) -> LinkMapIndex? {
    let map: LinkMapIndex?
    do throws(LoadFailure) {
      map = try self.map(
        name[...], for: .program, kind: .library, mode: [], isOpened: false, in: 0)
    } catch {
      problems.append(.ignoredPreload(name: name, reason: error.reason))
      return nil
    }
    guard let map else { return nil }
    self[map].openCount += 1
    self[map].isPreloaded = true
    return self[map].openCount == 1 ? map : nil
  }

  /// Each auditor has a namespace of its own, made before the program's libraries are loaded. The
  /// program may name some, too (`DT_AUDIT`, `DT_DEPAUDIT`).
  private mutating func loadAuditors() {
    let image = start.program.image
    let named = [DynamicTag.audit, .dependencyAudit].compactMap(image.lastName).flatMap {
      // glibc has no room for a longer name (elf/rtld.c `audit_list_next`).
      $0.split(separator: UInt8(ascii: ":")).filter { $0.count < SearchLimits.pathLength }
        .map { Array($0) }
    }
    for name in start.auditors + named {
      do throws(LoadFailure) {
        guard let map = try open(name[...], [], caller: .program, in: .new) else { continue }
        if lookUpAuditInterface(of: map) {
          self[map].isAuditor = true
        } else {
          closeWorker(map)
          problems.append(.ignoredAuditor(name: name, reason: "it has no la_version"))
        }
      } catch {
        problems.append(.ignoredAuditor(name: name, reason: error.reason))
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

  /// Whether the object has the one function that an auditor must have.
  private mutating func lookUpAuditInterface(of map: LinkMapIndex) -> Bool {
    for name in [
      "la_version", "la_activity", "la_objsearch", "la_objopen", "la_preinit", "la_symbind64",
      "la_x86_64_gnu_pltenter", "la_x86_64_gnu_pltexit", "la_objclose",
    ] {
      let binding = lookUp(
        SymbolQuery(Array(name.utf8)[...], version: nil, wantsNewest: true), from: map, symbol: nil,
        scope: [.searchList(of: map)], cause: .loader)
      if name == "la_version", binding.definer == nil { return false }
    }
    return true
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
