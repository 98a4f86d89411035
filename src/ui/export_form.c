#include "ui/export_form.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/export_job.h"
#include "core/insight.h"
#include "core/session.h"
#include "ui/export_work.h"
#include "ui/field.h"
#include "ui/figure.h"
#include "ui/member_find.h"
#include "ui/member_form.h"
#include "ui/report_find.h"
#include "ui/screens.h"

enum what { /* a field; those that the report does not use are left out */
            WHAT_REPORT,
            WHAT_SHOOTER,
            WHAT_WEAPON,
            WHAT_SESSION,
            WHAT_PROGRAMME,
            WHAT_PERIOD,
            WHAT_FROM,
            WHAT_TO,
            WHAT_FORMAT,
            WHAT_PLACE,
            WHAT_FOLDER,
            WHAT_RELEASE,
            WHAT_COUNT
};
enum { PERIOD_365, PERIOD_MONTH, PERIOD_YEAR, PERIOD_LAST_YEAR, PERIOD_ALL, PERIOD_OWN };
enum { KIND_PDF, KIND_CSV, KIND_EXCEL, KIND_JSON };
enum {
    BOX_COLUMNS = 76,
    BOX_LINES = 18,
    REPORTS_MAX = 32,
    YEAR_DAYS = 365,
    PREVIEW_MS = 300, /* after the last change */
    PLACE_ROOM = 96
};

static const char *const period_names[] = {N_("last 365 days"),
                                           N_("this month"),
                                           N_("this year"),
                                           N_("last year"),
                                           N_("everything"),
                                           N_("own dates"),
                                           NULL};
static const char *const kind_names[] = {N_("PDF, on paper"), N_("CSV"),
                                         N_("CSV for Excel: semicolons, decimal commas"),
                                         N_("JSON"), NULL};
static const char *const release_names[] = {N_("safe to remove"), N_("leave it in"), NULL};

struct export_form {
    struct screen screen;
    struct form form;
    struct form_field fields[WHAT_COUNT];
    enum what whats[WHAT_COUNT]; /* which field stands where */
    int picking;                 /* field whose picker is open; -1: none */
    const char *reports[REPORTS_MAX + 1];
    const char *places[STICKS_MAX + 2];
    char place_texts[STICKS_MAX][PLACE_ROOM];
    struct stick sticks[STICKS_MAX];
    int stick_count;
    int report, period, kind, place, release;
    char shooter[NAME_ROOM], weapon[NAME_ROOM], session[NAME_ROOM], programme[NAME_ROOM];
    char from[NUMBER_ROOM], to[NUMBER_ROOM];
    char folder[512];
    record_id programme_row; /* picked by code, not by id */
    struct export_order order;
    struct export_job *preview; /* NULL: none runs */
    bool is_stale, is_known;    /* the preview is to be made; it was */
    bool is_looking;            /* for sticks */
    struct export_end end;      /* of the preview */
    struct err end_err;
};

static struct export_form *form_of(struct screen *screen)
{
    return (struct export_form *)screen;
}

/* --- the order ---------------------------------------------------------------------------------
 */
static bool read_dates(const struct export_form *form, struct report_filter *filter,
                       struct err *err)
{
    struct insight_choice choice = {0};
    if (form->period == PERIOD_OWN) {
        return form_date_read(form->from, filter->from, err) &&
               form_date_read(form->to, filter->to, err);
    }
    time_local_date(choice.to, time_now_ms());
    switch (form->period) {
    case PERIOD_MONTH:
        snprintf(choice.from, sizeof choice.from, "%.7s-01", choice.to);
        break;
    case PERIOD_YEAR:
        snprintf(choice.from, sizeof choice.from, "%.4s-01-01", choice.to);
        break;
    case PERIOD_LAST_YEAR: {
        char day[DATE_ROOM];
        snprintf(day, sizeof day, "%.4s-01-01", choice.to);
        time_days_date(choice.to, time_date_days(day) - 1);
        snprintf(choice.from, sizeof choice.from, "%.4s-01-01", choice.to);
        break;
    }
    case PERIOD_ALL:
        insight_last_days(&choice, 0);
        break;
    default:
        insight_last_days(&choice, YEAR_DAYS);
        break;
    }
    text_copy(filter->from, sizeof filter->from, choice.from);
    text_copy(filter->to, sizeof filter->to, choice.to);
    return true;
}

static bool uses(const struct export_form *form, enum report_use use)
{
    return (report_at(form->report)->uses & (unsigned)use) != 0;
}

/* What is asked for now, without what the report does not use. */
static bool read_order(const struct export_form *form, struct export_order *order, struct err *err)
{
    static const enum report_format formats[] = {[KIND_PDF] = FORMAT_PDF,
                                                 [KIND_CSV] = FORMAT_CSV,
                                                 [KIND_EXCEL] = FORMAT_CSV,
                                                 [KIND_JSON] = FORMAT_JSON};
    *order = form->order;
    order->report = report_at(form->report);
    order->format = formats[form->kind];
    order->style = (struct spreadsheet_style){.separator = form->kind == KIND_EXCEL ? ';' : ',',
                                              .has_mark = form->kind == KIND_EXCEL};
    order->filter.member_id = uses(form, REPORT_MEMBER) ? order->filter.member_id : 0;
    order->filter.weapon_id = uses(form, REPORT_WEAPON) ? order->filter.weapon_id : 0;
    order->filter.session_id = uses(form, REPORT_SESSION) ? order->filter.session_id : 0;
    if (!uses(form, REPORT_PROGRAMME)) {
        order->filter.programme_id[0] = '\0';
    }
    return (!uses(form, REPORT_PERIOD) || read_dates(form, &order->filter, err)) &&
           report_check(order->report, &order->filter, err);
}

static bool place_is_stick(const struct export_form *form)
{
    return form->place < form->stick_count;
}

static void fail(struct export_form *form, const struct err *err)
{
    text_copy(form->form.error, sizeof form->form.error, err->what);
    form->form.error_field = -1;
}

static void begin(struct screen *screen)
{
    struct export_form *form = form_of(screen);
    struct export_order order;
    struct err err = {0};
    const struct stick *stick = place_is_stick(form) ? &form->sticks[form->place] : NULL;
    struct export_place place = {.is_stick = stick != NULL,
                                 .releases = stick != NULL && form->release == 0};
    text_trim(form->folder);
    place.folder = stick != NULL ? stick->folder : form->folder;
    if (place.folder[0] == '\0' && stick == NULL) {
        err_set(&err, ERR_INPUT, _("Say where it goes: put a stick in, or name a folder."));
        fail(form, &err);
        return;
    }
    place.device = stick != NULL && !stick->is_mounted ? stick->device : NULL;
    if (!read_order(form, &order, &err) || !export_work_start(screen->ui, &order, &place, &err)) {
        fail(form, &err);
        return;
    }
    ui_close(screen, place.folder);
}

static void focus_on_lacking(struct export_form *form);

/* A question first, where the report has one. */
static void write_out(struct screen *screen)
{
    struct export_form *form = form_of(screen);
    struct export_order order;
    struct err err = {0};
    if (!read_order(form, &order, &err)) {
        focus_on_lacking(form);
        fail(form, &err);
    } else if (order.report->question != NULL) {
        ui_ask(screen, _(order.report->question), _("write"), begin);
    } else {
        begin(screen);
    }
}

/* --- the preview --------------------------------------------------------------------------------
 */
static void begin_preview(struct export_form *form);

static void preview_is_done(void *context)
{
    struct export_form *form = context;
    form->end_err = (struct err){0};
    form->is_known = export_job_finish(form->preview, &form->end, &form->end_err);
    form->preview = NULL;
    if (form->is_stale) {
        begin_preview(form);
    }
}

static void begin_preview(struct export_form *form)
{
    struct export_order order;
    if (form->preview != NULL) {
        export_job_cancel(form->preview); /* the next one begins when it has ended */
        return;
    }
    form->is_stale = false;
    form->end_err = (struct err){0};
    form->is_known = false;
    if (!read_order(form, &order, &form->end_err)) {
        return;
    }
    const struct export_place nowhere = {0};
    form->preview = export_job_start(form->screen.app, &order, &nowhere, &form->end_err);
    if (form->preview != NULL) {
        ui_watch_task(form->screen.ui, export_job_task(form->preview), preview_is_done, form);
    }
}

static void changed(struct export_form *form)
{
    form->is_stale = true;
    screen_wake_in_ms(&form->screen, PREVIEW_MS);
}

static void read_sticks(struct export_form *form);
static void lay_fields(struct export_form *form, enum what focus);

/* The time for a preview has come, or the sticks are known. */
static void form_tick(struct screen *screen)
{
    struct export_form *form = form_of(screen);
    bool is_looking = false;
    const struct stick *sticks = NULL;
    export_work_sticks(screen->ui, &sticks, &is_looking);
    if (form->is_looking && !is_looking) {
        form->is_looking = false;
        read_sticks(form);
        lay_fields(form, form->whats[form->form.focus]);
    }
    if (form->is_stale && (form->preview == NULL || screen->wake_at_ms == 0)) {
        begin_preview(form);
    }
}

static void form_close(struct screen *screen)
{
    struct export_form *form = form_of(screen);
    struct export_end end;
    struct err ignored = {0};
    if (form->preview != NULL) {
        export_job_cancel(form->preview);
        ui_forget_task(screen->ui, export_job_task(form->preview));
        (void)export_job_finish(form->preview, &end, &ignored);
    }
}

static void preview_text(const struct export_form *form, char *dst, size_t size)
{
    if (form->is_stale || form->preview != NULL) {
        text_copy(dst, size, _("counting ..."));
    } else if (!form->is_known) {
        text_copy(dst, size, form->end_err.what);
    } else if (form->kind == KIND_PDF) {
        char rows[64];
        snprintf(rows, sizeof rows, P_("%lld row", "%lld rows", form->end.result.rows),
                 (long long)form->end.result.rows);
        snprintf(dst, size, P_("%s, %d page", "%s, %d pages", form->end.result.pages), rows,
                 form->end.result.pages);
    } else {
        snprintf(dst, size, P_("%lld row", "%lld rows", form->end.result.rows),
                 (long long)form->end.result.rows);
    }
}

/* --- fields -------------------------------------------------------------------------------------
 */
static struct form_field choice(const char *label, const char *hint, const char *const *choices,
                                int *number)
{
    return (struct form_field){
        .kind = FORM_CHOICE, .label = label, .hint = hint, .choices = choices, .number = number};
}

static struct form_field typed(const char *label, const char *hint, char *text, size_t room)
{
    return (struct form_field){
        .kind = FORM_TEXT, .label = label, .hint = hint, .text = text, .room = room};
}

/* What is typed finds a record of that source. */
static struct form_field found(struct form_field field, const struct picker_source *source,
                               record_id *picked)
{
    field.kind = FORM_PICK;
    field.source = source;
    field.picked = picked;
    return field;
}

/* Whose: a record that the report is about. */
static struct form_field record_field(struct export_form *form, enum what what)
{
    struct report_filter *filter = &form->order.filter;
    switch (what) {
    case WHAT_SHOOTER:
        return found(
            typed(N_("Shooter"), N_("Space finds one."), form->shooter, sizeof form->shooter),
            &member_find_or_none_source, &filter->member_id);
    case WHAT_WEAPON:
        return found(typed(N_("Weapon"), N_("Space finds one; every weapon when none is named."),
                           form->weapon, sizeof form->weapon),
                     &weapon_find_or_none_source, &filter->weapon_id);
    case WHAT_SESSION:
        return found(typed(N_("Session"), N_("Space finds one by name, programme or date."),
                           form->session, sizeof form->session),
                     &session_find_source, &filter->session_id);
    default:
        return found(
            typed(N_("Programme"), N_("Space finds one."), form->programme, sizeof form->programme),
            &programme_find_source, &form->programme_row);
    }
}

static struct form_field field_of(struct export_form *form, enum what what)
{
    switch (what) {
    case WHAT_REPORT:
        return choice(N_("Report"), report_at(form->report)->about, form->reports, &form->report);
    case WHAT_PERIOD:
        return choice(N_("Period"), N_("Left and Right choose."), period_names, &form->period);
    case WHAT_FROM:
        return typed(N_("From"), N_("A date, as 23-11-2026; empty: from the beginning."),
                     form->from, sizeof form->from);
    case WHAT_TO:
        return typed(N_("Until"), N_("A date; empty: until now."), form->to, sizeof form->to);
    case WHAT_FORMAT:
        return choice(N_("As"), N_("Left and Right choose."), kind_names, &form->kind);
    case WHAT_PLACE:
        return choice(N_("Onto"), N_("The sticks that are in; Left and Right choose."),
                      form->places, &form->place);
    case WHAT_FOLDER:
        return typed(N_("Folder"), N_("Where it goes."), form->folder, sizeof form->folder);
    case WHAT_RELEASE:
        return choice(N_("Afterwards"), N_("Whether the stick is made safe to remove."),
                      release_names, &form->release);
    default:
        return record_field(form, what);
    }
}

static bool is_shown(const struct export_form *form, enum what what)
{
    switch (what) {
    case WHAT_SHOOTER:
        return uses(form, REPORT_MEMBER);
    case WHAT_WEAPON:
        return uses(form, REPORT_WEAPON);
    case WHAT_SESSION:
        return uses(form, REPORT_SESSION);
    case WHAT_PROGRAMME:
        return uses(form, REPORT_PROGRAMME);
    case WHAT_PERIOD:
        return uses(form, REPORT_PERIOD);
    case WHAT_FROM:
    case WHAT_TO:
        return uses(form, REPORT_PERIOD) && form->period == PERIOD_OWN;
    case WHAT_FOLDER:
        return !place_is_stick(form);
    case WHAT_RELEASE:
        return place_is_stick(form);
    default:
        return true;
    }
}

static bool lacks(const struct export_form *form, enum report_use use)
{
    const struct report_filter *filter = &form->order.filter;
    bool is_there = use == REPORT_MEMBER    ? filter->member_id != 0
                    : use == REPORT_WEAPON  ? filter->weapon_id != 0
                    : use == REPORT_SESSION ? filter->session_id != 0
                                            : filter->programme_id[0] != '\0';
    return (report_at(form->report)->needs & (unsigned)use) != 0 && !is_there;
}

/* "every shooter" only where that will do. */
static void name_unchosen(struct export_form *form)
{
    if (form->order.filter.member_id == 0) {
        text_copy(form->shooter, sizeof form->shooter,
                  lacks(form, REPORT_MEMBER) ? _("none chosen") : _("every shooter"));
    }
    if (form->order.filter.weapon_id == 0) {
        text_copy(form->weapon, sizeof form->weapon,
                  lacks(form, REPORT_WEAPON) ? _("none chosen") : _("every weapon"));
    }
}

/* The fields that are needed now; the focus stays on what it was on. */
static void lay_fields(struct export_form *form, enum what focus)
{
    name_unchosen(form);
    int count = 0;
    int at = 0;
    for (int what = 0; what < WHAT_COUNT; what++) {
        if (is_shown(form, (enum what)what)) {
            at = what == (int)focus ? count : at;
            form->whats[count] = (enum what)what;
            form->fields[count++] = field_of(form, (enum what)what);
        }
    }
    form_start(&form->form, form->fields, count);
    form_focus(&form->form, at);
}

/* Where it is chosen, so that Space finds it at once. */
static void focus_on_lacking(struct export_form *form)
{
    static const enum report_use uses_of[] = {[WHAT_SHOOTER] = REPORT_MEMBER,
                                              [WHAT_WEAPON] = REPORT_WEAPON,
                                              [WHAT_SESSION] = REPORT_SESSION,
                                              [WHAT_PROGRAMME] = REPORT_PROGRAMME};
    for (int i = 0; i < form->form.count; i++) {
        enum what what = form->whats[i];
        if (what >= WHAT_SHOOTER && what <= WHAT_PROGRAMME && lacks(form, uses_of[what])) {
            form_focus(&form->form, i);
            return;
        }
    }
}

static void read_sticks(struct export_form *form)
{
    const struct stick *sticks = NULL;
    bool is_looking = false;
    bool was_folder = !place_is_stick(form);
    bool is_first = form->stick_count == 0;
    form->stick_count = export_work_sticks(form->screen.ui, &sticks, &is_looking);
    for (int i = 0; i < form->stick_count; i++) {
        const struct stick *stick = &sticks[i];
        char room[48];
        form->sticks[i] = *stick;
        figure_bytes(room, sizeof room, stick->free_bytes);
        if (!stick->is_mounted) {
            snprintf(form->place_texts[i], PLACE_ROOM, _("stick %s"), stick->label);
        } else if (stick->is_read_only) {
            snprintf(form->place_texts[i], PLACE_ROOM, _("stick %s, read-only"), stick->label);
        } else {
            snprintf(form->place_texts[i], PLACE_ROOM, _("stick %s, %s free"), stick->label, room);
        }
        form->places[i] = form->place_texts[i];
    }
    form->places[form->stick_count] =
        is_looking ? N_("a folder (looking for sticks ...)") : N_("a folder");
    form->places[form->stick_count + 1] = NULL;
    if (is_first) {
        form->place = 0; /* a stick, as soon as there is one */
    } else if (was_folder || form->place > form->stick_count) {
        form->place = form->stick_count;
    }
}

static void name_wish(struct export_form *form, const struct export_wish *wish)
{
    struct app *app = form->screen.app;
    form->order.filter = wish->filter;
    for (int i = 0; wish->report != NULL && report_at(i) != NULL; i++) {
        form->report = strcmp(report_at(i)->id, wish->report) == 0 ? i : form->report;
    }
    report_find_names(app, &wish->filter, form->shooter, form->weapon, form->session,
                      form->programme, NAME_ROOM);
    if (wish->folder != NULL) {
        text_copy(form->folder, sizeof form->folder, wish->folder);
    } else {
        export_last_folder(app, form->folder, sizeof form->folder);
    }
}

static bool form_open(struct screen *screen, const void *argument, struct err *err)
{
    struct export_form *form = form_of(screen);
    (void)err;
    form->picking = -1;
    for (int i = 0; i < REPORTS_MAX && report_at(i) != NULL; i++) {
        form->reports[i] = report_at(i)->name;
    }
    name_wish(form, argument);
    export_work_look(screen->ui);
    form->is_looking = true;
    read_sticks(form);
    lay_fields(form, form->order.filter.session_id != 0 ? WHAT_PLACE : WHAT_REPORT);
    changed(form);
    return true;
}

static void form_paint(struct screen *screen, struct area area)
{
    struct export_form *form = form_of(screen);
    char text[300];
    int columns = area.columns < BOX_COLUMNS ? area.columns : BOX_COLUMNS;
    int lines = area.lines < BOX_LINES ? area.lines : BOX_LINES;
    struct area box =
        area_part(area, (area.lines - lines) / 2, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, _("An export"));
    form_draw(&form->form, area_part(box, 1, 2, lines - 4, columns - 4));
    preview_text(form, text, sizeof text);
    draw_rule(area_part(box, lines - 3, 1, 1, columns - 2), 0, NULL);
    draw_text(area_part(box, lines - 2, 2, 1, columns - 4), 0, 0,
              form->is_known ? INK_ACCENT : INK_MUTED, text);
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
        if (form->form.fields[form->form.focus].kind == FORM_CHOICE) {
            lay_fields(form, form->whats[form->form.focus]);
        }
        changed(form);
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
        if (form->whats[form->picking] == WHAT_PROGRAMME) {
            text_copy(form->order.filter.programme_id, sizeof form->order.filter.programme_id,
                      row->code);
        }
        form_focus(&form->form, form->picking + 1);
        changed(form);
    }
    form->picking = -1;
}

static bool is_on_pick(const struct screen *screen)
{
    return form_is_on_pick(&((const struct export_form *)screen)->form);
}

static const struct key_row keys[] = {
    {UI_KEY_F1 + 1, "F2", N_("write"), write_out, NULL, 9},
    {UI_KEY_ESCAPE, N_("Esc"), N_("leave"), leave, NULL, 7},
    {-1, N_("arrows"), N_("field, choice"), NULL, NULL, 6},
    {' ', N_("Space"), N_("find"), NULL, is_on_pick, 8},
    {0},
};

const struct screen_class screen_export_form = {
    .name = N_("An export"),
    .about = N_("What is written, about whom, of which period, and where to: a stick that is in, or"
                " a folder. Below stands how much it is. F2, or Enter in the last field, writes."),
    .size = sizeof(struct export_form),
    .section = 6,
    .takes_text = true,
    .is_popup = true,
    .open = form_open,
    .draw = form_paint,
    .key = form_key_pressed,
    .notice = form_notice,
    .tick = form_tick,
    .close = form_close,
    .keys = keys,
};

void export_form_open(struct ui *ui, const char *report, const struct report_filter *filter)
{
    const struct export_wish wish = {.report = report, .filter = *filter};
    ui_open(ui, &screen_export_form, &wish);
}
