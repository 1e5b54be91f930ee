// The C of the scenarios: what objects define and refer to, and a program that does to itself what
// its arguments say. musl tells nothing of its bindings, so each definition tells by its value
// whose it is, and each object has a function for each reference, under a name of its own.

enum MuslSources {
  /// Starts each source. `OBJECT` is the file's name, `SELF` the part of it before the dot.
  static let preamble = #"""
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <string.h>
    #define JOIN_(a, b) a##b
    #define JOIN(a, b) JOIN_(a, b)
    #define DEFINES(name) const char *name(void) { return OBJECT; }
    #define REPORT(name, body) const char *JOIN(SELF, _##name)(void) { body }
    #define CALLS(name) extern const char *name(void); REPORT(name, return name();)
    #define ASKS(name) \
      extern __attribute__((weak)) const char *name(void); \
      REPORT(name, return name ? name() : "nothing";)
    #define READS(name) extern const char *name; REPORT(name, return name;)
    #define HOLDS(name) \
      REPORT(name, \
        Dl_info info; \
        if (!dladdr((void *)&name, &info)) return "?"; \
        const char *slash = strrchr(info.dli_fname, '/'); \
        return slash ? slash + 1 : info.dli_fname;)
    void *JOIN(SELF, _dlsym)(void *place, const char *name) {
      void *found = dlsym(place, name);
      __asm__ volatile("" ::: "memory");
      return found;
    }

    """#

  /// Ends the program. Its arguments:
  ///
  ///     open LIBRARY MODE      show OBJECT NAME      sym default|next|LIBRARY CALLER NAME
  ///     close LIBRARY
  static let driver = #"""
    #include <stdio.h>
    #include <stdlib.h>

    static struct { const char *name; void *handle; } opened[16];
    static int opened_count;

    /* The function OBJECT_NAME, wherever it is; other characters of names are underscores. */
    static void *reach(const char *object, const char *name) {
      char symbol[200];
      snprintf(symbol, sizeof symbol, "%.*s_%s", (int)strcspn(object, "."), object, name);
      for (char *c = symbol; *c; c++) if (*c == '-') *c = '_';
      void *found = dlsym(RTLD_DEFAULT, symbol);
      for (int i = 0; !found && i < opened_count; i++) found = dlsym(opened[i].handle, symbol);
      if (!found) {
        printf("no %s\n", symbol);
        exit(2);
      }
      return found;
    }

    static void *handle(const char *name) {
      for (int i = 0; i < opened_count; i++)
        if (!strcmp(opened[i].name, name)) return opened[i].handle;
      printf("no handle of %s\n", name);
      exit(2);
    }

    int main(int count, char **words) {
      char **word = words + 1;
      while (word < words + count) {
        const char *verb = *word++;
        if (!strcmp(verb, "open")) {
          const char *name = *word++;
          void *library = dlopen(name, atoi(*word++));
          printf("open %s: %s\n", name, library ? "yes" : "no");
          if (!library) fprintf(stderr, "%s\n", dlerror());
          if (library) {
            opened[opened_count].name = name;
            opened[opened_count++].handle = library;
          }
        } else if (!strcmp(verb, "close")) {
          const char *name = *word++;
          printf("close %s: %s\n", name, dlclose(handle(name)) ? "no" : "yes");
        } else if (!strcmp(verb, "show")) {
          const char *object = *word++, *name = *word++;
          const char *(*report)(void) = reach(object, name);
          printf("%s %s -> %s\n", object, name, report());
        } else {
          const char *place = *word++, *caller = *word++, *name = *word++;
          void *where = !strcmp(place, "default") ? RTLD_DEFAULT
            : !strcmp(place, "next") ? RTLD_NEXT : handle(place);
          void *(*find)(void *, const char *) = reach(caller, "dlsym");
          const char *(*found)(void) = find(where, name);
          printf("%s dlsym %s %s -> %s\n", caller, place, name, found ? found() : "nothing");
        }
        fflush(stdout);
      }
      return 0;
    }
    """#
}
