// A process that takes a file for its program and for most of its libraries. What the file says of
// libraries and directories is followed on a system that holds something under nearly every path.

internal import ELFModel
internal import LoaderModel

/// The making of a process of one file; the file's last bytes choose how.
struct FuzzProcess {
  private let bytes: [UInt8]
  private let bits: UInt8

  init(of image: DynamicImage, _ bytes: [UInt8]) {
    self.bytes = bytes
    bits = bytes.last ?? 0
  }

  /// Which file the program is, and its libraries.
  static let program = FileIdentity(device: 0, inode: 0)
  static let library = FileIdentity(device: 0, inode: 1)

  /// What happens in the process if the file reads as `image`.
  func record(of image: DynamicImage) -> ProcessRecord {
    if bits & 4 == 4 {
      let (start, files) = surroundings(of: image)
      return record(
        after: MuslProcess(
          start, search: MuslSearch(program: start.program, libraryPath: path, files: files)))
    }
    let (start, search) = glibcStart(of: image)
    return record(after: GlibcProcess(start, search: search))
  }

  /// The same for an image that defines less than `former`, in a process that begins as one of `former`
  /// did; nil if none can.
  func record(of image: DynamicImage, like former: DynamicImage) -> ProcessRecord? {
    guard bits & 4 == 0 else { return nil }
    let (start, search) = glibcStart(of: former)
    let replacements = [Self.program, Self.library].map { ($0, ObjectFile(image, identity: $0)) }
    return GlibcProcess(
      like: GlibcProcess(start, search: search),
      replacing: Dictionary(uniqueKeysWithValues: replacements),
      search: glibcStart(of: image).1
    ).map(record)
  }

  private func record(after start: some LoadedProcess) -> ProcessRecord {
    var process = start
    let name = Array("library.so".utf8)
    process.perform(.open(name, .global, caller: nil, .callers))
    process.perform(.close(name, namespace: nil))
    return process.record
  }

  private var path: [UInt8] { Array("/opt/$ORIGIN:/opt/lib:".utf8) }

  private func glibcStart(of image: DynamicImage) -> (ProcessStart, GlibcSearch) {
    let (start, files) = surroundings(of: image)
    return (
      start,
      GlibcSearch(
        header: image.header, GlibcInstallation(for: image, files: files), libraryPath: path,
        hardwareCapabilities: ["x86-64-v3"], files: files)
    )
  }

  private func surroundings(of image: DynamicImage) -> (ProcessStart, FilledSystem) {
    let program = ObjectFile(image, identity: Self.program)
    var start = ProcessStart(
      program, name: Array("/bin/program".utf8), origin: Array("/bin".utf8), interpreter: nil)
    start.isLazy = bits & 1 == 1
    if bits & 2 == 2 { start.preloads = [Array("libpreload.so".utf8)] }
    return (
      start, FilledSystem(library: ObjectFile(image, identity: Self.library), bytes: bytes)
    )
  }
}

/// Holds the same library under most paths, another under some, and rubbish under a few.
private struct FilledSystem: LibraryFiles {
  let library: ObjectFile
  let bytes: [UInt8]

  private static let other = ObjectFile(
    SampleImage.library, identity: FileIdentity(device: 0, inode: 2))

  func open(_ path: [UInt8]) -> OpenedFile? {
    switch NameHash.gnu(path[...]) % 11 {
    case 0, 1: nil
    case 2: .unusable(reason: "it is rubbish")
    case 3, 4, 5: .object(Self.other)
    default: .object(library)
    }
  }

  func content(of path: [UInt8]) -> [UInt8]? { bytes }

  func realPath(of path: [UInt8]) -> [UInt8]? { path }
}
