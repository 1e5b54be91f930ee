// Names that a linker or the startup code gives to every file. Each file means its own place by
// them, or nothing; that several have them says nothing.
//
// Source: the symbols that GNU ld's default scripts provide, lld's `addReservedSymbols`, and glibc's
// csu; `__start_` and `__stop_` mark the ends of sections whose names are identifiers (ld manual,
// "Input Section Example").

internal import ELFModel

extension DullRule {
  static let linkerMade = DullRule(
    id: "linker-made", title: "linker-made names"
  ) { isLinkerMade($0.name) }

  /// Whether `name` says nothing about who defines it.
  static func isLinkerMade(_ name: ArraySlice<UInt8>) -> Bool {
    if name.starts(with: "__start_".utf8) || name.starts(with: "__stop_".utf8) { return true }
    return name.count <= longestName && names.contains(name)
  }

  private static let words = [
    "_end", "end", "_edata", "edata", "_etext", "etext", "__etext", "__bss_start", "__bss_end",
    "__end", "_bss_end__", "__bss_end__", "__bss_start__", "__end__", "_init", "_fini", "_start",
    "__start", "main", "__data_start", "data_start", "__executable_start", "__ehdr_start",
    "__dso_handle", "__gmon_start__", "__TMC_END__", "_DYNAMIC", "_GLOBAL_OFFSET_TABLE_",
    "_PROCEDURE_LINKAGE_TABLE_", "__GNU_EH_FRAME_HDR", "__preinit_array_start",
    "__preinit_array_end", "__init_array_start", "__init_array_end", "__fini_array_start",
    "__fini_array_end", "__rela_iplt_start", "__rela_iplt_end", "__rel_iplt_start",
    "__rel_iplt_end", "__libc_csu_init", "__libc_csu_fini", "__libc_csu_irel",
    "_ITM_deregisterTMCloneTable", "_ITM_registerTMCloneTable", "_IO_stdin_used", "_fp_hw",
    "__global_pointer$", "__SDATA_BEGIN__", "_gp", "__exidx_start", "__exidx_end",
    "_TLS_MODULE_BASE_",
  ]
  private static let names = NameSet(words.map { Array($0.utf8) })
  private static let longestName = words.map(\.utf8.count).max() ?? 0
}
