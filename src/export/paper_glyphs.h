/* Which pictures of letters libharu embeds. Many letters are put together of others ("ồ" is "ô"
 * and a grave, "ô" an o and a circumflex); libharu takes along the parts of a letter, but not the
 * parts of these: they would be missing on paper, while the text reads right. */
#ifndef EXPORT_PAPER_GLYPHS_H
#define EXPORT_PAPER_GLYPHS_H
#include <hpdf.h>
#include <stdbool.h>

/* Before the document is saved: whatever a used glyph is made of is used too. False: the font's
 * glyphs cannot be read. */
bool paper_close_glyphs(HPDF_Font font);

#endif
