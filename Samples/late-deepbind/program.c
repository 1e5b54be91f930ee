// program [DRIVER]: has a copy of the journal of its own and opens a driver with RTLD_DEEPBIND.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

const char *journal(void);
const char *volatile heard;

int main(void) {
  heard = journal();
  void *driver = dlopen("./driver.so", RTLD_NOW | RTLD_DEEPBIND);
  if (!driver) return puts(dlerror()), 1;
  return 0;
}
