#define _GNU_SOURCE
#include "csystem.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/xattr.h>
#include <unistd.h>

ssize_t csystem_copy_file_range(int from, int to, size_t length) {
  return copy_file_range(from, NULL, to, NULL, length, 0);
}

int csystem_rename_noreplace(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

ssize_t csystem_flistxattr(int file, char *names, size_t size) {
  return flistxattr(file, names, size);
}

ssize_t csystem_fgetxattr(int file, const char *name, void *value, size_t size) {
  return fgetxattr(file, name, value, size);
}

int csystem_fsetxattr(int file, const char *name, const void *value, size_t size) {
  return fsetxattr(file, name, value, size, 0);
}
