// Where the files of a wheel come to lie, and which cannot lie there together.

import Testing

@testable import Wheels

@Suite struct InstalledPlaceTests {
  @Test(arguments: [
    ("pkg/a.so", "lib/python3/site-packages/pkg/a.so"), ("a.so", "lib/python3/site-packages/a.so"),
    ("p-1.data/platlib/pkg/a.so", "lib/python3/site-packages/pkg/a.so"),
    ("p-1.data/purelib/a.so", "lib/python3/site-packages/a.so"),
    ("p-1.data/scripts/tool", "bin/tool"), ("p-1.data/data/lib/x/y.so", "lib/x/y.so"),
    ("p-1.data/headers/x.h", "include/x.h"),
    // What is called so further down, or has no such part, is a file like others.
    ("x/p-1.data/scripts/tool", "lib/python3/site-packages/x/p-1.data/scripts/tool"),
    ("p-1.data/other/a.so", "lib/python3/site-packages/p-1.data/other/a.so"),
    ("p-1.data/scripts", "lib/python3/site-packages/p-1.data/scripts"),
    ("p-1.dat/scripts/x", "lib/python3/site-packages/p-1.dat/scripts/x"),
    ("data/scripts/x", "lib/python3/site-packages/data/scripts/x"),
  ]) func places(_ name: String, _ place: String) {
    #expect(installedPlace(of: Array(name.utf8)) == Array(place.utf8))
  }

  @Test func filesThatCannotLieTogether() {
    func nested(_ names: String...) -> [Int] {
      firstNested(names.map { Array($0.utf8) }).map { [$0.file, $0.other] } ?? []
    }
    #expect(nested() == [] && nested("a") == [] && nested("a", "ab", "b/a", "a-/x", "a.d/x") == [])
    #expect(nested("b", "a/b/c", "a.d", "a-/x", "a") == [4, 1])
    #expect(Set(nested("x", "a/b", "c", "a/b")) == [1, 3])
    #expect(nested("a0", "a/b", "a/b0", "a/b/c") == [1, 3])
  }
}
