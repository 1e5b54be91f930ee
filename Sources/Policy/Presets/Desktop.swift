// What toolkits, sound and graphics load.

extension PresetTable {
  static let desktop: [Preset] = [
    Preset(
      "gstreamer", "plugin of GStreamer",
      keeps: ["gst_plugin_desc", "gst_plugin_*_get_desc", "gst_plugin_*_register"],
      evidence: """
        gst/gstplugin.c (_priv_gst_plugin_load_file_for_registry) looks up gst_plugin_desc, or the \
        two functions after the name of the plugin (GST_PLUGIN_DEFINE).
        """),
    Preset(
      "gio-module", "module of GIO",
      keeps: ["g_io_*_load", "g_io_*_unload", "g_io_*_query", "g_module_*"],
      evidence: """
        gio/giomodule.c (_g_io_module_extract_name, g_io_module_load_module) looks up \
        g_io_module_load or g_io_NAME_load; gmodule.c g_module_check_init and g_module_unload.
        """),
    Preset(
      "gdk-pixbuf-loader", "loader of images for gdk-pixbuf",
      keeps: ["fill_vtable", "fill_info"],
      evidence: """
        gdk-pixbuf-io.c (gdk_pixbuf_load_module_unlocked) and queryloaders.c look them up; the \
        12 installed loaders define both.
        """),
    Preset(
      "gtk-module", "module, input method, print backend or theme engine for GTK 2 and 3",
      keeps: words(
        """
        gtk_module_init gtk_module_display_init im_module_* pb_module_* theme_init theme_exit
        theme_create_rc_style g_module_check_init g_module_unload
        """),
      evidence: """
        gtkmodules.c (find_or_create_module), gtkimmodule.c, gtkprintbackend.c, gtkthemes.c, \
        gmodule.c (g_module_open).
        """),
    Preset(
      "qt-plugin", "plugin of Qt 5 or 6",
      keeps: ["qt_plugin_*"],
      evidence: """
        qtbase's src/corelib/plugin/qplugin.h (Q_EXPORT_PLUGIN), qpluginloader.cpp and \
        qlibrary.cpp: qt_plugin_instance, qt_plugin_query_metadata, qt_plugin_query_metadata_v2.
        """),
    Preset(
      "vulkan-icd", "driver for Vulkan",
      keeps: [
        "vk_icd*", "vkGetInstanceProcAddr", "vkCreateInstance",
        "vkEnumerateInstanceExtensionProperties",
      ],
      evidence: """
        Vulkan-Loader's loader/loader.c (loader_scanned_icd_add), docs/LoaderDriverInterface.md; \
        the last three for drivers of interface version 0.
        """),
    Preset(
      "vulkan-layer", "layer for Vulkan",
      keeps: words(
        """
        vkNegotiateLoaderLayerInterfaceVersion vk_layerGetPhysicalDeviceProcAddr
        vkEnumerate*Properties vkEnumerateInstanceVersion *GetInstanceProcAddr *GetDeviceProcAddr
        """),
      evidence: """
        Vulkan-Loader's docs/LoaderLayerInterface.md, and vk_layer.h; names of a layer's own for \
        the ProcAddr functions stand in its manifest.
        """),
    Preset(
      "glvnd", "vendor library of GLVND: libEGL_*, libGLX_*",
      keeps: ["__egl_Main", "__glx_Main"],
      evidence: """
        libglvnd's include/glvnd/libeglabi.h (__EGL_MAIN_PROTO_NAME) and libglxabi.h \
        (__GLX_MAIN_PROTO_NAME).
        """),
    Preset(
      "dri", "driver of Mesa's DRI interface",
      keeps: ["__driDriverExtensions", "__driDriverGetExtensions_*"] + sharedByMesaDrivers,
      evidence: """
        Mesa's include/GL/internal/dri_interface.h (__DRI_DRIVER_GET_EXTENSIONS) and \
        src/loader/loader.c (loader_open_driver); all 13 installed drivers define the second. \
        Its src/gallium/targets/dri/dri.sym exports the others as well, by which drivers for DRI, \
        VA-API and VDPAU in one process set LLVM up once and share a device (merge request 28385).
        """),
    Preset(
      "gbm-backend", "backend of GBM",
      keeps: ["gbmint_get_backend"],
      evidence: "Mesa's src/gbm/main/gbm_backend_abi.h (GBM_GET_BACKEND_PROC_NAME)."),
    Preset(
      "va-api-driver", "driver for VA-API",
      keeps: ["__vaDriverInit_*"] + sharedByMesaDrivers,
      evidence: """
        libva's va/va.c (va_getDriverInitName, va_openDriver): __vaDriverInit_MAJOR_MINOR. Mesa's \
        drivers export the others, too: see dri.
        """),
    Preset(
      "vdpau-driver", "driver for VDPAU, or its trace library",
      keeps: ["vdp_imp_device_create_x11", "vdp_trace_*"] + sharedByMesaDrivers,
      evidence: """
        libvdpau's src/vdpau_wrapper.c (_vdp_open_driver) looks up the first two. Mesa's drivers \
        export the others, too: see dri.
        """),
    Preset(
      "opencl-icd", "driver or layer for OpenCL",
      keeps: words(
        """
        clGetExtensionFunctionAddress clIcd* clGetPlatformInfo clGetLayerInfo clInitLayer
        clDeinitLayer
        """),
      evidence: """
        OpenCL-ICD-Loader's loader/icd.c looks up the first in a driver (khrIcdVendorAdd) and the \
        last three in a layer (khrIcdLayerAdd); the extension cl_khr_icd names clIcd* and \
        clGetPlatformInfo, which ocl-icd looks up.
        """),
    Preset(
      "alsa-plugin", "plugin of ALSA: PCM, control, mixer, configuration",
      keeps: [
        "*_dlsym_*", "_snd_*_open", "_snd_pcm_rate_*_open_conf", "_snd_*_install", "snd_func_*",
        "snd_config_hook_*", "conf_*", "alsa_mixer_simple*",
      ],
      evidence: """
        alsa-lib's src/dlmisc.c (snd_dlsym, snd_dlsym_verify) and include/global.h \
        (SND_DLSYM_BUILD_VERSION): beside a name may stand one with _dlsym_ and its version. The \
        names are from pcm.c, control.c and their like, pcm_rate.c, pcm_hooks.c, conf.c \
        (snd_config_hooks_call) and simple_abst.c; conf_ is alsa-plugins' own, named in its files.
        """),
    Preset(
      "pipewire", "module of PipeWire, or plugin of SPA",
      keeps: ["pipewire__module_init", "spa_handle_factory_enum", "spa_log_topic_enum"],
      evidence: """
        PipeWire's impl-module.h (PIPEWIRE_SYMBOL_MODULE_INIT), spa/support/plugin.h \
        (SPA_HANDLE_FACTORY_ENUM_FUNC_NAME), spa/support/log.h (SPA_LOG_TOPIC_ENUM_NAME).
        """),
    Preset(
      "pulseaudio-module", "module of PulseAudio",
      keeps: ["pa__*", "*_LTX_pa__*"],
      evidence: """
        src/pulsecore/module.c (pa_module_load) and ltdl-helper.c (pa_load_sym) look up pa__init, \
        pa__done, pa__load_once and others, also after the module's name and _LTX_.
        """),
    Preset(
      "ladspa", "audio plugin for LADSPA or DSSI",
      keeps: ["ladspa_descriptor", "dssi_descriptor"],
      evidence: "ladspa.h, dssi.h."),
    Preset(
      "lv2", "audio plugin or user interface for LV2",
      keeps: [
        "lv2_descriptor", "lv2_lib_descriptor", "lv2ui_descriptor", "lv2_dyn_manifest_*",
      ],
      evidence: """
        lv2.h, ui.h, dynmanifest.h; lilv's src/lib.c and src/world.c look them up.
        """),
    Preset(
      "vst3", "audio plugin for VST 3",
      keeps: ["GetPluginFactory", "ModuleEntry", "ModuleExit"],
      evidence: """
        VST 3 SDK, public.sdk/source/vst/hosting/module_linux.cpp (LinuxModule) looks them up; \
        public.sdk/source/main/linuxmain.cpp defines the last two.
        """),
    Preset(
      "clap", "audio plugin for CLAP",
      keeps: ["clap_entry"],
      evidence: "CLAP's include/clap/entry.h."),
  ]

  private static let sharedByMesaDrivers = words(
    """
    amdgpu_winsys_create radeon_drm_winsys_create nouveau_drm_screen_create
    fd_drm_screen_create_renderonly ac_init_shared_llvm_once
    """)
}
