// Modules that other modules import from: their presets keep what the others need; without, these
// no longer load.

import Foundation
import TestSupport
import Testing

@Suite struct SharedModuleTests {
  struct Story: Sendable, CustomTestStringConvertible {
    let preset: String
    /// The module that others import from.
    let module: String
    /// A script of the shell for `$module`, a copy, and `$folder`, where it is.
    let script: String
    let expected: String

    var testDescription: String { preset }
  }

  static let stories = [
    Story(
      preset: "apache-module", module: "/usr/lib/apache2/modules/mod_proxy.so",
      script: """
        cat >"$folder/httpd.conf" <<END
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule slotmem_shm_module /usr/lib/apache2/modules/mod_slotmem_shm.so
        LoadModule proxy_module $module
        LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
        LoadModule proxy_balancer_module /usr/lib/apache2/modules/mod_proxy_balancer.so
        LoadModule proxy_uwsgi_module /usr/lib/apache2/modules/mod_proxy_uwsgi.so
        DefaultRuntimeDir $folder
        ErrorLog $folder/log
        ServerName localhost
        END
        /usr/sbin/apache2 -t -f "$folder/httpd.conf" 2>&1
        """, expected: "Syntax OK\n"),
    Story(
      preset: "gconv-module", module: "/usr/lib/x86_64-linux-gnu/gconv/libJIS.so",
      script: """
        cp /usr/lib/x86_64-linux-gnu/gconv/EUC-JP.so "$folder"
        cat >"$folder/gconv-modules" <<END
        module EUC-JP// INTERNAL $folder/EUC-JP 1
        module INTERNAL EUC-JP// $folder/EUC-JP 1
        END
        printf '\\244\\242' | GCONV_PATH="$folder" iconv -f EUC-JP -t UTF-8
        """, expected: "あ"),
  ]

  @Test(arguments: stories)
  func othersImportWhatThePresetKeeps(_ story: Story) throws {
    let folder = try TemporaryFolder()
    try mustRun("chmod", ["755", folder.url.path])
    let module = folder.file((story.module as NSString).lastPathComponent)
    try mustRun("cp", ["--dereference", story.module, module.path])
    func play() throws -> String {
      try run(
        "sh", ["-c", story.script],
        environment: ["module": module.path, "folder": folder.url.path, "LC_ALL": "C"]
      ).output
    }
    #expect(try play() == story.expected)

    let kept = try symdemote("apply", "--all", "--preset=\(story.preset)", module.path)
    #expect(kept.status == 0, "\(kept.errors)")
    #expect(try play() == story.expected)

    #expect(try symdemote("apply", "--all", "--keep=*_module", module.path).status == 0)
    #expect(try play() != story.expected)
  }
}
