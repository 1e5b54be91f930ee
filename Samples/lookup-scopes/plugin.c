// libplugin.so: opened later, and brings libhelper.so.
const char *helper(void);
const char *name(void) { return "the plugin"; }
const char *own(void) { return "the plugin's own"; }
const char *speak(void) { return name() ? helper() : ""; }
