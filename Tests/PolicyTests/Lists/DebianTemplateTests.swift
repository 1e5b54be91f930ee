// Templates of symbols files, beside dpkg-gensymbols: what it finds in a library of a template is
// what the template keeps there.

import Foundation
import TestSupport
import Testing

@testable import Policy

@Suite struct DebianTemplateTests {
  /// C++ and C, versioned and not.
  private static let library = Result {
    try ListedLibrary(
      source: """
        #include <iostream>
        #include <string>
        namespace ns {
          struct Class { Class(); virtual ~Class(); int method(int); int method(long);
            void write(std::ostream &); };
          Class::Class() {} Class::~Class() {}
          int Class::method(int) { return 1; } int Class::method(long) { return 1; }
          void Class::write(std::ostream &s) { s << 1; }
        }
        extern "C" { int one() { return 1; } int two() { return 1; } int three() { return 1; }
          int private_one() { return 1; } int _Zother() { return 1; } }
        """, "lib.cc",
      versions: """
        V1 { global: one; private_*; extern "C++" { "ns::Class::method(int)"; }; };
        V2 { global: two; extern "C++" { "ns::Class::method(long)"; }; } V1;
        """)
  }

  /// What dpkg-gensymbols finds in the library of `template`: the symbols that it does not report
  /// as new. `gone` are the lines that it finds nothing for and that it complains of.
  private func dpkg(_ template: String, _ library: ListedLibrary) throws -> (
    found: Set<String>, gone: Int
  ) {
    let folder = try TemporaryFolder()
    let input = try folder.write(template, to: "template")
    let output = folder.file("symbols")
    let result = try run(
      "dpkg-gensymbols",
      [
        "-v9", "-pliblisted1", "-P\(folder.url.path)", "-e\(library.file.path)", "-I\(input.path)",
        "-O\(output.path)", "-c0", "-q",
      ], environment: ["LC_ALL": "C"])
    try #require(result.succeeded, "\(result.errors)")
    var found: Set<String> = []
    for line in try String(contentsOf: output, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ")
      // A new symbol is there since the version that was given.
      if line.first == " ", words.count >= 2, words[1] != "9" { found.insert(String(words[0])) }
      // What marks a version is no export.
      found.subtract(["V1@V1", "V2@V2"])
    }
    // Template mode shows what is missing with its tags.
    try mustRun(
      "dpkg-gensymbols",
      [
        "-v9", "-pliblisted1", "-P\(folder.url.path)", "-e\(library.file.path)", "-I\(input.path)",
        "-O\(output.path)", "-c0", "-q", "-t", "-V",
      ], environment: ["LC_ALL": "C"])
    let gone = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").count {
      $0.hasPrefix("#MISSING: 9#") && !$0.contains("optional") && !$0.contains("regex")
        && !$0.contains("symver")
    }
    return (found, gone)
  }

  @Test(arguments: [
    " one@V1 1\n two@V2 1 1\n",
    " one@Base 1\n three@Base 1\n",
    " three@V1 1\n",
    " (optional)one@V1 1\n (optional=why|other)three@Base 1\n (optional)gone@Base 1\n",
    " (symver)V1 1\n", " (symver|optional)V2 1\n", " *@V1 1\n", " (symver)V3 1\n",
    " (regex)\"^private_.*@V1$\" 1\n", " (regex)o 1\n", " (regex|optional)'^t.*Base' 1\n",
    " (c++)\"ns::Class::method(int)@V1\" 1\n", " (c++)\"ns::Class::method(int)@Base\" 1\n",
    " (c++)\"ns::Class::Class()@Base\" 1\n", " (c++)'vtable for ns::Class@Base' 1\n",
    """
     (c++)"ns::Class::write(std::basic_ostream<char, std::char_traits<char> >&)@Base" 1\n
    """,
    " (c++)\"ns::Class::write(std::ostream&)@Base\" 1\n", " (c++)three@Base 1\n",
    " (c++)_Zother@V1 1\n", " (c++|regex)\"^ns::Class::method\\(.*\\)@\" 1\n",
    " (regex|c++)method 1\n", " (regex|c++)e 1\n", " (c++|regex)method.*V2 1\n",
    " (c++|symver)V2 1\n",
    " (arch=amd64)one@V1 1\n (arch=!i386)two@V2 1\n (arch=any-amd64)three@Base 1\n",
    " (arch-bits=64|arch-endian=little)one@V1 1\n (arch=linux-any)three@Base 1\n",
    "# a comment\n one@V1 1\n#MISSING: 2# gone@Base 1\n#DEPRECATED: 2# gone2@Base 1\n",
    "* Build-Depends-Package: x\n| other\n one@V1 1\n",
    " \"one\"@V1 1\n", " (allow-internal)one@V1 1\n (ignore-blacklist)two@V2 1\n",
    " one@V1 1\n one@V1 1\n", " one@V1 1 0 more words\n", " one@V1   1\n three@Base\t1\n",
  ])
  func agreesWithDpkg(_ symbols: String) throws {
    let library = try Self.library.get()
    let template = "liblisted.so.1 liblisted1 #MINVER#\n" + symbols
    // dpkg drops a line with two blanks before the version; that is more than a list has to ask
    // for.
    let dpkgs = try dpkg(
      symbols.contains("   ") ? template.replacing("   ", with: " ") : template, library)
    let reading = try read(template, as: .debianSymbols)
    #expect(try library.kept(by: reading) == dpkgs.found)
    #expect(try library.image.lacking(reading.clauses).count == dpkgs.gone)
  }

  /// dpkg takes a symbol of another machine for one of all machines when the library has it. Here
  /// the list means what it says.
  @Test func symbolsOfOtherMachinesAreNotKept() throws {
    let library = try Self.library.get()
    let reading = try read(
      """
      liblisted.so.1 liblisted1 #MINVER#
       (arch=any-i386)one@V1 1
       (arch-bits=32)two@V2 1
       (arch-endian=big)three@Base 1
       (arch=!amd64)private_one@V1 1
      """, as: .debianSymbols)
    #expect(try library.kept(by: reading).isEmpty)
    #expect(try library.image.lacking(reading.clauses).isEmpty)
  }

  @Test func anUnversionedSymbolIsNotOneOfAVersion() throws {
    let library = try Self.library.get()
    func kept(_ line: String) throws -> Set<String> {
      try library.kept(by: read("liblisted.so.1 x\n \(line) 1", as: .debianSymbols))
    }
    #expect(try kept("three@Base") == ["three@Base"])
    #expect(try kept("one@Base").isEmpty)
    #expect(try kept("one@V1") == ["one@V1"])
  }

  @Test func eachLibraryHasItsSymbols() throws {
    let library = try Self.library.get()
    let reading = try read(
      "libother.so.1 x\n one@V1 1\nliblisted.so.1 x #MINVER#\n two@V2 1", as: .debianSymbols)
    #expect(try library.kept(by: reading) == ["two@V2"])
    #expect(reading.clauses.map(\.condition.soname) == ["libother.so.1", "liblisted.so.1"])
  }

  @Test func aLaterLineOverridesAnEarlierOne() throws {
    let text = "liblisted.so.1 x\n gone@Base 1\n (optional)gone@Base 1\n (c++)gone@Base 1"
    let clauses = try read(text, as: .debianSymbols).clauses
    #expect(clauses.map(\.text) == ["(optional)gone@Base", "(c++)gone@Base"])
    #expect(clauses.map(\.isRequired) == [false, true])
    let machines = "l x\n (arch=i386)a@Base 1\n (arch=amd64)a@Base 1"
    #expect(try read(machines, as: .debianSymbols).clauses.count == 2)
  }

  @Test func includedFilesInheritLibraryAndTags() throws {
    let outer = try read(
      "liblisted.so.1 x\n#include \"a b\"\n(optional|arch=i386)#include \"c\" more\n#include d\n",
      as: .debianSymbols)
    var included: [ListReading] = []
    var paths: [String] = []
    for case .include(let path, let location, let context) in outer.items {
      paths.append("\(String(decoding: path, as: UTF8.self)) \(location.line)")
      included.append(
        try ListFormat.debianSymbols.read(
          SourceText(name: "inner", bytes: Array(" one@V1 1\n(arch=any)#include \"x\"".utf8)),
          in: context))
    }
    #expect(paths == ["a b 2", "c 3"])
    let library = try Self.library.get()
    #expect(try library.kept(by: included[0]) == ["one@V1"])
    #expect(included[0].clauses.map(\.isRequired) == [true])
    #expect(try library.kept(by: included[1]).isEmpty)
    #expect(included[1].clauses.map(\.isRequired) == [false])
    #expect(
      included.flatMap(\.clauses).map(\.condition.soname) == ["liblisted.so.1", "liblisted.so.1"])
    // The library's line may be in the included file.
    #expect(failure("#include \"x\"\n one@V1 1", as: .debianSymbols) == nil)
    #expect(failure(" one@V1 1\n#include \"x\"", as: .debianSymbols) != nil)
  }

  @Test(arguments: [
    (" a@Base 1", 1, 2), ("lib.so.1\n", 1, 9), ("a@Base 1", 1, 1), ("l p\n a 1", 2, 3),
    ("l p\n a@ 1", 2, 4), ("l p\n @V 1", 2, 4), ("l p\n a@Base", 2, 8),
    ("l p\n (optional a 1", 2, 2),
    ("l p\n (a|)b@V 1", 2, 5), ("l p\n ()b@V 1", 2, 3), ("l p\n (x)\"b@V 1", 2, 5),
    ("l p\n (x)\"b\"@V 1", 2, 8), ("l p\n (x) b@V 1", 2, 5), ("l p\n (regex)( 1", 2, 10),
    ("l p\n (symver)a@V 1", 2, 11), ("l p\n (symver)Base 1", 2, 10), ("l p\n (arch=)a@V 1", 2, 8),
    ("l p\n (arch-bits=16)a@V 1", 2, 13), ("l p\n (arch-endian=x)a@V 1", 2, 15),
    ("l p\n (symver|regex)a 1", 2, 16), ("l p\n (symver|c++)a 1", 2, 14),
    ("l p\n(x)a@V 1", 2, 1), ("* x: y", 1, 1), ("l p\n*a 1", 2, 1), ("| x", 1, 1),
    ("l p\n#include \"x", 2, 10), ("l p\n (c++)\"f()\" 1", 2, 11),
  ])
  func errorsHaveAPlace(_ text: String, _ line: Int, _ column: Int) throws {
    let found = try #require(failure(text, as: .debianSymbols))
    #expect((found.line, found.column) == (line, column), "\(found.message)")
  }

  /// As gcc-12 and zlib-core are: without a library's line.
  @Test func aFragmentIsReadByWayOfWhatIncludesIt() throws {
    let fragment = " (arch=any)one@V1 1\n two@V1 1\n"
    let found = try #require(failure(fragment, as: .debianSymbols))
    #expect(found.message.contains("read the file that includes this one"))
    var context = ListContext()
    context.debian.needsHeader = false
    let text = SourceText(name: "list", bytes: Array(fragment.utf8))
    #expect(try ListFormat.debianSymbols.read(text, in: context).clauses.count == 2)
    // Other faults have other remedies.
    let other = try #require(failure("l p\n a 1", as: .debianSymbols))
    #expect(!other.message.contains("includes"))
  }

  @Test func whatDpkgPassesOverIsRemarked() throws {
    let reading = try read("l p\n a@V 1 0 more\n b@V 1 x\n c@V 1 2\n", as: .debianSymbols)
    #expect(reading.remarks.map(\.location.line) == [2, 3])
    #expect(reading.clauses.map(\.text) == ["a@V", "b@V", "c@V"])
  }
}
