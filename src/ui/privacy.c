#include "ui/privacy.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/privacy.h"
#include "ui/export_form.h"
#include "ui/list.h"
#include "ui/screens.h"

enum { DUE_LINES = PRIVACY_KINDS + 2 };

struct privacy {
    struct screen screen;
    struct arena arena;  /* of the rows */
    struct member *rows; /* who left and still has a name */
    struct privacy_due due[PRIVACY_KINDS];
    struct list list;
};

static struct privacy *privacy_of(struct screen *screen)
{
    return (struct privacy *)screen;
}

/* --- who left -----------------------------------------------------------------------------------
 */
static const struct list_column columns[] = {
    {N_("Who left"), 28, 2, 0, false, true},
    {N_("Number"), 10, 0, 1, false, false},
    {N_("Left on"), 14, 0, 0, false, false},
    {N_("State"), 12, 0, 0, false, false},
};

static bool is_due(const struct privacy *privacy, const struct member *member)
{
    const char *until = privacy->due[PRIVACY_MEMBERS].until;
    return until[0] != '\0' && member->left_on[0] != '\0' &&
           time_date_days(member->left_on) <= time_date_days(until);
}

static void write_cell(void *owner, int index, int column, char *dst, size_t size, enum ink *ink)
{
    const struct privacy *privacy = owner;
    const struct member *member = &privacy->rows[index];
    switch (column) {
    case 0:
        member_name(member, dst, size);
        break;
    case 1:
        text_copy(dst, size, member->number);
        break;
    case 2:
        time_date_text(dst, size, member->left_on);
        break;
    default:
        *ink = INK_WARN;
        text_copy(dst, size, is_due(privacy, member) ? _("due") : "");
        break;
    }
}

static bool load(struct privacy *privacy, struct err *err)
{
    struct arena arena = {0};
    struct member *rows = NULL;
    int count = 0;
    if (!privacy_due_read(privacy->screen.app, privacy->due, err) ||
        !privacy_left(privacy->screen.app, &arena, &rows, &count, err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&privacy->arena);
    privacy->arena = arena;
    privacy->rows = rows;
    list_set_count(&privacy->list, count);
    return true;
}

static void reload(struct privacy *privacy)
{
    struct err err = {0};
    if (!load(privacy, &err)) {
        ui_toast_err(privacy->screen.ui, &err);
    }
}

static bool privacy_open(struct screen *screen, const void *argument, struct err *err)
{
    struct privacy *privacy = privacy_of(screen);
    (void)argument;
    privacy->list = (struct list){.columns = columns,
                                  .column_count = (int)(sizeof columns / sizeof columns[0]),
                                  .empty = N_("Nobody who left still has a name here."),
                                  .cell = write_cell,
                                  .owner = privacy};
    return load(privacy, err);
}

static void privacy_close(struct screen *screen)
{
    arena_free(&privacy_of(screen)->arena);
}

/* --- drawing ---------------------------------------------------------------------------------- */
static void draw_due(const struct privacy_due *due, struct area area, int line)
{
    char text[200];
    char oldest[48] = "";
    if (due->months == 0) {
        snprintf(text, sizeof text, _("%s: never due"), due->name);
    } else if (due->count == 0) {
        snprintf(
            text, sizeof text,
            P_("%s: nothing older than %d month", "%s: nothing older than %d months", due->months),
            due->name, due->months);
    } else {
        time_date_text(oldest, sizeof oldest, due->oldest);
        snprintf(text, sizeof text, _("%s: %d older than %d months, since %s"), due->name,
                 due->count, due->months, oldest);
    }
    draw_text(area, line, 1, due->count > 0 ? INK_WARN : INK_MUTED, text);
}

static void privacy_draw(struct screen *screen, struct area area)
{
    struct privacy *privacy = privacy_of(screen);
    int lines = area.lines - DUE_LINES;
    list_draw(&privacy->list, area_part(area, 0, 0, lines, area.columns));
    draw_rule(area, lines, _("Kept longer than the rules say (nothing goes by itself)"));
    for (int i = 0; i < PRIVACY_KINDS; i++) {
        draw_due(&privacy->due[i], area, lines + 1 + i);
    }
}

/* --- keys ------------------------------------------------------------------------------------- */
static const struct member *chosen(const struct privacy *privacy)
{
    return privacy->list.cursor < privacy->list.count ? &privacy->rows[privacy->list.cursor] : NULL;
}

static bool has_row(const struct screen *screen)
{
    return chosen((const struct privacy *)screen) != NULL;
}

static void anonymise(struct screen *screen)
{
    struct privacy *privacy = privacy_of(screen);
    struct privacy_result result;
    struct err err = {0};
    if (chosen(privacy) == NULL) {
        return;
    }
    if (privacy_anonymise(screen->app, chosen(privacy)->id, &result, &err) && result.is_in_log) {
        ui_toast(
            screen->ui, TOAST_WARN, "%s",
            _("The person is gone from the records. Another AimTrack is open: what was overwritten"
              " is still in the log file until that one is closed."));
    } else if (err.kind == ERR_OK) {
        ui_toast(screen->ui, TOAST_GOOD, "%s",
                 _("The person is gone; sessions, turns and totals stay. Backups and exports still"
                   " hold the name."));
    } else {
        ui_toast_err(screen->ui, &err);
    }
    reload(privacy);
}

static void ask_to_anonymise(struct screen *screen)
{
    char question[400];
    char name[2 * NAME_ROOM];
    member_name(chosen(privacy_of(screen)), name, sizeof name);
    snprintf(question, sizeof question,
             _("Take %s out for good: name, number, licence, birth date, notes, goals, questions,"
               " files, account and serial numbers of own weapons? Sessions, shots, turns and "
               "registers stay without a name. This cannot be"
               " undone."),
             name);
    ui_ask(screen, question, _("make anonymous"), anonymise);
}

static void blank_guests(struct screen *screen)
{
    struct err err = {0};
    int count = 0;
    if (privacy_blank_due_guests(screen->app, &count, &err)) {
        ui_toast(screen->ui, TOAST_GOOD,
                 P_("%d guest has no name any more.", "%d guests have no name any more.", count),
                 count);
    } else {
        ui_toast_err(screen->ui, &err);
    }
    reload(privacy_of(screen));
}

static bool has_due_guests(const struct screen *screen)
{
    return ((const struct privacy *)screen)->due[PRIVACY_GUESTS].count > 0;
}

static void ask_to_blank(struct screen *screen)
{
    char question[300];
    const struct privacy_due *due = &privacy_of(screen)->due[PRIVACY_GUESTS];
    char until[48];
    time_date_text(until, sizeof until, due->until);
    snprintf(question, sizeof question,
             P_("Take the name and document of %d guest until %s out for good? The visit stays.",
                "Take the names and documents of %d guests until %s out for good? The visits stay.",
                due->count),
             due->count, until);
    ui_ask(screen, question, _("take names out"), blank_guests);
}

static void export_person(struct screen *screen)
{
    const struct report_filter filter = {.member_id = chosen(privacy_of(screen))->id};
    export_form_open(screen->ui, "person", &filter);
}

static void leave(struct screen *screen)
{
    ui_close(screen, NULL);
}

static bool privacy_key(struct screen *screen, int key)
{
    return list_key(&privacy_of(screen)->list, key, ui_mouse(screen->ui)) == LIST_MOVED;
}

static const struct key_row keys[] = {
    {'a', "a", N_("make anonymous"), ask_to_anonymise, has_row, 9},
    {'x', "x", N_("export everything"), export_person, has_row, 8},
    {'b', "b", N_("guests that are due"), ask_to_blank, has_due_guests, 7},
    {UI_KEY_ESCAPE, N_("Esc"), N_("back"), leave, NULL, 6},
    {0},
};

const struct screen_class screen_privacy = {
    .name = N_("Privacy"),
    .about =
        N_("Members who left and still have a name here, and what is kept longer than the rules"
           " say. a takes the person out, x exports everything about them. Of a member who is"
           " still here: the report \"Everything about a member\"."),
    .size = sizeof(struct privacy),
    .section = 6,
    .open = privacy_open,
    .draw = privacy_draw,
    .key = privacy_key,
    .close = privacy_close,
    .keys = keys,
};
