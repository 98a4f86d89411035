/* The session log with every shot. */
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/time.h"
#include "core/reports.h"
#include "store/session_log.h"
#include "store/shot.h"

static const char *const titles[] = {"Datum",     "Lidnummer", "Licentie", "Achternaam", "Voornaam",
                                     "Programma", "Wedstrijd", "Wapen",    "Kaliber",    "Baan",
                                     "Serie",     "Schot",     "Waarde",   "Binnentien", "X (mm)",
                                     "Y (mm)",    "Tijd"};
enum { COLUMNS = sizeof titles / sizeof titles[0] };
static const enum spreadsheet_kind kinds[COLUMNS] = {
    [9] = CELL_NUMBER,  [10] = CELL_NUMBER, [11] = CELL_NUMBER,
    [12] = CELL_NUMBER, [14] = CELL_NUMBER, [15] = CELL_NUMBER};

struct writing {
    struct app *app;
    struct db *db;
    const struct report_out *out;
    struct shot_list shots;
    struct err *err;
    bool failed;
};

/* Micrometres as millimetres, exactly. */
static void millimetres(char *dst, size_t size, int64_t um)
{
    long long whole = llabs((long long)um);
    snprintf(dst, size, "%s%lld.%03lld", um < 0 ? "-" : "", whole / 1000, whole % 1000);
}

static bool write_shot(const struct writing *writing, const struct session_log_line *line,
                       const struct shot *shot)
{
    char lane[16] = "";
    char series[16];
    char number[16];
    char value[32];
    char x[32] = "";
    char y[32] = "";
    char clock[6];
    if (line->lane > 0) {
        snprintf(lane, sizeof lane, "%d", line->lane);
    }
    snprintf(series, sizeof series, "%d", shot->series);
    snprintf(number, sizeof number, "%d", shot->number);
    report_score(writing->app, line, shot->value_tenths, value, sizeof value);
    if (shot->is_plotted) {
        millimetres(x, sizeof x, shot->x_um);
        millimetres(y, sizeof y, shot->y_um);
    }
    time_local_clock(clock, shot->entered_at_ms);
    const char *const cells[COLUMNS] = {line->local_date,
                                        line->member_number,
                                        line->licence,
                                        line->family_name,
                                        line->given_name,
                                        line->programme_id,
                                        line->is_competition ? "ja" : "nee",
                                        line->weapon,
                                        line->calibre,
                                        lane,
                                        shot->series > 0 ? series : "proef",
                                        number,
                                        value,
                                        shot->is_inner_ten ? "x" : "",
                                        x,
                                        y,
                                        clock};
    return writing->out->row(writing->out->context, cells);
}

static bool write_line(void *context, const struct session_log_line *line)
{
    struct writing *writing = context;
    if (line->line_id == 0) {
        return true; /* without a weapon there are no shots */
    }
    if (!shot_list_current(writing->db, line->line_id, &writing->shots, writing->err)) {
        writing->failed = true;
        return false;
    }
    for (int i = 0; i < writing->shots.count; i++) {
        if (!write_shot(writing, line, &writing->shots.rows[i])) {
            return false;
        }
    }
    return true;
}

static bool write_report(struct app *app, struct db *db, const struct report_filter *filter,
                         const struct report_out *out, struct err *err)
{
    struct session_log_filter log;
    struct writing writing = {.app = app, .db = db, .out = out, .err = err};
    report_log_filter(filter, &log);
    bool ok = out->head(out->context, titles, kinds, COLUMNS) &&
              session_log_each(db, &log, write_line, &writing, err) && !writing.failed;
    shot_list_free(&writing.shots);
    return ok;
}

const struct report report_shots = {
    .id = "shots",
    .name = N_("Every shot"),
    .about = N_("one line a shot, sighters too, with who, what and where it hit"),
    .file = "schoten",
    .write = write_report,
};
