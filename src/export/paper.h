/* A4 pages by libharu: the primitives that the parts of a document are drawn with. Points, y
 * upwards from the page's lower edge, as PDF counts; `y` of the paper goes down as it fills.
 *
 * Lives in a process of its own (paper_child.h) because libharu was never hardened: what it does
 * wrong ends there. Its errors jump to paper_write's caller through `failed`. */
#ifndef EXPORT_PAPER_H
#define EXPORT_PAPER_H
#include "base/buf.h"
#include "export/paper_child.h"
#include <hpdf.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum paper_face { FACE_REGULAR, FACE_BOLD, PAPER_FACES };
enum paper_ink { /* dark enough apart in grey too: paper.c, data/themes.csv */
                 PAPER_BLACK,
                 PAPER_MUTED,
                 PAPER_LINE, /* rules */
                 PAPER_BAND, /* behind every second row */
                 PAPER_ACCENT,
                 PAPER_SECOND,
                 PAPER_SHADE, /* the black of a target */
                 PAPER_WHITE,
                 PAPER_INKS
};
enum paper_side { SIDE_LEFT, SIDE_RIGHT, SIDE_MIDDLE };

/* A note of nothing but line ends has its 4095 lines. */
enum { PAPER_TEXT_ROOM = 8192, PAPER_LINES_MAX = 4200, PAPER_WIDTHS = 0x10000 };

struct paper {
    HPDF_Doc doc;
    HPDF_Page page;
    const char *names[PAPER_FACES]; /* libharu's, of the fonts */
    HPDF_Font fonts[PAPER_FACES];   /* every letter; NULL: not needed yet */
    HPDF_Font latin[PAPER_FACES];   /* the same for Latin text, in a quarter of the bytes */
    int16_t *widths[PAPER_FACES];   /* thousandths of the size, by code point; -1: not yet asked */
    float inks[PAPER_INKS][3];      /* red, green, blue, 0..1 */
    jmp_buf failed;
    unsigned long error;                           /* libharu's, when it jumped */
    float width, height, left, right, top, bottom; /* of what may be drawn in */
    float y;
    HPDF_Page *pages;
    int page_count, page_room;
    unsigned char drawable[PAPER_FACES][PAPER_WIDTHS]; /* 0: not yet asked, 1: yes, 2: no */
    int letters[PAPER_LETTERS]; /* that cannot be drawn as they are; 0: no more */
    bool is_wide, is_dutch;
    bool has_page;
    bool in_text; /* between BeginText and EndText */
    /* What the page was last told, so that it is told only what changes; -1: nothing yet. */
    int fill, stroke;
    HPDF_Font font;
    float size, thick;
    /* Called after a page was begun in the middle of something: repeats a table's headings. */
    void (*continued)(struct paper *paper, void *context);
    void *context;
};

/* Fonts are TrueType files, embedded as far as they are used. Jumps on failure. */
void paper_begin(struct paper *paper, const char *regular, const char *bold);
/* "#055449"; anything else changes nothing. Before the first page. */
void paper_set_ink(struct paper *paper, enum paper_ink ink, const char *rgb);
void paper_set_wide(struct paper *paper, bool is_wide); /* before the first page */
void paper_new_page(struct paper *paper);
/* Begins a new page unless that many points are left; calls `continued` then. */
void paper_room(struct paper *paper, float points);
void paper_free(struct paper *paper);

/* That one cannot be drawn: kept, once. */
void paper_miss(struct paper *paper, int code_point);

/* --- texts: cleaned already (sanitize_paper), one line -----------------------------------------
 */
float paper_text_width(struct paper *paper, enum paper_face face, float size, const char *text,
                       size_t bytes);
/* x is the left edge, the right edge or the middle. */
void paper_text(struct paper *paper, enum paper_face face, float size, enum paper_ink ink, float x,
                float y, enum paper_side side, const char *text, size_t bytes);

struct paper_line { /* points into the text */
    const char *at;
    size_t bytes;
};
/* Breaks at spaces, newlines and, when a word is wider than a line, within it. Returns how many
 * lines, at most PAPER_LINES_MAX; an empty text is one empty line. */
int paper_wrap(struct paper *paper, enum paper_face face, float size, float width, const char *text,
               struct paper_line *lines);
/* Draws a cleaned text of any length at the paper's y, over pages when it must. */
void paper_paragraph(struct paper *paper, enum paper_face face, float size, enum paper_ink ink,
                     const char *text);

/* --- lines and planes ---------------------------------------------------------------------------
 */
/* paper_graphics: before anything that is no text is drawn with libharu's own calls; the inks,
 * paper_rule and paper_plane do so themselves. */
void paper_graphics(struct paper *paper);
void paper_forget_state(struct paper *paper); /* after HPDF_Page_GRestore, or on another page */
void paper_line_width(struct paper *paper, float thick);
void paper_fill_ink(struct paper *paper, enum paper_ink ink);
void paper_stroke_ink(struct paper *paper, enum paper_ink ink);
void paper_rule(struct paper *paper, enum paper_ink ink, float thick, float x1, float y1, float x2,
                float y2);
void paper_plane(struct paper *paper, enum paper_ink ink, float x, float y, float width,
                 float height);

#endif
