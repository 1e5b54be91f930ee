// libworld.so: comes with the program.
const char *greeting(void) { return "the world's"; }
const char *name(void) { return "the world"; }
const char *hello(void) { return greeting() ? name() : ""; }
