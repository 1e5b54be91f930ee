// A program that does to itself what its arguments say, in C, and what libraries hold out to it.
//
// What the loader does for it must be what the scenario is about, so nothing here looks a symbol
// up at run time: functions of libraries are found by a mark in their read-only data, objects by
// the list that debuggers use (link.h), and the calls into the C library go through the global
// offset table, which is filled before the program starts.

import TestSupport

/// The program's part that is the same in all scenarios.
enum Actor {
  /// Starts each source: makes functions of the file findable without a symbol.
  static let hand = #"""
    typedef void *function_3(const void *, const void *, const void *);
    #define REACHABLE(function) \
      __asm__(".pushsection .reachable,\"a\",@progbits\n\t.balign 8\n" \
              "\t.ascii \"reach me\"\n\t.long " #function " - .\n" \
              "\t.asciz \"" #function "\"\n\t.popsection\n");
    #define CALLS(name) \
      extern int name(void); \
      __attribute__((used, noinline)) static int call_##name(void) { return name(); } \
      REACHABLE(call_##name)

    """#

  /// Lets the program call something in the name of a library.
  static let relay = #"""
    __attribute__((used, noinline)) static void *relay(
      function_3 *f, const void *a, const void *b, const void *c) {
      void *result = f(a, b, c);
      __asm__ volatile("" ::: "memory");
      return result;
    }
    REACHABLE(relay)

    """#

  /// The compiled actor, once per run.
  static let object = Result {
    let workshop = try Workshop()
    return (try workshop.object("actor", source, ["-fPIE", "-fno-plt"]), workshop)
  }

  /// Its arguments, one event after the other, each with all its words:
  ///
  ///     open LIBRARY FLAGS CALLER          sym NAME VERSION default|next|LIBRARY CALLER NAMESPACE
  ///     mopen LIBRARY FLAGS NAMESPACE      call FUNCTION OBJECT
  ///     close LIBRARY NAMESPACE
  ///
  /// FLAGS are words with commas. A library is a path or a file name, an empty caller or object is
  /// the program, the namespace -1 a new one. One line says how each event went.
  static let source = #"""
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <elf.h>
    #include <link.h>
    #include <stdint.h>
    #include <stdlib.h>
    #include <string.h>
    #include <unistd.h>

    extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));
    extern ElfW(Dyn) _DYNAMIC[] __attribute__((visibility("hidden")));

    typedef void *function_3(const void *, const void *, const void *);
    typedef void *relay_3(function_3 *, const void *, const void *, const void *);

    static struct { const char *name; Lmid_t space; struct link_map *map; } opened[32];
    static int opened_count;

    static void say(const char *text) {
      if (write(STDOUT_FILENO, text, strlen(text)) < 0) _exit(3);
    }

    static void give_up(const char *kind, const char *name) {
      say("no "); say(kind); say(" "); say(name); say("\n");
      _exit(2);
    }

    static int is_called(const char *path, const char *name) {
      const char *slash = strrchr(path, '/');
      return strcmp(path, name) == 0 || (slash && strcmp(slash + 1, name) == 0);
    }

    /* The chain of namespaces came with the second version of the structure (glibc 2.35). */
    struct space { struct r_debug debug; struct space *next; };

    static struct link_map *map_of(const char *object) {
      const ElfW(Dyn) *entry = _DYNAMIC;
      while (entry->d_tag != DT_DEBUG) entry++;
      struct space *space = (struct space *)entry->d_un.d_ptr;
      for (; space; space = space->debug.r_version > 1 ? space->next : 0)
        for (struct link_map *map = space->debug.r_map; map; map = map->l_next)
          if (is_called(map->l_name, object)) return map;
      give_up("object", object);
      return 0;
    }

    /* Kept as its complement, so that this file does not carry the mark. */
    static const uint64_t no_mark = 0x9a92df979c9e9a8d;

    static void *function_of(const char *object, const char *name) {
      const ElfW(Ehdr) *head =
        *object ? (const ElfW(Ehdr) *)map_of(object)->l_addr : &__ehdr_start;
      const ElfW(Phdr) *segment = (const ElfW(Phdr) *)((const char *)head + head->e_phoff);
      const char *base = (const char *)head;
      for (int i = 0; i < head->e_phnum; i++)
        if (segment[i].p_type == PT_LOAD) { base -= segment[i].p_vaddr; break; }
      for (int i = 0; i < head->e_phnum; i++) {
        if (segment[i].p_type != PT_LOAD || segment[i].p_flags & PF_W) continue;
        const char *place = base + segment[i].p_vaddr, *end = place + segment[i].p_filesz;
        for (; place + 16 <= end; place += 8)
          if (*(const uint64_t *)place == ~no_mark && strcmp(place + 12, name) == 0)
            return (void *)(place + 8 + *(const int32_t *)(place + 8));
      }
      give_up("function", name);
      return 0;
    }

    static struct link_map *handle_of(const char *name, Lmid_t space) {
      for (int i = opened_count; i-- > 0;)
        if (opened[i].space == space && is_called(opened[i].name, name)) return opened[i].map;
      give_up("handle", name);
      return 0;
    }

    static void note(const char *name, void *handle) {
      Lmid_t space;
      if (!handle || dlinfo(handle, RTLD_DI_LMID, &space) != 0 || opened_count == 32) return;
      opened[opened_count].name = name;
      opened[opened_count].space = space;
      opened[opened_count++].map = handle;
    }

    /* The C library knows its caller by the address that it returns to. */
    static void *from(
      const char *object, void *f, const void *a, const void *b, const void *c) {
      if (*object) return ((relay_3 *)function_of(object, "relay"))(f, a, b, c);
      void *result = ((function_3 *)f)(a, b, c);
      __asm__ volatile("" ::: "memory");
      return result;
    }

    static const void *flags(const char *words) {
      long value = strstr(words, "now") ? RTLD_NOW : RTLD_LAZY;
      if (strstr(words, "global")) value |= RTLD_GLOBAL;
      if (strstr(words, "deepbind")) value |= RTLD_DEEPBIND;
      if (strstr(words, "nodelete")) value |= RTLD_NODELETE;
      if (strstr(words, "noload")) value |= RTLD_NOLOAD;
      return (const void *)value;
    }

    int main(int count, char **words) {
      (void)count;
      while (*++words) {
        const char *event = *words;
        void *result = 0;
        if (strcmp(event, "open") == 0) {
          const char *name = *++words, *how = *++words, *caller = *++words;
          note(name, result = from(caller, dlopen, name, flags(how), 0));
        } else if (strcmp(event, "mopen") == 0) {
          const char *name = *++words, *how = *++words;
          const void *space = (const void *)atol(*++words);
          note(name, result = from("", dlmopen, space, name, flags(how)));
        } else if (strcmp(event, "close") == 0) {
          const char *name = *++words;
          if (dlclose(handle_of(name, atol(*++words))) == 0) result = words;
        } else if (strcmp(event, "sym") == 0) {
          const char *name = *++words, *version = *++words;
          const char *where = *++words, *caller = *++words;
          Lmid_t space = atol(*++words);
          void *handle = RTLD_DEFAULT;
          if (strcmp(where, "next") == 0) handle = RTLD_NEXT;
          else if (strcmp(where, "default") != 0) handle = handle_of(where, space);
          if (*version) result = from(caller, dlvsym, handle, name, version);
          else result = from(caller, dlsym, handle, name, 0);
        } else if (strcmp(event, "call") == 0) {
          const char *function = *++words, *object = *++words;
          ((int (*)(void))function_of(object, function))();
          result = words;
        } else {
          give_up("event", event);
        }
        const char *error = result ? 0 : dlerror();
        say(result ? "done" : "failed: ");
        say(error ? error : "");
        say("\n");
      }
      _exit(0);
    }

    """#
}
