#include "ui/export_form.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/insight.h"
#include "ui/field.h"
#include "ui/member_find.h"
#include "ui/member_form.h"
#include "ui/screens.h"

enum {
    FIELD_REPORT,
    FIELD_SHOOTER,
    FIELD_WEAPON,
    FIELD_PERIOD,
    FIELD_FROM,
    FIELD_TO,
    FIELD_SEPARATOR,
    FIELD_FOLDER,
    FIELDS
};
enum { PERIOD_MONTH, PERIOD_365, PERIOD_YEAR, PERIOD_ALL, PERIOD_OWN };
enum { BOX_COLUMNS = 76, BOX_LINES = 16, REPORTS_MAX = 16, YEAR_DAYS = 365 };

static const char *const period_names[] = {N_("this month"), N_("last 365 days"), N_("this year"),
                                           N_("everything"), N_("own dates"),     NULL};
static const char *const separator_names[] = {N_("comma"), N_("semicolon, with a mark for Excel"),
                                              NULL};

struct export_form {
    struct screen screen;
    struct form form;
    struct form_field fields[FIELDS];
    int picking; /* field whose picker is open; -1: none */
    const char *reports[REPORTS_MAX + 1];
    int report, period, separator;
    char shooter[NAME_ROOM], weapon[NAME_ROOM];
    char from[NUMBER_ROOM], to[NUMBER_ROOM];
    char folder[512];
    struct export_order order;
};

static struct export_form *form_of(struct screen *screen)
{
    return (struct export_form *)screen;
}

/* --- the order ------------------------------------------------------------------------------- */
static bool read_dates(struct export_form *form, struct err *err)
{
    struct report_filter *filter = &form->order.filter;
    struct insight_choice choice = {0};
    if (form->period == PERIOD_OWN) {
        return form_date_read(form->from, filter->from, err) &&
               form_date_read(form->to, filter->to, err);
    }
    time_local_date(choice.to, time_now_ms());
    if (form->period == PERIOD_MONTH) {
        snprintf(choice.from, sizeof choice.from, "%.7s-01", choice.to);
    } else if (form->period == PERIOD_YEAR) {
        snprintf(choice.from, sizeof choice.from, "%.4s-01-01", choice.to);
    } else {
        insight_last_days(&choice, form->period == PERIOD_365 ? YEAR_DAYS : 0);
    }
    text_copy(filter->from, sizeof filter->from, choice.from);
    text_copy(filter->to, sizeof filter->to, choice.to);
    return true;
}

static void write_out(struct screen *screen)
{
    struct export_form *form = form_of(screen);
    struct err err = {0};
    text_trim(form->folder);
    if (!read_dates(form, &err)) {
        text_copy(form->form.error, sizeof form->form.error, err.what);
        form->form.error_field = -1;
        return;
    }
    form->order.report = report_at(form->report);
    form->order.folder = form->folder[0] != '\0' ? form->folder : ".";
    form->order.style = (struct spreadsheet_style){.separator = form->separator == 0 ? ',' : ';',
                                                   .has_mark = form->separator != 0};
    ui_close(screen, &form->order);
}

/* --- fields -------------------------------------------------------------------------------------
 */
static void lay_fields(struct export_form *form)
{
    const struct form_field all[FIELDS] = {
        [FIELD_REPORT] = {.kind = FORM_CHOICE,
                          .label = N_("Report"),
                          .hint = N_("Left and Right choose."),
                          .choices = form->reports,
                          .number = &form->report},
        [FIELD_SHOOTER] = {.kind = FORM_PICK,
                           .label = N_("Shooter"),
                           .hint = N_("Space finds one."),
                           .text = form->shooter,
                           .room = sizeof form->shooter,
                           .source = &member_find_or_none_source,
                           .picked = &form->order.filter.member_id},
        [FIELD_WEAPON] = {.kind = FORM_PICK,
                          .label = N_("Weapon"),
                          .hint = N_("Space finds one; every weapon when none is named."),
                          .text = form->weapon,
                          .room = sizeof form->weapon,
                          .source = &weapon_find_or_none_source,
                          .picked = &form->order.filter.weapon_id},
        [FIELD_PERIOD] = {.kind = FORM_CHOICE,
                          .label = N_("Period"),
                          .hint = N_("Left and Right choose."),
                          .choices = period_names,
                          .number = &form->period},
        [FIELD_FROM] = {.kind = FORM_TEXT,
                        .label = N_("From"),
                        .hint = N_("For own dates: 31-12-2001; may stay empty."),
                        .text = form->from,
                        .room = sizeof form->from},
        [FIELD_TO] = {.kind = FORM_TEXT,
                      .label = N_("To"),
                      .hint = N_("For own dates: 31-12-2001; may stay empty."),
                      .text = form->to,
                      .room = sizeof form->to},
        [FIELD_SEPARATOR] = {.kind = FORM_CHOICE,
                             .label = N_("Cells between"),
                             .hint = N_("Left and Right choose."),
                             .choices = separator_names,
                             .number = &form->separator},
        [FIELD_FOLDER] = {.kind = FORM_TEXT,
                          .label = N_("Folder"),
                          .hint = N_("Where the stick is, /media/... for one. Enter writes."),
                          .text = form->folder,
                          .room = sizeof form->folder},
    };
    for (int i = 0; i < FIELDS; i++) {
        form->fields[i] = all[i];
    }
    form_start(&form->form, form->fields, FIELDS);
}

static bool form_open(struct screen *screen, const void *argument, struct err *err)
{
    struct export_form *form = form_of(screen);
    (void)err;
    form->picking = -1;
    form->period = PERIOD_365;
    for (int i = 0; i < REPORTS_MAX && report_at(i) != NULL; i++) {
        form->reports[i] = report_at(i)->name;
    }
    text_copy(form->shooter, sizeof form->shooter, _("every shooter"));
    text_copy(form->weapon, sizeof form->weapon, _("every weapon"));
    text_copy(form->folder, sizeof form->folder, argument);
    lay_fields(form);
    return true;
}

static void form_paint(struct screen *screen, struct area area)
{
    struct export_form *form = form_of(screen);
    int columns = area.columns < BOX_COLUMNS ? area.columns : BOX_COLUMNS;
    int lines = area.lines < BOX_LINES ? area.lines : BOX_LINES;
    struct area box =
        area_part(area, (area.lines - lines) / 2, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, _("An export"));
    form_draw(&form->form, area_part(box, 1, 2, lines - 2, columns - 4));
}

/* --- keys ------------------------------------------------------------------------------------- */
static void leave(struct screen *screen)
{
    ui_close(screen, NULL);
}

static void pick(struct export_form *form)
{
    struct picker_argument argument = {.source = form->form.fields[form->form.focus].source,
                                       .context = &form->order.filter.member_id};
    form->picking = form->form.focus;
    if (ui_open(form->screen.ui, &screen_picker, &argument) == NULL) {
        form->picking = -1;
    }
}

static bool form_key_pressed(struct screen *screen, int key)
{
    struct export_form *form = form_of(screen);
    switch (form_key(&form->form, key, ui_mouse(screen->ui))) {
    case FORM_UNUSED:
        return false;
    case FORM_CHANGED:
        form->form.error[0] = '\0';
        break;
    case FORM_SAVE:
        write_out(screen);
        break;
    case FORM_CANCEL:
        leave(screen);
        break;
    case FORM_WANTS_PICK:
        pick(form);
        break;
    }
    return true;
}

static void form_notice(struct screen *screen, const void *sender, const void *value)
{
    struct export_form *form = form_of(screen);
    if (sender == &screen_picker && form->picking >= 0 && value != NULL) {
        const struct picker_row *row = value;
        struct form_field *field = &form->form.fields[form->picking];
        *field->picked = row->id;
        text_copy(field->text, field->room, row->text);
        form_focus(&form->form, form->picking + 1);
    }
    form->picking = -1;
}

static const struct key_row keys[] = {
    {UI_KEY_F1 + 1, "F2", N_("write"), write_out, NULL, 9},
    {UI_KEY_ESCAPE, N_("Esc"), N_("leave"), leave, NULL, 7},
    {0},
};

const struct screen_class screen_export_form = {
    .name = N_("An export"),
    .about = N_("What is written, about whom, of which period, and where to. A permit dossier is"
                " about one shooter. F2, or Enter in the last field, writes."),
    .size = sizeof(struct export_form),
    .section = 6,
    .takes_text = true,
    .is_popup = true,
    .open = form_open,
    .draw = form_paint,
    .key = form_key_pressed,
    .notice = form_notice,
    .keys = keys,
};
