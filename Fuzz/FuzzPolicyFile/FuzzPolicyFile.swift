// libFuzzer's way into policy files and lists of names: see `FuzzTarget.policyFile`.

internal import CLibFuzzer
internal import FuzzTargets
internal import Glibc

@main enum FuzzPolicyFile {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv
    exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, testOneInput))
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  FuzzTarget.policyFile.run(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}
