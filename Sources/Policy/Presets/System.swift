// What the C library, security libraries and databases load, wherever they are used.

extension PresetTable {
  static let system: [Preset] = [
    Preset(
      "nss", "service of the name service switch: libnss_*",
      keeps: ["_nss_*"],
      evidence: """
        glibc's nss/nss_module.c (module_load, __nss_module_get_function): _nss_SERVICE_FUNCTION.
        """),
    Preset(
      "gconv-module", "character set converter of glibc, or tables that several share",
      keeps: words(
        """
        gconv gconv_init gconv_end __cns11643* __gb2312_* __isoir165_* __jis* __ksc5601_*
        """),
      evidence: """
        glibc's iconv/gconv_dl.c (__gconv_find_shlib) looks up the first three. Converters import \
        the tables of libCNS, libGB, libISOIR165, libJIS, libJISX0213 and libKSC; what 253 modules \
        of glibc 2.36 import from each other is covered.
        """),
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
      keeps: words(
        """
        *_initvt service_locator kdb_function_table authdata_client_0 profile_module_init
        """),
      evidence: """
        MIT Kerberos' lib/krb5/krb/plugin.c (load_if_needed) looks up INTERFACE_MODULE_initvt, \
        lib/krb5/os/locate_kdc.c service_locator, lib/kdb/kdb5.c kdb_function_table, \
        lib/krb5/krb/authdata.c authdata_client_0, util/profile/prof_init.c (init_load_module) \
        profile_module_init.
        """),
    Preset(
      "gss-mechanism", "mechanism or interposer for MIT Kerberos' GSS-API",
      keeps: ["gss_*", "gssspi_*", "gssi_*"],
      evidence: """
        MIT Kerberos' lib/gssapi/mechglue/g_initialize.c looks up gss_mech_initialize and \
        gss_mech_interposer; without the first, each function by its own name \
        (build_dynamicMech), and an interposer's with gssi_ before it (build_interMech).
        """),
    Preset(
      "pkcs11", "PKCS #11 module",
      keeps: words(
        """
        C_GetFunctionList C_GetInterface C_GetInterfaceList NSC_GetFunctionList NSC_GetInterface*
        FC_GetFunctionList FC_GetInterface* NSC_ModuleDBFunc NSS_ReturnModuleSpecData
        """),
      evidence: """
        PKCS #11 Cryptographic Token Interface 2.40 and 3.0, "General-purpose functions"; \
        p11-kit's p11-kit/modules.c. The others NSS's pk11wrap/pk11load.c looks up in its own \
        modules (secmod_LoadPKCS11Module). For a program that links to the module itself, keep C_*.
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
