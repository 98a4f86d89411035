#include "core/reports.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/card.h"
#include "core/insight.h"
#include "core/rules/score.h"
#include "core/rules/stats.h"
#include "store/member.h"
#include "store/session_log.h"
#include "store/weapon.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static const char *const format_codes[] = {"csv", "pdf", "json"};

static const struct report *const reports[] = {
    &report_permit,     &report_sessions, &report_shots, &report_session,  &report_weapon,
    &report_progress,   &report_ranking,  &report_knsa,  &report_presence, &report_issues,
    &report_ammunition, &report_guests,   &report_person};

const struct report *report_at(int index)
{
    return index >= 0 && index < (int)(sizeof reports / sizeof reports[0]) ? reports[index] : NULL;
}

const struct report *report_find(const char *id)
{
    for (int i = 0; report_at(i) != NULL; i++) {
        if (strcmp(reports[i]->id, id) == 0) {
            return reports[i];
        }
    }
    return NULL;
}

/* Bounds a day wider than the dates: the zone may have moved since. */
void report_log_filter(const struct report_filter *filter, struct session_log_filter *log)
{
    *log = (struct session_log_filter){.from = filter->from,
                                       .to = filter->to,
                                       .until_ms = INT64_MAX,
                                       .member_id = filter->member_id,
                                       .weapon_id = filter->weapon_id};
    if (filter->from[0] != '\0') {
        log->from_ms = time_from_local(filter->from, 0, 0, 0) - DAY_MS;
    }
    if (filter->to[0] != '\0') {
        log->until_ms = time_from_local(filter->to, 0, 0, 0) + INT64_C(3) * DAY_MS;
    }
}

void report_choice(const struct report_filter *filter, struct insight_choice *choice)
{
    *choice = (struct insight_choice){0};
    text_copy(choice->from, sizeof choice->from, filter->from);
    text_copy(choice->to, sizeof choice->to, filter->to);
}

bool report_has_decimals(const struct app *app, const struct session_log_line *line)
{
    return card_has_decimals(programme_find(&app->programmes, line->programme_id),
                             face_find(&app->faces, line->face_id));
}

void report_score(const struct app *app, const struct session_log_line *line, int64_t tenths,
                  char *dst, size_t size)
{
    score_total_text(dst, size, tenths, report_has_decimals(app, line), '.');
}

const char *report_format_code(enum report_format format)
{
    return format_codes[format];
}

bool report_format_read(const char *code, enum report_format *format)
{
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(format_codes[i], code) == 0) {
            *format = (enum report_format)i;
            return true;
        }
    }
    return false;
}

bool report_check(const struct report *report, const struct report_filter *filter, struct err *err)
{
    if ((report->needs & REPORT_MEMBER) != 0 && filter->member_id == 0) {
        return err_set(err, ERR_INPUT, _("This report is about one member: choose one."));
    }
    if ((report->needs & REPORT_WEAPON) != 0 && filter->weapon_id == 0) {
        return err_set(err, ERR_INPUT, _("This report is about one weapon: choose one."));
    }
    if ((report->needs & REPORT_SESSION) != 0 && filter->session_id == 0) {
        return err_set(err, ERR_INPUT, _("This report is about one session: choose one."));
    }
    if ((report->needs & REPORT_PROGRAMME) != 0 && filter->programme_id[0] == '\0') {
        return err_set(err, ERR_INPUT, _("This report is about one programme: choose one."));
    }
    /* Else a paper about everybody would be taken for one about a member. */
    if ((filter->member_id != 0 && (report->uses & REPORT_MEMBER) == 0) ||
        (filter->weapon_id != 0 && (report->uses & REPORT_WEAPON) == 0) ||
        (filter->session_id != 0 && (report->uses & REPORT_SESSION) == 0) ||
        (filter->programme_id[0] != '\0' && (report->uses & REPORT_PROGRAMME) == 0)) {
        return err_set(err, ERR_INPUT,
                       _("This report cannot be narrowed to that: it would hold everybody all the"
                         " same. Nothing was written."));
    }
    return true;
}

/* --- the front ----------------------------------------------------------------------------------
 */
void report_period(const struct report_filter *filter, char *dst, size_t size)
{
    char from[48] = "";
    char to[48] = "";
    if (filter->from[0] != '\0') {
        time_date_text(from, sizeof from, filter->from);
    }
    if (filter->to[0] != '\0') {
        time_date_text(to, sizeof to, filter->to);
    }
    if (from[0] != '\0' && strcmp(filter->from, filter->to) == 0) {
        text_copy(dst, size, from);
    } else if (from[0] != '\0' && to[0] != '\0') {
        snprintf(dst, size, _("%s through %s"), from, to);
    } else if (from[0] != '\0') {
        snprintf(dst, size, _("from %s on"), from);
    } else if (to[0] != '\0') {
        snprintf(dst, size, _("until %s"), to);
    } else {
        text_copy(dst, size, _("everything that was kept"));
    }
}

void report_member_text(const struct member *member, char *dst, size_t size)
{
    int used = snprintf(dst, size, "%s%s%s", member->given_name,
                        member->given_name[0] != '\0' ? " " : "", member->family_name);
    if (used > 0 && (size_t)used < size) {
        used += snprintf(dst + used, size - (size_t)used, _(", member %s"), member->number);
    }
    if (used > 0 && (size_t)used < size && member->licence[0] != '\0') {
        snprintf(dst + used, size - (size_t)used, _(", licence %s"), member->licence);
    }
}

bool report_subject(struct app *app, const struct report_filter *filter, char *dst, size_t size,
                    struct err *err)
{
    struct member member;
    struct weapon weapon;
    size_t used = 0;
    dst[0] = '\0';
    if (filter->member_id != 0) {
        if (!member_read(app->db, filter->member_id, &member, err)) {
            return false;
        }
        report_member_text(&member, dst, size);
        used = strlen(dst);
    }
    if (filter->weapon_id != 0) {
        if (!weapon_read(app->db, filter->weapon_id, &weapon, err)) {
            return false;
        }
        snprintf(dst + used, size - used, "%s%s", used > 0 ? "; " : "", weapon.name);
    }
    return true;
}

static void club_text(const struct club *club, char *dst, size_t size)
{
    size_t used = (size_t)snprintf(dst, size, "%s", club->name);
    if (club->city[0] != '\0' && used < size) {
        used += (size_t)snprintf(dst + used, size - used, ", %s", club->city);
    }
    if (club->knsa_number[0] != '\0' && used < size) {
        used += (size_t)snprintf(dst + used, size - used, _(", KNSA %s"), club->knsa_number);
    }
    if (club->certification[0] != '\0' && used < size) {
        snprintf(dst + used, size - used, _(", certificate %s"), club->certification);
    }
}

bool report_front(struct app *app, const struct document *document, const struct report *report,
                  const char *subject, const struct report_filter *filter, bool is_wide)
{
    char club[3 * NAME_ROOM];
    char period[128];
    club_text(&app->club, club, sizeof club);
    report_period(filter, period, sizeof period);
    const struct document_front front = {.report = report->id,
                                         .title = _(report->name),
                                         .subject = subject,
                                         .club = club,
                                         .period = period,
                                         .is_wide = is_wide,
                                         .is_dutch = i18n_language() == LANGUAGE_NL};
    return document_front(document, &front);
}

/* --- cells --------------------------------------------------------------------------------------
 */
void report_millimetres(char *dst, size_t size, int64_t um)
{
    decimal_write(dst, size, um, 3, 3, '.');
}

void report_measure(char *dst, size_t size, const struct measure *measure, int decimals)
{
    text_copy(dst, size, "");
    if (measure->has) {
        decimal_write_rounded(dst, size, measure->value, decimals, '.');
    }
}

bool report_factf(const struct document *document, const char *label, const char *format, ...)
{
    char value[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(value, sizeof value, format, arguments);
    va_end(arguments);
    return document_fact(document, label, value);
}
