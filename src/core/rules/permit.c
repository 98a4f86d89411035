#include "core/rules/permit.h"

#include <string.h>

enum { PACE_DAYS = 90 };

static bool is_within(int64_t day, int64_t until_day)
{
    return day <= until_day && day > until_day - PERMIT_DAYS;
}

static struct permit_group *group_of(struct permit *permit, const struct permit_session *session)
{
    for (int i = 0; i < permit->group_count; i++) {
        if (strcmp(permit->groups[i].weapon, session->weapon) == 0 &&
            strcmp(permit->groups[i].calibre, session->calibre) == 0) {
            return &permit->groups[i];
        }
    }
    if (permit->group_count == PERMIT_GROUPS_MAX) {
        return &permit->groups[PERMIT_GROUPS_MAX - 1];
    }
    struct permit_group *group = &permit->groups[permit->group_count++];
    *group = (struct permit_group){.weapon = session->weapon, .calibre = session->calibre};
    return group;
}

static bool is_same_turn(const struct permit_rules *rules, const struct permit_session *one,
                         const struct permit_session *other)
{
    return rules->counts_sessions ? one->session_id == other->session_id : one->day == other->day;
}

bool permit_is_new_turn(const struct permit_rules *rules, const struct permit_session *sessions,
                        int at)
{
    return at == 0 || !is_same_turn(rules, &sessions[at], &sessions[at - 1]);
}

/* Whether an earlier line of that turn was shot with the same. */
static bool was_shot_before(const struct permit_rules *rules, const struct permit_session *sessions,
                            int at)
{
    for (int i = at - 1; i >= 0 && is_same_turn(rules, &sessions[i], &sessions[at]); i--) {
        if (strcmp(sessions[i].weapon, sessions[at].weapon) == 0 &&
            strcmp(sessions[i].calibre, sessions[at].calibre) == 0) {
            return true;
        }
    }
    return false;
}

static void add_group(const struct permit_rules *rules, struct permit *permit,
                      const struct permit_session *sessions, int at)
{
    struct permit_group *group = group_of(permit, &sessions[at]);
    group->turns += was_shot_before(rules, sessions, at) ? 0 : 1;
    group->rounds += sessions[at].rounds;
}

/* Turns within the 365 days up to `day`, of sessions that are there. */
static int turns_until(const struct permit_rules *rules, const struct permit_session *sessions,
                       int count, int64_t day, int days)
{
    int turns = 0;
    for (int i = 0; i < count; i++) {
        bool is_inside = sessions[i].day <= day && sessions[i].day > day - days;
        turns += is_inside && permit_is_new_turn(rules, sessions, i) ? 1 : 0;
    }
    return turns;
}

/* Turns fall out of the window as days go by; new ones come at the pace of the last 90 days. */
static void forecast(const struct permit_rules *rules, const struct permit_session *sessions,
                     int count, int64_t until_day, struct permit *permit)
{
    int recent = turns_until(rules, sessions, count, until_day, PACE_DAYS);
    for (int64_t ahead = 0; ahead <= PERMIT_DAYS; ahead++) {
        int64_t coming = ahead * recent / PACE_DAYS;
        if (turns_until(rules, sessions, count, until_day + ahead, PERMIT_DAYS) + coming >=
            rules->turns) {
            permit->has_forecast = true;
            permit->reaches = until_day + ahead;
            return;
        }
    }
}

void permit_count(const struct permit_rules *rules, const struct permit_session *sessions,
                  const int *months, int count, int64_t until_day, struct permit *permit)
{
    int64_t last_competition = -1;
    record_id last_session = 0;
    int last_month = -1;
    int inside = 0;
    *permit = (struct permit){0};
    for (int i = 0; i < count; i++) {
        if (sessions[i].day <= until_day) {
            inside = i + 1;
        }
        if (!is_within(sessions[i].day, until_day)) {
            continue;
        }
        permit->sessions += sessions[i].session_id != last_session ? 1 : 0;
        permit->turns += permit_is_new_turn(rules, sessions, i) ? 1 : 0;
        permit->months += months[i] != last_month ? 1 : 0;
        if (sessions[i].is_competition && sessions[i].day != last_competition) {
            permit->competitions++;
            last_competition = sessions[i].day;
        }
        last_session = sessions[i].session_id;
        last_month = months[i];
        add_group(rules, permit, sessions, i);
    }
    permit->missing = permit->turns < rules->turns ? rules->turns - permit->turns : 0;
    forecast(rules, sessions, inside, until_day, permit);
}
