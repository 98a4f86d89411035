/* The session log with every shot. */
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/time.h"
#include "core/reports.h"
#include "core/rules/score.h"
#include "store/session_log.h"
#include "store/shot.h"

static const struct document_column columns[] = {
    {"Datum", CELL_DATE, 10},      {"Lidnummer", CELL_TEXT, 9},  {"Licentie", CELL_TEXT, 9},
    {"Achternaam", CELL_TEXT, 13}, {"Voornaam", CELL_TEXT, 11},  {"Programma", CELL_TEXT, 10},
    {"Wedstrijd", CELL_TEXT, 9},   {"Wapen", CELL_TEXT, 14},     {"Kaliber", CELL_TEXT, 8},
    {"Baan", CELL_NUMBER, 6},      {"Serie", CELL_NUMBER, 6},    {"Schot", CELL_NUMBER, 6},
    {"Waarde", CELL_NUMBER, 7},    {"Binnentien", CELL_TEXT, 6}, {"X (mm)", CELL_NUMBER, 8},
    {"Y (mm)", CELL_NUMBER, 8},    {"Tijd", CELL_TEXT, 7}};
enum { COLUMNS = sizeof columns / sizeof columns[0] };
static const struct document_table table = {
    .id = "shots", .title = "", .columns = columns, .count = COLUMNS, .is_main = true};

enum { MINUTE_MS = 60 * 1000 };

struct writing {
    struct app *app;
    const struct document *document;
    struct shot_list shots;
    bool has_decimals; /* of the line whose shots are written */
    int64_t minute;
    char clock[6];
    struct err *err;
    bool failed;
};

/* Shots of one minute follow each other. */
static void clock_of(struct writing *writing, int64_t at_ms)
{
    int64_t minute = at_ms / MINUTE_MS;
    if (minute != writing->minute || writing->clock[0] == '\0') {
        time_local_clock(writing->clock, at_ms);
        writing->minute = minute;
    }
}

static bool write_shot(struct writing *writing, const struct session_log_line *line,
                       const struct shot *shot)
{
    char lane[16] = "";
    char series[16];
    char number[16];
    char value[32];
    char x[32] = "";
    char y[32] = "";
    if (line->lane > 0) {
        decimal_write(lane, sizeof lane, line->lane, 0, 0, '.');
    }
    decimal_write(series, sizeof series, shot->series, 0, 0, '.');
    decimal_write(number, sizeof number, shot->number, 0, 0, '.');
    score_total_text(value, sizeof value, shot->value_tenths, writing->has_decimals, '.');
    if (shot->is_plotted) {
        report_millimetres(x, sizeof x, shot->x_um);
        report_millimetres(y, sizeof y, shot->y_um);
    }
    clock_of(writing, shot->entered_at_ms);
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
                                        writing->clock};
    return document_row(writing->document, cells);
}

static bool write_line(void *context, const struct session_log_line *line)
{
    struct writing *writing = context;
    if (line->line_id == 0) {
        return true; /* without a weapon there are no shots */
    }
    if (!shot_list_current(writing->app->db, line->line_id, &writing->shots, writing->err)) {
        writing->failed = true;
        return false;
    }
    writing->has_decimals = report_has_decimals(writing->app, line);
    for (int i = 0; i < writing->shots.count; i++) {
        if (!write_shot(writing, line, &writing->shots.rows[i])) {
            return false;
        }
    }
    return true;
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    struct session_log_filter log;
    struct writing writing = {.app = app, .document = document, .err = err};
    report_log_filter(filter, &log);
    char subject[4 * NAME_ROOM];
    bool ok = report_subject(app, filter, subject, sizeof subject, err) &&
              report_front(app, document, &report_shots, subject, filter, true) &&
              document_table(document, &table) &&
              session_log_each(app->db, &log, write_line, &writing, err) && !writing.failed;
    shot_list_free(&writing.shots);
    return ok;
}

const struct report report_shots = {
    .id = "shots",
    .name = N_("Every shot"),
    .about = N_("one line a shot, sighters too, with who, what and where it hit"),
    .file = "schoten",
    .uses = REPORT_MEMBER | REPORT_WEAPON | REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
