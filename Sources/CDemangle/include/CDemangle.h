// Names of C++ and Rust symbols in the words of their languages, by libiberty's demangler.

#ifndef CDEMANGLE_H
#define CDEMANGLE_H

#include <sys/types.h>

/// Writes what the mangled `name` stands for, with parameters, to `text` of `capacity` bytes, without
/// a null byte at the end. Names of C++ (Itanium) and of Rust's two schemes. Returns the length; -1 if
/// `name` is not mangled, stands for more than `capacity` bytes, or takes more than a tenth of a
/// second of the thread's processor time. `in_full` spells out what has a short name, as c++filt does
/// by default. Uses SIGVTALRM.
ssize_t cdemangle(const char *_Nonnull name, int in_full, char *_Nonnull text, size_t capacity);

#endif
