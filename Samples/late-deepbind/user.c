// The driver; and libtoolkit.so, which a program may need from the start. Both use libjournal.so.
const char *journal(void);
const char *USER(void) { return journal(); }
