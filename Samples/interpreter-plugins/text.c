#include "text.h"

int text_release(void)
{
    return TEXT_RELEASE;
}

int text_begins(char byte)
{
#if TEXT_RELEASE >= 2
    return (byte & 0xc0) != 0x80; /* UTF-8 */
#else
    return byte != 0; /* a byte is a character */
#endif
}

size_t text_length(const char *text)
{
    size_t length = 0;
    for (; *text; text++)
        length += text_begins(*text); /* an exported name: another copy may answer */
    return length;
}

size_t text_word(const char *text)
{
    size_t end = 0;
    while (text[end] && text[end] != ' ')
        end++;
    return end;
}
