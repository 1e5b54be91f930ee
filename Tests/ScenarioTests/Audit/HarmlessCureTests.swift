// `symdemote audit` prints no line that does harm: none that cures a half, none that moves what was
// in order, and none that edits a library of the system.

import Foundation
import TestSupport
import Testing

@Suite struct HarmlessCureTests {
  /// One function of the copy is needed by a library that has no other: if the rest went without it,
  /// handles would be made by one copy and taken by the other.
  @Test(arguments: [true, false])
  func noHalfCures(_ isHalf: Bool) throws {
    let workshop = try Workshop()
    func copy(_ number: Int) -> String {
      "static int state = \(number); int w_open(void) { return state; } "
        + "int w_close(int h) { return h == state ? 0 : 1; }"
    }
    let needy = try workshop.library(
      "libneedy.so", isHalf ? "int w_open(void); int n(void) { return w_open(); }" : "int n = 1;")
    let library = try workshop.library("libw.so", copy(2))
    let user = try workshop.library(
      "libuser.so", "int w_open(void), w_close(int); int q(void) { return w_close(w_open()); }",
      needing: [library])
    let program = try workshop.program(
      copy(1) + " int main(void) { return w_close(w_open()); }", needing: [needy])
    let outcome = try AuditOutcome("--dlopen=\(user.path)", program.path)
    #expect(try outcome.finding("libuser.so").captured == ["w_close", "w_open"])
    let cure = try #require(outcome.cures.first)
    #expect(cure.commands.isEmpty == isHalf && cure.cured == (isHalf ? 0 : 2))
    if isHalf {
      #expect(cure.obstacle == "w_open must stay [needed]" && cure.kept["needed"] == ["w_open"])
      let latent = try AuditOutcome("--with=\(library.path)", program.path)
      let cure = try #require(latent.latent["libw.so"]).cure
      #expect(cure.commands.isEmpty && cure.obstacle == "w_open must stay [needed]")
    } else {
      try cure.follow(in: workshop.folder.url)
      #expect(try AuditOutcome("--dlopen=\(user.path)", program.path).status == 0)
    }
  }

  /// The program belongs to the original; it must not be moved to the copy in the other library, so
  /// it is the copy that steps back.
  @Test func theOriginalKeepsItsUsers() throws {
    let workshop = try Workshop()
    func copy(_ number: Int) -> String { "int s_id(void) { return \(number); } " }
    let original = try workshop.library("liborig.so", copy(1))
    let vendor = try workshop.library("libvendor.so", copy(2) + "int u(void) { return s_id(); }")
    let program = try workshop.program(
      "int s_id(void), u(void); int main(void) { return 10 * s_id() + u(); }",
      needing: [original, vendor])
    #expect(try run(program.path).status == 11)
    let cure = try #require(try AuditOutcome(program.path).cures.first)
    #expect(cure.commands.count == 1 && cure.commands[0].hasSuffix(" \(vendor.path)"))
    try cure.follow(in: workshop.folder.url)
    #expect(try run(program.path).status == 12)
    #expect(try AuditOutcome(program.path).status == 0)
  }

  /// A library that counts on the captor and names no dependency on the owner stays where it is.
  @Test(arguments: [true, false])
  func bystandersStay(_ isThere: Bool) throws {
    let workshop = try Workshop()
    func copy(_ number: Int) -> String { "int s_id(void) { return \(number); } " }
    let owner = try workshop.library("libowner.so", copy(2))
    let user = try workshop.library(
      "libuser.so", "int s_id(void); int u(void) { return s_id(); }", needing: [owner])
    let captor = try workshop.library("libcaptor.so", copy(1))
    let stander = try workshop.library(
      "libstander.so", "int s_id(void); int b(void) { return s_id(); }",
      needing: isThere ? [captor] : [])
    let program = try workshop.program(
      "int u(void); int main(void) { return u(); }",
      needing: [captor, user] + (isThere ? [stander] : []))
    #expect(try run(program.path).status == 1)
    let outcome = try AuditOutcome(program.path)
    #expect(try outcome.finding("libuser.so").captor == "libcaptor.so")
    let cure = try #require(outcome.cures.first)
    #expect(cure.commands.isEmpty == isThere)
    #expect(cure.obstacle == (isThere ? "it would also move s_id of libstander.so" : nil))
    try cure.follow(in: workshop.folder.url)
    #expect(try run(program.path).status == (isThere ? 1 : 2))
  }

  /// Libraries of the system stay as they are, since others may count on them.
  @Test(arguments: [true, false])
  func librariesOfTheSystem(_ isSystem: Bool) throws {
    let workshop = try Workshop()
    let copies = try TwoCopies(in: workshop, as: .shared)
    let root = workshop.folder.file("root")
    let folder = root.appendingPathComponent(isSystem ? "usr/lib" : "opt/app")
    let files = FileManager.default
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    try files.copyItem(at: copies.host, to: folder.appendingPathComponent("libhost.so"))
    let libraries = root.appendingPathComponent(isSystem ? "lib" : "opt/real")
    try files.createDirectory(at: libraries, withIntermediateDirectories: true)
    try files.copyItem(at: copies.library, to: libraries.appendingPathComponent("libreal.so"))
    let outcome = try AuditOutcome(
      "--sysroot=\(root.path)", "--library-path=/opt/app:/opt/real:/usr/lib:/lib",
      copies.program.path)
    let cure = try #require(outcome.cures.first)
    #expect(cure.commands.isEmpty == isSystem)
    #expect(
      cure.obstacle
        == (isSystem
          ? "libhost.so is a library of the system, and other programs may need these names of it"
          : nil))
  }

  /// What `apply` will say beside is told before.
  @Test func warningsOfApply() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let text = try symdemote("audit", copies.program.path).output
    let cure = try #require(try AuditOutcome(copies.program.path).cures.first)
    #expect(text.contains("apply will warn: ") == !cure.warnings.isEmpty)
    for warning in cure.warnings {
      #expect(warning.rule == nil || text.contains("[\(warning.rule ?? "")]"))
    }
  }
}
