/* Exports: a report written to a folder or a stick so that it is really there, and every attempt
 * kept in the database. */
#ifndef CORE_EXPORT_H
#define CORE_EXPORT_H
#include "core/reports.h"
#include "export/deliver.h"
#include "export/spreadsheet.h"

/* What it does now, for a screen. */
struct export_progress {
    enum deliver_step step; /* _WRITE rows, _PAPER: making pages, _SYNC, _VERIFY: reading back */
    int64_t rows;           /* written so far */
    int64_t bytes;          /* _VERIFY: read so far */
};
/* go_on is called now and then; false stops it. NULL: never. */
struct export_watch {
    bool (*go_on)(void *context, const struct export_progress *progress);
    void *context;
};

struct render;
/* For who knows early that a PDF is wanted: what makes it gets ready meanwhile. NULL: it does so
 * later, and then says why it cannot. */
struct render *export_prepare_paper(void);
void export_forget_paper(struct render *paper); /* when no order took it; NULL: nothing */

struct export_order {
    const struct report *report;
    enum report_format format;
    struct report_filter filter;
    struct spreadsheet_style style; /* of CSV */
    const char *folder;
    bool needs_stick;     /* refused unless the folder lies on a stick that is mounted */
    const char *program;  /* that makes paper; NULL: ours */
    struct render *paper; /* export_prepare_paper, taken over; NULL: started when it is needed */
    struct export_watch watch;
};
enum { EXPORT_LETTERS_ROOM = 192 };
struct export_result {
    record_id id; /* of the row that was kept; 0: it could not be */
    int64_t rows;
    int pages;                         /* of a PDF */
    char letters[EXPORT_LETTERS_ROOM]; /* that are not right on it: render_letters */
    struct deliver_result file;
};

/* On app's connection; a screen uses a thread with one of its own. False: err says which step
 * failed and what to do; the attempt is kept all the same. ERR_NOT_FOUND: there was nothing to
 * write. RIGHT_EXPORT. */
bool export_run(struct app *app, const struct export_order *order, struct export_result *result,
                struct err *err);

/* One sentence that names them; "" when every letter is on paper as it is. Returns dst. */
char *export_letters_text(char *dst, size_t size, const struct export_result *result);

/* Everything but the file: how many rows and pages it would be. Nothing is kept of it. */
bool export_preview(struct app *app, const struct export_order *order, struct export_result *result,
                    struct err *err);

/* Newest first. RIGHT_SEE. */
bool export_list(struct app *app, struct arena *arena, struct export_row **rows, int *count,
                 struct err *err);
/* Where the newest one went to; "" when there is none. */
void export_last_folder(struct app *app, char *dst, size_t size);
bool export_get(struct app *app, record_id id, struct export_row *row, struct err *err);
/* Whether the file is still there as it was written: reads it again. ERR_NOT_FOUND when it is not
 * there, ERR_CORRUPT when it differs, ERR_BUSY when watch (NULL: none) stopped it. RIGHT_SEE. */
bool export_verify(struct app *app, record_id id, const struct export_watch *watch,
                   struct err *err);

/* Audit notes; only added. subject: "export", "session", "member", "weapon". RIGHT_EXPORT; reading
 * RIGHT_SEE. */
bool note_add(struct app *app, const char *subject, record_id subject_id, const char *text,
              record_id *id, struct err *err);
bool note_list(struct app *app, struct arena *arena, const char *subject, record_id subject_id,
               struct note **rows, int *count, struct err *err);

#endif
