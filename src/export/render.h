/* A document to PDF by the program of paper_child.h: started, fed, read from, ended. Nothing it
 * does wrong reaches this process; it is killed when it stands still or when a person stops it. */
#ifndef EXPORT_RENDER_H
#define EXPORT_RENDER_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct render_order {
    const char *program;            /* NULL: the one that belongs to this program */
    const char *made, *page, *data; /* what stands at the foot of a page: paper_parts.h */
    const char *accent, *second;    /* "#055449"; NULL: the usual ones */
    bool (*go_on)(void *context);   /* asked now and then; false: stop. NULL: never */
    void *context;
};

struct render;

/* Starts the program and lets it read its letters, while the caller gets ready too: half of the
 * time of a short report. program: as in render_order. NULL: err says what lacks. */
struct render *render_prepare(const char *program, struct err *err);
/* What it shall draw; once. False: only render_free is left. */
bool render_begin(struct render *render, const struct render_order *order, struct err *err);
/* Both. */
struct render *render_start(const struct render_order *order, struct err *err);
/* Lines of document_json.h. */
bool render_send(struct render *render, const void *bytes, size_t size, struct err *err);
/* No more lines come: waits for the pages. */
bool render_end(struct render *render, int64_t *bytes, int *pages, struct err *err);
/* After render_end: the letters that are not on the pages as they should be, "鈴 م", cut off after
 * PAPER_LETTERS; "" when all are. */
void render_letters(const struct render *render, char *dst, size_t size);
/* Up to `room` bytes of the PDF; *size 0: that was all, and the program said that it is. */
bool render_read(struct render *render, void *bytes, size_t room, size_t *size, struct err *err);
/* Ends it, whatever it is doing. */
void render_free(struct render *render);

#endif
