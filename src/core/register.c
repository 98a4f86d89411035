#include "core/register.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/register_parts.h"

enum { FIRST_ROOM = 32 };

void register_keep(struct register_gather *gather, const void *row)
{
    if (gather->count == gather->room) {
        int room = gather->room > 0 ? 2 * gather->room : FIRST_ROOM;
        char *rows = arena_array(gather->arena, (size_t)room, gather->size);
        if (gather->count > 0) {
            memcpy(rows, gather->rows, (size_t)gather->count * gather->size);
        }
        gather->rows = rows;
        gather->room = room;
    }
    memcpy(gather->rows + (size_t)gather->count * gather->size, row, gather->size);
    gather->count++;
}

bool register_read_now(struct app *app, struct register_gather *gather,
                       bool (*read)(struct app *app, struct register_gather *gather,
                                    const struct register_range *range, struct err *err),
                       struct err *err)
{
    char today[DATE_ROOM];
    char yesterday[DATE_ROOM];
    time_local_date(today, time_now_ms());
    time_days_date(yesterday, time_date_days(today) - 1);
    struct register_range now = {.from = today, .newest_first = true};
    struct register_range before = {.to = yesterday, .only_open = true, .newest_first = true};
    return read(app, gather, &now, err) && read(app, gather, &before, err);
}

bool register_check_member(const struct member *member, struct err *err)
{
    char today[DATE_ROOM];
    char name[2 * NAME_ROOM];
    char left[48];
    time_local_date(today, time_now_ms());
    if (member->left_on[0] == '\0' || strcmp(member->left_on, today) > 0) {
        return true;
    }
    snprintf(name, sizeof name, "%s %s", member->given_name, member->family_name);
    text_trim(name);
    time_date_text(left, sizeof left, member->left_on);
    return err_set(err, ERR_INPUT, _("%s left the club on %s: nothing was stored."), name, left);
}

void register_start_presence(const struct app *app, struct presence *presence)
{
    *presence = (struct presence){.id = app_new_id(app), .in_at_ms = time_now_ms()};
    time_local_date(presence->local_date, presence->in_at_ms);
    text_copy(presence->in_by, sizeof presence->in_by, app->actor.name);
}

int64_t register_end_ms(int64_t began_ms)
{
    int64_t now = time_now_ms();
    return now > began_ms ? now : began_ms;
}

const char *register_number(char dst[24], int64_t number)
{
    dst[0] = '\0';
    if (number != 0) {
        snprintf(dst, 24, "%lld", (long long)number);
    }
    return dst;
}

bool register_audit(struct app *app, const char *action, const char *subject, record_id id,
                    const char *const *pairs, struct err *err)
{
    char after[512];
    audit_json(after, sizeof after, pairs);
    return app_audit(app, action, subject, id, "", after, err);
}

void register_person_name(const struct register_person *person, char *dst, size_t size)
{
    snprintf(dst, size, "%s%s%s", person->family_name, person->given_name[0] != '\0' ? ", " : "",
             person->given_name);
}
