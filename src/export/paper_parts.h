/* The parts of a document (document_json.h) drawn one after another as they come. */
#ifndef EXPORT_PAPER_PARTS_H
#define EXPORT_PAPER_PARTS_H
#include "export/paper.h"
#include "export/paper_table.h"
#include <cjson/cJSON.h>

struct paper_parts {
    struct paper *paper;
    struct paper_table table;
    char title[512], subject[512], club[512], period[256];
    char made[256], page[96], data[96]; /* "made on ...", "page {page} of {pages}", "SHA-256 ..." */
    bool has_front, has_half;           /* a fact stands on the left of the line */
    bool has_end;
};

/* One part. False: it is none, or not in its place. */
bool paper_part(struct paper_parts *parts, const cJSON *part);
/* Headers and footers of every page, now that it is known how many there are. sha256: of the data,
 * as hex. */
void paper_edges(struct paper_parts *parts, const char *sha256);

#endif
