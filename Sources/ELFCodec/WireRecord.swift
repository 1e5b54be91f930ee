// The records of libelf, and what they mean in the model. A record comes in one form per file
// class; the two forms translate to the same model value.

internal import CLibelf
internal import ELFModel

/// A C record as libelf delivers it in memory: a struct of integers.
protocol WireRecord {
  associatedtype Model
  static var elfType: Elf_Type { get }
  var model: Model { get }
}

/// A record that is also written.
protocol WritableRecord: WireRecord {
  init(_ model: Model)
}

/// The record types of one file class.
protocol ClassRecords {
  associatedtype Header: WireRecord where Header.Model == WireHeader
  associatedtype SegmentRecord: WireRecord where SegmentRecord.Model == Segment
  associatedtype SectionRecord: WritableRecord where SectionRecord.Model == Section
  associatedtype Entry: WritableRecord where Entry.Model == DynamicEntry
  associatedtype Symbol: WritableRecord where Symbol.Model == DynamicSymbol
  associatedtype Rel: WritableRecord where Rel.Model == WireRelocation
  associatedtype Rela: WritableRecord where Rela.Model == WireRelocation
  static var fileClass: FileClass { get }
}

enum Records32: ClassRecords {
  typealias Header = Elf32_Ehdr
  typealias SegmentRecord = Elf32_Phdr
  typealias SectionRecord = Elf32_Shdr
  typealias Entry = Elf32_Dyn
  typealias Symbol = Elf32_Sym
  typealias Rel = Elf32_Rel
  typealias Rela = Elf32_Rela
  static var fileClass: FileClass { .elf32 }
}

enum Records64: ClassRecords {
  typealias Header = Elf64_Ehdr
  typealias SegmentRecord = Elf64_Phdr
  typealias SectionRecord = Elf64_Shdr
  typealias Entry = Elf64_Dyn
  typealias Symbol = Elf64_Sym
  typealias Rel = Elf64_Rel
  typealias Rela = Elf64_Rela
  static var fileClass: FileClass { .elf64 }
}

/// The fields of the ELF header that are read.
struct WireHeader {
  let type: UInt16
  let machine: UInt16
  let machineFlags: UInt32
  let segmentOffset: UInt64
  let sectionOffset: UInt64
  let segmentSize: Int
  let segmentCount: Int
  let sectionSize: Int
  let sectionCount: Int
  let sectionNames: Int
}

/// A relocation record, whether or not it names a symbol.
struct WireRelocation: Equatable {
  let offset: UInt64
  let type: UInt32
  let symbol: UInt32
  let addend: Int64
}
