// liblate.so: opened after the plugin, which it does not name.
const char *own(void);
const char *late(void) { return own(); }
