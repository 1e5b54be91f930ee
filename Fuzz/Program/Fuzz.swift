// libFuzzer's way into every target: one program, told by the environment which one it is.
//
//     SYMDEMOTE_FUZZ_TARGET=FuzzDecode Fuzz [libFuzzer's options] [FOLDER or FILE...]

internal import CLibFuzzer
internal import FuzzMutation
internal import FuzzTargets
internal import Glibc

@main enum Fuzz {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv
    exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, testOneInput))
  }
}

/// What inputs are given to.
private let target: FuzzTarget = {
  let name = unsafe getenv("SYMDEMOTE_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
  guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
    let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
    fatalError("SYMDEMOTE_FUZZ_TARGET is '\(name)', and none of \(names)")
  }
  return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  target.run(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}

@_cdecl("LLVMFuzzerCustomMutator")
func mutate(
  _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ longest: Int, _ seed: CUnsignedInt
) -> Int {
  guard target.takesELF else { return unsafe LLVMFuzzerMutate(data, size, longest) }
  var mutator = ELFMutator(seed: UInt64(seed), longest: longest)
  guard
    let bytes = mutator.mutated(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
  else { return unsafe LLVMFuzzerMutate(data, size, longest) }
  for (place, byte) in bytes.enumerated() { unsafe data[place] = byte }
  return bytes.count
}
