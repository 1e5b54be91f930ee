// Runs a program call by call (ptrace(2)), and does to one of its system calls what a crash, a full
// disk or a signal would do.

#ifndef CTRACER_H
#define CTRACER_H

/// What is done to the call.
enum tracer_action {
  tracer_nothing,
  /// SIGKILL before the kernel begins with it.
  tracer_kill_before,
  /// SIGKILL once the kernel is done with it.
  tracer_kill_after,
  /// It is not made, and fails.
  tracer_fail,
  /// It transfers half of the bytes that were asked for.
  tracer_shorten,
  /// Something else happens before the kernel begins with it.
  tracer_visit,
};

/// Which calls are counted.
enum tracer_kind {
  /// Every one.
  tracer_all_calls,
  /// Those that are about files.
  tracer_file_calls,
  /// Those that transfer bytes, more than one.
  tracer_transfers,
  /// None: the program runs freely.
  tracer_no_calls,
};

/// How the program ended.
struct tracer_result {
  /// Its exit status; -1 if a signal ended it.
  int status;
  /// The signal that ended it; 0 if it exited.
  int signal;
  /// How many calls of the kind there were.
  long calls;
  /// The kernel's number of the call that something was done to; -1 if there was none.
  long call;
  /// How many calls could have changed a file, or opened one for writing.
  long changing;
  /// The error number, if the tracer itself failed; 0 else.
  int failure;
};

/// Runs `arguments` (a path first, NULL last) with `environment`, or this process's own, the open files `output` and `errors`, and does
/// `action` to call number `at`, from 0, of the kind; `code` is the error with which it fails. If
/// `denies_unnamed` is not 0, no file can be made without a name, as on file systems that know no
/// O_TMPFILE. `visit` is what else happens.
struct tracer_result tracer_run(char *const _Nullable *_Nonnull arguments,
                                char *const _Nullable *_Nullable environment, int output, int errors,
                                enum tracer_action action, enum tracer_kind kind, long at,
                                int code, int denies_unnamed,
                                void (*_Nullable visit)(void *_Nullable), void *_Nullable context);

/// The extended attribute `name` of `path`, as getxattr(2) has it.
long tracer_attribute(const char *_Nonnull path, const char *_Nonnull name,
                      void *_Nullable value, unsigned long size);

/// Sets it.
int tracer_set_attribute(const char *_Nonnull path, const char *_Nonnull name,
                         const void *_Nonnull value, unsigned long size);

#endif
