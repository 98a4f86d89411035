#include "ui/report_find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/session.h"
#include "core/weapon.h"

static int find_sessions(struct app *app, void *context, const char *typed, struct picker_row *rows,
                         int room, struct err *err)
{
    struct arena arena = {0};
    struct session_line *lines = NULL;
    const struct session_query query = {.find = typed, .limit = room};
    int count = 0;
    bool has_more = false;
    (void)context;
    if (!session_list(app, &arena, &query, &lines, &count, &has_more, err)) {
        count = 0;
    }
    for (int i = 0; i < count && i < room; i++) {
        char date[48];
        rows[i] = (struct picker_row){.id = lines[i].id};
        time_date_text(date, sizeof date, lines[i].local_date);
        snprintf(rows[i].text, sizeof rows[i].text, "%s, %s", date, lines[i].member);
        text_copy(rows[i].side, sizeof rows[i].side, lines[i].programme_id);
    }
    arena_free(&arena);
    return count;
}

static int find_programmes(struct app *app, void *context, const char *typed,
                           struct picker_row *rows, int room, struct err *err)
{
    int count = 0;
    char find[PICKER_FIND_ROOM];
    (void)context;
    (void)err;
    text_fold(find, sizeof find, typed);
    for (int i = 0; i < app->programmes.count && count < room; i++) {
        const struct programme *programme = &app->programmes.rows[i];
        char hay[2 * NAME_ROOM];
        char folded[2 * NAME_ROOM];
        snprintf(hay, sizeof hay, "%s %s", programme->id, programme_name(programme));
        text_fold(folded, sizeof folded, hay);
        if (programme->is_open_ended || !text_matches(folded, find)) {
            continue;
        }
        rows[count] = (struct picker_row){.id = i + 1};
        text_copy(rows[count].code, sizeof rows[count].code, programme->id);
        text_copy(rows[count].text, sizeof rows[count].text, programme_name(programme));
        text_copy(rows[count].side, sizeof rows[count].side, programme->id);
        count++;
    }
    return count;
}

const struct picker_source session_find_source = {.title = N_("Session"), .find = find_sessions};
const struct picker_source programme_find_source = {.title = N_("Programme"),
                                                    .find = find_programmes};

static void name_session(struct app *app, record_id id, char *dst, size_t size)
{
    struct arena arena = {0};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    struct err ignored = {0};
    if (session_get(app, &arena, id, detail, &ignored)) {
        char date[48];
        char name[2 * NAME_ROOM];
        time_date_text(date, sizeof date, detail->session.local_date);
        member_name(&detail->member, name, sizeof name);
        snprintf(dst, size, "%s, %s", date, name);
    }
    arena_free(&arena);
}

void report_find_names(struct app *app, const struct report_filter *filter, char *member,
                       char *weapon, char *session, char *programme, size_t size)
{
    struct member *row = mem_alloc(sizeof *row);
    struct weapon *arm = mem_alloc(sizeof *arm);
    struct err ignored = {0};
    text_copy(member, size, _("every shooter"));
    text_copy(weapon, size, _("every weapon"));
    text_copy(session, size, _("none chosen"));
    text_copy(programme, size, _("none chosen"));
    if (filter->member_id != 0 && member_get(app, filter->member_id, row, &ignored)) {
        member_name(row, member, size);
    }
    if (filter->weapon_id != 0 && weapon_get(app, filter->weapon_id, arm, &ignored)) {
        text_copy(weapon, size, arm->name);
    }
    if (filter->session_id != 0) {
        name_session(app, filter->session_id, session, size);
    }
    const struct programme *chosen = programme_find(&app->programmes, filter->programme_id);
    if (chosen != NULL) {
        text_copy(programme, size, programme_name(chosen));
    }
    free(row);
    free(arm);
}
