// MIT Kerberos' libraries and plugins for them: what is looked up stays with the preset, which the
// library of helpers that a plugin carries does not.

import Foundation
import TestSupport
import Testing

@Suite struct KerberosTests {
  /// A mechanism without `gss_mech_initialize`, whose functions are looked up one by one.
  @Test func aMechanismIsFoundWithItsPreset() throws {
    let workshop = try Workshop()
    let plugin = try workshop.library(
      "mechanism.so",
      """
      #include <stdio.h>
      unsigned leaked_helper(void) { return 1; }
      unsigned gss_inquire_names_for_mech(unsigned *minor, void *mechanism, void **names) {
        puts("asked");
        *minor = 0;
        *names = 0;
        return leaked_helper() << 16;
      }

      """)
    let host = try workshop.program(
      """
      #include <dlfcn.h>
      #include <stdio.h>
      int main(void) {
        struct { unsigned length; void *elements; } mechanism = {4, "\\x2a\\x03\\x04\\x05"};
        void *library = dlopen("libgssapi_krb5.so.2", RTLD_NOW), *names;
        unsigned minor, (*ask)(unsigned *, void *, void **);
        if (!library || !(ask = dlsym(library, "gss_inquire_names_for_mech"))) return 1;
        ask(&minor, &mechanism, &names);
        return 0;
      }

      """, ["-w", "-ldl"])
    let list = try workshop.folder.write("toy 1.2.3.4.5 \(plugin.path)\n", to: "mech.conf")
    try expectLookups(
      in: plugin, by: host, preset: "gss-mechanism", environment: ["GSS_MECH_CONFIG": list.path])
  }

  /// A module that reads the configuration itself.
  @Test func aProfileModuleIsFoundWithItsPreset() throws {
    let workshop = try Workshop()
    let plugin = try workshop.library(
      "profile.so",
      """
      #include <stdio.h>
      #include <errno.h>
      int leaked_helper(void) { return ENOMEM; }
      int profile_module_init(const char *residual, void *table, void **data) {
        puts("asked");
        return leaked_helper();
      }

      """)
    let host = try workshop.program(
      """
      #include <dlfcn.h>
      int main(void) {
        void *library = dlopen("libkrb5.so.3", RTLD_NOW), *context;
        int (*init)(void **);
        if (!library || !(init = dlsym(library, "krb5_init_context"))) return 1;
        init(&context);
        return 0;
      }

      """, ["-w", "-ldl"])
    let configuration = try workshop.folder.write("module \(plugin.path):rest\n", to: "krb5.conf")
    try expectLookups(
      in: plugin, by: host, preset: "krb5-plugin", environment: ["KRB5_CONFIG": configuration.path])
  }

  /// `host` asks the plugin, also when it is demoted with the preset, and not without.
  private func expectLookups(
    in plugin: URL, by host: URL, preset: String, environment: [String: String]
  ) throws {
    #expect(try mustRun(host.path, environment: environment) == "asked\n")
    #expect(try symdemote("apply", "--all", "--preset=\(preset)", plugin.path).status == 0)
    let exports = try exportedNames(plugin)
    #expect(!exports.isEmpty && !exports.contains("leaked_helper"))
    #expect(try mustRun(host.path, environment: environment) == "asked\n")

    #expect(try symdemote("apply", "--all", plugin.path).status == 0)
    #expect(try mustRun(host.path, environment: environment) == "")
  }
}
