/* A whole check or the removal of the demonstration, beside the screens: it goes on while people
 * score, whatever screen they look at, and says when it is done. */
#ifndef UI_SYSTEM_WORK_H
#define UI_SYSTEM_WORK_H
#include "core/system_job.h"
#include "ui/screen.h"

bool system_work_start(struct ui *ui, enum system_job_kind kind, struct err *err);
bool system_work_is_running(const struct ui *ui);
/* What it does and how far, 0..1000 (-1: not known), and for how long already. */
struct system_work_state {
    char doing[96];
    int per_mille;
    int64_t spent_ms;
};
void system_work_read(const struct ui *ui, struct system_work_state *state);
void system_work_stop(struct ui *ui);
/* What the last whole check found; NULL: none was made since the start. */
const struct verify_report *system_work_report(const struct ui *ui);
/* At the end of the program: stops what runs and frees. */
void system_work_close(struct ui *ui);

#endif
