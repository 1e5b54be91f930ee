// Reports come from other hosts, over wires that break: whatever a damaged one says, merging it ends with
// an error, or with a report that is whole.

import Foundation
import FuzzTargets
import TestSupport
import Testing

@Suite struct DamagedReportTests {
  private static let lines = [
    #"{"format_version":"1.0","tool":{"name":"symdemote","version":"1"},"command":"plan","run":"#
      + #"{"shard":1,"of":1,"files":3,"identity":"i"}}"#,
    #"{"position":0,"path":"a","exit_status":0,"messages":[],"x":[1,-2,true,{"y":"\u00e9\n"}]}"#,
    #"{"position":2,"path":"b","exit_status":1,"messages":[]}"#,
    #"{"end":{"reports":2},"messages":[{"severity":"warning","text":"w","location":{"file":"l","#
      + #""line":1,"column":2}}],"exit_status":1,"selection":{"judged":true,"unreadable":"#
      + #"{"count":1,"name":"n","file":2},"lines":[{"source":"--keep-list=l","kind":"list","#
      + #""empty_reason":"","section":null,"applied":true,"clauses":[[0,3]],"hits":[[1,2]],"#
      + #""told_elsewhere":false,"everything":false,"idle":[[0,"1: a"],[3,"4: d"]]}]}}"#,
  ]

  @Test(arguments: 0..<4 as Range<UInt64>)
  func mergesOrIsRefused(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let whole = Array(Self.lines.joined(separator: "\n").utf8) + [10]
    let marks = Array("{}[]\",:0129-\\u\n ".utf8) + [0, 0x80, 0xff]
    FuzzTarget.report.run(whole)
    for _ in 0..<1_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0...3, using: &generator) {
        case 0: bytes[place] = marks.randomElement(using: &generator) ?? 0
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(marks.randomElement(using: &generator) ?? 0, at: place)
        default:
          let end = min(bytes.count, place + Int.random(in: 1...60, using: &generator))
          bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
      }
      FuzzTarget.report.run(bytes)
    }
  }
}
