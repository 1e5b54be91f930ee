// A log of `LD_DEBUG=bindings`, read piece by piece: standard error as it was caught, or the files
// of `LD_DEBUG_OUTPUT`. Processes are told apart by the number that each line begins with, and the
// programs that one process becomes by exec, as a shell or env does, by the first thing that a loader
// looks up: the clock of the vDSO (glibc elf/rtld.c, `setup_vdso_pointers`). What is no lookup is
// passed over.

internal import ELFModel

/// What a loader wrote down, by process.
public struct BindingLog: Sendable {
  /// A name that was looked up.
  struct Lookup: Sendable, Hashable {
    let referrer: Int
    let definer: Int
    let name: Int
    /// A position among the names, or one of the two below.
    let version: Int
  }

  /// The version of a lookup that asks for none.
  static let noVersion = -1
  /// The version of a lookup that was cut off before it.
  static let unknownVersion = -2

  /// The lookups of one program in one process.
  public struct Process: Sendable {
    /// Its number; nil if the lines have none.
    public let number: Int?
    /// The objects that are mentioned, in order.
    var objects: [(name: [UInt8], namespace: Int)] = []
    var lookups: [Lookup] = []
    var counts: [Int] = []
    var places: [Lookup: Int] = [:]
    /// The names in `lookups`.
    var names: [[UInt8]] = []
    fileprivate var nameSet = NameSet()
    fileprivate var objectSet = NameSet()

    init(number: Int?) { self.number = number }

    /// What the objects of the program's own namespace are called, in the order of their mention,
    /// without the kernel's.
    public var objectNames: [[UInt8]] {
      objects.filter { $0.namespace == 0 && !isKernelObject($0.name[...]) }.map(\.name)
    }

    /// Whether anything but the vDSO was seen.
    fileprivate var hasBegun: Bool { objects.contains { !isKernelObject($0.name[...]) } }
  }

  /// The processes, in the order in which they first speak.
  public private(set) var processes: [Process] = []
  /// How many lookups could not be read, because other output cut them in two.
  public private(set) var damagedCount = 0
  private var places: [Int?: Int] = [:]
  private var pending: [UInt8] = []

  /// A log of which nothing is read yet.
  public init() {}

  /// No line of a loader is longer; of one that is, the parts are read as lines.
  private static let longestLine = 1 << 20

  /// Reads on.
  public mutating func read(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
      pending += rest[..<newline]
      endLine()
      rest = rest[(newline + 1)...]
    }
    pending += rest
    if pending.count > Self.longestLine { endLine() }
  }

  /// Ends a file: what comes next is no part of its last line.
  public mutating func finish() { endLine() }

  private mutating func endLine() {
    guard !pending.isEmpty else { return }
    let lines = BindingLines(pending[...])
    pending.removeAll(keepingCapacity: true)
    damagedCount += lines.damagedCount
    for line in lines.found { add(line) }
  }

  private mutating func add(_ line: BindingLine) {
    var place = places[line.process] ?? processes.count
    if place < processes.count, line.beginsProgram, processes[place].hasBegun {
      place = processes.count
    }
    if place == processes.count {
      places[line.process] = place
      processes.append(Process(number: line.process))
    }
    processes[place].add(line)
  }
}

extension BindingLog.Process {
  fileprivate mutating func add(_ line: BindingLine) {
    let version =
      switch line.version {
      case .none: BindingLog.noVersion
      case .unknown: BindingLog.unknownVersion
      case .named(let name): position(ofName: name)
      }
    let lookup = BindingLog.Lookup(
      referrer: position(of: line.referrer), definer: position(of: line.definer),
      name: position(ofName: line.name), version: version)
    if let place = places[lookup] {
      counts[place] += 1
    } else {
      places[lookup] = lookups.count
      lookups.append(lookup)
      counts.append(1)
    }
  }

  private mutating func position(ofName name: ArraySlice<UInt8>) -> Int {
    if let known = nameSet.position(of: name) { return known }
    names.append(Array(name))
    return nameSet.insert(Array(name))
  }

  /// Objects of the same path in two namespaces are two.
  private mutating func position(of object: LogObject) -> Int {
    let key = Array(object.name) + [0] + Array("\(object.namespace)".utf8)
    if let known = objectSet.position(of: key[...]) { return known }
    objects.append((Array(object.name), object.namespace))
    return objectSet.insert(key)
  }
}

extension BindingLine {
  /// Whether this is what a loader looks up first.
  fileprivate var beginsProgram: Bool {
    isKernelObject(definer.name) && name.reversed().starts(with: "clock_gettime".utf8.reversed())
  }
}

/// Whether the object called `name` is the one that the kernel maps into every process; it never was
/// a file.
public func isKernelObject(_ name: ArraySlice<UInt8>) -> Bool {
  name.starts(with: "linux-vdso".utf8) || name.starts(with: "linux-gate".utf8)
}
