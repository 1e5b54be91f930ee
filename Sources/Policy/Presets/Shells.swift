// Shells and other programs of the terminal.

extension PresetTable {
  static let shells: [Preset] = [
    Preset(
      "zsh-host", "zsh, for the modules that zmodload loads",
      keeps: zshNames,
      evidence: """
        Src/zsh.mdh and the .epro files, which list every external name of the shell. What the 38 \
        modules of zsh 5.9 import from it is covered.
        """),
    Preset(
      "zsh-module",
      "module of zsh; besides, keep what other modules import from it, as from zle and complete",
      keeps: words("boot_ cleanup_ enables_ features_ finish_ setup_"),
      evidence: "Src/module.c (module_func, dlopen case) looks up the six names."),
    Preset(
      "bash-host", "bash, for loadable builtins",
      keeps: bashNames,
      evidence: """
        The headers of the package bash-builtins. What its loadable builtins import from bash 5.2 \
        is covered; readline's names are left out.
        """),
    Preset(
      "bash-builtin", "loadable builtin of bash",
      keeps: ["*_struct", "*_builtin_load", "*_builtin_unload"],
      evidence: """
        builtins/enable.def (dyn_load_builtin, dyn_unload_builtin) looks them up after the name of \
        the builtin.
        """),
    Preset(
      "weechat-plugin", "plugin of WeeChat",
      keeps: ["weechat_plugin_*"],
      evidence: """
        src/plugins/plugin.c (plugin_load) looks up weechat_plugin_api_version, _name, _init, \
        _end and others. WeeChat itself needs no preset: plugins take its functions by pointer, \
        and its seven import none of its names.
        """),
    Preset(
      "libpurple-plugin", "plugin of libpurple: Pidgin and Finch",
      keeps: ["purple_init_plugin"],
      evidence: "libpurple/plugin.c (purple_plugin_probe) looks it up."),
  ]
}
