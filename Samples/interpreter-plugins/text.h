/* A small library in two releases: the interpreter embeds release 1, plugins share release 2. */
#include <stddef.h>

int text_release(void);
int text_begins(char byte);            /* whether a character begins with this byte */
size_t text_length(const char *text);  /* in characters */
size_t text_word(const char *text);    /* where the first word ends, in bytes */
