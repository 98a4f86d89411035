#include "export/paper.h"

#include <hpdf_font.h>
#include <hpdf_fontdef.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/text.h"

static const float page_short = 595.276F; /* A4 */
static const float page_long = 841.89F;
static const float side_margin = 42.F;
static const float top_margin = 56.F;
static const float bottom_margin = 52.F;

/* Unless a theme has its own accents. */
static const float usual_inks[PAPER_INKS][3] = {
    [PAPER_BLACK] = {.08F, .08F, .08F},  [PAPER_MUTED] = {.36F, .36F, .36F},
    [PAPER_LINE] = {.62F, .62F, .62F},   [PAPER_BAND] = {.955F, .96F, .958F},
    [PAPER_ACCENT] = {.02F, .33F, .29F}, [PAPER_SECOND] = {.62F, .36F, .02F},
    [PAPER_SHADE] = {.84F, .85F, .85F},  [PAPER_WHITE] = {1.F, 1.F, 1.F},
};

/* libharu's only way to say something. The document is only good for HPDF_Free afterwards. */
static void on_error(HPDF_STATUS error, HPDF_STATUS detail, void *context)
{
    struct paper *paper = context;
    paper->error = error;
    (void)detail;
    longjmp(paper->failed, 1);
}

static int16_t *no_widths(void)
{
    int16_t *widths = mem_array(PAPER_WIDTHS, sizeof *widths);
    for (int i = 0; i < PAPER_WIDTHS; i++) {
        widths[i] = -1;
    }
    return widths;
}

/* libharu's ToUnicode map is one of the other kind (cidrange), which readers refuse or guess at.
 * The codes of its UTF-8 fonts are UTF-16 units: every row of 256 stands for itself. */
static void say_codes_are_unicode(HPDF_Font font)
{
    enum { ROWS = 256, ROWS_A_BLOCK = 64 }; /* at most 100 in one block */
    HPDF_Dict map = HPDF_Dict_GetItem(font, "ToUnicode", HPDF_OCLASS_DICT);
    char text[96];
    if (map == NULL || map->stream == NULL) {
        return;
    }
    HPDF_MemStream_FreeData(map->stream);
    HPDF_Stream_WriteStr(
        map->stream, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                     "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                     "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                     "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (unsigned row = 0; row < ROWS; row++) {
        snprintf(text, sizeof text, "%s<%02X00> <%02XFF> <%02X00>\n%s",
                 row % ROWS_A_BLOCK == 0 ? "64 beginbfrange\n" : "", row, row, row,
                 row % ROWS_A_BLOCK == ROWS_A_BLOCK - 1 ? "endbfrange\n" : "");
        HPDF_Stream_WriteStr(map->stream, text);
    }
    HPDF_Stream_WriteStr(map->stream, "endcmap\nCMapName currentdict /CMap defineresource pop\n"
                                      "end\nend\n");
}

static void load_fonts(struct paper *paper, enum paper_face face, const char *path)
{
    const char *name = HPDF_LoadTTFontFromFile(paper->doc, path, HPDF_TRUE);
    paper->widths[face] = no_widths();
    paper->names[face] = name;
    paper->latin[face] = HPDF_GetFont(paper->doc, name, "WinAnsiEncoding");
}

/* Only once a text needs it: libharu then writes down all 65,536 letters of it. */
static HPDF_Font whole_font(struct paper *paper, enum paper_face face)
{
    if (paper->fonts[face] == NULL) {
        paper->fonts[face] = HPDF_GetFont(paper->doc, paper->names[face], "UTF-8");
        say_codes_are_unicode(paper->fonts[face]);
    }
    return paper->fonts[face];
}

void paper_begin(struct paper *paper, const char *regular, const char *bold)
{
    memcpy(paper->inks, usual_inks, sizeof paper->inks);
    paper->doc = HPDF_New(on_error, paper);
    if (paper->doc == NULL) {
        on_error(HPDF_FAILD_TO_ALLOC_MEM, 0, paper);
    }
    HPDF_SetCompressionMode(paper->doc, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(paper->doc);
    for (int face = 0; face < PAPER_FACES; face++) {
        load_fonts(paper, (enum paper_face)face, face == FACE_BOLD ? bold : regular);
    }
    paper_set_wide(paper, false);
}

void paper_set_ink(struct paper *paper, enum paper_ink ink, const char *rgb)
{
    char *end = NULL;
    bool is_colour =
        rgb[0] == '#' && strlen(rgb) == 7 && strspn(rgb + 1, "0123456789abcdefABCDEF") == 6;
    long value = is_colour ? strtol(rgb + 1, &end, 16) : 0;
    for (int part = 0; is_colour && part < 3; part++) {
        paper->inks[ink][part] = (float)(value >> (16 - 8 * part) & 0xFF) / 255.F;
    }
}

void paper_set_wide(struct paper *paper, bool is_wide)
{
    paper->is_wide = is_wide;
    paper->width = is_wide ? page_long : page_short;
    paper->height = is_wide ? page_short : page_long;
    paper->left = side_margin;
    paper->right = paper->width - side_margin;
    paper->top = paper->height - top_margin;
    paper->bottom = bottom_margin;
}

void paper_free(struct paper *paper)
{
    if (paper->doc != NULL) {
        HPDF_Free(paper->doc);
    }
    for (int face = 0; face < PAPER_FACES; face++) {
        free(paper->widths[face]);
    }
    free(paper->pages);
    *paper = (struct paper){0};
}

/* --- pages ------------------------------------------------------------------------------------ */
void paper_graphics(struct paper *paper)
{
    if (paper->in_text) {
        HPDF_Page_EndText(paper->page);
        paper->in_text = false;
    }
}

void paper_forget_state(struct paper *paper)
{
    paper->fill = paper->stroke = -1;
    paper->font = NULL;
    paper->size = paper->thick = -1.F;
}

void paper_new_page(struct paper *paper)
{
    if (paper->has_page) {
        paper_graphics(paper);
    }
    paper_forget_state(paper);
    if (paper->page_count == paper->page_room) {
        paper->page_room = paper->page_room == 0 ? 16 : paper->page_room * 2;
        paper->pages = mem_grow(paper->pages, (size_t)paper->page_room, sizeof(HPDF_Page));
    }
    paper->page = HPDF_AddPage(paper->doc);
    HPDF_Page_SetSize(paper->page, HPDF_PAGE_SIZE_A4,
                      paper->is_wide ? HPDF_PAGE_LANDSCAPE : HPDF_PAGE_PORTRAIT);
    paper->pages[paper->page_count++] = paper->page;
    paper->has_page = true;
    paper->y = paper->top;
}

void paper_room(struct paper *paper, float points)
{
    if (paper->has_page && paper->y - points >= paper->bottom) {
        return;
    }
    paper_new_page(paper);
    if (paper->continued != NULL) {
        paper->continued(paper, paper->context);
    }
}

/* --- texts ------------------------------------------------------------------------------------ */
/* A tenth of a millimetre is fine enough, and short to write: fewer bytes a page. */
static float quarter(float points)
{
    return roundf(points * 4.F) / 4.F;
}

/* As text_decode; most letters are one byte. */
static inline size_t next_letter(const char *text, int *code_point)
{
    *code_point = (unsigned char)*text;
    return *code_point < 0x80 ? 1 : text_decode(text, code_point);
}

static int width_of(struct paper *paper, enum paper_face face, int code_point)
{
    if (code_point < 0 || code_point >= PAPER_WIDTHS) {
        return 0;
    }
    int16_t *width = &paper->widths[face][code_point];
    if (*width < 0) {
        *width = (int16_t)HPDF_Font_GetUnicodeWidth(paper->latin[face], (HPDF_UNICODE)code_point);
        *width = *width < 0 ? 0 : *width;
    }
    return *width;
}

static void set_fill(struct paper *paper, enum paper_ink ink)
{
    if (paper->fill != (int)ink) {
        HPDF_Page_SetRGBFill(paper->page, paper->inks[ink][0], paper->inks[ink][1],
                             paper->inks[ink][2]);
        paper->fill = (int)ink;
    }
}

float paper_text_width(struct paper *paper, enum paper_face face, float size, const char *text,
                       size_t bytes)
{
    const char *end = text + bytes;
    long sum = 0;
    while (text < end) {
        int code_point = 0;
        text += next_letter(text, &code_point);
        sum += width_of(paper, face, code_point);
    }
    return (float)sum * size / 1000.F;
}

/* Letters that WinAnsi has where Unicode has them, one byte each, in place. False: there are
 * others, and the text stays as it is. */
static bool make_latin(char *text)
{
    size_t used = 0;
    int code_point = 0;
    for (const char *at = text; *at != '\0';) {
        at += next_letter(at, &code_point);
        if (code_point > 0xFF || (code_point >= 0x7F && code_point < 0xA0) || code_point == 0xAD) {
            return false;
        }
    }
    for (const char *at = text; *at != '\0';) {
        at += next_letter(at, &code_point);
        text[used++] = (char)code_point;
    }
    text[used] = '\0';
    return true;
}

void paper_miss(struct paper *paper, int code_point)
{
    int at = 0;
    while (at < PAPER_LETTERS && paper->letters[at] != 0 && paper->letters[at] != code_point) {
        at++;
    }
    if (at < PAPER_LETTERS) {
        paper->letters[at] = code_point;
    }
}

/* The font has it, and it is drawn right one after the other: no writing from right to left, no
 * mark that needs to be set on another letter. */
static bool is_drawable(struct paper *paper, enum paper_face face, int code_point)
{
    const utf8proc_property_t *about = utf8proc_get_property(code_point);
    HPDF_FontDef font = ((HPDF_FontAttr)paper->latin[face]->attr)->fontdef;
    return about->bidi_class != UTF8PROC_BIDI_CLASS_R &&
           about->bidi_class != UTF8PROC_BIDI_CLASS_AL && about->category != UTF8PROC_CATEGORY_MN &&
           about->category != UTF8PROC_CATEGORY_MC && about->category != UTF8PROC_CATEGORY_ME &&
           HPDF_TTFontDef_GetGlyphid(font, (HPDF_UINT16)code_point) != 0;
}

static void look_at_letters(struct paper *paper, enum paper_face face, const char *text)
{
    while (*text != '\0') {
        int code_point = 0;
        text += next_letter(text, &code_point);
        if (code_point <= ' ' || code_point >= PAPER_WIDTHS) {
            continue;
        }
        unsigned char *known = &paper->drawable[face][code_point];
        *known = *known != 0 ? *known : is_drawable(paper, face, code_point) ? 1 : 2;
        if (*known == 2) {
            paper_miss(paper, code_point);
        }
    }
}

void paper_text(struct paper *paper, enum paper_face face, float size, enum paper_ink ink, float x,
                float y, enum paper_side side, const char *text, size_t bytes)
{
    char line[PAPER_TEXT_ROOM];
    bytes = bytes < sizeof line ? bytes : sizeof line - 1;
    if (bytes == 0) {
        return;
    }
    memcpy(line, text, bytes);
    line[bytes] = '\0';
    if (side != SIDE_LEFT) {
        float width = paper_text_width(paper, face, size, line, bytes);
        x -= side == SIDE_RIGHT ? width : width / 2;
    }
    set_fill(paper, ink);
    if (!paper->in_text) {
        HPDF_Page_BeginText(paper->page);
        paper->in_text = true;
    }
    HPDF_Font font = paper->latin[face];
    if (!make_latin(line)) {
        look_at_letters(paper, face, line);
        font = whole_font(paper, face);
    }
    if (paper->font != font || fabsf(paper->size - size) > .01F) {
        HPDF_Page_SetFontAndSize(paper->page, font, size);
        paper->font = font;
        paper->size = size;
    }
    HPDF_Page_TextOut(paper->page, quarter(x), quarter(y), line);
}

/* How many bytes of `text` go on a line; *skip more are passed over (a space, a newline). */
static size_t line_bytes(struct paper *paper, enum paper_face face, long room, const char *text,
                         size_t *skip)
{
    size_t used = 0;
    size_t last_space = 0;
    long width = 0;
    *skip = 0;
    while (text[used] != '\0' && text[used] != '\n') {
        int code_point = 0;
        size_t size = next_letter(text + used, &code_point);
        width += width_of(paper, face, code_point);
        if (code_point == ' ') {
            last_space = used;
        } else if (width > room && used > 0) {
            *skip = last_space > 0 ? 1 : 0;
            return last_space > 0 ? last_space : used;
        }
        used += size;
    }
    *skip = text[used] == '\n' ? 1 : 0;
    return used;
}

int paper_wrap(struct paper *paper, enum paper_face face, float size, float width, const char *text,
               struct paper_line *lines)
{
    long room = (long)(width * 1000.F / size);
    int count = 0;
    bool goes_on = true;
    while (goes_on && count < PAPER_LINES_MAX) {
        size_t skip = 0;
        size_t bytes = line_bytes(paper, face, room, text, &skip);
        lines[count++] = (struct paper_line){.at = text, .bytes = bytes};
        text += bytes + skip;
        goes_on = *text != '\0' || (skip > 0 && text[-1] == '\n');
    }
    return count;
}

void paper_paragraph(struct paper *paper, enum paper_face face, float size, enum paper_ink ink,
                     const char *text)
{
    struct paper_line lines[PAPER_LINES_MAX];
    int count = paper_wrap(paper, face, size, paper->right - paper->left, text, lines);
    float step = size * 1.38F;
    for (int i = 0; i < count; i++) {
        paper_room(paper, step);
        paper->y -= step;
        paper_text(paper, face, size, ink, paper->left, paper->y, SIDE_LEFT, lines[i].at,
                   lines[i].bytes);
    }
}

/* --- lines and planes ---------------------------------------------------------------------------
 */
void paper_fill_ink(struct paper *paper, enum paper_ink ink)
{
    paper_graphics(paper);
    set_fill(paper, ink);
}

void paper_stroke_ink(struct paper *paper, enum paper_ink ink)
{
    paper_graphics(paper);
    if (paper->stroke != (int)ink) {
        HPDF_Page_SetRGBStroke(paper->page, paper->inks[ink][0], paper->inks[ink][1],
                               paper->inks[ink][2]);
        paper->stroke = (int)ink;
    }
}

void paper_line_width(struct paper *paper, float thick)
{
    paper_graphics(paper);
    if (fabsf(paper->thick - thick) > .001F) {
        HPDF_Page_SetLineWidth(paper->page, thick);
        paper->thick = thick;
    }
}

void paper_rule(struct paper *paper, enum paper_ink ink, float thick, float x1, float y1, float x2,
                float y2)
{
    paper_stroke_ink(paper, ink);
    paper_line_width(paper, thick);
    HPDF_Page_MoveTo(paper->page, quarter(x1), quarter(y1));
    HPDF_Page_LineTo(paper->page, quarter(x2), quarter(y2));
    HPDF_Page_Stroke(paper->page);
}

void paper_plane(struct paper *paper, enum paper_ink ink, float x, float y, float width,
                 float height)
{
    paper_fill_ink(paper, ink);
    HPDF_Page_Rectangle(paper->page, quarter(x), quarter(y), quarter(width), quarter(height));
    HPDF_Page_Fill(paper->page);
}
