/* Prints what its own copy holds, and what the toolkit's does: "3 3" if that one is captured, else
   "3 0". host_answer is meant for plugins. */
#include <stdio.h>

#include "parcel.h"

int toolkit_count(void);

int host_answer(void) { return 42; }

int main(void) {
  parcel_add(3);
  printf("%d %d\n", parcel_count(), toolkit_count());
  return 0;
}
