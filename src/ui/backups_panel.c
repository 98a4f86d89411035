/* System, the page Backups: which there are, making one, checking one, one to a stick. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/backup.h"
#include "core/backup_state.h"
#include "core/rights.h"
#include "ui/backup_work.h"
#include "ui/figure.h"
#include "ui/list.h"
#include "ui/system_pages.h"

enum { TEXT_ROOM = 320, HEAD_LINES = 5, PROGRESS_MS = 150, BAR_COLUMNS = 40 };

struct backups_panel {
    struct panel panel;
    struct screen *screen; /* of the card */
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    struct backup_file *rows;
    char folder[BACKUP_FOLDER_ROOM];
    bool is_sealed;    /* by the settings */
    bool is_automatic; /* and at which hour */
    int hour;
    int64_t tested_ms;    /* the newest good restore test; 0: never */
    char says[TEXT_ROOM]; /* about the list beside them; "": nothing */
    char why[240];        /* why nothing is shown: the right is missing */
};

static struct backups_panel *backups_of(const struct screen *screen)
{
    return (struct backups_panel *)card_shown(screen);
}

static const struct list_column columns[] = {
    {N_("Backup"), 34, 1, 0, false, true},   {N_("Made"), 13, 0, 2, false, false},
    {N_("Age"), 11, 0, 1, false, false},     {N_("Size"), 9, 0, 3, true, false},
    {N_("Checked"), 13, 0, 0, false, false}, {N_("Encrypted"), 11, 0, 1, false, false},
};

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct backups_panel *panel = owner;
    const struct backup_file *file = &panel->rows[row];
    switch (column) {
    case 0:
        text_copy(dst, size, file->name);
        break;
    case 1:
        time_moment_text(dst, size, file->at_ms);
        break;
    case 2:
        backup_age_text(dst, size, file->at_ms);
        break;
    case 3:
        figure_bytes(dst, size, file->bytes);
        break;
    case 4:
        text_copy(dst, size, file->is_verified ? _("whole") : _("! not"));
        *ink = file->is_verified ? INK_ACCENT : INK_WARN;
        break;
    default:
        text_copy(dst, size, file->what.is_sealed ? _("yes") : _("no"));
        *ink = INK_MUTED;
        break;
    }
}

static void backups_panel_start(struct panel *base)
{
    struct backups_panel *panel = (struct backups_panel *)base;
    panel->screen = &base->card->screen;
    panel->list = (struct list){.columns = columns,
                                .column_count = (int)(sizeof columns / sizeof columns[0]),
                                .empty = N_("There is no backup yet. m makes one now; people go on"
                                            " scoring meanwhile."),
                                .cell = write_cell,
                                .owner = panel};
}

static void backups_panel_read(struct backups_panel *panel)
{
    struct arena arena = {0};
    struct err err = {0};
    struct backup_state state = {0};
    struct app *app = panel->screen->app;
    int count = 0;
    panel->why[0] = '\0';
    if (!backup_list(app, &arena, &panel->rows, &count, &err) ||
        !backup_state_read(app, &state, &err)) {
        text_copy(panel->why, sizeof panel->why, err.what);
        panel->rows = NULL;
        count = 0;
    }
    (void)backup_list_says(app->folder, panel->says, sizeof panel->says);
    text_copy(panel->folder, sizeof panel->folder, state.folder);
    panel->is_sealed = state.is_sealed;
    panel->is_automatic = state.is_automatic;
    panel->hour = state.hour;
    panel->tested_ms = state.tested_ms;
    arena_free(&panel->arena);
    panel->arena = arena;
    list_set_count(&panel->list, count);
}

static void backups_panel_close(struct panel *base)
{
    struct backups_panel *panel = (struct backups_panel *)base;
    arena_free(&panel->arena);
}

static const struct backup_file *backups_panel_chosen(const struct backups_panel *panel)
{
    const struct list *list = &panel->list;
    return list->cursor < list->count ? &panel->rows[list->cursor] : NULL;
}

/* --- drawing --- */

/* Gives the lines it took. */
static int draw_head(const struct backups_panel *panel, struct area area)
{
    char text[TEXT_ROOM];
    char moment[48];
    draw_format(area, 0, 1, INK_TITLE, _("Backups in %s"), panel->folder);
    if (panel->is_automatic) {
        snprintf(text, sizeof text,
                 _("One a day by itself, after %02d:00; a day that was missed is made up."),
                 panel->hour);
    } else {
        text_copy(text, sizeof text, _("None by itself: that is switched off in aimtrack.conf."));
    }
    draw_text(area, 1, 1, panel->is_automatic ? INK_TEXT : INK_WARN, text);
    draw_text(area, 2, 1, INK_TEXT,
              panel->is_sealed
                  ? _("Encrypted: only the private key, which is not here, opens them.")
                  : _("Not encrypted: who has the file has the club's records, but no PINs."));
    if (panel->tested_ms != 0) {
        time_moment_text(moment, sizeof moment, panel->tested_ms);
        draw_format(area, 3, 1, INK_TEXT, _("Restored as a test on %s."), moment);
    } else {
        draw_text(area, 3, 1, INK_WARN, _("Never restored as a test: t does it."));
    }
    return HEAD_LINES + (panel->says[0] == '\0'
                             ? 0
                             : draw_wrapped(area_part(area, 4, 1, area.lines - 4, area.columns - 2),
                                            0, INK_WARN, panel->says));
}

static void draw_work(const struct backups_panel *panel, struct area area)
{
    char what[96] = "";
    char text[TEXT_ROOM];
    int done = backup_work_read(panel->screen->ui, what, sizeof what);
    draw_text(area, 0, 1, INK_TEXT, what);
    draw_bar(area, 1, 1, BAR_COLUMNS, INK_ACCENT, done, 1000);
    snprintf(text, sizeof text, "%d %%", done / 10);
    draw_text(area, 1, BAR_COLUMNS + 3, INK_TEXT, text);
    draw_text(area, 2, 1, INK_MUTED, _("Everything else keeps working. Esc stops it."));
    screen_wake_in_ms(panel->screen, PROGRESS_MS);
}

static void backups_panel_draw(struct panel *base, struct area area)
{
    struct backups_panel *panel = (struct backups_panel *)base;
    if (panel->why[0] != '\0') {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), 0, INK_MUTED, panel->why);
        return;
    }
    int below = backup_work_is_running(panel->screen->ui) ? 4 : 0;
    int head = draw_head(panel, area);
    list_draw(&panel->list, area_part(area, head, 0, area.lines - head - below, area.columns));
    if (below > 0) {
        draw_work(panel, area_part(area, area.lines - 3, 0, 3, area.columns));
    }
}

/* --- keys --- */

static bool backups_panel_key(struct panel *base, int key)
{
    struct backups_panel *panel = (struct backups_panel *)base;
    if (key == UI_KEY_ESCAPE && backup_work_is_running(panel->screen->ui)) {
        backup_work_stop(panel->screen->ui);
        return true;
    }
    return key != '/' && list_key(&panel->list, key, ui_mouse(panel->screen->ui)) != LIST_UNUSED;
}

static void start(struct backups_panel *panel, enum backup_job_kind kind,
                  const struct backup_file *file)
{
    struct err err = {0};
    if (!backup_work_start(panel->screen->ui, kind, file, &err)) {
        ui_toast_err(panel->screen->ui, &err);
        return;
    }
    screen_wake_in_ms(panel->screen, PROGRESS_MS);
}

static void backups_panel_make(struct screen *screen)
{
    struct backups_panel *panel = backups_of(screen);
    start(panel, BACKUP_JOB_MAKE, NULL);
}

static void backups_panel_to_stick(struct screen *screen)
{
    struct backups_panel *panel = backups_of(screen);
    start(panel, BACKUP_JOB_STICK, NULL);
}

static void backups_panel_verify(struct screen *screen)
{
    struct backups_panel *panel = backups_of(screen);
    if (backups_panel_chosen(panel) != NULL) {
        start(panel, BACKUP_JOB_VERIFY, backups_panel_chosen(panel));
    }
}

static void backups_panel_test(struct screen *screen)
{
    struct backups_panel *panel = backups_of(screen);
    if (backups_panel_chosen(panel) != NULL) {
        start(panel, BACKUP_JOB_TEST, backups_panel_chosen(panel));
    }
}

static bool can_back_up(const struct screen *screen)
{
    return !backup_work_is_running(screen->ui) &&
           rights_has(&screen->app->actor, RIGHT_MANAGE_SYSTEM);
}

static bool has_backup(const struct screen *screen)
{
    return can_back_up(screen) && backups_panel_chosen(backups_of(screen)) != NULL;
}

static bool has_open_backup(const struct screen *screen)
{
    return has_backup(screen) && !backups_panel_chosen(backups_of(screen))->what.is_sealed;
}

static const struct key_row keys[] = {
    {'m', "m", N_("make one now"), backups_panel_make, can_back_up, 10},
    {'s', "s", N_("to a stick"), backups_panel_to_stick, can_back_up, 9},
    {'v', "v", N_("check it"), backups_panel_verify, has_backup, 8},
    {'t', "t", N_("restore as a test"), backups_panel_test, has_open_backup, 7},
    {0},
};

static bool backups_panel_load(struct panel *base, struct err *err)
{
    (void)err;
    backups_panel_read((struct backups_panel *)base);
    return true;
}

const struct panel_class page_backups = {
    .name = N_("Backups"),
    .about = N_("The club's backups: m makes one while people go on scoring, s one on the stick, v "
                "checks one, t restores one as a test."),
    .size = sizeof(struct backups_panel),
    .start = backups_panel_start,
    .load = backups_panel_load,
    .draw = backups_panel_draw,
    .key = backups_panel_key,
    .close = backups_panel_close,
    .keys = keys,
};
