#include "export/paper_glyphs.h"

#include <hpdf_font.h>
#include <hpdf_fontdef.h>
#include <hpdf_streams.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"

/* The table "glyf" of TrueType: a head of 10 bytes, whose first number is negative when parts
 * follow. Of each part: flags, the glyph, where it goes. */
enum { HEAD_BYTES = 10, PART_BYTES = 4, RECORD_ROOM = 64 * 1024 };
enum {
    HAS_WORDS = 0x1,
    HAS_SCALE = 0x8,
    HAS_MORE = 0x20,
    HAS_TWO_SCALES = 0x40,
    HAS_MATRIX = 0x80
};

struct closing {
    HPDF_TTFontDefAttr font;
    unsigned char record[RECORD_ROOM];
    unsigned size;
    unsigned waiting[UINT16_MAX + 1]; /* each glyph is marked, and waits, once */
    unsigned count;
};

static unsigned number_at(const unsigned char *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static bool read_record(struct closing *closing, unsigned glyph)
{
    HPDF_TTFontDefAttr font = closing->font;
    unsigned unit = font->header.index_to_loc_format == 0 ? 2 : 1;
    unsigned from = font->glyph_tbl.offsets[glyph];
    unsigned to = font->glyph_tbl.offsets[glyph + 1];
    if (to < from || to - from > RECORD_ROOM / unit) {
        return false;
    }
    HPDF_UINT got = closing->size = (to - from) * unit;
    if (got == 0) { /* a space */
        return true;
    }
    HPDF_Stream_Seek(font->stream, (HPDF_INT)(font->glyph_tbl.base_offset + from * unit),
                     HPDF_SEEK_SET);
    return HPDF_Stream_Read(font->stream, closing->record, &got) == HPDF_OK && got == closing->size;
}

static void mark(struct closing *closing, unsigned glyph)
{
    if (closing->font->glyph_tbl.flgs[glyph] == 0) {
        closing->font->glyph_tbl.flgs[glyph] = 1;
        closing->waiting[closing->count++] = glyph;
    }
}

static bool mark_parts(struct closing *closing)
{
    unsigned at = HEAD_BYTES;
    unsigned flags = HAS_MORE;
    if (closing->size < HEAD_BYTES || (closing->record[0] & 0x80U) == 0) {
        return true;
    }
    while ((flags & HAS_MORE) != 0) {
        if (at + PART_BYTES > closing->size) {
            return false;
        }
        flags = number_at(closing->record + at);
        unsigned part = number_at(closing->record + at + 2);
        if (part >= closing->font->num_glyphs) {
            return false;
        }
        mark(closing, part);
        at += PART_BYTES + ((flags & HAS_WORDS) != 0 ? 4U : 2U);
        at += (flags & HAS_SCALE) != 0        ? 2U
              : (flags & HAS_TWO_SCALES) != 0 ? 4U
              : (flags & HAS_MATRIX) != 0     ? 8U
                                              : 0U;
    }
    return true;
}

bool paper_close_glyphs(HPDF_Font font)
{
    HPDF_FontDef def = ((HPDF_FontAttr)font->attr)->fontdef;
    if (def->type != HPDF_FONTDEF_TYPE_TRUETYPE) {
        return false;
    }
    struct closing *closing = mem_alloc(sizeof *closing);
    closing->font = def->attr;
    for (unsigned glyph = 0; glyph < closing->font->num_glyphs; glyph++) {
        if (closing->font->glyph_tbl.flgs[glyph] != 0) {
            closing->waiting[closing->count++] = glyph;
        }
    }
    bool ok = true;
    while (ok && closing->count > 0) {
        ok = read_record(closing, closing->waiting[--closing->count]) && mark_parts(closing);
    }
    free(closing);
    return ok;
}
