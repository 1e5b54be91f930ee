// Libraries that have, need and refer to each other at random, and what a program does with them.
//
// Everything that happens can happen in a real process: no function is called that its library does
// not have itself, and nothing is closed that is not open.

import TestSupport

/// One set of libraries, for many scripts. The first of them are for the base namespace, the others
/// for another one, so that each has one place.
struct RandomWorld {
  let seed: UInt64
  let libraries: [Part]
  let program: Part
  private let members: [Member]

  private static let baseCount = 6
  private static let count = 9
  fileprivate static let letters = ["a", "b", "c", "d"]

  /// What there is to know of a library when a script is written.
  private struct Member {
    let name: String
    let functions: [String]
    /// Itself and what it needs.
    let group: Set<Int>
    let isBase: Bool
  }

  init(seed: UInt64) {
    self.seed = seed
    var dice = Dice(seed: seed)
    var members: [Member] = []
    var parts: [Part] = []
    let versions = (0..<Self.count).map { _ in dice.hits(30) ? dice.one(of: ["V1", "V2"]) : nil }
    for index in 0..<Self.count {
      let first = index < Self.baseCount ? 0 : Self.baseCount
      let needed = (first..<index).filter { _ in dice.hits(30) }
      let functions = dice.some(of: Self.letters, 50).map { "f_\($0)" }
      let name = "lib\(index).so"
      members.append(
        Member(
          name: name, functions: functions,
          group: needed.reduce(into: [index]) { $0.formUnion(members[$1].group) },
          isBase: first == 0))
      parts.append(
        Self.library(
          name, functions, version: versions[index], needs: needed.map { members[$0].name },
          by: &dice))
    }
    // Two that need each other: the first is linked again, to what came after it.
    if dice.hits(30),
      let needing = (1..<Self.baseCount).first(where: { members[$0].group.contains(0) })
    {
      parts.append(
        Self.library(
          members[0].name, members[0].functions, version: versions[0],
          needs: [members[needing].name], by: &dice))
    }
    libraries = parts
    self.members = members
    let needed = (0..<Self.baseCount).filter { _ in dice.hits(20) }
    program = .program(
      Self.definitions(dice.some(of: Self.letters, 25).map { "f_\($0)" }, by: &dice)
        + Self.references(by: &dice),
      as: dice.hits(50) ? .fixed : .pie, needs: needed.map { members[$0].name })
  }

  private static func library(
    _ name: String, _ functions: [String], version: String?, needs: [String],
    by dice: inout Dice
  ) -> Part {
    var options = ["-Wl,--hash-style=\(dice.one(of: ["sysv", "gnu", "both"]) ?? "gnu")"]
    if dice.hits(15) { options.append("-Wl,-z,nodelete") }
    if dice.hits(15) { options.append("-Wl,-z,now") }
    if dice.hits(20) { options.append("-nostdlib") }
    if dice.hits(10) { options.append("-Wl,-z,nocombreloc") }
    let patch: Part.Patch? =
      options.contains("-Wl,-z,now") || dice.hits(80)
      ? nil : dice.one(of: [.symbolicTag, .symbolicFlag])
    if patch != nil { options.append("-Wl,-z,origin") }
    let unique =
      dice.hits(25)
      ? """
      __asm__(".data\\n\\t.globl u\\n\\t.type u, @gnu_unique_object\\n\\t.size u, 4\\n"
              "u: .long 1\\n\\t.text\\n");
      extern int u;
      int *seen_u(void) { return &u; }

      """ : ""
    return .library(
      name, definitions(functions, by: &dice) + references(by: &dice) + unique, needs: needs,
      calls: functions, versions: version.map { "\($0) { global: *; };" }, options: options,
      patch: patch)
  }

  private static func definitions(_ functions: [String], by dice: inout Dice) -> String {
    let weak = "__attribute__((weak)) "
    let data = dice.some(of: letters, 40).map { "\(dice.hits(20) ? weak : "")int d_\($0) = 1;\n" }
    return data.joined()
      + functions.map { "\(dice.hits(20) ? weak : "")int \($0)(void) { return 1; }\n" }.joined()
  }

  /// Data that may be missing.
  private static func references(by dice: inout Dice) -> String {
    dice.some(of: letters, 40).map { letter in
      "extern int d_\(letter) __attribute__((weak)); int *seen_\(letter)(void) { return &d_\(letter); }\n"
    }.joined()
  }

  /// A script for these libraries.
  func script(_ number: Int) -> Scenario {
    var dice = Dice(seed: seed &* 1_000 &+ UInt64(number))
    var writer = Writer(members: members)
    for _ in 0..<24 { writer.addEvent(by: &dice) }
    return Scenario(
      "world \(seed), script \(number)", libraries, program: program,
      preloads: (0..<Self.baseCount).filter { _ in dice.hits(5) }.map { "./\(members[$0].name)" },
      events: writer.events)
  }

  /// Keeps an account of what is open.
  private struct Writer {
    let members: [Member]
    var events: [Event] = []
    private var opened: [Int: Int] = [:]

    init(members: [Member]) { self.members = members }

    /// The libraries that are there because something that needs them is open.
    private var present: [Int] {
      opened.filter { $0.value > 0 }.reduce(into: Set()) { $0.formUnion(members[$1.key].group) }
        .sorted()
    }

    mutating func addEvent(by dice: inout Dice) {
      let handles = opened.filter { $0.value > 0 }.keys.sorted()
      switch dice.number(below: 10) {
      case 0..<3: open(dice.number(below: members.count), by: &dice)
      case 3..<5:
        // What began another namespace stays, and with it the number of the namespace.
        let closable = handles.filter { members[$0].isBase || $0 != firstElsewhere }
        guard let library = dice.one(of: closable) else { return }
        opened[library, default: 0] -= 1
        events.append(.dlclose("./\(members[library].name)", in: members[library].isBase ? 0 : 1))
      case 5..<8:
        guard let library = dice.one(of: present.filter { !members[$0].functions.isEmpty }),
          let function = dice.one(of: members[library].functions)
        else { return }
        events.append(.call(function, from: members[library].name))
      default:
        let name = "\(dice.hits(50) ? "f" : "d")_\(dice.one(of: RandomWorld.letters) ?? "a")"
        let caller = dice.hits(40) ? nil : dice.one(of: present).map { members[$0].name }
        if let library = dice.one(of: handles), dice.hits(50) {
          let base = members[library].isBase
          events.append(.dlsym(name, .handle("./\(members[library].name)"), in: base ? 0 : 1))
        } else {
          events.append(.dlsym(name, dice.hits(60) ? .anywhere : .next, from: caller))
        }
      }
    }

    private var firstElsewhere: Int?

    private mutating func open(_ library: Int, by dice: inout Dice) {
      let name = "./\(members[library].name)"
      let (isDeep, isNow, stays) = (dice.hits(25), dice.hits(15), dice.hits(10))
      var manners: [Event.Manner] = []
      if isDeep { manners.append(.deepbind) }
      if isNow { manners.append(.now) }
      if stays { manners.append(.nodelete) }
      if members[library].isBase {
        if dice.hits(40) { manners.append(.global) }
        events.append(.dlopen(name, manners))
      } else {
        events.append(.dlmopen(name, into: firstElsewhere == nil ? nil : 1, manners))
        if firstElsewhere == nil { firstElsewhere = library }
      }
      opened[library, default: 0] += 1
    }
  }
}

/// Choices that can be repeated.
private struct Dice {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

  mutating func hits(_ percent: Int) -> Bool { number(below: 100) < percent }

  mutating func one<Element>(of elements: [Element]) -> Element? {
    elements.randomElement(using: &generator)
  }

  mutating func some<Element>(of elements: [Element], _ percent: Int) -> [Element] {
    elements.filter { _ in hits(percent) }
  }
}
