// The few Linux calls that Swift's Glibc module does not bring, and the command line.

#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// O_TMPFILE, for open(2) of a folder: a file without a name.
int csystem_unnamed_file_flag(void);

/// O_PATH, for open(2): a file to point at, not to read.
int csystem_path_only_flag(void);

/// copy_file_range(2), from `offset` of one file to the same place of the other.
ssize_t csystem_copy_file_range(int from, int to, off_t offset, size_t length);

/// linkat(2): gives the open `file` the name `to` in `folder`.
int csystem_link_descriptor(int file, int folder, const char *_Nonnull to);

/// statx(2): `stx_attributes` of what `path` in `folder` names, as far as the file system knows them.
int csystem_file_attributes(
    int folder, const char *_Nonnull path, uint64_t *_Nonnull attributes);

/// syncfs(2).
int csystem_syncfs(int file);

/// Whether syncfs of the file system that has `file` reports what could not be written: Linux 5.8 and
/// later do, for file systems with a disk of their own.
int csystem_syncfs_reports(int file);

/// renameat2(2) with RENAME_NOREPLACE.
int csystem_rename_noreplace(
    int from_folder, const char *_Nonnull from, int to_folder, const char *_Nonnull to);

/// capget(2): the caller's effective capabilities, one bit for each.
uint64_t csystem_effective_capabilities(void);

/// flistxattr(2).
ssize_t csystem_flistxattr(int file, char *_Nullable names, size_t size);

/// fgetxattr(2).
ssize_t csystem_fgetxattr(int file, const char *_Nonnull name, void *_Nullable value, size_t size);

/// fsetxattr(2), creating or replacing.
int csystem_fsetxattr(int file, const char *_Nonnull name, const void *_Nonnull value, size_t size);

/// fremovexattr(2).
int csystem_fremovexattr(int file, const char *_Nonnull name);

/// The folders below `glibc-hwcaps` whose libraries this processor runs, the best first, with `:`
/// between them; empty if it runs none or if the kind of machine has no such folders.
const char *_Nonnull csystem_hardware_capabilities(void);

/// What `$PLATFORM` stands for in search paths on this processor; null if for nothing.
const char *_Nullable csystem_platform(void);

/// The number of command-line arguments, the program's name included.
int csystem_argument_count(void);

/// The argument at `index`, which is less than the count; as it was given, not repaired.
const char *_Nonnull csystem_argument(int index);

/// Has SIGHUP, SIGINT, SIGQUIT and SIGTERM remove `folder` with all that is in it, `mark` last, before they
/// end the process. Where one of them is ignored, or has a handler, it stays so.
///
/// Returns a number for `csystem_leave_at_signals`, or -1 if there are too many such folders.
int csystem_remove_at_signals(const char *_Nonnull folder, const char *_Nonnull mark);

/// From here on the folder with that number is no longer anybody's concern.
void csystem_leave_at_signals(int number);

#endif
