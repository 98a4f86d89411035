/* The session log: the columns and the Dutch headings of AimTrack's own CSV. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "core/reports.h"
#include "store/session_log.h"

static const char *const titles[] = {
    "Datum",       "Baan",       "Locatie",   "Wapen",  "Kaliber",  "Afstand (m)",      "Rondes",
    "Munitietype", "Groepering", "Afwijking", "Flyers", "Notities", "Schotsamenvatting"};
enum { COLUMNS = sizeof titles / sizeof titles[0] };
static const enum spreadsheet_kind kinds[COLUMNS] = {
    [1] = CELL_NUMBER, [5] = CELL_NUMBER, [6] = CELL_NUMBER, [10] = CELL_NUMBER};

struct writing {
    struct app *app;
    const struct report_out *out;
    struct buf summary;
};

/* Dutch, like the headings. */
static const char *deviation_word(enum deviation deviation)
{
    static const char *const words[] = {"", "links", "rechts", "hoog", "laag"};
    return words[deviation];
}

/* "LP60: 556 (11x), 60 schoten: 94 96 91 ..." */
static void summarise(struct writing *writing, const struct session_log_line *line)
{
    char number[32];
    buf_clear(&writing->summary);
    if (line->shots == 0) {
        return;
    }
    report_score(writing->app, line, line->total_tenths, number, sizeof number);
    buf_printf(&writing->summary, "%s: %s (%dx), %d %s:", line->programme_id, number,
               line->inner_tens, line->shots, line->shots == 1 ? "schot" : "schoten");
    for (const char *at = line->series_tenths; *at != '\0';) {
        char *end = NULL;
        long long tenths = strtoll(at, &end, 10);
        report_score(writing->app, line, tenths, number, sizeof number);
        buf_printf(&writing->summary, " %s", number);
        at = *end == ',' ? end + 1 : "";
    }
}

static bool write_line(void *context, const struct session_log_line *line)
{
    struct writing *writing = context;
    char lane[16] = "";
    char distance[32] = "";
    char rounds[16];
    char fliers[16];
    if (line->lane > 0) {
        snprintf(lane, sizeof lane, "%d", line->lane);
    }
    if (line->distance_mm > 0) {
        snprintf(distance, sizeof distance, "%g", (double)line->distance_mm / 1000);
    }
    snprintf(rounds, sizeof rounds, "%d", line->rounds);
    snprintf(fliers, sizeof fliers, "%d", line->fliers);
    summarise(writing, line);
    const char *const cells[COLUMNS] = {line->local_date,
                                        lane,
                                        line->location,
                                        line->weapon,
                                        line->calibre,
                                        distance,
                                        rounds,
                                        line->ammunition,
                                        line->grouping,
                                        deviation_word(line->deviation),
                                        fliers,
                                        line->notes,
                                        buf_text(&writing->summary)};
    return writing->out->row(writing->out->context, cells);
}

static bool write_report(struct app *app, struct db *db, const struct report_filter *filter,
                         const struct report_out *out, struct err *err)
{
    struct session_log_filter log;
    struct writing writing = {.app = app, .out = out};
    report_log_filter(filter, &log);
    bool ok = out->head(out->context, titles, kinds, COLUMNS) &&
              session_log_each(db, &log, write_line, &writing, err);
    buf_free(&writing.summary);
    return ok;
}

const struct report report_sessions = {
    .id = "sessions",
    .name = N_("Session log"),
    .about = N_("one line a session and weapon, in the columns of AimTrack's CSV"),
    .file = "sessies",
    .write = write_report,
};
