/* The export that runs beside the screens, whatever screen is on top. */
#ifndef UI_EXPORT_WORK_H
#define UI_EXPORT_WORK_H
#include "core/export.h"
#include "ui/screen.h"

struct export_work_state {
    bool is_running;
    const char *report;        /* untranslated name */
    int64_t rows, lines;       /* lines: about how many there will be; 0: not known */
    int64_t spent_ms, left_ms; /* left -1: cannot be said yet */
    int rows_a_second;
};

/* Refused while one runs. releases_stick: the stick is made safe to remove when it is done. */
bool export_work_start(struct ui *ui, const struct export_order *order, bool releases_stick,
                       struct err *err);
void export_work_read(const struct ui *ui, struct export_work_state *state);
void export_work_stop(struct ui *ui);
/* Before the program ends: stops and waits. */
void export_work_close(struct ui *ui);

#endif
