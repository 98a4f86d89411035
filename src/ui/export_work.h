/* The export that runs beside the screens, whatever screen is on top. */
#ifndef UI_EXPORT_WORK_H
#define UI_EXPORT_WORK_H
#include "core/export_job.h"
#include "core/stick.h"
#include "ui/screen.h"

struct export_work_state {
    bool is_running, is_verifying, is_stopping;
    const char *report;        /* untranslated name; NULL: verifying */
    enum deliver_step step;    /* what it does now, as export_progress says */
    int64_t bytes;             /* read back so far */
    int64_t rows, lines;       /* lines: about how many there will be; 0: not known */
    int64_t spent_ms, left_ms; /* left -1: cannot be said yet */
    int rows_a_second;
};

/* Refused while one runs. */
bool export_work_start(struct ui *ui, const struct export_order *order,
                       const struct export_place *place, struct err *err);
/* Reads the file of an export again, beside the screen, and says how it is; refused as above. */
bool export_work_verify(struct ui *ui, record_id id, struct err *err);
void export_work_read(const struct ui *ui, struct export_work_state *state);
void export_work_stop(struct ui *ui);
/* --- sticks -------------------------------------------------------------------------------------
 */
/* Looks which sticks are in, beside the screen; the top screen's tick() is called when it is known.
 */
void export_work_look(struct ui *ui);
/* Those that were there when it was last looked. Returns how many; *is_looking: it looks now. */
int export_work_sticks(const struct ui *ui, const struct stick **sticks, bool *is_looking);
/* Makes the stick that the folder lies on safe to remove, and says so or why not. */
void export_work_release(struct ui *ui, const char *folder);

/* Before the program ends: stops and waits. */
void export_work_close(struct ui *ui);

#endif
