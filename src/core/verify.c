#include "core/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/attachment.h"
#include "core/member.h"
#include "core/rights.h"
#include "core/rules/score.h"
#include "core/rules/stats.h"
#include "store/consistency.h"
#include "store/session.h"
#include "store/session_weapon.h"
#include "store/shot.h"
#include "store/summary.h"

/* Where each step stands on the way, per mille: about their share of the time. */
enum {
    AT_DATABASE = 0,
    AT_CHAIN = 250,
    AT_SHOTS = 350,
    AT_REFERENCES = 850,
    AT_FILES = 900,
    AT_END = 1000
};
enum { SUMMARIES_PER_NOTICE = 500 };

struct checking {
    struct app *app;
    verify_progress progress;
    void *context;
    struct verify_report *report;
    struct err *err;
    bool is_cancelled;
};

static bool tell(struct checking *checking, const char *what, int per_mille)
{
    if (checking->progress != NULL && !checking->progress(checking->context, what, per_mille)) {
        checking->is_cancelled = true;
        return err_set(checking->err, ERR_INPUT,
                       _("The check was stopped before its end. Nothing was changed."));
    }
    return true;
}

static void add_problem(struct checking *checking, const char *sentence)
{
    struct verify_report *report = checking->report;
    size_t room = sizeof report->problems / sizeof report->problems[0];
    if ((size_t)report->problem_count < room) {
        text_copy(report->problems[report->problem_count], sizeof report->problems[0], sentence);
    }
    report->problem_count++;
}

/* --- summaries against shots ------------------------------------------------------------------ */

/* "12 Oct 2026, Visser, Mo", or the number when even that cannot be read. */
static void session_words(struct checking *checking, record_id line_id, char *dst, size_t size)
{
    struct db *db = checking->app->db;
    struct session *session = mem_alloc(sizeof *session);
    struct member *member = mem_alloc(sizeof *member);
    struct session_weapon line;
    struct err ignored = {0};
    char date[32], name[NAME_ROOM];
    if (session_weapon_read(db, line_id, &line, &ignored) &&
        session_row_read(db, line.session_id, session, &ignored) &&
        member_get(checking->app, session->member_id, member, &ignored)) {
        time_date_text(date, sizeof date, session->local_date);
        member_name(member, name, sizeof name);
        snprintf(dst, size, "%s, %.60s", date, name);
    } else {
        snprintf(dst, size, _("weapon line %lld"), (long long)line_id);
    }
    free(member);
    free(session);
}

static void add_difference(struct checking *checking, const struct shot_summary *stored,
                           const struct shot_summary *counted)
{
    char words[120], sentence[240], stored_text[24], counted_text[24];
    char point = i18n_decimal_point();
    session_words(checking, stored->session_weapon_id, words, sizeof words);
    score_total_text(stored_text, sizeof stored_text, stored->total_tenths, true, point);
    score_total_text(counted_text, sizeof counted_text, counted->total_tenths, true, point);
    snprintf(sentence, sizeof sentence,
             _("Session of %s: its totals say %d shots, %s; its shots make %d shots, %s."), words,
             stored->shots, stored_text, counted->shots, counted_text);
    add_problem(checking, sentence);
}

static void add_missing(struct checking *checking, record_id line_id)
{
    char words[120], sentence[200];
    session_words(checking, line_id, words, sizeof words);
    snprintf(sentence, sizeof sentence, _("Session of %s: its shots have no totals."), words);
    add_problem(checking, sentence);
}

/* Two ordered scans, walked side by side. */
struct side_by_side {
    struct db_stmt *shots;
    enum db_step step; /* of `ahead` */
    struct shot ahead; /* the next shot not yet counted */
    struct shot_list group;
};

static void group_add(struct shot_list *group, const struct shot *shot)
{
    if (group->count == group->room) {
        group->room = group->room == 0 ? 512 : group->room * 2;
        group->rows = mem_grow(group->rows, (size_t)group->room, sizeof *group->rows);
    }
    group->rows[group->count++] = *shot;
}

/* Takes the shots of the line ahead into the group. */
static void group_take(struct checking *checking, struct side_by_side *walk)
{
    record_id line_id = walk->ahead.session_weapon_id;
    walk->group.count = 0;
    while (walk->step == DB_ROW && walk->ahead.session_weapon_id == line_id) {
        group_add(&walk->group, &walk->ahead);
        checking->report->shots++;
        walk->step = shot_scan_next(walk->shots, &walk->ahead, checking->err);
    }
}

static void check_summary(struct checking *checking, struct side_by_side *walk,
                          const struct shot_summary *stored)
{
    while (walk->step == DB_ROW && walk->ahead.session_weapon_id < stored->session_weapon_id) {
        record_id line_id = walk->ahead.session_weapon_id;
        group_take(checking, walk);
        add_missing(checking, line_id);
    }
    walk->group.count = 0;
    if (walk->step == DB_ROW && walk->ahead.session_weapon_id == stored->session_weapon_id) {
        group_take(checking, walk);
    }
    struct shot_summary counted;
    stats_summary(walk->group.rows, walk->group.count, &counted);
    counted.session_weapon_id = stored->session_weapon_id;
    if (!summary_equal(stored, &counted)) {
        add_difference(checking, stored, &counted);
    }
    checking->report->summaries++;
}

static bool tell_summary(struct checking *checking, int64_t total)
{
    int64_t done = checking->report->summaries;
    if (done % SUMMARIES_PER_NOTICE != 0) {
        return true;
    }
    int share = total == 0 ? 0 : (int)(done * (AT_REFERENCES - AT_SHOTS) / total);
    return tell(checking, _("shots and totals"), AT_SHOTS + share);
}

static bool walk_summaries(struct checking *checking, struct side_by_side *walk)
{
    struct err *err = checking->err;
    int64_t total = 0;
    struct shot_summary stored;
    if (!summary_count(checking->app->db, &total, err)) {
        return false;
    }
    struct db_stmt *summaries = summary_scan_start(checking->app->db);
    enum db_step step = summary_scan_next(summaries, &stored, err);
    for (; step == DB_ROW && walk->step != DB_FAILED;
         step = summary_scan_next(summaries, &stored, err)) {
        check_summary(checking, walk, &stored);
        if (!tell_summary(checking, total)) {
            break;
        }
    }
    db_reset(summaries);
    while (step == DB_DONE && walk->step == DB_ROW) { /* shots after the last summary */
        record_id line_id = walk->ahead.session_weapon_id;
        group_take(checking, walk);
        add_missing(checking, line_id);
    }
    return step == DB_DONE && walk->step == DB_DONE && !checking->is_cancelled;
}

static bool check_shots(struct checking *checking)
{
    struct side_by_side walk = {0};
    walk.shots = shot_scan_start(checking->app->db);
    walk.step = shot_scan_next(walk.shots, &walk.ahead, checking->err);
    bool ok = walk_summaries(checking, &walk);
    db_reset(walk.shots);
    shot_list_free(&walk.group);
    return ok;
}

/* --- the rest --------------------------------------------------------------------------------- */

/* A broken chain is a finding; a chain that cannot be read is a failure. */
static bool check_chain(struct checking *checking)
{
    struct err err = {0};
    if (audit_verify(checking->app->db, &checking->report->audit_rows, &err)) {
        return true;
    }
    bool is_finding = err.kind == ERR_CORRUPT && err.detail[0] == '\0';
    if (!is_finding) {
        *checking->err = err;
        return false;
    }
    add_problem(checking, err.what);
    return true;
}

static bool check_references(struct checking *checking)
{
    char table[CODE_ROOM], parent[CODE_ROOM], sentence[200];
    int64_t count = 0;
    if (!consistency_references(checking->app->db, table, parent, &count, checking->err)) {
        return false;
    }
    if (count > 0) {
        snprintf(sentence, sizeof sentence,
                 P_("%lld record in \"%s\" refers to a \"%s\" that is not there.",
                    "%lld records in \"%s\" refer to a \"%s\" that is not there.", count),
                 (long long)count, table, parent);
        add_problem(checking, sentence);
    }
    return true;
}

static bool check_counts(struct checking *checking)
{
    static const struct {
        bool (*count)(struct db *db, int64_t *count, struct err *err);
        const char *sentence;
    } checks[] = {
        {consistency_lines_without_summary, N_("Weapon lines of sessions without totals")},
        {consistency_wrong_weapon,
         N_("Sessions listed under another weapon than they were shot with")},
        {consistency_too_few_rounds, N_("Weapon lines with fewer rounds fired than shots scored")},
    };
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        int64_t count = 0;
        char sentence[200];
        if (!checks[i].count(checking->app->db, &count, checking->err)) {
            return false;
        }
        if (count > 0) {
            snprintf(sentence, sizeof sentence, "%s: %lld.", _(checks[i].sentence),
                     (long long)count);
            add_problem(checking, sentence);
        }
    }
    return true;
}

static void add_found(void *context, const char *sentence)
{
    add_problem(context, sentence);
}

static bool tell_file(void *context, int64_t done, int64_t total)
{
    int share = total == 0 ? 0 : (int)(done * (AT_END - AT_FILES) / total);
    return tell(context, _("attachments"), AT_FILES + share);
}

static bool check_attachments(struct checking *checking)
{
    struct attachment_verify_hooks hooks = {
        .context = checking, .found = add_found, .next = tell_file};
    return attachment_verify(checking->app, &hooks, &checking->report->attachments, checking->err);
}

static bool check_records(struct checking *checking)
{
    return tell(checking, _("audit trail"), AT_CHAIN) && check_chain(checking) &&
           tell(checking, _("shots and totals"), AT_SHOTS) && check_shots(checking) &&
           tell(checking, _("references"), AT_REFERENCES) && check_references(checking) &&
           check_counts(checking) && check_attachments(checking) &&
           tell(checking, _("done"), AT_END);
}

bool verify_run(struct app *app, verify_progress progress, void *context,
                struct verify_report *report, struct err *err)
{
    struct checking checking = {
        .app = app, .progress = progress, .context = context, .report = report, .err = err};
    *report = (struct verify_report){0};
    /* Checking writes nothing, so it is also allowed where nothing can be written. */
    if (!rights_check(app, app->is_view_only ? RIGHT_SEE : RIGHT_MANAGE_SYSTEM, err) ||
        !tell(&checking, _("database file"), AT_DATABASE) || !db_check(app->db, err) ||
        !db_begin_read(app->db, err)) {
        return false;
    }
    bool ok = check_records(&checking);
    db_rollback(app->db);
    return ok;
}
