// The records of ELFCLASS64 files. A symbol index and a relocation type share `r_info`:
// the type takes the lower 32 bits (gABI chapter 4, "Relocation").

internal import CLibelf
internal import ELFModel

extension Elf64_Ehdr: WireRecord {
  static var elfType: Elf_Type { ELF_T_EHDR }

  var model: WireHeader {
    WireHeader(
      type: e_type, machine: e_machine, machineFlags: e_flags, segmentOffset: e_phoff,
      sectionOffset: e_shoff, segmentSize: Int(e_phentsize), segmentCount: Int(e_phnum),
      sectionSize: Int(e_shentsize), sectionCount: Int(e_shnum), sectionNames: Int(e_shstrndx))
  }
}

extension Elf64_Phdr: WireRecord {
  static var elfType: Elf_Type { ELF_T_PHDR }

  var model: Segment {
    Segment(
      type: p_type, flags: p_flags, offset: p_offset, address: p_vaddr,
      fileSize: p_filesz, memorySize: p_memsz)
  }
}

extension Elf64_Shdr: WritableRecord {
  static var elfType: Elf_Type { ELF_T_SHDR }

  init(_ model: Section) {
    self.init(
      sh_name: model.nameOffset, sh_type: model.type, sh_flags: model.flags,
      sh_addr: model.address, sh_offset: model.offset,
      sh_size: model.size, sh_link: model.link, sh_info: model.info,
      sh_addralign: model.alignment, sh_entsize: model.entrySize)
  }

  var model: Section {
    Section(
      nameOffset: sh_name, type: sh_type, flags: sh_flags, address: sh_addr,
      offset: sh_offset, size: sh_size, link: sh_link, info: sh_info,
      alignment: sh_addralign, entrySize: sh_entsize)
  }
}

extension Elf64_Dyn: WritableRecord {
  static var elfType: Elf_Type { ELF_T_DYN }

  init(_ model: DynamicEntry) {
    self.init(d_tag: model.tag.rawValue, d_un: .init(d_val: model.value))
  }

  var model: DynamicEntry {
    DynamicEntry(tag: DynamicTag(rawValue: d_tag), value: unsafe d_un.d_val)
  }
}

extension Elf64_Sym: WritableRecord {
  static var elfType: Elf_Type { ELF_T_SYM }

  init(_ model: DynamicSymbol) {
    self.init(
      st_name: model.nameOffset, st_info: model.info, st_other: model.other,
      st_shndx: model.sectionIndex, st_value: model.value, st_size: model.size)
  }

  var model: DynamicSymbol {
    DynamicSymbol(
      nameOffset: st_name, info: st_info, other: st_other, sectionIndex: st_shndx,
      value: st_value, size: st_size)
  }
}

extension Elf64_Rel: WritableRecord {
  static var elfType: Elf_Type { ELF_T_REL }

  init(_ model: WireRelocation) {
    self.init(
      r_offset: model.offset, r_info: UInt64(model.symbol) << 32 | UInt64(model.type))
  }

  var model: WireRelocation {
    WireRelocation(
      offset: r_offset, type: UInt32(truncatingIfNeeded: r_info),
      symbol: UInt32(truncatingIfNeeded: r_info >> 32), addend: 0)
  }
}

extension Elf64_Rela: WritableRecord {
  static var elfType: Elf_Type { ELF_T_RELA }

  init(_ model: WireRelocation) {
    self.init(
      r_offset: model.offset, r_info: UInt64(model.symbol) << 32 | UInt64(model.type),
      r_addend: model.addend)
  }

  var model: WireRelocation {
    WireRelocation(
      offset: r_offset, type: UInt32(truncatingIfNeeded: r_info),
      symbol: UInt32(truncatingIfNeeded: r_info >> 32), addend: r_addend)
  }
}
