#include "core/permit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "core/reports.h"
#include "core/rights.h"
#include "core/settings.h"
#include "store/member.h"
#include "store/session_log.h"

enum { FIRST_ROOM = 64 };

struct reading {
    struct app *app;
    struct arena *arena;
    int count, room;
    struct permit_session *sessions; /* malloc'd */
    struct permit_line *lines;
    int *months;
    bool skips_elsewhere;
};

void permit_rules_read(struct app *app, struct permit_rules *rules, bool *skips_elsewhere)
{
    char text[NUMBER_ROOM];
    rules->turns = setting_number(app, "permit.turns");
    rules->competitions = setting_number(app, "permit.competitions");
    app_setting_get(app, "permit.turn", "day", text, sizeof text);
    rules->counts_sessions = strcmp(text, "session") == 0;
    app_setting_get(app, "permit.elsewhere", "count", text, sizeof text);
    *skips_elsewhere = strcmp(text, "skip") == 0;
}

/* "2026-11-23": 2026 * 12 + 11. */
static int month_of(const char *date)
{
    return (int)strtol(date, NULL, 10) * 12 + (int)strtol(date + 5, NULL, 10);
}

static void grow(struct reading *reading)
{
    if (reading->count < reading->room) {
        return;
    }
    reading->room = reading->room == 0 ? FIRST_ROOM : reading->room * 2;
    size_t room = (size_t)reading->room;
    reading->sessions = mem_grow(reading->sessions, room, sizeof *reading->sessions);
    reading->lines = mem_grow(reading->lines, room, sizeof *reading->lines);
    reading->months = mem_grow(reading->months, room, sizeof *reading->months);
}

static bool take_line(void *context, const struct session_log_line *line)
{
    struct reading *reading = context;
    if (line->is_elsewhere && reading->skips_elsewhere) {
        return true;
    }
    const struct programme *programme =
        programme_find(&reading->app->programmes, line->programme_id);
    grow(reading);
    struct permit_line *row = &reading->lines[reading->count];
    *row = (struct permit_line){
        .programme = programme != NULL ? programme_name(programme)
                                       : arena_text(reading->arena, line->programme_id),
        .club = line->is_elsewhere ? arena_text(reading->arena, line->location)
                                   : reading->app->club.name,
        .weapon = arena_text(reading->arena, line->weapon),
        .calibre = arena_text(reading->arena, line->calibre),
        .rounds = line->rounds,
        .session_id = line->session_id,
        .is_competition = line->is_competition};
    text_copy(row->local_date, sizeof row->local_date, line->local_date);
    reading->sessions[reading->count] =
        (struct permit_session){.day = time_date_days(line->local_date),
                                .session_id = line->session_id,
                                .is_competition = line->is_competition,
                                .weapon = row->weapon,
                                .calibre = row->calibre,
                                .rounds = line->rounds};
    reading->months[reading->count] = month_of(line->local_date);
    reading->count++;
    return true;
}

/* Those within the window, with the number of their turn. */
static void keep_lines(const struct reading *reading, struct permit_dossier *dossier)
{
    int turn = 0;
    dossier->lines =
        arena_array(reading->arena, (size_t)reading->count + 1, sizeof *dossier->lines);
    for (int i = 0; i < reading->count; i++) {
        const struct permit_line *line = &reading->lines[i];
        if (strcmp(line->local_date, dossier->from) < 0 ||
            strcmp(line->local_date, dossier->to) > 0) {
            continue;
        }
        turn += dossier->count == 0 || permit_is_new_turn(&dossier->rules, reading->sessions, i);
        dossier->lines[dossier->count] = *line;
        dossier->lines[dossier->count++].turn = turn;
    }
}

static bool read_dossier(struct app *app, struct arena *arena, record_id member_id, const char *to,
                         bool days_only, struct permit_dossier *dossier, struct err *err)
{
    struct reading reading = {.app = app, .arena = arena};
    struct report_filter filter = {.member_id = member_id};
    struct session_log_filter log;
    *dossier = (struct permit_dossier){0};
    if (to[0] != '\0') {
        text_copy(dossier->to, sizeof dossier->to, to);
    } else {
        time_local_date(dossier->to, time_now_ms());
    }
    int64_t until = time_date_days(dossier->to);
    time_days_date(dossier->from, until - PERMIT_DAYS + 1);
    text_copy(filter.from, sizeof filter.from, dossier->from);
    text_copy(filter.to, sizeof filter.to, dossier->to);
    report_log_filter(&filter, &log);
    log.days_only = days_only;
    permit_rules_read(app, &dossier->rules, &reading.skips_elsewhere);
    bool ok = rights_check(app, RIGHT_SEE, err) &&
              member_read(app->db, member_id, &dossier->member, err) &&
              session_log_each(app->db, &log, take_line, &reading, err);
    if (ok) {
        permit_count(&dossier->rules, reading.sessions, reading.months, reading.count, until,
                     &dossier->permit);
        if (!days_only) {
            keep_lines(&reading, dossier);
        }
        if (dossier->permit.has_forecast) {
            time_days_date(dossier->reaches, dossier->permit.reaches);
        }
    }
    free(reading.sessions);
    free(reading.lines);
    free(reading.months);
    return ok;
}

bool permit_read(struct app *app, struct arena *arena, record_id member_id, const char *to,
                 struct permit_dossier *dossier, struct err *err)
{
    return read_dossier(app, arena, member_id, to, false, dossier, err);
}

bool permit_read_numbers(struct app *app, struct arena *arena, record_id member_id,
                         struct permit_dossier *dossier, struct err *err)
{
    return read_dossier(app, arena, member_id, "", true, dossier, err);
}
