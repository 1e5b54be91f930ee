// The few Linux calls that Swift's Glibc module does not bring, and the command line.

#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <stddef.h>
#include <sys/types.h>

/// copy_file_range(2), from and to the current positions of both files.
ssize_t csystem_copy_file_range(int from, int to, size_t length);

/// renameat2(2) with RENAME_NOREPLACE, both paths from the current folder.
int csystem_rename_noreplace(const char *_Nonnull from, const char *_Nonnull to);

/// flistxattr(2).
ssize_t csystem_flistxattr(int file, char *_Nullable names, size_t size);

/// fgetxattr(2).
ssize_t csystem_fgetxattr(int file, const char *_Nonnull name, void *_Nullable value, size_t size);

/// fsetxattr(2), creating or replacing.
int csystem_fsetxattr(int file, const char *_Nonnull name, const void *_Nonnull value, size_t size);

/// The folders below `glibc-hwcaps` whose libraries this processor runs, the best first, with `:`
/// between them; empty if it runs none or if the kind of machine has no such folders.
const char *_Nonnull csystem_hardware_capabilities(void);

/// What `$PLATFORM` stands for in search paths on this processor; null if for nothing.
const char *_Nullable csystem_platform(void);

/// The number of command-line arguments, the program's name included.
int csystem_argument_count(void);

/// The argument at `index`, which is less than the count; as it was given, not repaired.
const char *_Nonnull csystem_argument(int index);

#endif
