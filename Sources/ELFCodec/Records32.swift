// The records of ELFCLASS32 files. A symbol index and a relocation type share `r_info`:
// the type takes the lower 8 bits (gABI chapter 4, "Relocation").

internal import CLibelf
internal import ELFModel

extension Elf32_Ehdr: WireRecord {
  static var elfType: Elf_Type { ELF_T_EHDR }

  var model: WireHeader {
    WireHeader(
      type: e_type, machine: e_machine, machineFlags: e_flags, segmentOffset: UInt64(e_phoff),
      sectionOffset: UInt64(e_shoff), segmentSize: Int(e_phentsize), segmentCount: Int(e_phnum),
      sectionSize: Int(e_shentsize), sectionCount: Int(e_shnum), sectionNames: Int(e_shstrndx))
  }
}

extension Elf32_Phdr: WireRecord {
  static var elfType: Elf_Type { ELF_T_PHDR }

  var model: Segment {
    Segment(
      type: p_type, flags: p_flags, offset: UInt64(p_offset), address: UInt64(p_vaddr),
      fileSize: UInt64(p_filesz), memorySize: UInt64(p_memsz))
  }
}

extension Elf32_Shdr: WritableRecord {
  static var elfType: Elf_Type { ELF_T_SHDR }

  init(_ model: Section) {
    self.init(
      sh_name: model.nameOffset, sh_type: model.type,
      sh_flags: UInt32(truncatingIfNeeded: model.flags),
      sh_addr: UInt32(truncatingIfNeeded: model.address),
      sh_offset: UInt32(truncatingIfNeeded: model.offset),
      sh_size: UInt32(truncatingIfNeeded: model.size), sh_link: model.link, sh_info: model.info,
      sh_addralign: UInt32(truncatingIfNeeded: model.alignment),
      sh_entsize: UInt32(truncatingIfNeeded: model.entrySize))
  }

  var model: Section {
    Section(
      nameOffset: sh_name, type: sh_type, flags: UInt64(sh_flags), address: UInt64(sh_addr),
      offset: UInt64(sh_offset), size: UInt64(sh_size), link: sh_link, info: sh_info,
      alignment: UInt64(sh_addralign), entrySize: UInt64(sh_entsize))
  }
}

extension Elf32_Dyn: WritableRecord {
  static var elfType: Elf_Type { ELF_T_DYN }

  init(_ model: DynamicEntry) {
    self.init(
      d_tag: Int32(truncatingIfNeeded: model.tag.rawValue),
      d_un: .init(d_val: UInt32(truncatingIfNeeded: model.value)))
  }

  var model: DynamicEntry {
    DynamicEntry(tag: DynamicTag(rawValue: Int64(d_tag)), value: UInt64(unsafe d_un.d_val))
  }
}

extension Elf32_Sym: WritableRecord {
  static var elfType: Elf_Type { ELF_T_SYM }

  init(_ model: DynamicSymbol) {
    self.init(
      st_name: model.nameOffset, st_value: UInt32(truncatingIfNeeded: model.value),
      st_size: UInt32(truncatingIfNeeded: model.size), st_info: model.info, st_other: model.other,
      st_shndx: model.sectionIndex)
  }

  var model: DynamicSymbol {
    DynamicSymbol(
      nameOffset: st_name, info: st_info, other: st_other, sectionIndex: st_shndx,
      value: UInt64(st_value), size: UInt64(st_size))
  }
}

extension Elf32_Rel: WritableRecord {
  static var elfType: Elf_Type { ELF_T_REL }

  init(_ model: WireRelocation) {
    self.init(
      r_offset: UInt32(truncatingIfNeeded: model.offset),
      r_info: model.symbol << 8 | model.type & 0xff)
  }

  var model: WireRelocation {
    WireRelocation(offset: UInt64(r_offset), type: r_info & 0xff, symbol: r_info >> 8, addend: 0)
  }
}

extension Elf32_Rela: WritableRecord {
  static var elfType: Elf_Type { ELF_T_RELA }

  init(_ model: WireRelocation) {
    self.init(
      r_offset: UInt32(truncatingIfNeeded: model.offset),
      r_info: model.symbol << 8 | model.type & 0xff,
      r_addend: Int32(truncatingIfNeeded: model.addend))
  }

  var model: WireRelocation {
    WireRelocation(
      offset: UInt64(r_offset), type: r_info & 0xff, symbol: r_info >> 8, addend: Int64(r_addend))
  }
}
