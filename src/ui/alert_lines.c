#include "ui/alert_lines.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/time.h"
#include "core/alert_words.h"

enum { TEXT_ROOM = 420 };

void alert_lines_load(struct alert_lines *lines, struct app *app)
{
    struct arena arena = {0};
    struct alert_standing *rows = NULL;
    struct err err = {0};
    int count = 0;
    if (!alerts_standing(app, &arena, &rows, &count, &err)) {
        log_err("alerts", &err);
        count = 0;
    }
    lines->count = count < ALERT_LINES_MAX ? count : ALERT_LINES_MAX;
    for (int i = 0; i < lines->count; i++) {
        lines->rows[i] = rows[i];
    }
    arena_free(&arena);
}

static int draw_details(const struct alert_standing *row, struct area area, int line)
{
    char text[TEXT_ROOM];
    char moment[48];
    struct area indented = area_part(area, 0, 3, area.lines, area.columns - 4);
    time_moment_text(moment, sizeof moment, row->since_ms);
    snprintf(text, sizeof text, _("since %s: %s"), moment, row->detail);
    line += draw_wrapped(indented, line, INK_MUTED, text);
    return line + draw_wrapped(indented, line, INK_TEXT, alert_by_key(row->key));
}

int alert_lines_draw(const struct alert_lines *lines, struct area area, int line, bool has_details)
{
    char text[TEXT_ROOM];
    for (int i = 0; i < lines->count; i++) {
        snprintf(text, sizeof text, "! %s", alert_says(lines->rows[i].key));
        draw_text(area, line++, 1, INK_WARN, text);
        if (has_details) {
            line = draw_details(&lines->rows[i], area, line);
        }
    }
    return lines->count > 0 ? line + 1 : line;
}
