// Starting without /proc, as in the chroots of build systems, or with one that fails.
//
// The Swift runtime of a fully static executable wants to know where it lies before main runs: a
// constructor of its backtracer asks /proc/self/exe and aborts if there is none, unless SWIFT_ROOT
// is set (stdlib/public/runtime/Paths.cpp, Backtrace.cpp). The constructor below has a priority and
// so runs before the runtime's own, which have none. It lets the runtime settle that question once,
// with SWIFT_ROOT in a borrowed environment. A setenv would not do: it
// moves the environment for good, and the runtime finds argv by walking back from it.
//
// The command line is kept here for the same reason (without /proc the runtime loses it), and
// because the runtime repairs arguments that are not UTF-8, whose paths could then not be opened.

#include "csystem.h"

#include <stdlib.h>
#include <string.h>

extern char **environ;

// Of the Swift runtime. Weak, so that the target links without it.
extern const char *swift_getRootPath(void) __attribute__((weak));

static int argument_count;
static char **arguments;

int csystem_argument_count(void) { return argument_count; }

const char *csystem_argument(int index) { return arguments[index]; }

static void settle_root_path(char **environment) {
  size_t count = 0;
  while (environment[count] != NULL) count++;
  char **borrowed = malloc((count + 2) * sizeof *borrowed);
  if (borrowed == NULL) return;
  memcpy(borrowed, environment, count * sizeof *borrowed);
  borrowed[count] = "SWIFT_ROOT=/";
  borrowed[count + 1] = NULL;
  char **own = environ;
  environ = borrowed;
  (void)swift_getRootPath();
  environ = own;
  free(borrowed);
}

// glibc hands the arguments of main to constructors (csu/libc-start.c, elf/dl-init.c).
__attribute__((constructor(101), used, retain)) static void start(int count, char **values,
                                                                  char **environment) {
  argument_count = count;
  arguments = values;
  const char *root = getenv("SWIFT_ROOT");
  if ((root != NULL && *root != '\0') || swift_getRootPath == NULL) return;
  settle_root_path(environment);
}
