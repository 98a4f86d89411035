/* Section 6: what was exported, and exporting. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/export.h"
#include "ui/export_form.h"
#include "ui/export_work.h"
#include "ui/figure.h"
#include "ui/list.h"
#include "ui/notes.h"
#include "ui/privacy.h"
#include "ui/rules.h"
#include "ui/screens.h"

enum { SAID_LINES = 6, PROGRESS_MS = 150, BAR_COLUMNS = 40, TEXT_ROOM = 700 };

struct reports {
    struct screen screen;
    struct arena arena; /* of the rows */
    struct export_row *rows;
    struct list list;
    char folder[512]; /* the last one that was chosen */
};

static struct reports *reports_of(struct screen *screen)
{
    return (struct reports *)screen;
}

/* --- the list --------------------------------------------------------------------------------- */
static const struct list_column columns[] = {
    {N_("When"), 13, 0, 0, false, false}, {N_("Report"), 16, 1, 0, false, true},
    {N_("Rows"), 8, 0, 2, true, false},   {N_("Result"), 22, 1, 0, false, false},
    {N_("File"), 16, 2, 1, false, false},
};

/* Without "AimTrack_2026-11-23_": when it was made stands before it already. */
static const char *short_name(const char *file_name)
{
    enum { FRONT_BYTES = sizeof "AimTrack_2026-11-23_" - 1 };
    bool has_front = strncmp(file_name, "AimTrack_", 9) == 0 && strlen(file_name) > FRONT_BYTES &&
                     file_name[FRONT_BYTES - 1] == '_';
    return has_front ? file_name + FRONT_BYTES : file_name;
}

static void write_cell(void *owner, int index, int column, char *dst, size_t size, enum ink *ink)
{
    const struct export_row *row = &((struct reports *)owner)->rows[index];
    const struct report *report = report_find(row->report);
    switch (column) {
    case 0:
        time_moment_text(dst, size, row->at_ms);
        break;
    case 1:
        text_copy(dst, size, report != NULL ? _(report->name) : row->report);
        break;
    case 2:
        snprintf(dst, size, "%lld", (long long)row->rows);
        break;
    case 3:
        *ink = row->step == DELIVER_DONE ? INK_ACCENT : INK_WARN;
        text_copy(dst, size, deliver_step_name((enum deliver_step)row->step));
        break;
    default:
        text_copy(dst, size, short_name(row->file_name));
        break;
    }
}

static bool load(struct reports *reports, struct err *err)
{
    struct arena arena = {0};
    struct export_row *rows = NULL;
    int count = 0;
    if (!export_list(reports->screen.app, &arena, &rows, &count, err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&reports->arena);
    reports->arena = arena;
    reports->rows = rows;
    list_set_count(&reports->list, count);
    return true;
}

static void reload(struct reports *reports)
{
    struct err err = {0};
    if (!load(reports, &err)) {
        ui_toast_err(reports->screen.ui, &err);
    }
}

static bool reports_open(struct screen *screen, const void *argument, struct err *err)
{
    struct reports *reports = reports_of(screen);
    (void)argument;
    reports->list = (struct list){.columns = columns,
                                  .column_count = (int)(sizeof columns / sizeof columns[0]),
                                  .empty = N_("Nothing was exported yet. e writes a report to a"
                                              " stick or a folder, and checks it there."),
                                  .cell = write_cell,
                                  .owner = reports};
    if (!load(reports, err)) {
        return false;
    }
    if (reports->list.count > 0) {
        text_copy(reports->folder, sizeof reports->folder, reports->rows[0].target);
    }
    return true;
}

/* --- an export that runs ------------------------------------------------------------------------
 */
static bool is_running(const struct screen *screen)
{
    struct export_work_state state;
    export_work_read(screen->ui, &state);
    return state.is_running;
}

static void reports_focus(struct screen *screen)
{
    reload(reports_of(screen));
    if (is_running(screen)) {
        screen_wake_in_ms(screen, PROGRESS_MS);
    }
}

static void reports_close(struct screen *screen)
{
    arena_free(&reports_of(screen)->arena);
}

static void reports_tick(struct screen *screen)
{
    if (is_running(screen)) {
        screen_wake_in_ms(screen, PROGRESS_MS);
    }
}

/* --- drawing ---------------------------------------------------------------------------------- */
static void rows_text(const struct export_work_state *state, char *dst, size_t size)
{
    char left[64] = "";
    if (state->left_ms >= 0) {
        int seconds = (int)(state->left_ms / 1000) + 1;
        snprintf(left, sizeof left,
                 P_(", about %d second left", ", about %d seconds left", seconds), seconds);
    }
    snprintf(dst, size,
             P_("%s: %lld row written, %d a second%s", "%s: %lld rows written, %d a second%s",
                (int)state->rows),
             _(state->report), (long long)state->rows, state->rows_a_second, left);
}

static void progress_text(const struct export_work_state *state, char *dst, size_t size)
{
    char bytes[48];
    figure_bytes(bytes, sizeof bytes, state->bytes);
    if (state->is_stopping) {
        text_copy(dst, size, _("Stopping: the disk has to end what it is doing ..."));
    } else if (state->is_verifying) {
        snprintf(dst, size, _("The file is read again: %s"), bytes);
    } else if (state->step == DELIVER_PAPER) {
        snprintf(dst, size, _("%s: making the pages ..."), _(state->report));
    } else if (state->step == DELIVER_SYNC) {
        snprintf(dst, size, _("%s: all rows written; the disk is keeping them ..."),
                 _(state->report));
    } else if (state->step == DELIVER_VERIFY) {
        snprintf(dst, size, _("%s: kept; reading it back, %s"), _(state->report), bytes);
    } else if (state->rows_a_second == 0) { /* too soon for a rate */
        snprintf(dst, size, _("%s: reading the first rows ..."), _(state->report));
    } else {
        rows_text(state, dst, size);
    }
}

static void draw_progress(const struct export_work_state *state, struct area area)
{
    char text[TEXT_ROOM];
    progress_text(state, text, sizeof text);
    draw_text(area, 0, 1, INK_TITLE, text);
    if (state->lines > 0) {
        draw_bar(area, 1, 1, BAR_COLUMNS, INK_ACCENT,
                 (int)(state->rows < state->lines ? state->rows : state->lines), (int)state->lines);
    }
    draw_wrapped(area_part(area, 2, 1, area.lines - 2, area.columns - 2), 0, INK_MUTED,
                 state->is_verifying
                     ? _("Esc stops it. It goes on while you do something else.")
                     : _("Esc stops it and leaves nothing behind. It goes on while you do something"
                         " else."));
}

static void draw_row(const struct reports *reports, struct area area)
{
    char text[TEXT_ROOM];
    char size[48];
    char moment[48];
    if (reports->list.cursor >= reports->list.count) {
        return;
    }
    const struct export_row *row = &reports->rows[reports->list.cursor];
    time_moment_text(moment, sizeof moment, row->at_ms);
    figure_bytes(size, sizeof size, row->bytes);
    snprintf(text, sizeof text, "%s%s%s", row->target, row->file_name[0] != '\0' ? "/" : "",
             row->file_name);
    int line = draw_wrapped(area, 0, INK_TITLE, text);
    if (row->step == DELIVER_DONE) {
        snprintf(text, sizeof text, _("%s, %s, by %s"), deliver_step_name(DELIVER_DONE), size,
                 row->by_name);
    } else { /* no size: nothing stayed there */
        snprintf(text, sizeof text, _("%s, by %s"), deliver_step_name((enum deliver_step)row->step),
                 row->by_name);
    }
    line += draw_wrapped(area, line, row->step == DELIVER_DONE ? INK_TEXT : INK_WARN, text);
    if (row->sha256[0] != '\0') {
        snprintf(text, sizeof text, "SHA-256 %s", row->sha256);
        draw_wrapped(area, line, INK_MUTED, text);
    }
}

static void reports_draw(struct screen *screen, struct area area)
{
    struct reports *reports = reports_of(screen);
    int lines = area.lines - 1 - SAID_LINES;
    struct area below = area_part(area, 1 + lines, 1, SAID_LINES, area.columns - 2);
    list_draw(&reports->list, area_part(area, 0, 0, lines, area.columns));
    draw_rule(area, lines, NULL);
    struct export_work_state state;
    export_work_read(screen->ui, &state);
    if (state.is_running) {
        draw_progress(&state, below);
    } else {
        draw_row(reports, below);
    }
}

/* --- keys ------------------------------------------------------------------------------------- */
static void new_export(struct screen *screen)
{
    const struct export_wish wish = {.folder = reports_of(screen)->folder};
    ui_open(screen->ui, &screen_export_form, &wish);
}

static void open_registers(struct screen *screen)
{
    ui_open(screen->ui, &screen_registers, NULL);
}

static void open_privacy(struct screen *screen)
{
    ui_open(screen->ui, &screen_privacy, NULL);
}

static void open_rules(struct screen *screen)
{
    ui_open(screen->ui, &screen_rules, NULL);
}

static void verify(struct screen *screen)
{
    struct reports *reports = reports_of(screen);
    struct err err = {0};
    if (export_work_verify(screen->ui, reports->rows[reports->list.cursor].id, &err)) {
        screen_wake_in_ms(screen, PROGRESS_MS);
    } else {
        ui_toast_err(screen->ui, &err);
    }
}

static bool reports_key(struct screen *screen, int key)
{
    struct reports *reports = reports_of(screen);
    enum list_event event = list_key(&reports->list, key, ui_mouse(screen->ui));
    return event == LIST_MOVED;
}

static void reports_notice(struct screen *screen, const void *sender, const void *value)
{
    struct reports *reports = reports_of(screen);
    if (sender == &screen_export_form && value != NULL) {
        text_copy(reports->folder, sizeof reports->folder, value);
        reports->list.cursor = reports->list.top = 0;
    }
}

static void release(struct screen *screen)
{
    export_work_release(screen->ui, reports_of(screen)->folder);
}

/* --- notes for who audits -----------------------------------------------------------------------
 */
static void read_notes(struct screen *screen)
{
    const struct reports *reports = reports_of(screen);
    const struct note_subject subject = {"export", reports->rows[reports->list.cursor].id};
    ui_open(screen->ui, &screen_notes, &subject);
}

static void stop(struct screen *screen)
{
    export_work_stop(screen->ui);
}

static bool may_manage(const struct screen *screen)
{
    return screen_may(screen, RIGHT_MANAGE_SYSTEM);
}

static bool is_calm(const struct screen *screen)
{
    return !is_running(screen);
}

static bool has_row(const struct screen *screen)
{
    const struct reports *reports = (const struct reports *)screen;
    return reports->list.cursor < reports->list.count;
}

static bool has_file(const struct screen *screen)
{
    const struct reports *reports = (const struct reports *)screen;
    return is_calm(screen) && reports->list.cursor < reports->list.count &&
           reports->rows[reports->list.cursor].sha256[0] != '\0';
}

static const struct key_row keys[] = {
    {'e', "e", N_("new export"), new_export, is_calm, 9},
    {'v', "v", N_("check the file again"), verify, has_file, 8},
    {'n', "n", N_("notes"), read_notes, has_row, 7},
    {'s', "s", N_("stick out"), release, is_calm, 6},
    {'g', "g", N_("registers"), open_registers, NULL, 8},
    {'p', "p", N_("privacy"), open_privacy, may_manage, 5},
    {'r', "r", N_("rules"), open_rules, may_manage, 4},
    {UI_KEY_ESCAPE, N_("Esc"), N_("stop"), stop, is_running, 10},
    {0},
};

const struct screen_class screen_reports = {
    .name = N_("Reports"),
    .about = N_(
        "What was written to sticks and folders, each attempt. e writes a report; it is"
        " done only after every byte was read back from the stick. v reads it again. The"
        " list SHA256SUMS stands beside the files. s makes the stick safe to remove; n holds notes"
        " for who audits. g: presence, weapons handed out, guests."),
    .size = sizeof(struct reports),
    .section = 6,
    .open = reports_open,
    .draw = reports_draw,
    .key = reports_key,
    .notice = reports_notice,
    .focus = reports_focus,
    .tick = reports_tick,
    .close = reports_close,
    .keys = keys,
};
