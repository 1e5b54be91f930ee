// Damaged lists of every format: reading ends, quickly, and an error lies within the text.

import Foundation
import TestSupport
import Testing

@testable import Policy

@Suite struct DamagedListTests {
  private static let formats: [ListFormat] = [.list, .libtool, .apple, .def, .debianSymbols]

  private static let samples = [
    "# c\nopen_*\n!open_dir@V1\nre:a(b|c)+\nc++:ns::f(int)\nfrom:libz.so\nver:V_*\n"
      + "include x\n_a[a-z]",
    "foo_*; bar\n# c\n/* c */ \"quoted*\"\nfoo\\_x\nns::[!a]?\n",
    "_foo # c\n__ZN1a*\n?x\n*[a-z]b\n.objc_x\n",
    "LIBRARY a BASE=0x10\nVERSION 1.2\nHEAPSIZE 1,2\nSECTIONS\n .a READ\nEXPORTS\n a=b @1 NONAME\n"
      + " \"c d\" DATA\n ; c\n e==f PRIVATE, CONSTANT\nSTUB:x y\n",
    "liba.so.1 a #MINVER#\n| b\n* F: v\n a@Base 1\n (optional|arch=!any-i386 amd64)b@V 1 2\n"
      + " (c++|regex)\"^a.*\" 1\n (symver)V 1\n *@W 1\n#MISSING: 1# c@V 1\n(x=y)#include \"f\"\n",
    "{ global: a; local: *; } V0; /* c */ \"x\"",
  ]
  private static let pieces =
    samples.flatMap { $0.split(whereSeparator: \.isWhitespace) }
    .map { Array($0.utf8) }
    + ["\r\n", "\n\n", " ", "\t", "\"", "'", "(", ")", "[", "{", "\\"]
    .map { Array($0.utf8) }

  /// The places outside the text that reading it speaks of.
  private func strayPlaces(_ bytes: [UInt8]) -> [Policy.SourceLocation] {
    let text = SourceText(name: "list", bytes: bytes)
    let lengths = bytes.split(separator: 10, omittingEmptySubsequences: false).map(\.count)
    var stray: [Policy.SourceLocation] = []
    func check(_ place: Policy.SourceLocation?) {
      guard let place else { return }
      let isInside =
        lengths.indices.contains(place.line - 1)
        && (1...lengths[place.line - 1] + 1).contains(place.column)
      if !isInside { stray.append(place) }
    }
    for format in Self.formats {
      do throws(SyntaxError) {
        let reading = try format.read(text)
        for remark in reading.remarks { check(remark.location) }
        for clause in reading.clauses { check(clause.location) }
      } catch {
        check(error.location)
      }
    }
    do throws(SyntaxError) {
      _ = try ListFormat.detect(text)
    } catch {
      check(error.location)
    }
    return stray
  }

  @Test func damageIsNoticedInItsPlace() {
    var generator = SeededGenerator(seed: 20_261_122)
    for _ in 0..<3000 {
      var bytes = Array((Self.samples.randomElement(using: &generator) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...5, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.removeLast(bytes.count - place)
        case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        default:
          bytes.insert(contentsOf: Self.pieces.randomElement(using: &generator) ?? [], at: place)
        }
      }
      let stray = strayPlaces(bytes)
      #expect(stray.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// Quadratic time would be hours.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      "a\n", "_a\n", "!a*\n", "!a\n", "\n", "\r", " ", "#", "# c\n", "(", "a@V 1\n", "l p\n",
      " a@V 1\n",
      " (optional)a@V 1\n", "\"", "{", "{ ", "/*", "/* ", ";", "\\", "[", "EXPORTS\n",
      "EXPORTS a=b\n", "a,",
      "@", "a@", "|", "(|", ":", "a:", "=", "STUB:\n",
    ])
  func longTextsTakeTheirLengthInTime(_ piece: String) {
    for prefix in ["", "l p\n", "EXPORTS\n", "*\n"] {
      let text = prefix + String(repeating: piece, count: 30_000 / piece.utf8.count)
      #expect(strayPlaces(Array(text.utf8)).isEmpty)
    }
  }

  @Test func aLineHasALimit() throws {
    for format in Self.formats {
      let long = "_a\n" + String(repeating: "a", count: 70_000)
      let found = try #require(failure(long, as: format))
      #expect(found.line == ([.debianSymbols, .def].contains(format) ? 1 : 2))
    }
  }
}
