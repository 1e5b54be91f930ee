#define _GNU_SOURCE
#include "csystem.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/xattr.h>
#include <unistd.h>

int csystem_unnamed_file_flag(void) { return O_TMPFILE; }

int csystem_path_only_flag(void) { return O_PATH; }

ssize_t csystem_copy_file_range(int from, int to, off_t offset, size_t length) {
  off64_t source = offset, target = offset;
  return copy_file_range(from, &source, to, &target, length, 0);
}

int csystem_syncfs(int file) { return syncfs(file); }

int csystem_syncfs_reports(int file) {
  struct utsname system;
  struct statfs status;
  int major = 0, minor = 0;
  if (uname(&system) < 0 || sscanf(system.release, "%d.%d", &major, &minor) != 2) return 0;
  if (major < 5 || (major == 5 && minor < 8) || fstatfs(file, &status) < 0) return 0;
  switch (status.f_type) {
    case EXT4_SUPER_MAGIC:
    case XFS_SUPER_MAGIC:
    case BTRFS_SUPER_MAGIC:
    case F2FS_SUPER_MAGIC:
    case TMPFS_MAGIC: return 1;
    default: return 0;
  }
}

int csystem_rename_noreplace(int from_folder, const char *from, int to_folder, const char *to) {
  return renameat2(from_folder, from, to_folder, to, RENAME_NOREPLACE);
}

// By descriptor alone this needs CAP_DAC_READ_SEARCH in kernels before 6.10; through /proc it needs
// /proc.
int csystem_link_descriptor(int file, int folder, const char *to) {
  if (linkat(file, "", folder, to, AT_EMPTY_PATH) == 0) return 0;
  if (errno != ENOENT && errno != EPERM) return -1;
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  return linkat(AT_FDCWD, path, folder, to, AT_SYMLINK_FOLLOW);
}

int csystem_file_attributes(int folder, const char *path, uint64_t *attributes) {
  struct statx status;
  if (statx(folder, path, 0, 0, &status) < 0) return -1;
  *attributes = status.stx_attributes & status.stx_attributes_mask;
  return 0;
}

uint64_t csystem_effective_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct halves[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}};
  // A filter may hide the call; what root may do then shows when it is tried.
  if (syscall(SYS_capget, &header, halves) < 0) return geteuid() == 0 ? UINT64_MAX : 0;
  return (uint64_t)halves[1].effective << 32 | halves[0].effective;
}

ssize_t csystem_flistxattr(int file, char *names, size_t size) {
  return flistxattr(file, names, size);
}

ssize_t csystem_fgetxattr(int file, const char *name, void *value, size_t size) {
  return fgetxattr(file, name, value, size);
}

int csystem_fremovexattr(int file, const char *name) { return fremovexattr(file, name); }

int csystem_fsetxattr(int file, const char *name, const void *value, size_t size) {
  return fsetxattr(file, name, value, size, 0);
}
