// A program with another copy of tally in it. It exports its own for plugins, and the copy with them, so
// that the library counts in the program's: 1, 3 and 3, and not 1, 2 and 1.
#include <stdio.h>

#include "leaky.h"
#include "tally.h"

int leaky_plugin_api(void) { return tally_total; }

int main(void) {
  int before = tally_add(1);
  int library = leaky_count();
  printf("program %d, library %d, program %d\n", before, library, leaky_plugin_api());
  return 0;
}
