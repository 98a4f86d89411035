/* What a report says, part after part: a front, facts, tables, figures. A report calls the
 * functions below; who made the document writes them as CSV, as JSON or on paper. Each returns
 * false when the writer wants no more (a person stopped it, the disk is full): the report then
 * ends.
 *
 * Texts are UTF-8 and only needed during the call. Numbers in cells are written with a point and
 * dates as 2026-11-23: paper writes them as its language does. */
#ifndef EXPORT_DOCUMENT_H
#define EXPORT_DOCUMENT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DOCUMENT_COLUMNS_MAX = 24 };

struct document_front {
    const char *report; /* "permit" */
    const char *title;
    const char *subject; /* about whom or what; "" */
    const char *club;
    const char *period;
    bool is_wide;       /* paper on its side */
    bool is_dutch;      /* how paper writes numbers and dates */
    int64_t drawn_rows; /* rows that come, when known: for progress; 0 */
};

enum cell_kind {
    CELL_TEXT,
    CELL_NUMBER, /* our own: may begin with '-' and stands to the right */
    CELL_DATE
};
struct document_column {
    const char *title;
    enum cell_kind kind;
    int width; /* on paper, as a share of the columns together; 0: not on paper */
};
struct document_table {
    const char *id;    /* "turns": in JSON */
    const char *title; /* a heading above it; "": none */
    const struct document_column *columns;
    int count;
    bool is_main; /* the one that a CSV file holds */
};

/* A face with its holes, to scale. Micrometres from the centre, x right, y up. */
struct document_hole {
    int64_t x_um, y_um;
    int series; /* 0: a sighter */
    int number;
};
struct document_target {
    const char *title;
    const int64_t *ring_um; /* outside diameters, largest first */
    int rings;
    int64_t black_um, inner_um; /* diameters; 0: none */
    int64_t hole_um;            /* diameter of a hole */
    int holes;
    const struct document_hole *hole;
    bool has_mean;
    int64_t mean_x_um, mean_y_um, mean_radius_um;
};

struct document_point {
    const char *label;
    double value;
    bool has_span; /* low..high: an interval around it */
    double low, high;
};
struct document_chart {
    const char *title;
    const char *unit;
    bool is_line; /* else bars */
    int decimals;
    int count;
    const struct document_point *points;
};

enum document_text_kind { TEXT_PLAIN, TEXT_HEADING, TEXT_SMALL };

/* What a writer does with each part; NULL: it leaves that part out. */
struct document_writer {
    bool (*front)(void *context, const struct document_front *front);
    bool (*text)(void *context, enum document_text_kind kind, const char *text);
    bool (*fact)(void *context, const char *label, const char *value);
    bool (*table)(void *context, const struct document_table *table);
    bool (*row)(void *context, const char *const *cells);
    bool (*target)(void *context, const struct document_target *target);
    bool (*chart)(void *context, const struct document_chart *chart);
    bool (*sign)(void *context, const char *const *labels, int count);
};
struct document {
    const struct document_writer *writer;
    void *context;
};

bool document_front(const struct document *document, const struct document_front *front);
bool document_text(const struct document *document, enum document_text_kind kind, const char *text);
/* "Turns", "14 of 18". */
bool document_fact(const struct document *document, const char *label, const char *value);
/* A table begins; its rows follow. */
bool document_table(const struct document *document, const struct document_table *table);
bool document_row(const struct document *document, const char *const *cells);
bool document_target(const struct document *document, const struct document_target *target);
bool document_chart(const struct document *document, const struct document_chart *chart);
/* Boxes to write and to stamp in, each with its label. */
bool document_sign(const struct document *document, const char *const *labels, int count);

#endif
