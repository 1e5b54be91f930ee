// One command, run as often as it makes system calls, with something going wrong at a different call
// each time. Whatever it is, each name is afterwards the old file or the new one, whole, the exit
// status tells which, and after the next run the file is the new one and nothing lies beside it.

import Foundation
import TestSupport
import Testing

/// What a file is: its content, and what is kept of the rest.
struct WholeFile: Equatable {
  var bytes: Data
  var mode: UInt32
  var owner: UInt32
  var group: UInt32
  var note: [UInt8]?
  var access: [UInt8]?
  var capability: [UInt8]?
  /// When it was changed, if that is kept.
  var time: [Int]?

  init(_ file: URL, keepsDates: Bool) throws {
    let identity = try FileIdentity(file)
    bytes = try Data(contentsOf: file)
    (mode, owner, group) = (identity.mode, identity.owner, identity.group)
    note = extendedAttribute("user.note", of: file)
    access = extendedAttribute("system.posix_acl_access", of: file)
    capability = extendedAttribute("security.capability", of: file)
    time = keepsDates ? [identity.seconds, identity.nanoseconds] : nil
  }
}

/// What one command has to stand.
struct Ordeal {
  /// What happened.
  struct Tally {
    var calls = 0
    var kills = 0
    var faults = 0
    var leftHalfway = 0
    var lost = 0
  }

  let title: String
  let folder: TemporaryFolder
  let arguments: [String]
  /// The names that are replaced; all are names of one file.
  let targets: [URL]
  /// What is made, beside the targets, by a run that ends well.
  let companions: Set<String>
  let keepsDates: Bool
  let isUnnamedDenied: Bool
  /// Whether the file may be half edited between the crash and the next run.
  let isInPlace: Bool
  /// What a next run with nothing left to do ends with.
  let idleStatus: Int32
  /// Variables of the runs.
  let environment: [String: String]
  /// Puts everything back to where the command starts.
  let reset: () throws -> Void

  private let old: WholeFile
  private let new: WholeFile
  private let names: Set<String>

  init(
    _ title: String, in folder: TemporaryFolder, _ arguments: [String], targets: [URL],
    companions: Set<String> = [], keepsDates: Bool = false, isUnnamedDenied: Bool = false,
    isInPlace: Bool = false, idleStatus: Int32 = 0, environment: [String: String] = [:],
    reset: @escaping () throws -> Void
  ) throws {
    (self.title, self.folder, self.arguments) = (title, folder, arguments)
    (self.targets, self.companions, self.keepsDates) = (targets, companions, keepsDates)
    self.isUnnamedDenied = isUnnamedDenied
    (self.isInPlace, self.idleStatus, self.reset) = (isInPlace, idleStatus, reset)
    self.environment = environment
    try reset()
    names = try Self.listing(of: folder)
    old = try WholeFile(targets[0], keepsDates: keepsDates)
    let errors = folder.url.appendingPathExtension("errors")
    let run = try traced(
      arguments, environment: environment, isUnnamedDenied: isUnnamedDenied, errors: errors)
    let said = try String(contentsOf: errors, encoding: .utf8)
    try FileManager.default.removeItem(at: errors)
    try #require(run.status == 0, "\(title): \(said)")
    new = try WholeFile(targets[0], keepsDates: keepsDates)
    try #require(old.bytes != new.bytes)
    var edited = old
    edited.bytes = new.bytes
    #expect(edited == new, "\(title): only the content changes")
    #expect(try Self.listing(of: folder) == names.union(companions), "\(title)")
  }

  /// Everything below the folder but other folders.
  private static func listing(of folder: TemporaryFolder) throws -> Set<String> {
    let names = FileManager.default.enumerator(atPath: folder.url.path)
    return Set((names?.allObjects as? [String] ?? []).filter { !$0.hasSuffix(".d") })
  }

  /// How many calls of a kind the command makes.
  func callCount(_ kind: CallKind) throws -> Int {
    try reset()
    return try traced(
      arguments, of: kind, environment: environment, isUnnamedDenied: isUnnamedDenied
    ).callCount
  }

  /// Lets `mishap` happen at every `stride`th call of a kind.
  mutating func endure(
    _ mishaps: [Mishap], at kind: CallKind, every stride: Int = 1, _ tally: inout Tally
  ) throws {
    let count = try callCount(kind)
    tally.calls = max(tally.calls, count)
    for (round, mishap) in mishaps.enumerated() {
      for index in Swift.stride(from: round % stride, to: count, by: stride) {
        try endure(mishap, at: index, of: kind, &tally)
      }
    }
  }

  private enum State {
    case old
    case new
    case mixed
  }

  private func state(_ place: String) throws -> State {
    let now = try targets.map { try WholeFile($0, keepsDates: keepsDates) }
    for file in now where file != old && file != new {
      // Under its own name in place: the content or the identity may be on its way.
      #expect(isInPlace, "\(place): neither old nor new")
      return .mixed
    }
    return now.allSatisfy { $0 == old } ? .old : now.allSatisfy { $0 == new } ? .new : .mixed
  }

  private func endure(
    _ mishap: Mishap, at index: Int, of kind: CallKind, _ tally: inout Tally
  ) throws {
    let place = "\(title), \(mishap), call \(index)"
    try reset()
    let trace = try traced(
      arguments, mishap, at: index, of: kind, environment: environment,
      isUnnamedDenied: isUnnamedDenied)
    guard let call = trace.call else {
      Issue.record("\(place): nothing happened")
      return
    }
    let state = try state(place)
    let left = try Self.listing(of: folder).subtracting(names).subtracting(companions)
    switch mishap {
    case .killBefore, .killAfter:
      tally.kills += 1
      #expect(trace.signal == SIGKILL, "\(place)")
      if state == .mixed {
        tally.leftHalfway += 1
        #expect(targets.count > 1 || isInPlace, "\(place)")
        #expect(left.contains { $0.hasSuffix(".journal") }, "\(place): nobody could finish")
      }
    case .fail, .shorten:
      tally.faults += 1
      #expect(trace.signal == nil, "\(place) (\(call)): ended by \(trace.signal ?? 0)")
      #expect(state != .mixed, "\(place) (\(call))")
      if trace.status == 0 {
        #expect(state == .new, "\(place) (\(call)): success, and the file is old")
      } else {
        // Only what is not permitted may be taken for a rule.
        let statuses: [Int32] = mishap == .fail(EACCES) ? [2, 3] : [2]
        #expect(
          trace.status.map(statuses.contains) == true,
          "\(place) (\(call)): \(trace.status ?? -1)")
        // What was done may be impossible to tell, which is no success either; or one of the other
        // names, which are new already, cannot be read.
        #expect(
          state == .old || call == writeCall || targets.count > 1,
          "\(place) (\(call)): trouble, and it is new")
      }
      if mishap == .shorten || mishap == .fail(EINTR) {
        #expect(trace.status == 0, "\(place) (\(call)): is to be continued, or tried again")
      }
      if call != unlinkCall { #expect(left == [], "\(place) (\(call)): left behind") }
    }

    let next = try traced(arguments, of: nil, environment: environment)
    #expect(
      next.status == 0 || (next.status == idleStatus && state == .new),
      "\(place) (\(call)): the next run ends with \(next.status ?? -1)")
    let after = try targets.map { try WholeFile($0, keepsDates: keepsDates) }
    if !after.allSatisfy({ $0 == new }) { tally.lost += 1 }
    #expect(after.allSatisfy { $0 == new }, "\(place) (\(call)): not new after the next run")
    #expect(Set(try targets.map { try FileIdentity($0).inode }).count == 1, "\(place): parted")
    #expect(
      try Self.listing(of: folder) == names.union(companions),
      "\(place) (\(call)): after the next run")
  }
}

// As <asm/unistd_64.h> has them; the tracer knows this machine alone.
private let writeCall = 1
private let unlinkCall = 263
