/* Who is there: coming in, going out. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/register.h"
#include "core/register_parts.h"
#include "core/rights.h"
#include "store/member.h"
#include "store/register.h"

enum { TWICE_MS = 60 * 1000, FORGOTTEN_MS = 12 * 3600 * 1000, LANE_MAX = 99 };

/* --- one member ---------------------------------------------------------------------------------
 */
static bool audit_presence(struct app *app, const char *action, const struct presence *presence,
                           struct err *err)
{
    char member[24];
    char guest[24];
    char lane[24];
    const char *const pairs[] = {"member", register_number(member, presence->member_id),
                                 "guest",  register_number(guest, presence->guest_id),
                                 "date",   presence->local_date,
                                 "lane",   register_number(lane, presence->lane),
                                 NULL};
    return register_audit(app, action, "presence", presence->id, pairs, err);
}

/* Inside the transaction. */
static bool end_row(struct app *app, struct presence *presence, struct err *err)
{
    presence->out_at_ms = register_end_ms(presence->in_at_ms);
    return presence_end(app->db, presence->id, presence->out_at_ms, app->actor.name, err) &&
           audit_presence(app, "presence.out", presence, err);
}

static bool come_in(struct app *app, const struct member *member, int lane,
                    struct presence_result *result, struct err *err)
{
    struct presence presence;
    register_start_presence(app, &presence);
    presence.member_id = member->id;
    presence.lane = lane;
    result->event = PRESENCE_CAME;
    result->id = presence.id;
    result->at_ms = presence.in_at_ms;
    return register_check_member(member, err) && presence_insert(app->db, &presence, err) &&
           audit_presence(app, "presence.in", &presence, err);
}

static bool go_out(struct app *app, struct presence *presence, struct presence_result *result,
                   struct err *err)
{
    bool ok = end_row(app, presence, err) &&
              weapon_issue_count_open(app->db, presence->member_id, &result->weapons_out, err);
    result->event = PRESENCE_WENT;
    result->id = presence->id;
    result->at_ms = presence->out_at_ms;
    return ok;
}

/* Nothing changes; it was so since at_ms. */
static bool stay(const struct presence *presence, struct presence_result *result)
{
    bool is_in = presence->out_at_ms == 0;
    result->event = is_in ? PRESENCE_STAYS_IN : PRESENCE_STAYS_OUT;
    result->id = presence->id;
    result->at_ms = is_in ? presence->in_at_ms : presence->out_at_ms;
    return true;
}

static bool is_just_now(int64_t at_ms)
{
    int64_t ago_ms = time_now_ms() - at_ms;
    return ago_ms >= 0 && ago_ms < TWICE_MS;
}

static bool book_open(struct app *app, const struct member *member, enum presence_wish wish,
                      int lane, struct presence *open, struct presence_result *result,
                      struct err *err)
{
    bool is_forgotten = time_now_ms() - open->in_at_ms >= FORGOTTEN_MS;
    if (wish != PRESENCE_GOES && is_forgotten) {
        result->closed_old = true;
        return end_row(app, open, err) && come_in(app, member, lane, result, err);
    }
    if (wish == PRESENCE_COMES || (wish == PRESENCE_EITHER && is_just_now(open->in_at_ms))) {
        return stay(open, result);
    }
    return go_out(app, open, result, err);
}

/* Inside the transaction: by what the register says now. */
static bool book(struct app *app, const struct member *member, enum presence_wish wish, int lane,
                 struct presence_result *result, struct err *err)
{
    struct presence last;
    if (!presence_last_of(app->db, member->id, 0, &last, err)) {
        return false;
    }
    if (last.id != 0 && last.out_at_ms == 0) {
        return book_open(app, member, wish, lane, &last, result, err);
    }
    if (wish == PRESENCE_GOES) {
        return err_set(err, ERR_INPUT, _("%s is not in: nothing was changed."), result->name);
    }
    if (wish == PRESENCE_EITHER && last.id != 0 && is_just_now(last.out_at_ms)) {
        return stay(&last, result);
    }
    return come_in(app, member, lane, result, err);
}

bool presence_book(struct app *app, record_id member_id, enum presence_wish wish, int lane,
                   struct presence_result *result, struct err *err)
{
    struct member member;
    *result = (struct presence_result){0};
    if (!rights_check(app, RIGHT_SCORE, err)) {
        return false;
    }
    if (lane < 0 || lane > LANE_MAX) {
        return err_set(err, ERR_INPUT, _("Lane: a number from 1 to %d."), (int)LANE_MAX);
    }
    if (!app_begin(app, err)) {
        return false;
    }
    if (!member_read(app->db, member_id, &member, err)) {
        return app_abort(app);
    }
    member_name(&member, result->name, sizeof result->name);
    bool ok = book(app, &member, wish, lane, result, err) && app_commit(app, err);
    return ok || app_abort(app);
}

bool presence_scan(struct app *app, const char *card, struct presence_result *result,
                   struct err *err)
{
    struct member member;
    return member_by_card(app, card, &member, err) &&
           presence_book(app, member.id, PRESENCE_EITHER, 0, result, err);
}

char *presence_sentence(const struct presence_result *result, char *dst, size_t size)
{
    char clock[6];
    time_local_clock(clock, result->at_ms);
    switch (result->event) {
    case PRESENCE_CAME:
        snprintf(dst, size,
                 result->closed_old ? _("%s is in, %s. The row of last time was still open: it is"
                                        " ended.")
                                    : _("%s is in, %s."),
                 result->name, clock);
        break;
    case PRESENCE_WENT:
        snprintf(dst, size,
                 result->weapons_out > 0
                     ? _("%s is out, %s. But a club weapon was not brought back!")
                     : _("%s is out, %s."),
                 result->name, clock);
        break;
    case PRESENCE_STAYS_IN:
        snprintf(dst, size, _("%s is in already, since %s. Nothing was changed."), result->name,
                 clock);
        break;
    case PRESENCE_STAYS_OUT:
        snprintf(dst, size, _("%s is out already, since %s. Nothing was changed."), result->name,
                 clock);
        break;
    }
    return dst;
}

/* --- rows ---------------------------------------------------------------------------------------
 */
bool presence_out(struct app *app, record_id id, struct err *err)
{
    struct presence presence;
    if (!rights_check(app, RIGHT_SCORE, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = presence_read(app->db, id, &presence, err) && end_row(app, &presence, err) &&
              app_commit(app, err);
    return ok || app_abort(app);
}

static bool keep_line(void *context, const struct presence_line *line)
{
    register_keep(context, line);
    return true;
}

static bool read_lines(struct app *app, struct register_gather *gather,
                       const struct register_range *range, struct err *err)
{
    return presence_each(app->db, range, keep_line, gather, err);
}

static bool end_all(struct app *app, struct register_gather *gather, struct err *err)
{
    struct register_range range = {.only_open = true};
    if (!read_lines(app, gather, &range, err)) {
        return false;
    }
    struct presence_line *lines = (void *)gather->rows;
    for (int i = 0; i < gather->count; i++) {
        if (!end_row(app, &lines[i].presence, err)) {
            return false;
        }
    }
    return true;
}

bool presence_out_all(struct app *app, int *count, struct err *err)
{
    struct arena arena = {0};
    struct register_gather gather = {.arena = &arena, .size = sizeof(struct presence_line)};
    *count = 0;
    if (!rights_check(app, RIGHT_SCORE, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = end_all(app, &gather, err) && app_commit(app, err);
    *count = ok ? gather.count : 0;
    arena_free(&arena);
    return ok || app_abort(app);
}

bool presence_void(struct app *app, record_id id, struct err *err)
{
    struct presence presence;
    if (!rights_check(app, RIGHT_SCORE, err) || !presence_read(app->db, id, &presence, err)) {
        return false;
    }
    if (presence.guest_id != 0) {
        return guest_void(app, presence.guest_id, err);
    }
    if (!app_begin(app, err)) {
        return false;
    }
    bool ok = presence_read(app->db, id, &presence, err); /* as it is now */
    if (ok && presence.voided_at_ms != 0) {
        ok = err_set(err, ERR_INPUT, _("That row is void already."));
    }
    ok = ok && presence_set_void(app->db, id, time_now_ms(), err) &&
         audit_presence(app, "presence.void", &presence, err) && app_commit(app, err);
    return ok || app_abort(app);
}

/* --- reading ------------------------------------------------------------------------------------
 */
void presence_line_name(const struct presence_line *line, char *dst, size_t size)
{
    char name[2 * NAME_ROOM];
    register_person_name(&line->member, name, sizeof name);
    if (line->presence.guest_id != 0) {
        snprintf(dst, size, _("%s (guest of %s)"), line->guest_name, name);
    } else {
        text_copy(dst, size, name);
    }
}

bool presence_list(struct app *app, struct arena *arena, const struct register_range *range,
                   struct presence_line **rows, int *count, struct err *err)
{
    struct register_gather gather = {.arena = arena, .size = sizeof **rows};
    bool ok = rights_check(app, RIGHT_SEE, err) && read_lines(app, &gather, range, err);
    *rows = (void *)gather.rows;
    *count = gather.count;
    return ok;
}

bool presence_now(struct app *app, struct arena *arena, struct presence_line **rows, int *count,
                  struct err *err)
{
    struct register_gather gather = {.arena = arena, .size = sizeof **rows};
    bool ok = rights_check(app, RIGHT_SEE, err) && register_read_now(app, &gather, read_lines, err);
    *rows = (void *)gather.rows;
    *count = gather.count;
    return ok;
}
