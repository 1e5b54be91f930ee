// ld.so binds a library's reference to the first object in the scope that exports the name, through
// the hash tables (gABI, "Hash Table"; glibc elf/dl-lookup.c do_lookup_x). A local entry is not
// found; a reference of its own file to it needs no lookup (elf/dl-reloc.c resolve_map) or, bound
// lazily, none if it is hidden (elf/dl-runtime.c _dl_fixup).

import TestSupport
import Testing

enum BindingTime: String, CaseIterable {
  case lazy
  case now
}

/// One way to link.
struct LinkKind: CustomTestStringConvertible, Sendable {
  let linker: Linker
  let hashStyle: HashStyle
  let binding: BindingTime
  let product: Product

  var options: [String] { ["-Wl,--hash-style=\(hashStyle)", "-Wl,-z,\(binding)"] }
  var testDescription: String { "\(linker) \(hashStyle) \(binding) \(product)" }

  static let all: [LinkKind] = Linker.allCases.flatMap { linker in
    HashStyle.allCases.flatMap { style in
      BindingTime.allCases.flatMap { binding in
        Product.allCases.map {
          LinkKind(linker: linker, hashStyle: style, binding: binding, product: $0)
        }
      }
    }
  }
}

@Suite struct LinkerMatrixTests {
  @Test(arguments: LinkKind.all)
  func aLibraryStopsUsingDemotedCopies(_ kind: LinkKind) throws {
    let copies = try TwoCopies(
      in: try Workshop(kind.linker), as: kind.product, kind.options)
    #expect(try output(of: copies.program) == TwoCopies.captured)
    let names: Set = ["shared_function", "shared_data"]
    let before = try exportedNames(copies.host)
    #expect(before.isSuperset(of: names))

    try demote(in: copies.host, "--demote=shared_*")

    #expect(try output(of: copies.program) == TwoCopies.separate)
    #expect(try exportedNames(copies.host) == before.subtracting(names))
    let tables = Set(try sections(copies.host).map(\.name))
    #expect(tables.contains(".gnu.hash") == (kind.hashStyle != .sysv))
    #expect(tables.contains(".hash") == (kind.hashStyle != .gnu))
  }
}
