/* What the two halves of `aimtrack score` share: one hole (score.c), a table of them (score_csv.c).
 */
#ifndef CLI_SCORE_H
#define CLI_SCORE_H
#include "core/rules/score.h"

enum { SCORE_GAUGE_LIMIT_MM = 100 };

/* Rows in, the same rows out with five columns more; `path` "-" is standard input. gauge_am -1: the
 * face's own where a row names none. Returns the exit code. */
int score_csv(const struct face_list *faces, const char *path, int64_t gauge_am);

/* "inward", "outward" or, with no gauge, "centre". */
const char *score_gauging_code(const struct face *face, int64_t gauge_am);
/* Millimetres with three decimals. */
char *score_mm_text(char dst[32], int64_t um, char point);
/* Says on stderr when the sizes of the face are not confirmed. */
void score_note_status(const struct face *face);
bool score_gauge_read(const char *text, int64_t *gauge_am);

#endif
