// A folder of the process's own that goes when a signal ends it. What a handler may call is little
// (signal-safety(7)): no opendir(3), which allocates. So entries are read by getdents64(2) itself.

#define _GNU_SOURCE
#include "csystem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// More than a run has at once.
enum { most_folders = 4, most_levels = 128, most_passes = 16 };

enum { is_free, is_taken, is_ready };

static struct {
  atomic_int state;
  char path[PATH_MAX];
  char mark[32];
} folders[most_folders];

// As the kernel writes it (getdents(2)); the C library has it only for its own use.
struct entry {
  uint64_t inode;
  int64_t next;
  unsigned short length;
  unsigned char type;
  char name[];
};

static void remove_below(int folder, const char *name, const char *mark, int level);

// One pass over the entries; tells how many went.
static int remove_entries(int folder, const char *mark, int level) {
  _Alignas(struct entry) char bytes[2048];
  int count = 0;
  if (lseek(folder, 0, SEEK_SET) < 0) return 0;
  for (;;) {
    long size = syscall(SYS_getdents64, folder, bytes, sizeof bytes);
    if (size <= 0) return count;
    for (long place = 0; place < size;) {
      const struct entry *entry = (const struct entry *)(bytes + place);
      place += entry->length;
      const char *name = entry->name;
      if (!strcmp(name, ".") || !strcmp(name, "..") || (mark && !strcmp(name, mark))) continue;
      if (unlinkat(folder, name, 0) == 0) {
        count++;
      } else if (errno == EISDIR || errno == EPERM) {
        remove_below(folder, name, NULL, level + 1);
        if (faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) < 0) count++;
      }
    }
  }
}

// The mark goes last: without it nobody would remove the rest.
static void remove_below(int parent, const char *name, const char *mark, int level) {
  if (level >= most_levels) return;
  int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return;
  // Other threads may go on making files.
  for (int pass = 0; pass < most_passes && remove_entries(folder, mark, level) > 0; pass++) {}
  if (mark) {
    struct stat status;
    // Another folder in it is another link.
    if (fstat(folder, &status) == 0 && status.st_nlink <= 2) unlinkat(folder, mark, 0);
  }
  close(folder);
  unlinkat(parent, name, AT_REMOVEDIR);
}

static void on_signal(int number) {
  int code = errno;
  for (int place = 0; place < most_folders; place++) {
    if (atomic_load(&folders[place].state) == is_ready)
      remove_below(AT_FDCWD, folders[place].path, folders[place].mark, 0);
  }
  errno = code;
  // The action is the default one again, and comes when this returns.
  raise(number);
}

static void handle_signals(void) {
  static atomic_flag is_done = ATOMIC_FLAG_INIT;
  if (atomic_flag_test_and_set(&is_done)) return;
  const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESETHAND | SA_RESTART};
  for (size_t place = 0; place < sizeof numbers / sizeof *numbers; place++) {
    struct sigaction before;
    // Who has them ignored, as nohup(1) does, goes on doing so.
    if (sigaction(numbers[place], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
      sigaction(numbers[place], &action, NULL);
  }
}

int csystem_remove_at_signals(const char *folder, const char *mark) {
  if (strlen(folder) >= sizeof folders[0].path || strlen(mark) >= sizeof folders[0].mark)
    return -1;
  for (int place = 0; place < most_folders; place++) {
    int state = is_free;
    if (!atomic_compare_exchange_strong(&folders[place].state, &state, is_taken)) continue;
    strcpy(folders[place].path, folder);
    strcpy(folders[place].mark, mark);
    atomic_store(&folders[place].state, is_ready);
    handle_signals();
    return place;
  }
  return -1;
}

void csystem_leave_at_signals(int place) {
  if (place >= 0 && place < most_folders) atomic_store(&folders[place].state, is_free);
}
