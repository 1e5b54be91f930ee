// A program and a library that have symbols of any name in common, as an attacker or a strange compiler may
// give them.

import Foundation
import TestSupport
import Testing

enum OddNames {
  /// Makes `odd` in the folder of `bench`, which defines functions of these names, `libodd.so`, which does as
  /// well, and `libasks.so`, which asks for them and is linked to that.
  static func make(_ names: [[UInt8]], in bench: Workbench) throws {
    var (definitions, calls) = ("", "int asks(void) { return 0")
    var script = "set -e\nfor f in defines asks; do gcc -O0 -fPIC -c $f.c -o $f.o; done\n"
    for (number, name) in names.enumerated() {
      definitions += "int zz\(number)(void) { return \(number); }\n"
      calls = "int zz\(number)(void);\n" + calls + " + zz\(number)()"
      let octal = name.map { "\\" + String($0, radix: 8) }.joined()
      script +=
        "for f in defines asks; do objcopy --redefine-sym zz\(number)=$'\(octal)' $f.o; done\n"
    }
    try bench.folder.write(definitions, to: "defines.c")
    try bench.folder.write(calls + "; }\n", to: "asks.c")
    try bench.folder.write("int asks(void); int main(void) { return asks() < 0; }\n", to: "odd.c")
    let made = try bench.shell(
      script + """
        gcc -shared -Wl,-soname,libodd.so defines.o -o libodd.so
        gcc -shared asks.o '-Wl,-rpath,$ORIGIN' -o libasks.so libodd.so
        gcc -O0 odd.c defines.o libasks.so -rdynamic '-Wl,-rpath,$ORIGIN' -Wl,-rpath-link,. -o odd
        """)
    try #require(made.status == 0, "\(made.errors)")
  }
}
