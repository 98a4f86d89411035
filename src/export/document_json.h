/* A document as JSON: one object whose "parts" stand one a line, in the order of the report.
 * Nothing in it depends on when it was written, so that its SHA-256 names its data: paper carries
 * it. The same lines are what the program that makes paper reads (paper.h).
 *
 * {"format":"aimtrack-document-1","parts":[
 * {"part":"front","report":"permit","title":"...","subject":"...","club":"...","period":"..."},
 * {"part":"fact","label":"...","value":"..."},
 * {"part":"table","id":"turns","title":"","is_main":true,"columns":[{"title":"..","kind":"number","width":6}]},
 * {"part":"row","cells":["1","2026-11-23"]},
 * {"part":"target",...}, {"part":"chart",...}, {"part":"sign","labels":[...]},
 * {"part":"end"}]}
 *
 * Cells are texts, numbers too: as they stand in CSV, "9.10" with its last digit. */
#ifndef EXPORT_DOCUMENT_JSON_H
#define EXPORT_DOCUMENT_JSON_H
#include "base/buf.h"
#include "export/document.h"

struct document_json {
    struct buf out; /* what was written; whoever sends it on clears it */
    int64_t rows;   /* of the main table, as CSV has them */
    bool is_main;   /* the table whose rows come */
    /* After each part; false ends the report. */
    bool (*sent)(struct document_json *json);
    void *owner;
    int columns; /* of the table whose rows come */
};

void document_json_begin(struct document_json *json); /* adds the first line */
void document_json_end(struct document_json *json);   /* adds the last one */
struct document document_json_of(struct document_json *json);

#endif
