// Bindings as `LD_DEBUG=bindings` prints them, sorted by bytes; then undefined references as `ldd -r`
// reports them. Names are the bytes that they are in files, as the loader writes them.
//
// Source: glibc elf/dl-lookup.c `_dl_debug_bindings`; elf/rtld.c `print_unresolved`.

internal import LoaderModel

/// The lines for `bindings` of `process`, each behind `sign`.
func loaderLog(
  _ bindings: some Sequence<Binding>, in process: ProcessRecord, sign: String = ""
) -> [UInt8] {
  var lines = SortedLines()
  var errors = SortedLines()
  let objects = process.maps.map { $0.name + Array(" [\($0.namespace)]".utf8) }
  for binding in bindings {
    switch binding.target {
    case .definition(let definer, _):
      lines.add("binding file ")
      lines.add(objects[binding.reference.rawValue])
      lines.add(" to ")
      lines.add(objects[definer.rawValue])
      lines.add(binding.isProtected ? ": protected symbol `" : ": normal symbol `")
      lines.add(binding.name)
      lines.add("'")
      if let version = binding.version {
        lines.add(" [")
        lines.add(version.name)
        lines.add("]")
      }
      lines.endLine(count: binding.count)
    case .undefined:
      errors.add("undefined symbol: ")
      errors.add(binding.name)
      if let version = binding.version {
        errors.add(", version ")
        errors.add(version.name)
      }
      errors.add("\t(")
      errors.add(process[binding.reference].name)
      errors.add(")")
      errors.endLine()
    case .itself, .nothing: continue
    }
  }
  var text: [UInt8] = []
  lines.write(to: &text, sign: sign)
  errors.write(to: &text, sign: sign)
  return text
}
