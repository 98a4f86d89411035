#include "ui/question_form.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ai_settings.h"
#include "core/insight.h"
#include "core/member.h"
#include "core/queue.h"
#include "core/weapon.h"
#include "ui/field.h"
#include "ui/member_find.h"
#include "ui/member_form.h"
#include "ui/preview.h"
#include "ui/screens.h"

enum { FIELD_SHOOTER, FIELD_WEAPON, FIELD_PERIOD, FIELD_FROM, FIELD_TO, FIELD_QUESTION, FIELDS };
enum { PERIOD_MONTH, PERIOD_30, PERIOD_90, PERIOD_365, PERIOD_ALL, PERIOD_OWN };
enum { BOX_COLUMNS = 76, BOX_LINES = 18, TEXT_ROOM = 400, FIELD_COLUMNS = 46 };

static const char *const period_names[] = {N_("this month"),
                                           N_("last 30 days"),
                                           N_("last 90 days"),
                                           N_("last 365 days"),
                                           N_("everything"),
                                           N_("own dates"),
                                           NULL};

struct question_form {
    struct screen screen;
    struct form form;
    struct form_field fields[FIELDS]; /* those that are shown */
    int meaning[FIELDS];              /* of each, FIELD_... */
    int picking;                      /* field whose picker is open; -1: none */
    struct question_input input;
    char shooter[NAME_ROOM], weapon[NAME_ROOM];
    char from[NUMBER_ROOM], to[NUMBER_ROOM];
    int period;
    bool is_local; /* nothing is sent anywhere */
    char provider[160];
    struct arena arena; /* of the lines */
    struct insight_lines lines;
    record_id read_member, read_weapon; /* whose lines they are */
    bool is_read;
    char used[TEXT_ROOM]; /* which numbers */
    bool has_numbers;
    record_id asked; /* the new question */
};

static struct question_form *form_of(struct screen *screen)
{
    return (struct question_form *)screen;
}

/* --- the period ------------------------------------------------------------------------------- */
static bool read_dates(struct question_form *form, struct err *err)
{
    static const int days[] = {
        [PERIOD_30] = 30, [PERIOD_90] = 90, [PERIOD_365] = 365, [PERIOD_ALL] = 0};
    struct insight_choice choice = {0};
    struct question_input *input = &form->input;
    if (form->period == PERIOD_OWN) {
        return form_date_read(form->from, input->from, err) &&
               form_date_read(form->to, input->to, err);
    }
    if (form->period == PERIOD_MONTH) {
        time_local_date(choice.to, time_now_ms());
        snprintf(choice.from, sizeof choice.from, "%.7s-01", choice.to);
    } else {
        insight_last_days(&choice, days[form->period]);
    }
    text_copy(input->from, sizeof input->from, choice.from);
    text_copy(input->to, sizeof input->to, choice.to);
    return true;
}

/* --- which numbers ---------------------------------------------------------------------------- */
static bool read_lines(struct question_form *form, struct err *err)
{
    struct insight_of of = {.member_id = form->input.member_id, .weapon_id = form->input.weapon_id};
    if (form->is_read && form->read_member == of.member_id && form->read_weapon == of.weapon_id) {
        return true;
    }
    arena_free(&form->arena);
    form->lines = (struct insight_lines){0};
    form->is_read = insight_read(form->screen.app, &form->arena, &of, &form->lines, err);
    form->read_member = of.member_id;
    form->read_weapon = of.weapon_id;
    return form->is_read;
}

/* "24 Aug 2026 to 23 Nov 2026" */
static void period_text(const struct insight_choice *choice, char *dst, size_t size)
{
    char from[48] = "";
    char to[48] = "";
    if (choice->from[0] != '\0') {
        time_date_text(from, sizeof from, choice->from);
    }
    if (choice->to[0] != '\0') {
        time_date_text(to, sizeof to, choice->to);
    }
    if (from[0] != '\0' && to[0] != '\0') {
        snprintf(dst, size, _("from %s to %s"), from, to);
    } else if (from[0] != '\0') {
        snprintf(dst, size, _("since %s"), from);
    } else if (to[0] != '\0') {
        snprintf(dst, size, _("until %s"), to);
    } else {
        text_copy(dst, size, _("everything"));
    }
}

static void say_used(struct question_form *form)
{
    char period[128];
    char sessions[128];
    struct tally tally = {0};
    struct insight_choice choice = {0};
    text_copy(choice.from, sizeof choice.from, form->input.from);
    text_copy(choice.to, sizeof choice.to, form->input.to);
    insight_tally(&form->lines, &choice, &tally);
    form->has_numbers = tally.sessions > 0;
    if (tally.sessions == 0) {
        text_copy(form->used, sizeof form->used,
                  _("There is no finished session in this period: choose another one."));
        return;
    }
    period_text(&choice, period, sizeof period);
    snprintf(sessions, sizeof sessions, P_("%d session", "%d sessions", tally.sessions),
             tally.sessions);
    snprintf(form->used, sizeof form->used,
             _("The numbers of %s with %lld shots, %s: averages, groups, trend, comparisons."),
             sessions, (long long)tally.shots, period);
}

/* After each change of shooter, weapon or period. */
static void find_used(struct question_form *form)
{
    struct err err = {0};
    form->has_numbers = false;
    if (form->input.member_id == 0 && form->input.weapon_id == 0) {
        text_copy(form->used, sizeof form->used, _("Choose a shooter, a weapon, or both."));
    } else if (!read_dates(form, &err) || !read_lines(form, &err)) {
        text_copy(form->used, sizeof form->used, err.what);
    } else {
        say_used(form);
    }
}

static void read_provider(struct question_form *form)
{
    struct ai_settings settings;
    struct err err = {0};
    if (!ai_settings_read(form->screen.app, &settings, &err)) {
        text_copy(form->provider, sizeof form->provider, err.what);
        return;
    }
    const struct ai_provider *provider = ai_provider_find(settings.ai.provider);
    form->is_local = provider == NULL || ai_provider_is_local(provider);
    snprintf(form->provider, sizeof form->provider,
             _("A model answers: %s, %s. F3 shows exactly"
               " what is sent."),
             settings.ai.provider, ai_config_model(&settings.ai));
}

/* --- fields -------------------------------------------------------------------------------------
 */
static struct form_field field_of(struct question_form *form, int field)
{
    const struct form_field all[FIELDS] = {
        [FIELD_SHOOTER] = {.kind = FORM_PICK,
                           .label = N_("Shooter"),
                           .hint = N_("Space finds one."),
                           .text = form->shooter,
                           .room = sizeof form->shooter,
                           .source = &member_find_or_none_source,
                           .picked = &form->input.member_id},
        [FIELD_WEAPON] = {.kind = FORM_PICK,
                          .label = N_("Weapon"),
                          .hint = N_("Space finds one; every weapon when none is named."),
                          .text = form->weapon,
                          .room = sizeof form->weapon,
                          .source = &weapon_find_or_none_source,
                          .picked = &form->input.weapon_id},
        [FIELD_PERIOD] = {.kind = FORM_CHOICE,
                          .label = N_("Period"),
                          .hint = N_("Left and Right choose."),
                          .choices = period_names,
                          .number = &form->period},
        [FIELD_FROM] = {.kind = FORM_TEXT,
                        .label = N_("From"),
                        .hint = N_("31-12-2001; may stay empty."),
                        .text = form->from,
                        .room = sizeof form->from},
        [FIELD_TO] = {.kind = FORM_TEXT,
                      .label = N_("To"),
                      .hint = N_("31-12-2001; may stay empty."),
                      .text = form->to,
                      .room = sizeof form->to},
        [FIELD_QUESTION] = {.kind = FORM_TEXT,
                            .label = N_("Question"),
                            .hint = N_("What do you want to know? Without names. Enter asks."),
                            .text = form->input.text,
                            .room = sizeof form->input.text},
    };
    return all[field];
}

/* From and To only stand there for own dates; the focus stays on its field. */
static void lay_fields(struct question_form *form, int focus)
{
    int count = 0;
    int at = 0;
    for (int field = 0; field < FIELDS; field++) {
        if (form->period != PERIOD_OWN && (field == FIELD_FROM || field == FIELD_TO)) {
            continue;
        }
        at = field == focus ? count : at;
        form->meaning[count] = field;
        form->fields[count++] = field_of(form, field);
    }
    form_start(&form->form, form->fields, count);
    form_focus(&form->form, at);
}

static bool name_first(struct question_form *form, struct err *err)
{
    struct member member;
    struct weapon weapon;
    struct app *app = form->screen.app;
    text_copy(form->shooter, sizeof form->shooter, _("every shooter"));
    text_copy(form->weapon, sizeof form->weapon, _("every weapon"));
    if (form->input.member_id != 0) {
        if (!member_get(app, form->input.member_id, &member, err)) {
            return false;
        }
        member_name(&member, form->shooter, sizeof form->shooter);
    }
    if (form->input.weapon_id != 0) {
        if (!weapon_get(app, form->input.weapon_id, &weapon, err)) {
            return false;
        }
        text_copy(form->weapon, sizeof form->weapon, weapon.name);
    }
    return true;
}

static bool form_open(struct screen *screen, const void *argument, struct err *err)
{
    struct question_form *form = form_of(screen);
    const struct question_form_argument *given = argument;
    form->picking = -1;
    form->input.member_id = given->member_id;
    form->input.weapon_id = given->weapon_id;
    form->period = given->days == 30    ? PERIOD_30
                   : given->days == 90  ? PERIOD_90
                   : given->days == 365 ? PERIOD_365
                                        : PERIOD_ALL;
    read_provider(form);
    if (!name_first(form, err)) {
        return false;
    }
    find_used(form);
    bool is_chosen = given->member_id != 0 || given->weapon_id != 0;
    lay_fields(form, is_chosen ? FIELD_QUESTION : FIELD_SHOOTER);
    return true;
}

static void form_close(struct screen *screen)
{
    arena_free(&form_of(screen)->arena);
}

/* --- drawing -------------------------------------------------------------------------------- */
static void draw_form_box(struct screen *screen, struct area area)
{
    struct question_form *form = form_of(screen);
    int columns = area.columns < BOX_COLUMNS ? area.columns : BOX_COLUMNS;
    int lines = area.lines < BOX_LINES ? area.lines : BOX_LINES;
    struct area box =
        area_part(area, (area.lines - lines) / 2, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, _("A question to the coach"));
    struct area inside = area_part(box, 1, 2, lines - 2, columns - 4);
    int fields = form->form.count + 3;
    form_draw(&form->form, area_part(inside, 0, 0, fields + 1, inside.columns));
    struct area below = area_part(inside, fields + 1, 0, inside.lines - fields - 1, inside.columns);
    draw_rule(below, 0, _("What it is about"));
    int line = 1;
    if (text_width(form->input.text) > FIELD_COLUMNS) { /* longer than its field */
        line += draw_wrapped(below, line, INK_TEXT, form->input.text);
    }
    line += draw_wrapped(below, line, form->has_numbers ? INK_TEXT : INK_WARN, form->used);
    draw_wrapped(below, line, INK_MUTED,
                 form->is_local
                     ? _("Calculated, not AI: no model is set up, nothing leaves this machine. The"
                         " answer says what stands out in these numbers; it does not understand"
                         " your words.")
                     : form->provider);
}

/* --- keys ------------------------------------------------------------------------------------- */
static void complain(struct question_form *form, const struct err *err)
{
    text_copy(form->form.error, sizeof form->form.error, err->what);
    form->form.error_field = -1;
}

static bool is_ready(struct question_form *form)
{
    struct err err = {0};
    text_trim(form->input.text);
    if (read_dates(form, &err)) {
        return true;
    }
    complain(form, &err);
    return false;
}

static void send(struct screen *screen)
{
    struct question_form *form = form_of(screen);
    struct err err = {0};
    record_id job_id = 0;
    if (!is_ready(form)) {
        return;
    }
    if (!queue_ask_question(screen->app, &form->input, &form->asked, &job_id, &err)) {
        complain(form, &err);
        return;
    }
    ui_wake_worker(screen->ui);
    ui_close(screen, &form->asked);
}

static void look(struct screen *screen)
{
    struct question_form *form = form_of(screen);
    struct preview_argument argument = {.kind = JOB_QUESTION, .input = &form->input};
    if (is_ready(form)) {
        ui_open(screen->ui, &screen_preview, &argument);
    }
}

static void leave_now(struct screen *screen)
{
    ui_close(screen, NULL);
}

static void leave(struct screen *screen)
{
    if (form_of(screen)->input.text[0] == '\0') {
        leave_now(screen);
    } else {
        ui_ask(screen, _("Leave without asking? What you typed here is not kept."), _("leave it"),
               leave_now);
    }
}

static void pick(struct question_form *form)
{
    struct picker_argument argument = {.source = form->form.fields[form->form.focus].source,
                                       .context = &form->input.member_id};
    form->picking = form->form.focus;
    if (ui_open(form->screen.ui, &screen_picker, &argument) == NULL) {
        form->picking = -1;
    }
}

static bool form_key_pressed(struct screen *screen, int key)
{
    struct question_form *form = form_of(screen);
    int period = form->period;
    switch (form_key(&form->form, key, ui_mouse(screen->ui))) {
    case FORM_UNUSED:
        return false;
    case FORM_CHANGED:
        form->form.error[0] = '\0';
        find_used(form);
        break;
    case FORM_SAVE:
        send(screen);
        return true;
    case FORM_CANCEL:
        leave(screen);
        return true;
    case FORM_WANTS_PICK:
        pick(form);
        return true;
    }
    if (period != form->period) {
        lay_fields(form, FIELD_PERIOD);
    }
    return true;
}

static void take_row(struct question_form *form, const struct picker_row *row)
{
    struct form_field *field = &form->form.fields[form->picking];
    *field->picked = row->id;
    text_copy(field->text, field->room, row->text);
    find_used(form);
    form_focus(&form->form, form->picking + 1);
}

static void form_notice(struct screen *screen, const void *sender, const void *value)
{
    struct question_form *form = form_of(screen);
    if (value == preview_send) {
        send(screen);
    } else if (sender == &screen_picker && form->picking >= 0 && value != NULL) {
        take_row(form, value);
    }
    form->picking = -1;
}

static bool is_on_pick(const struct screen *screen)
{
    return form_is_on_pick(&((const struct question_form *)screen)->form);
}

static const struct key_row keys[] = {
    {UI_KEY_F1 + 1, "F2", N_("ask"), send, NULL, 9},
    {UI_KEY_F1 + 2, "F3", N_("what is sent"), look, NULL, 8},
    {UI_KEY_ESCAPE, N_("Esc"), N_("leave"), leave, NULL, 7},
    {-1, N_("arrows"), N_("field, choice"), NULL, NULL, 5},
    {' ', N_("Space"), N_("find"), NULL, is_on_pick, 8},
    {0},
};

const struct screen_class screen_question_form = {
    .name = N_("A question"),
    .about =
        N_("A question about a shooter, a weapon and a period. Enter in the question, or F2,"
           " asks; F3 shows first what would be sent. The answer comes by itself and says which"
           " sessions it used."),
    .size = sizeof(struct question_form),
    .section = 5,
    .takes_text = true,
    .is_popup = true,
    .open = form_open,
    .draw = draw_form_box,
    .key = form_key_pressed,
    .notice = form_notice,
    .close = form_close,
    .keys = keys,
};
