/* What the interpreter offers to plugins. A plugin has a function plugin_start. */
typedef void host_command(const char *argument);

void host_define(const char *name, host_command *command);
void host_answer(const char *format, ...);
