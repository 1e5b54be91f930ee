//   measure LIMIT [VARIABLE=VALUE]... COMMAND...
//
// Runs a command with its output thrown away and prints four numbers: exit status, CPU time (user
// and system) and wall time in microseconds, peak memory in KB. The command is killed after LIMIT
// seconds; 0 is none. Variables may stand before it, as a shell takes them: env(1) would be
// measured too.
//
// A program of its own, and a small one: the kernel counts what the parent held at the start of a
// child into the child's peak, and Python's share would hide what small tools use.

#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(struct timeval time) {
  return time.tv_sec * 1000000LL + time.tv_usec;
}

static pid_t child;

// The command and what it started are a group.
static void end_child(int signal) {
  (void)signal;
  kill(-child, SIGKILL);
}

int main(int count, char **arguments) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  struct timespec start, end;
  struct rusage usage;
  int status;

  if (count < 3) return 2;
  unsigned limit = atoi(*++arguments);
  for (count--; count > 1 && strchr(arguments[1], '='); count--) putenv(*++arguments);
  if (count < 2) return 2;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  clock_gettime(CLOCK_MONOTONIC, &start);
  if (posix_spawnp(&child, arguments[1], &actions, &attributes, arguments + 1, environ) != 0)
    return 2;
  signal(SIGALRM, end_child);
  signal(SIGINT, end_child);
  signal(SIGTERM, end_child);
  alarm(limit);
  if (wait4(child, &status, 0, &usage) != child) return 2;
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%d %lld %lld %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
         microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
         (end.tv_sec - start.tv_sec) * 1000000LL + (end.tv_nsec - start.tv_nsec) / 1000,
         usage.ru_maxrss);
  return 0;
}
