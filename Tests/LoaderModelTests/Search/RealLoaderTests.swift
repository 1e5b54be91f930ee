// The model beside this system's loader: on installed programs, and on programs made to be hard to
// find the libraries of. The loader tells what it found (LD_TRACE_LOADED_OBJECTS) and what it tried
// (LD_DEBUG=libs).

import ELFCodec
import ELFModel
import Foundation
import LoaderModel
import TestSupport
import Testing

@Suite struct RealLoaderTests {
  private func modelled(
    _ program: URL, libraryPath: String? = nil, files: RealSystem,
    in directory: URL = URL(fileURLWithPath: "/")
  ) throws -> LoadedNames {
    let path = program.resolvingSymlinksInPath()
    let object = ObjectFile(
      try decode([UInt8](try Data(contentsOf: path))),
      identity: LoaderModel.FileIdentity(device: 0, inode: 0))
    let requester = Requester(
      name: Array(path.path.utf8), origin: Array(path.deletingLastPathComponent().path.utf8),
      object: object)
    let search = GlibcSearch(
      header: object.image.header, GlibcInstallation(for: object.image, files: files),
      libraryPath: libraryPath.map { Array($0.utf8) },
      hardwareCapabilities: try RealLoader.capabilities.get(),
      platform: try RealLoader.platform.get(), files: files)
    return LoadedNames(following: search, from: requester, in: directory) {
      search.expand($0, neededBy: $1)
    }
  }

  private func traced(
    _ program: URL, _ environment: [String: String] = [:], in directory: URL? = nil
  )
    throws -> LoadedNames
  {
    var settings = ["LD_TRACE_LOADED_OBJECTS": "1", "LD_LIBRARY_PATH": ""]
    settings.merge(environment) { $1 }
    // The variables are for the program alone, not for what starts it.
    return LoadedNames(
      try run(
        "env", settings.map { "\($0)=\($1)" } + [program.path], directory: directory))
  }

  // MARK: Installed programs

  private func installedPrograms() throws -> [URL] {
    let folder = URL(fileURLWithPath: "/usr/bin")
    let programs = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .map { folder.appendingPathComponent($0) }
      .filter { program in
        guard let handle = try? FileHandle(forReadingFrom: program),
          let head = try? handle.read(upToCount: 4096),
          head.starts(with: [0x7f, 0x45, 0x4c, 0x46]),
          let identity = try? TestSupport.FileIdentity(program)
        else { return false }
        let isLink = identity.mode & 0o170000 == 0o120000
        // Programs with another user's rights are not traced.
        return !isLink && identity.mode & 0o6000 == 0
          && head.firstRange(of: Data("ld-linux-x86-64.so.2\0".utf8)) != nil
      }
    let stride = max(1, programs.count / 40)
    return programs.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }

  @Test func theLibrariesOfInstalledProgramsAreFound() throws {
    let programs = try installedPrograms()
    #expect(programs.count >= 40)
    var count = 0
    for program in programs {
      let expected = try traced(program)
      #expect(try modelled(program, files: RealSystem()) == expected, "\(program.path)")
      count += expected.libraries.count
    }
    #expect(count > programs.count)
  }

  // MARK: Programs made for the purpose

  @Test(arguments: SearchStory.all) func theLoaderFindsWhatTheModelFinds(_ story: SearchStory)
    throws
  {
    let stage = try SearchStage(story)
    let environment = [
      "LD_LIBRARY_PATH": stage.placed(story.libraryPath ?? ""), "LD_DEBUG": "libs",
      "LD_DEBUG_OUTPUT": stage.folder.file("log").path,
    ]
    let expected = try traced(stage.program, environment, in: stage.directory)
    let files = RealSystem(directory: stage.directory)
    let found = try modelled(
      stage.program, libraryPath: story.libraryPath.map(stage.placed), files: files,
      in: stage.directory)
    #expect(found == expected)
    switch story.outcome {
    case .path(let path):
      #expect(found.libraries.first?.path == stage.placed(path))
      #expect(found.failure == nil)
    case .missing: #expect(found.libraries.first.map { $0.path == nil } == true)
    case .failure(let reason): #expect(found.failure?.reason == reason)
    }
    // What the loader tried, the model tried in the same order. It does not know the folders of
    // before 2.33, and does not remember which folders are not there.
    var attempts = files.attempts[...]
    let tried = try stage.triedFiles().filter {
      !$0.contains("/tls/") && !$0.hasPrefix("tls/") && !$0.contains("x86_64/")
    }
    #expect(!tried.isEmpty || story.outcome != .missing)
    // The loader tells of an entry of the cache before it rejects it.
    let mayReject = story.programOptions.contains("-Wl,-z,nodefaultlib")
    for path in tried {
      let place = attempts.firstIndex(of: path)
      if place == nil, mayReject { continue }
      #expect(place != nil, "the loader tried \(path)")
      attempts = attempts[((place ?? attempts.startIndex - 1) + 1)...]
    }
  }

  // MARK: Caches

  @Test(arguments: ["new", "compat", "old"]) func theCacheOfLdconfigIsReadAsTheLoaderReadsIt(
    _ format: String
  ) throws {
    let stage = try SearchStage(
      SearchStory(
        "a cache",
        first: ["libs/liba.so", "libs/glibc-hwcaps/x86-64-v2/liba.so"],
        second: [
          "libs/libb.so", "libs/glibc-hwcaps/x86-64-v2/libb.so",
          "libs/glibc-hwcaps/x86-64-v3/libb.so",
        ], outcome: .missing))
    #expect(try traced(stage.program).libraries.first?.path == nil)
    let configuration = try stage.folder.write(stage.placed("%R/libs\n"), to: "conf")
    let cache = stage.folder.file("cache")
    try mustRun(
      "/sbin/ldconfig", ["-X", "-f", configuration.path, "-C", cache.path, "-c", format])
    let traced = LoadedNames(try traceInTree(stage, cache: cache))
    let content = [UInt8](try Data(contentsOf: cache))
    let found = try modelled(
      stage.program, files: RealSystem(contents: ["/etc/ld.so.cache": content]))
    #expect(found == traced)
    #expect(found.libraries.first?.path?.hasPrefix(stage.placed("%R/libs/")) == true)
  }

  /// What the loader says of the program where `cache` is the system's: in a tree of its own, entered
  /// by chroot, with the same files at the same paths.
  private func traceInTree(_ stage: SearchStage, cache: URL) throws -> RunResult {
    let tree = try TemporaryFolder()
    let script = """
      set -e
      mkdir -p "$0/etc" "$0/lib64" "$0/lib/x86_64-linux-gnu" "$0$1"
      cp /lib64/ld-linux-x86-64.so.2 "$0/lib64/"
      cp /lib/x86_64-linux-gnu/libc.so.6 "$0/lib/x86_64-linux-gnu/"
      cp /usr/bin/env "$0/"
      cp -R "$1/." "$0$1/"
      cp "$2" "$0/etc/ld.so.cache"
      exec chroot "$0" /env LD_TRACE_LOADED_OBJECTS=1 "$3"
      """
    return try run(
      "sh",
      [
        "-c", script, tree.url.path, stage.folder.url.path, cache.path, stage.program.path,
      ], environment: ["LD_LIBRARY_PATH": ""])
  }
}
