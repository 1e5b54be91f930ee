/* A program with release 1 of the journal linked in, meant for nobody but itself. */
#include "journal.h"

#include <dlfcn.h>
#include <stdio.h>

void worker_start(void);

int main(void)
{
    setlinebuf(stdout); /* what was said before a crash shall be seen */

    journal_write("the program has started");
    worker_start();

    void *plugin = dlopen("plugin.so", RTLD_NOW);
    if (!plugin) {
        fprintf(stderr, "program: %s\n", dlerror());
        return 1;
    }
    int (*plugin_start)(void) = dlsym(plugin, "plugin_start");
    return plugin_start();
}
