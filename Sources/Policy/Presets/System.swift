// What the C library, security libraries and databases load, wherever they are used.

extension PresetTable {
  static let system: [Preset] = [
    Preset(
      "nss", "service of the name service switch: libnss_*",
      keeps: ["_nss_*"],
      evidence: "glibc's nss/nss_module.c (module_load_nss_with_functions): _nss_SERVICE_FUNCTION."),
    Preset(
      "gconv-module", "character set converter of glibc",
      keeps: ["gconv", "gconv_init", "gconv_end"],
      evidence: "glibc's iconv/gconv_dl.c (__gconv_find_shlib) looks them up."),
    Preset(
      "audit-library", "auditor of ld.so: LD_AUDIT, DT_AUDIT",
      keeps: ["la_*"],
      evidence: "rtld-audit(7); glibc's elf/rtld.c (load_audit_module), link.h."),
    Preset(
      "pam", "module of PAM: pam_*.so",
      keeps: ["pam_sm_*"],
      evidence: """
        Linux-PAM's libpam/pam_handlers.c (_pam_add_handler); pam_modules.h.
        """),
    Preset(
      "sasl", "mechanism or plugin of Cyrus SASL",
      keeps: ["sasl_*_plug_init", "sasl_canonuser_init"],
      evidence: "cyrus-sasl's lib/dlopen.c (_sasl_load_plugins), saslplug.h."),
    Preset(
      "krb5-plugin", "plugin of MIT Kerberos",
      keeps: ["*_initvt", "service_locator"],
      evidence: """
        MIT Kerberos, "Plugin development": INTERFACE_MODULE_initvt; lib/krb5/krb/plugin.c, lib/krb5/os/locate_kdc.c.
        """),
    Preset(
      "pkcs11", "PKCS #11 module",
      keeps: ["C_GetFunctionList", "C_GetInterface", "C_GetInterfaceList"],
      evidence: """
        PKCS #11 Cryptographic Token Interface 2.40 and 3.0, "General-purpose functions"; \
        p11-kit's p11-kit/modules.c. For a program that links to the module itself, keep C_*.
        """),
    Preset(
      "openssl-provider", "provider of OpenSSL 3",
      keeps: ["OSSL_provider_init"],
      evidence: "provider(7); OpenSSL's crypto/provider_core.c (provider_init)."),
    Preset(
      "openssl-engine", "engine of OpenSSL",
      keeps: ["bind_engine", "v_check"],
      evidence: """
        OpenSSL's crypto/engine/eng_dyn.c (dynamic_load); engine.h \
        (IMPLEMENT_DYNAMIC_BIND_FN).
        """),
    Preset(
      "sqlite-extension", "loadable extension of SQLite",
      keeps: ["sqlite3_extension_init", "sqlite3_*_init"],
      evidence: """
        SQLite's src/loadext.c (sqlite3LoadExtension): sqlite3_extension_init, or after the file's \
        name. "Run-Time Loadable Extensions".
        """),
    Preset(
      "cryptsetup-token", "token plugin of cryptsetup: libcryptsetup-token-*",
      keeps: ["cryptsetup_token_*"],
      evidence: """
        cryptsetup's lib/luks2/luks2_token.c (crypt_token_load_external), libcryptsetup.h.
        """),
  ]
}
