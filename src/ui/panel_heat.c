/* Where all shots of a period lie on the face. Read on another thread; Esc stops it. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/heat_job.h"
#include "ui/figure.h"
#include "ui/insight_card.h"

enum { PROGRESS_MS = 200, SIDE_COLUMNS = 30, TEXT_ROOM = 200, SHADES = 4, HOURS_FROM = 25 };

struct panel_heat {
    struct panel panel;
    struct heat_job *job; /* NULL: nothing is being read */
    const struct face *face;
    struct heat heat;
    struct heat_lean lean;
    bool has_heat;
    char why[TEXT_ROOM]; /* why there is none */
};

static struct panel_heat *heat_of(struct panel *panel)
{
    return (struct panel_heat *)panel;
}

/* --- reading ---------------------------------------------------------------------------------- */
static void is_done(void *context)
{
    struct panel_heat *heat = context;
    struct err err = {0};
    struct heat_job *job = heat->job;
    heat->job = NULL;
    heat->has_heat = heat_job_finish(job, &heat->heat, &err);
    if (heat->has_heat) {
        heat_lean(&heat->heat, &heat->lean);
    } else {
        text_copy(heat->why, sizeof heat->why, err.what);
    }
}

static void stop(struct panel_heat *heat)
{
    struct err err = {0};
    if (heat->job != NULL) {
        heat_job_cancel(heat->job);
        ui_forget_task(heat->panel.card->screen.ui, heat_job_task(heat->job));
        heat_job_finish(heat->job, &heat->heat, &err);
        heat->job = NULL;
        text_copy(heat->why, sizeof heat->why, err.what);
    }
}

static bool heat_load(struct panel *panel, struct err *err)
{
    struct panel_heat *heat = heat_of(panel);
    struct insight_card *card = insight_card_of(panel);
    struct screen *screen = &panel->card->screen;
    struct err why = {0};
    if (!insight_card_need(card, err)) {
        return false;
    }
    stop(heat);
    heat->has_heat = false;
    heat->why[0] = '\0';
    heat->job = heat_job_start(screen->app, &card->lines, &card->look.choice, &why);
    if (heat->job == NULL) {
        text_copy(heat->why, sizeof heat->why, why.what);
        return true;
    }
    heat->face = heat_job_face(heat->job);
    ui_watch_task(screen->ui, heat_job_task(heat->job), is_done, heat);
    screen_wake_in_ms(screen, PROGRESS_MS);
    return true;
}

static void heat_tick(struct panel *panel)
{
    if (heat_of(panel)->job != NULL) {
        screen_wake_in_ms(&panel->card->screen, PROGRESS_MS);
    }
}

static void heat_close(struct panel *panel)
{
    stop(heat_of(panel));
}

/* --- painting --------------------------------------------------------------------------------- */
static void draw_progress(const struct panel_heat *heat, struct area area)
{
    char text[TEXT_ROOM];
    int done = 0;
    int total = 0;
    heat_job_progress(heat->job, &done, &total);
    snprintf(text, sizeof text, _("Reading the shots of %d of %d sessions; Esc stops"), done,
             total);
    draw_text(area, 0, 1, INK_MUTED, text);
    draw_bar(area, 1, 1, area.columns - 2, INK_ACCENT, done, total);
}

static int64_t block_sum(const struct heat *heat, int line, int column, int size)
{
    int64_t sum = 0;
    for (int y = line; y < line + size && y < HEAT_CELLS; y++) {
        for (int x = column; x < column + size && x < HEAT_CELLS; x++) {
            sum += heat->cells[y][x];
        }
    }
    return sum;
}

/* The ring of the middle of a block, for its colour. */
static enum ink block_ink(const struct panel_heat *heat, int line, int column, int size)
{
    double cell = (double)heat->heat.cell_um;
    double x = (column + (size - 1) / 2.0 - HEAT_HALF) * cell;
    double y = (line + (size - 1) / 2.0 - HEAT_HALF) * cell;
    double square = x * x + y * y;
    double ten = (double)face_ring_radius_am(heat->face, 10) / (double)AM_PER_UM;
    double nine = (double)face_ring_radius_am(heat->face, 9) / (double)AM_PER_UM;
    return square <= ten * ten ? INK_TEN : square <= nine * nine ? INK_NINE : INK_ACCENT2;
}

static void draw_map(const struct panel_heat *heat, struct area area)
{
    static const char *const utf8[] = {"··", "░░", "▒▒", "▓▓", "██"};
    static const char *const ascii[] = {" .", "::", "++", "##", "@@"};
    int size = (HEAT_CELLS + area.lines - 1) / area.lines;
    int across = (HEAT_CELLS + size - 1) / size;
    int64_t most = 1;
    while (across * 2 > area.columns) {
        size++;
        across = (HEAT_CELLS + size - 1) / size;
    }
    for (int line = 0; line < across; line++) {
        for (int column = 0; column < across; column++) {
            int64_t sum = block_sum(&heat->heat, line * size, column * size, size);
            most = sum > most ? sum : most;
        }
    }
    for (int line = 0; line < across; line++) {
        for (int column = 0; column < across; column++) {
            int64_t sum = block_sum(&heat->heat, line * size, column * size, size);
            int shade = sum == 0 ? 0 : 1 + (int)((sum * SHADES - 1) / most);
            shade = shade > SHADES ? SHADES : shade;
            draw_glyphs(area, line, column * 2,
                        sum == 0 ? INK_LINE : block_ink(heat, line * size, column * size, size),
                        GROUND_PLAIN, draw_symbol(utf8[shade], ascii[shade]));
        }
    }
}

static void draw_rings(const struct heat *heat, struct area area, int lines)
{
    int64_t most = 1;
    for (int ring = 0; ring <= 10; ring++) {
        most = heat->rings[ring] > most ? heat->rings[ring] : most;
    }
    for (int i = 0; i <= 10 && i < lines; i++) {
        int ring = 10 - i;
        char text[32];
        char share[32];
        double percent =
            heat->shots > 0 ? 100.0 * (double)heat->rings[ring] / (double)heat->shots : 0;
        snprintf(text, sizeof text, "%d", ring);
        draw_right(area, i, 0, 3, ring == 10 ? INK_TEN : ring == 9 ? INK_NINE : INK_TEXT, text);
        draw_bar(area, i, 4, area.columns - 14, INK_ACCENT, (double)heat->rings[ring],
                 (double)most);
        figure_number(share, sizeof share, percent, 1);
        snprintf(text, sizeof text, "%s %%", share);
        draw_right(area, i, area.columns - 9, 8, INK_MUTED, text);
    }
}

/* Shots below the ten by the hour they went to, in two columns. */
static void draw_hours(const struct heat *heat, struct area area)
{
    int64_t total = 0;
    for (int hour = 1; hour <= 12; hour++) {
        total += heat->missed_hours[hour];
    }
    draw_text(area, 0, 0, INK_ACCENT, _("Below the ten, by the clock"));
    for (int hour = 1; hour <= 12 && total > 0; hour++) {
        char text[48], share[32];
        figure_number(share, sizeof share, 100.0 * (double)heat->missed_hours[hour] / (double)total,
                      1);
        snprintf(text, sizeof text, _("%2d h %5s %%"), hour, share);
        draw_text(area, 1 + (hour - 1) % 6, hour > 6 ? area.columns / 2 : 0, INK_TEXT, text);
    }
}

static void draw_lean(const struct panel_heat *heat, struct area area)
{
    char text[TEXT_ROOM], share[32], low[32], high[32];
    const struct heat_lean *lean = &heat->lean;
    if (!lean->share.has) {
        draw_wrapped(area, 0, INK_MUTED, _(lean->share.why));
        return;
    }
    figure_number(share, sizeof share, lean->share.value * 100, 0);
    figure_number(low, sizeof low, lean->low.value * 100, 0);
    figure_number(high, sizeof high, lean->high.value * 100, 0);
    snprintf(text, sizeof text,
             _("Below the ten most go to %d o'clock: %s %% (%s to %s), by chance 8: %s"),
             lean->hour, share, low, high,
             lean->verdict == VERDICT_HIGHER ? _("they lean that way") : _("within noise"));
    draw_wrapped(area, 0, lean->verdict == VERDICT_HIGHER ? INK_WARN : INK_MUTED, text);
}

static void heat_draw(struct panel *panel, struct area area)
{
    struct panel_heat *heat = heat_of(panel);
    char text[TEXT_ROOM];
    insight_card_draw_title(insight_card_of(panel), area);
    struct area rest = area_part(area, 1, 0, area.lines - 1, area.columns);
    if (heat->job != NULL) {
        draw_progress(heat, area_part(rest, 1, 0, 2, rest.columns));
        return;
    }
    if (!heat->has_heat) {
        draw_wrapped(area_part(rest, 1, 1, rest.lines - 1, rest.columns - 2), 0, INK_MUTED,
                     heat->why);
        return;
    }
    char cell[48];
    figure_number(cell, sizeof cell, (double)heat->heat.cell_um * HEAT_CELLS / 1000, 0);
    snprintf(text, sizeof text, _("%s: %lld shots, %s mm across"), heat->face->id,
             (long long)heat->heat.shots, cell);
    draw_text(rest, 0, 1, INK_ACCENT, text);
    struct area body = area_part(rest, 1, 1, rest.lines - 1, rest.columns - 1);
    draw_map(heat, area_part(body, 0, 0, body.lines, body.columns - SIDE_COLUMNS - 2));
    struct area side = area_part(body, 0, body.columns - SIDE_COLUMNS, body.lines, SIDE_COLUMNS);
    bool has_room = side.lines >= HOURS_FROM;
    draw_rings(&heat->heat, side, has_room ? 11 : side.lines - 6);
    if (has_room) {
        draw_hours(&heat->heat, area_part(side, 12, 0, 7, SIDE_COLUMNS));
    }
    draw_lean(heat, area_part(side, side.lines - 5, 0, 5, SIDE_COLUMNS));
}

static void stop_reading(struct screen *screen)
{
    stop(heat_of(card_panel(screen)));
}

static bool is_reading(const struct screen *screen)
{
    const struct card *card = (const struct card *)screen;
    return ((const struct panel_heat *)card->open[card->tabs.chosen])->job != NULL;
}

static const struct key_row keys[] = {
    {UI_KEY_ESCAPE, "Esc", N_("stop reading"), stop_reading, is_reading, 9},
    {0},
};

const struct panel_class panel_heat = {
    .name = N_("Heat map"),
    .size = sizeof(struct panel_heat),
    .load = heat_load,
    .draw = heat_draw,
    .tick = heat_tick,
    .close = heat_close,
    .keys = keys,
};
