/* One line that answers an action and goes away by itself. */
#include <stdarg.h>
#include <stdio.h>

#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/ui.h"

enum { LEAST_MS = 2000, MOST_MS = 8000 };

static void show(struct ui *ui, enum toast_kind kind, bool stays)
{
    ui->toast_kind = kind;
    ui->toast_since_ms = time_monotonic_ms();
    ui->toast_stays = stays;
    ui->needs_paint = true;
}

void ui_toast(struct ui *ui, enum toast_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(ui->toast, sizeof ui->toast, format, arguments);
    va_end(arguments);
    show(ui, kind, false);
}

void ui_toast_err(struct ui *ui, const struct err *err)
{
    text_copy(ui->toast, sizeof ui->toast, err->what);
    if (err->detail[0] != '\0') {
        log_err("screen", err);
    }
    show(ui, TOAST_WARN, true);
}

void ui_toast_later(struct ui *ui, enum toast_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(ui->later, sizeof ui->later, format, arguments);
    va_end(arguments);
    ui->later_kind = kind;
    if (ui->toast_since_ms == 0) {
        ui_toast_clear(ui);
    }
}

/* What waited comes in its place. */
void ui_toast_clear(struct ui *ui)
{
    ui->toast_since_ms = 0;
    ui->toast[0] = '\0';
    ui->needs_paint = true;
    if (ui->later[0] != '\0') {
        text_copy(ui->toast, sizeof ui->toast, ui->later);
        ui->later[0] = '\0';
        show(ui, ui->later_kind, false);
    }
}

void ui_toast_key_pressed(struct ui *ui)
{
    int64_t age_ms = time_monotonic_ms() - ui->toast_since_ms;
    if (ui->toast_since_ms != 0 && !ui->is_locked && (age_ms >= LEAST_MS || ui->toast_stays)) {
        ui_toast_clear(ui);
    }
}

int64_t ui_toast_due_ms(const struct ui *ui)
{
    return ui->toast_since_ms == 0 || ui->toast_stays ? 0 : ui->toast_since_ms + MOST_MS;
}

bool ui_toast_is_due(const struct ui *ui, int64_t now_ms)
{
    int64_t due_ms = ui_toast_due_ms(ui);
    return due_ms != 0 && now_ms >= due_ms;
}
