/* The session log: the columns and the Dutch headings of AimTrack's own CSV. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "core/reports.h"
#include "store/session_log.h"

static const struct document_column columns[] = {{"Datum", CELL_DATE, 10},
                                                 {"Baan", CELL_NUMBER, 6},
                                                 {"Locatie", CELL_TEXT, 11},
                                                 {"Wapen", CELL_TEXT, 15},
                                                 {"Kaliber", CELL_TEXT, 8},
                                                 {"Afstand (m)", CELL_NUMBER, 9},
                                                 {"Rondes", CELL_NUMBER, 8},
                                                 {"Munitietype", CELL_TEXT, 13},
                                                 {"Groepering", CELL_TEXT, 11},
                                                 {"Afwijking", CELL_TEXT, 10},
                                                 {"Flyers", CELL_NUMBER, 7},
                                                 {"Notities", CELL_TEXT, 18},
                                                 {"Schotsamenvatting", CELL_TEXT, 26}};
enum { COLUMNS = sizeof columns / sizeof columns[0] };
static const struct document_table table = {
    .id = "sessions", .title = "", .columns = columns, .count = COLUMNS, .is_main = true};

struct writing {
    struct app *app;
    const struct document *document;
    struct buf summary;
    int sessions;
    int64_t rounds;
    record_id last_session;
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
    writing->sessions += line->session_id != writing->last_session ? 1 : 0;
    writing->rounds += line->rounds;
    writing->last_session = line->session_id;
    return document_row(writing->document, cells);
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    struct session_log_filter log;
    struct writing writing = {.app = app, .document = document};
    report_log_filter(filter, &log);
    char subject[4 * NAME_ROOM];
    bool ok = report_subject(app, filter, subject, sizeof subject, err) &&
              report_front(app, document, &report_sessions, subject, filter, true) &&
              document_table(document, &table) &&
              session_log_each(app->db, &log, write_line, &writing, err) &&
              report_factf(document, _("Sessions"), "%d", writing.sessions) &&
              report_factf(document, _("Rounds"), "%lld", (long long)writing.rounds);
    buf_free(&writing.summary);
    return ok;
}

const struct report report_sessions = {
    .id = "sessions",
    .name = N_("Session log"),
    .about = N_("one line a session and weapon, in the columns of AimTrack's CSV"),
    .file = "sessies",
    .uses = REPORT_MEMBER | REPORT_WEAPON | REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
