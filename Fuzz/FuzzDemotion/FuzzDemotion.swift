// libFuzzer's way into the whole of decode, plan, encode and verify: see `FuzzTarget.demotion`.

internal import CLibFuzzer
internal import FuzzMutation
internal import FuzzTargets
internal import Glibc

@main enum FuzzDemotion {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv
    exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, testOneInput))
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  FuzzTarget.demotion.run(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}

@_cdecl("LLVMFuzzerCustomMutator")
func mutate(
  _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ longest: Int, _ seed: CUnsignedInt
) -> Int {
  var mutator = ELFMutator(seed: UInt64(seed), longest: longest)
  guard
    let bytes = mutator.mutated(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
  else { return unsafe LLVMFuzzerMutate(data, size, longest) }
  for (place, byte) in bytes.enumerated() { unsafe data[place] = byte }
  return bytes.count
}
