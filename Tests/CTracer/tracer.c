#define _GNU_SOURCE
#include "CTracer.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

extern char **environ;

#ifdef __x86_64__

static bool is_transfer(const struct user_regs_struct *registers) {
  switch (registers->orig_rax) {
  case SYS_read:
  case SYS_write:
  case SYS_pread64:
  case SYS_pwrite64: return registers->rdx > 1;
  case SYS_copy_file_range: return registers->r8 > 1;
  default: return false;
  }
}

static void halve(struct user_regs_struct *registers) {
  if (registers->orig_rax == SYS_copy_file_range)
    registers->r8 /= 2;
  else
    registers->rdx /= 2;
}

// Calls that change a file, whatever their arguments.
static bool changes_files(unsigned long long number) {
  switch (number) {
  case SYS_pwrite64:
  case SYS_copy_file_range:
  case SYS_ftruncate:
  case SYS_fchown:
  case SYS_fchmod:
  case SYS_utimensat:
  case SYS_fsetxattr:
  case SYS_fremovexattr:
  case SYS_rename:
  case SYS_renameat:
  case SYS_renameat2:
  case SYS_link:
  case SYS_linkat:
  case SYS_unlink:
  case SYS_unlinkat: return true;
  default: return false;
  }
}

static bool is_file_call(const struct user_regs_struct *registers) {
  switch (registers->orig_rax) {
  case SYS_open:
  case SYS_openat:
  case SYS_close:
  case SYS_stat:
  case SYS_lstat:
  case SYS_fstat:
  case SYS_newfstatat:
  case SYS_statx:
  case SYS_access:
  case SYS_faccessat:
  case SYS_faccessat2:
  case SYS_readlink:
  case SYS_readlinkat:
  case SYS_getdents64:
  case SYS_lseek:
  case SYS_read:
  case SYS_write:
  case SYS_pread64:
  case SYS_fadvise64:
  case SYS_fsync:
  case SYS_syncfs:
  case SYS_fdatasync:
  case SYS_flock:
  case SYS_fcntl:
  case SYS_ioctl:
  case SYS_flistxattr:
  case SYS_fgetxattr: return true;
  default: return changes_files(registers->orig_rax);
  }
}

static bool opens_for_writing(unsigned long long flags) {
  return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

static bool may_change(const struct user_regs_struct *registers) {
  switch (registers->orig_rax) {
  case SYS_open: return opens_for_writing(registers->rsi);
  case SYS_openat: return opens_for_writing(registers->rdx);
  case SYS_write: return registers->rdi > STDERR_FILENO;
  default: return changes_files(registers->orig_rax);
  }
}

static bool is_of(enum tracer_kind kind, const struct user_regs_struct *registers) {
  switch (kind) {
  case tracer_file_calls: return is_file_call(registers);
  case tracer_transfers: return is_transfer(registers);
  default: return true;
  }
}

static int get(pid_t process, struct user_regs_struct *registers) {
  struct iovec place = {registers, sizeof *registers};
  return ptrace(PTRACE_GETREGSET, process, (void *)NT_PRSTATUS, &place) < 0 ? errno : 0;
}

static int set(pid_t process, struct user_regs_struct *registers) {
  struct iovec place = {registers, sizeof *registers};
  return ptrace(PTRACE_SETREGSET, process, (void *)NT_PRSTATUS, &place) < 0 ? errno : 0;
}

// Between vfork and exec the child may only make system calls: it shares the parent's memory.
static pid_t start(char *const *arguments, char *const *environment, int output, int errors,
                   volatile int *failure) {
  pid_t process = vfork();
  if (process != 0) return process;
  if (dup2(output, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0 ||
      // Whatever else other tests have open at the moment is not the program's.
      close_range(STDERR_FILENO + 1, ~0U, 0) < 0 || ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0) {
    *failure = errno;
    _exit(127);
  }
  execve(arguments[0], arguments, environment != NULL ? environment : environ);
  *failure = errno;
  _exit(127);
}

static struct tracer_result fail(struct tracer_result result, pid_t process) {
  result.failure = errno != 0 ? errno : EIO;
  kill(process, SIGKILL);
  waitpid(process, NULL, __WALL);
  return result;
}

struct tracer_result tracer_run(char *const *arguments, char *const *environment, int output,
                                int errors, enum tracer_action action, enum tracer_kind kind, long at,
                                int code, int denies_unnamed, void (*visit)(void *),
                                void *context) {
  struct tracer_result result = {-1, 0, 0, -1, 0, 0};
  volatile int failure = 0;
  pid_t process = start(arguments, environment, output, errors, &failure);
  if (process < 0) {
    result.failure = errno;
    return result;
  }
  int state;
  if (waitpid(process, &state, __WALL) < 0) return fail(result, process);
  if (!WIFSTOPPED(state)) {
    result.failure = failure != 0 ? failure : ECHILD;
    return result;
  }
  if (ptrace(PTRACE_SETOPTIONS, process, NULL, (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)) <
      0)
    return fail(result, process);
  bool is_inside = false, is_chosen = false, is_denied = false;
  int signal = 0;
  for (;;) {
    if (ptrace(kind == tracer_no_calls ? PTRACE_CONT : PTRACE_SYSCALL, process, NULL, (void *)(long)signal) < 0 && errno != ESRCH)
      return fail(result, process);
    signal = 0;
    if (waitpid(process, &state, __WALL) < 0) return fail(result, process);
    if (WIFEXITED(state)) {
      result.status = WEXITSTATUS(state);
      return result;
    }
    if (WIFSIGNALED(state)) {
      result.signal = WTERMSIG(state);
      return result;
    }
    if (WSTOPSIG(state) != (SIGTRAP | 0x80)) {
      signal = WSTOPSIG(state) == SIGTRAP ? 0 : WSTOPSIG(state);
      continue;
    }
    struct user_regs_struct registers;
    if (get(process, &registers) != 0) return fail(result, process);
    if (!is_inside) {
      is_inside = true;
      if (may_change(&registers)) result.changing++;
      is_denied = denies_unnamed != 0 && registers.orig_rax == SYS_openat &&
                  (registers.rdx & O_TMPFILE) == O_TMPFILE;
      if (is_denied) {
        registers.orig_rax = (unsigned long long)-1;
        if (set(process, &registers) != 0) return fail(result, process);
        registers.orig_rax = SYS_openat;
      }
      is_chosen = is_of(kind, &registers) && result.calls++ == at && action != tracer_nothing;
      if (!is_chosen) continue;
      result.call = (long)registers.orig_rax;
      if (action == tracer_kill_before) {
        kill(process, SIGKILL);
      } else if (action == tracer_visit) {
        visit(context);
      } else if (action == tracer_fail) {
        registers.orig_rax = (unsigned long long)-1;
        if (set(process, &registers) != 0) return fail(result, process);
      } else if (action == tracer_shorten) {
        halve(&registers);
        if (set(process, &registers) != 0) return fail(result, process);
      }
    } else {
      is_inside = false;
      if (is_denied && !(is_chosen && action == tracer_fail)) {
        registers.rax = (unsigned long long)-EOPNOTSUPP;
        if (set(process, &registers) != 0) return fail(result, process);
      }
      if (!is_chosen) continue;
      is_chosen = false;
      if (action == tracer_kill_after) {
        kill(process, SIGKILL);
      } else if (action == tracer_fail) {
        registers.rax = (unsigned long long)-(long long)code;
        if (set(process, &registers) != 0) return fail(result, process);
      }
    }
  }
}

#else

struct tracer_result tracer_run(char *const *arguments, char *const *environment, int output,
                                int errors, enum tracer_action action, enum tracer_kind kind, long at,
                                int code, int denies_unnamed, void (*visit)(void *),
                                void *context) {
  // The registers of a call are the machine's own affair, and x86-64 is the one that is known here.
  struct tracer_result result = {-1, 0, 0, -1, 0, ENOSYS};
  return result;
}

#endif

long tracer_attribute(const char *path, const char *name, void *value, unsigned long size) {
  return lgetxattr(path, name, value, size);
}

int tracer_set_attribute(const char *path, const char *name, const void *value,
                         unsigned long size) {
  return lsetxattr(path, name, value, size, 0);
}
