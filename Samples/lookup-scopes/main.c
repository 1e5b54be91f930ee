// main [SITUATION]: opens libraries as the situation says. What its calls reach is said by the
// loader, not by the program.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

const char *greeting(void) { return "the program's"; }
const char *hello(void);

static void *must(void *handle) {
  if (!handle) printf("%s\n", dlerror());
  return handle;
}

static void call(void *handle, const char *function) {
  if (!must(handle)) return;
  const char *(*pointer)(void) = (const char *(*)(void))dlsym(handle, function);
  if (pointer) pointer();
}

int main(int count, char **words) {
  const char *situation = count > 1 ? words[1] : "";
  hello();
  if (strcmp(situation, "local") == 0) {
    call(dlopen("./libplugin.so", RTLD_NOW | RTLD_LOCAL), "speak");
  } else if (strcmp(situation, "deepbind") == 0) {
    call(dlopen("./libplugin.so", RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND), "speak");
  } else if (strcmp(situation, "global") == 0) {
    must(dlopen("./libplugin.so", RTLD_NOW | RTLD_GLOBAL));
    call(dlopen("./liblate.so", RTLD_NOW | RTLD_LOCAL), "late");
  } else if (strcmp(situation, "namespace") == 0) {
    call(dlmopen(LM_ID_NEWLM, "./libplugin.so", RTLD_NOW), "speak");
  } else if (strcmp(situation, "nodelete") == 0) {
    void *owner = must(dlopen("./libowner.so", RTLD_LAZY));
    void *member = must(dlopen("./libmember.so", RTLD_LAZY | RTLD_NOLOAD));
    if (!owner || !member) return 1;
    void (*stay)(int) = (void (*)(int))dlsym(member, "stay");
    stay(0);
    dlclose(member);
    dlclose(owner);
    stay(1);
  }
  return 0;
}
