/* Text from outside is hostile: one sanitizer per sink, applied where the text leaves us. */
#ifndef BASE_SANITIZE_H
#define BASE_SANITIZE_H
#include <stddef.h>

/* For a terminal: control characters (C0, DEL, C1) become visible symbols (U+2400..), bidi controls
 * and other format characters vanish, invalid bytes become U+FFFD, newline and tab one space.
 * Everything a screen draws goes through it (ui/draw.h does so). */
void sanitize_screen(char *dst, size_t size, const char *src);

/* For a value in quotes, in the log: as above, and quotes/backslashes escaped. Only where it is
 * written: what is kept and cleaned again later would be escaped twice. */
void sanitize_log(char *dst, size_t size, const char *src);

/* For paper: control characters become a space (a newline stays), bidi controls and other format
 * characters vanish, invalid bytes and what lies outside the basic plane become U+FFFD, a letter
 * and its accent one letter where Unicode has that. */
void sanitize_paper(char *dst, size_t size, const char *src);

#endif
