/* aimtrack verify: the chain, the summaries against the shots, the database itself, the files of
 * attachments. */
#ifndef CORE_VERIFY_H
#define CORE_VERIFY_H
#include "core/app.h"

struct verify_report {
    int64_t audit_rows, summaries, shots, attachments;
    int problem_count;      /* all of them */
    char problems[20][200]; /* the first ones, translated */
};
/* Called now and then with what is being checked and how far (0..1000); returning false cancels. */
typedef bool (*verify_progress)(void *context, const char *what, int per_mille);

/* False only when checking itself failed or was cancelled; findings are in the report. */
bool verify_run(struct app *app, verify_progress progress, void *context,
                struct verify_report *report, struct err *err);

#endif
