// Our hash functions against libelf's, name by name.

import CLibelf
import ELFModel
import Testing

@Suite struct HashFunctionTests {
  @Test func agreeWithLibelf() {
    var generator = SystemRandomNumberGenerator()
    for length in 0..<200 {
      let name = (0..<length).map { _ in UInt8.random(in: 1...255, using: &generator) }
      let characters = name.map { CChar(bitPattern: $0) } + [0]
      #expect(UInt32(elf_gnu_hash(characters)) == NameHash.gnu(name), "\(name)")
      #expect(UInt32(elf_hash(characters)) == NameHash.sysv(name), "\(name)")
    }
  }
}
