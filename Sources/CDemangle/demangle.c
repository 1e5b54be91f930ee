// libiberty hands the text over in pieces, from the middle of its work. A short mangled name may stand
// for a text of any length, as each substitution can name the one before it twice; so the work is
// left, by longjmp, when the text does not fit. The callback variants keep all they need on the stack.

#include "CDemangle.h"

#include <libiberty/demangle.h>
#include <setjmp.h>
#include <string.h>

struct text {
  char *bytes;
  size_t length, capacity;
  jmp_buf overflow;
};

static void append(const char *piece, size_t length, void *opaque) {
  struct text *text = opaque;
  if (length > text->capacity - text->length) longjmp(text->overflow, 1);
  memcpy(text->bytes + text->length, piece, length);
  text->length += length;
}

ssize_t cdemangle(const char *name, int in_full, char *bytes, size_t capacity) {
  struct text text = {bytes, 0, capacity};
  const int options = DMGL_PARAMS | DMGL_ANSI | (in_full ? DMGL_VERBOSE : 0);
  if (setjmp(text.overflow)) return -1;
  // As cplus_demangle does: a name of Rust's older scheme is one of C++, too.
  if (rust_demangle_callback(name, options, append, &text)) return text.length;
  text.length = 0;
  if (cplus_demangle_v3_callback(name, options, append, &text)) return text.length;
  return -1;
}
