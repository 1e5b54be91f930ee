// How the elements of a list are spelt, and which are dropped.

import Testing

@testable import LoaderModel

@Suite struct GlibcDirectoryListTests {
  private func directories(
    _ list: String, separators: String = ":", origin: [UInt8]? = Array("/app".utf8)
  ) -> [String] {
    let tokens = DynamicStringTokens(origin: origin, library: Array("lib".utf8), platform: nil)
    return GlibcDirectoryList(
      Array(list.utf8), separators: Array(separators.utf8), tokens: tokens
    ).directories.map(text)
  }

  @Test func oneSlashEndsADirectory() {
    #expect(
      directories("/a:/b/:/c//:rel:./:../x/.") == ["/a/", "/b/", "/c/", "rel/", "./", "../x/./"])
    #expect(directories("/") == ["/"] && directories("///") == ["/"])
    #expect(directories("//a//b") == ["//a//b/"], "nothing else is changed")
  }

  @Test func anEmptyElementIsTheCurrentDirectory() {
    #expect(directories(":/a") == ["", "/a/"] && directories("/a:") == ["/a/", ""])
    #expect(directories("/a::/b") == ["/a/", "", "/b/"] && directories(":") == [""])
    #expect(directories("") == [])
  }

  @Test func aDirectoryIsSearchedOnce() {
    #expect(directories("/a:/b:/a/:/b//:/c") == ["/a/", "/b/", "/c/"])
    #expect(directories("$ORIGIN/x:/app/x:${ORIGIN}/x/") == ["/app/x/"])
  }

  @Test func onlyTheSeparatorsPart() {
    #expect(directories("/a;/b:/c") == ["/a;/b/", "/c/"])
    #expect(directories("/a;/b:/c", separators: ":;") == ["/a/", "/b/", "/c/"])
  }

  @Test func tokensAreReplacedInEachElementAlone() {
    #expect(
      directories("$ORIGIN/lib:/b", origin: Array("/odd:name".utf8)) == ["/odd:name/lib/", "/b/"])
    #expect(directories("$ORIGIN/lib:/b:$PLATFORM", origin: nil) == ["/b/"])
  }

  @Test func aListHasItsLimit() {
    let list = (0..<5000).map { "/d\($0)" }.joined(separator: ":")
    #expect(directories(list).count == SearchLimits.directories)
  }
}
