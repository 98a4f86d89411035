#include "ui/member_find.h"

#include "base/i18n.h"
#include "base/text.h"
#include "core/member.h"
#include "core/weapon.h"

enum { RECENT = 8 };

static void add_member(struct picker_row *rows, int *count, int room, const struct member *member)
{
    for (int i = 0; i < *count; i++) {
        if (rows[i].id == member->id) {
            return;
        }
    }
    if (*count < room) {
        struct picker_row *row = &rows[(*count)++];
        *row = (struct picker_row){.id = member->id};
        member_name(member, row->text, sizeof row->text);
        text_copy(row->side, sizeof row->side, member->number);
    }
}

static int add_members(struct app *app, const char *typed, struct picker_row *rows, int count,
                       int room, struct err *err)
{
    struct arena arena = {0};
    struct member *members = NULL;
    int found = 0;
    struct member_query query = {.find = typed, .limit = room};
    if (typed[0] == '\0' && member_recent(app, &arena, RECENT, &members, &found, err)) {
        for (int i = 0; i < found; i++) {
            add_member(rows, &count, room, &members[i]);
        }
    }
    if (member_list(app, &arena, &query, &members, &found, err)) {
        for (int i = 0; i < found; i++) {
            add_member(rows, &count, room, &members[i]);
        }
    }
    arena_free(&arena);
    return count;
}

/* The row for nobody and nothing, while nothing is typed. */
static int add_none(const char *typed, const char *text, struct picker_row *rows)
{
    if (typed[0] != '\0') {
        return 0;
    }
    rows[0] = (struct picker_row){.id = 0, .code = "none"};
    text_copy(rows[0].text, sizeof rows[0].text, text);
    return 1;
}

static int find_member(struct app *app, void *context, const char *typed, struct picker_row *rows,
                       int room, struct err *err)
{
    (void)context;
    return add_members(app, typed, rows, 0, room, err);
}

static int find_member_or_none(struct app *app, void *context, const char *typed,
                               struct picker_row *rows, int room, struct err *err)
{
    (void)context;
    return add_members(app, typed, rows, add_none(typed, _("every shooter"), rows), room, err);
}

static int find_weapon(struct app *app, void *context, const char *typed, struct picker_row *rows,
                       int room, struct err *err)
{
    const record_id *member_id = context;
    struct arena arena = {0};
    struct weapon *weapons = NULL;
    int count = add_none(typed, _("every weapon"), rows);
    int found = 0;
    struct weapon_query query = {
        .find = typed, .for_member = member_id != NULL ? *member_id : 0, .limit = room - count};
    if (weapon_list(app, &arena, &query, &weapons, &found, err)) {
        for (int i = 0; i < found && count < room; i++) {
            rows[count] = (struct picker_row){.id = weapons[i].id};
            text_copy(rows[count].text, sizeof rows[count].text, weapons[i].name);
            text_copy(rows[count].side, sizeof rows[count].side, weapons[i].calibre);
            count++;
        }
    }
    arena_free(&arena);
    return count;
}

const struct picker_source member_find_source = {.title = N_("Shooter"), .find = find_member};
const struct picker_source member_find_or_none_source = {.title = N_("Shooter"),
                                                         .find = find_member_or_none};
const struct picker_source weapon_find_or_none_source = {.title = N_("Weapon"),
                                                         .find = find_weapon};
