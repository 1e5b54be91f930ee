// libFuzzer's way into ld.so.cache and what is read from a loader's file: see `FuzzTarget.loaderCache`.

internal import CLibFuzzer
internal import FuzzTargets
internal import Glibc

@main enum FuzzLoaderCache {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv
    exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, testOneInput))
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  FuzzTarget.loaderCache.run(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}
