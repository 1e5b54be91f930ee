// libhelper.so: needs nothing that it names, but refers to what the plugin and the world have.
const char *name(void);
const char *own(void);
const char *helper(void) { return name() ? own() : ""; }
