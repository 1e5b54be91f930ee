// Whose names these are.

import ELFModel
import Foundation
import TestSupport
import Testing

@testable import Interposition

@Suite struct FamilyTests {
  private func family(_ names: String...) -> String? {
    FamilyTable.family(of: names.map { Array($0.utf8)[...] })?.id
  }

  @Test(arguments: [
    ("dbus_bus_get", "dbus"), ("_dbus_abort", "dbus"), ("sqlite3_open_v2", "sqlite3"),
    ("sqlite3Malloc", "sqlite3"), ("EVP_DigestInit_ex", "openssl"), ("X509_free", "openssl"),
    ("_ZN4bssl6SSLBuf", "openssl"), ("inflateInit2_", "zlib"), ("crc32", "zlib"),
    ("gzopen64", "zlib"), ("ZSTD_compress", "zstd"), ("lzma_code", "lzma"),
    ("BZ2_bzCompress", "bzip2"), ("_ZN6google8protobuf7Message5ClearEv", "protobuf"),
    ("_ZNK6google8protobuf7Message3fooEv", "protobuf"),
    ("_ZTVN6google8protobuf7MessageE", "protobuf"),
    ("_ZN4absl4CordC1Ev", "abseil"), ("_ZN9grpc_core6Server5StartEv", "grpc"),
    ("grpc_init", "grpc"), ("_ZN4llvm2cl6Option8anchorEv", "llvm"),
    ("_ZThn16_N4llvm5ValueD0Ev", "llvm"), ("_ZGVZN4llvm4dbgsEvE1s", "llvm"),
    ("LLVMCreateBuilder", "llvm"), ("_ZNSt6localeC1Ev", "libstdc++"), ("_ZSt4cout", "libstdc++"),
    ("_Unwind_Resume", "libstdc++"), ("_ZNSs4swapERSs", "libstdc++"),
    ("_ZNSt3__16localeC1Ev", "libc++"), ("llhttp_execute", "llhttp"),
    ("nghttp2_session_send", "nghttp2"), ("curl_easy_init", "curl"),
    ("libssh2_session_init_ex", "ssh2"), ("git_repository_open", "git2"),
    ("FT_New_Face", "freetype"),
    ("hb_buffer_create", "harfbuzz"), ("png_create_read_struct", "png"),
    ("jpeg_std_error", "jpeg"), ("XML_ParserCreate", "expat"), ("xmlParseDoc", "libxml2"),
    ("rl_initialize", "readline"), ("add_history", "readline"), ("initscr", "ncurses"),
    ("wrefresh", "ncurses"), ("tgetent", "ncurses"), ("uv_run", "libuv"), ("lua_newstate", "lua"),
    ("luaL_checkversion_", "lua"), ("XOpenDisplay", "x11"), ("xcb_connect", "x11"),
    ("g_object_ref", "glib"), ("Py_Initialize", "python"),
  ])
  func names(_ name: String, _ id: String) { #expect(family(name) == id) }

  @Test(arguments: ["main", "my_function", "_ZN3Foo3barEv", "_Z5touchv", "", "_Z", "_ZN", "_ZTV"])
  func strangers(_ name: String) { #expect(family(name) == nil) }

  /// Names that begin alike belong to the family that knows more of them.
  @Test func theLongerPrefixWins() {
    #expect(family("XML_Parse") == "expat")
    #expect(family("X509_new") == "openssl")
    #expect(family("XParseGeometry") == "x11")
  }

  @Test func moreThanHalfIsNeeded() {
    #expect(family("dbus_one", "dbus_two", "mine") == "dbus")
    #expect(family("dbus_one", "mine") == nil)
    #expect(family("dbus_one", "sqlite3_two") == nil)
    #expect(family() == nil)
  }

  @Test func librariesAreKnownBySoname() throws {
    func owner(_ soname: String) -> [String] {
      FamilyTable.all.filter { $0.isLibrary(Array(soname.utf8)) }.map(\.id)
    }
    #expect(owner("libdbus-1.so.3") == ["dbus"])
    #expect(owner("libz.so.1") == ["zlib"])
    #expect(owner("libzstd.so.1") == ["zstd"])
    #expect(owner("libxml2.so.2") == ["libxml2"])
    #expect(owner("libmine.so") == [])
    #expect(Set(FamilyTable.all.map(\.id)).count == FamilyTable.all.count)
  }

  /// What the tables say is what the libraries define.
  @Test(arguments: ["libdbus-1.so.3", "libz.so.1", "libstdc++.so.6", "libelf.so.1"])
  func realLibraries(_ name: String) throws {
    let image = try systemLibrary(name).image
    let names = image.exports.map { image.name(of: $0) }.filter { !DullRule.isLinkerMade($0) }
    let family = try #require(FamilyTable.family(of: names))
    #expect(family.isLibrary(Array(name.utf8)))
    #expect(names.count { family.contains($0) } * 10 > names.count * 9)
  }

  @Test func scopesOfMangledNames() {
    func scope(_ name: String) -> String? { mangledScope(of: Array(name.utf8)[...])?.string }
    #expect(scope("_ZN3Foo3barEv") == "3Foo3barEv")
    #expect(scope("_ZNKR3Foo3barEv") == "3Foo3barEv")
    #expect(scope("_ZTIN3Foo3BarE") == "3Foo3BarE")
    #expect(scope("_ZTv0_n24_N3Foo3BarD1Ev") == "3Foo3BarD1Ev")
    #expect(scope("_ZSt4cout") == "St4cout")
    #expect(scope("_Z3foov") == nil && scope("main") == nil && scope("_ZT") == nil)
    #expect(mangledNamespace("google::protobuf") == "6google8protobuf")
    #expect(mangledNamespace("St3__1") == "St3__1")
  }
}
