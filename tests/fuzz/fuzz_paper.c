/* What the program that makes paper is given, with any bytes: drawn or refused. */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "export/paper_parts.h"
#include "export/render.h"

struct page {
    struct paper paper;
    struct paper_parts parts;
    char *text;
};

static void draw_lines(struct page *page)
{
    char *rest = NULL;
    for (char *line = strtok_r(page->text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        const char *why = NULL;
        cJSON *part = json_read(line, strlen(line), &why);
        bool ok = part != NULL && paper_part(&page->parts, part);
        cJSON_Delete(part);
        if (!ok) {
            return;
        }
    }
    if (page->parts.has_end) {
        paper_table_end(&page->parts.table);
        paper_edges(&page->parts, "00");
        HPDF_SaveToStream(page->paper.doc);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct page *page = calloc(1, sizeof *page);
    must(page != NULL, "no memory");
    page->parts.paper = &page->paper;
    page->text = fuzz_text(data, size);
    if (setjmp(page->paper.failed) == 0) {
        paper_begin(&page->paper, FUZZ_FONT, FUZZ_FONT);
        draw_lines(page);
    }
    paper_table_free(&page->parts.table);
    paper_free(&page->paper);
    free(page->text);
    free(page);
    return 0;
}
