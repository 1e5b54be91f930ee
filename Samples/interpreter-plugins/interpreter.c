/*
 * interpreter LINE...: runs lines such as `load ./words.so` or `length word`, each a command and
 * its argument. It is linked with -rdynamic, so that plugins find host_define and host_answer.
 */
#include "host.h"
#include "text.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    const char *name;
    host_command *run;
} commands[8];
static size_t command_count;

void host_define(const char *name, host_command *command)
{
    if (command_count == sizeof commands / sizeof *commands)
        abort();
    commands[command_count].name = name;
    commands[command_count++].run = command;
}

void host_answer(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
}

static void load(const char *path)
{
    void *plugin = dlopen(path, RTLD_NOW);
    if (!plugin) {
        printf("interpreter: %s\n", dlerror());
        exit(1);
    }
    void (*plugin_start)(void) = dlsym(plugin, "plugin_start");
    if (plugin_start)
        plugin_start();
}

static void about(const char *argument)
{
    host_answer("interpreter: text release %d, %zu bytes in '%s'", text_release(),
        text_length(argument), argument);
}

static void interpret(const char *line)
{
    size_t word = text_word(line);
    for (size_t i = 0; i < command_count; i++) {
        if (strlen(commands[i].name) == word && !strncmp(commands[i].name, line, word)) {
            commands[i].run(line + word + (line[word] == ' '));
            return;
        }
    }
    printf("interpreter: there is no command in '%s'\n", line);
    exit(1);
}

int main(int count, char **lines)
{
    host_define("load", load);
    host_define("about", about);
    for (int i = 1; i < count; i++)
        interpret(lines[i]);
    return 0;
}
