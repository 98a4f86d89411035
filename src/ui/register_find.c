#include "ui/register_find.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/register.h"
#include "core/weapon.h"

enum { PAGE = 100 };

/* --- weapons ----------------------------------------------------------------------------------
 */
struct found {
    struct picker_row *rows;
    int count, room;
    const struct weapon_issue_line *issues; /* what is out */
    int issue_count;
};

static bool is_out(const struct found *found, record_id weapon_id)
{
    for (int i = 0; i < found->issue_count; i++) {
        if (found->issues[i].issue.weapon_id == weapon_id) {
            return true;
        }
    }
    return false;
}

static void add_weapon(struct found *found, const struct weapon *weapon)
{
    if (weapon->owner_member_id != 0 || is_out(found, weapon->id) || found->count >= found->room) {
        return;
    }
    struct picker_row *row = &found->rows[found->count++];
    *row = (struct picker_row){.id = weapon->id};
    text_copy(row->text, sizeof row->text, weapon->name);
    text_copy(row->side, sizeof row->side,
              weapon->serial[0] != '\0' ? weapon->serial : weapon->calibre);
}

/* Page by page: the weapons of members stand between them. */
static void add_weapons(struct app *app, const char *typed, struct found *found, struct err *err)
{
    struct weapon after;
    int count = PAGE;
    struct weapon_query query = {.find = typed, .limit = PAGE};
    while (count == PAGE && found->count < found->room) {
        struct arena arena = {0};
        struct weapon *weapons = NULL;
        if (!weapon_list(app, &arena, &query, &weapons, &count, err)) {
            count = 0;
        }
        for (int i = 0; i < count; i++) {
            add_weapon(found, &weapons[i]);
        }
        if (count > 0) {
            after = weapons[count - 1];
            query.after = &after;
        }
        arena_free(&arena);
    }
}

static int find_weapons(struct app *app, const char *typed, struct picker_row *rows, int count,
                        int room, struct err *err)
{
    struct arena arena = {0};
    struct weapon_issue_line *issues = NULL;
    struct register_range range = {.only_open = true};
    struct found found = {.rows = rows, .count = count, .room = room};
    if (weapon_issue_list(app, &arena, &range, &issues, &found.issue_count, err)) {
        found.issues = issues;
        add_weapons(app, typed, &found, err);
    }
    arena_free(&arena);
    return found.count;
}

static int find_weapon(struct app *app, void *context, const char *typed, struct picker_row *rows,
                       int room, struct err *err)
{
    (void)context;
    return find_weapons(app, typed, rows, 0, room, err);
}

static int find_weapon_or_none(struct app *app, void *context, const char *typed,
                               struct picker_row *rows, int room, struct err *err)
{
    (void)context;
    int count = 0;
    if (typed[0] == '\0' && room > 0) {
        rows[count] = (struct picker_row){.id = 0, .code = "none"};
        text_copy(rows[count++].text, sizeof rows[0].text, _("no weapon"));
    }
    return find_weapons(app, typed, rows, count, room, err);
}

/* --- who is in --------------------------------------------------------------------------------
 */
static int find_host(struct app *app, void *context, const char *typed, struct picker_row *rows,
                     int room, struct err *err)
{
    struct arena arena = {0};
    struct presence_line *lines = NULL;
    struct register_range range = {.only_open = true, .newest_first = true};
    char folded[2 * PICKER_FIND_ROOM];
    char hay[4 * NAME_ROOM];
    int found = 0;
    int count = 0;
    (void)context;
    text_fold(folded, sizeof folded, typed);
    if (!presence_list(app, &arena, &range, &lines, &found, err)) {
        found = 0;
    }
    for (int i = 0; i < found && count < room; i++) {
        struct picker_row row = {.id = lines[i].presence.member_id};
        register_person_name(&lines[i].member, row.text, sizeof row.text);
        text_copy(row.side, sizeof row.side, lines[i].member.number);
        char words[2 * NAME_ROOM];
        snprintf(words, sizeof words, "%s %s", row.text, row.side);
        text_fold(hay, sizeof hay, words);
        if (row.id != 0 && text_matches(hay, folded)) {
            rows[count++] = row;
        }
    }
    arena_free(&arena);
    return count;
}

const struct picker_source register_weapon_source = {.title = N_("Club weapon"),
                                                     .find = find_weapon};
const struct picker_source register_weapon_or_none_source = {.title = N_("Club weapon"),
                                                             .find = find_weapon_or_none};
const struct picker_source register_host_source = {.title = N_("Who is in"), .find = find_host};
