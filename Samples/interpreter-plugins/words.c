/* A plugin: it calls the interpreter that opens it, and the shared release of the text library. */
#include "host.h"
#include "text.h"

static void length(const char *word)
{
    host_answer("plugin: text release %d, %zu characters in '%s'", text_release(),
        text_length(word), word);
}

void plugin_start(void)
{
    host_define("length", length);
}
