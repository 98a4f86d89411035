/* UTF-8 text as people see it: columns, not bytes. The only place that counts widths.
 * Functions take any bytes: what is not UTF-8 counts as U+FFFD. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include <stdbool.h>
#include <stddef.h>

/* snprintf for text that is copied: cuts at a character boundary, always terminates.
 * Returns whether everything fitted. dst may not overlap src. */
bool text_copy(char *dst, size_t size, const char *src);

/* Columns on a terminal (East Asian wide = 2, combining = 0). */
int text_width(const char *text);

/* Copies as much of text as fits in `columns`, ending in an ellipsis ("…") when cut.
 * Returns the columns used. */
int text_fit(char *dst, size_t size, const char *text, int columns);

/* Length in bytes of the grapheme cluster at `text` (0 at the end). */
size_t text_cluster(const char *text);

/* Decodes one code point: bytes consumed (0 at the end; invalid bytes give U+FFFD and consume 1).
 */
size_t text_decode(const char *text, int *code_point);

/* Lower case without accents, for find-as-you-type and for the stored find columns:
 * "Özgür d'Été" -> "ozgur d'ete". */
void text_fold(char *dst, size_t size, const char *src);

/* ASCII only, for terminals without UTF-8: letters lose accents, "…" -> "...", others -> '?'. */
void text_ascii(char *dst, size_t size, const char *src);

/* Whether every word of folded `needle` occurs in folded `hay`. */
bool text_matches(const char *hay, const char *needle);

/* Removes white space at both ends, in place. */
void text_trim(char *text);

/* Whether the bytes are well-formed UTF-8 without control characters other than \n and \t. */
bool text_is_clean(const char *text, size_t size);

/* Whether all of it is valid UTF-8; control characters and NUL are. */
bool text_is_utf8(const char *text, size_t size);

#endif
