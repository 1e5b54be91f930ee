// libFuzzer's way into logs of LD_DEBUG=bindings: see `FuzzTarget.loaderLog`.

internal import CLibFuzzer
internal import FuzzTargets
internal import Glibc

@main enum FuzzLoaderLog {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv
    exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, testOneInput))
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  FuzzTarget.loaderLog.run(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}
