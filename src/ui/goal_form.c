#include "ui/goal_form.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/member_find.h"
#include "ui/record_form.h"

enum { FIELD_SHOOTER, FIELD_TITLE, FIELD_DETAIL, FIELD_MONTH };
enum { TITLE_BYTES = 46 }; /* what the field shows at once */

/* The form counts from the first field that is shown. */
static int shown_index(const struct goal_form *form, int field)
{
    return form->asks_shooter || field < 0 ? field : field - 1;
}

static bool save(void *owner, int *field, struct err *err)
{
    struct goal_form *form = owner;
    if (form->goal.member_id == 0) {
        *field = shown_index(form, FIELD_SHOOTER);
        return err_set(err, ERR_INPUT, "%s", _("Whose goal is it? Space finds the shooter."));
    }
    *field = shown_index(form, FIELD_MONTH);
    if (!goal_month_read(form->month, form->goal.month)) {
        return err_set(err, ERR_INPUT, _("A month is written as 2026-11."));
    }
    text_trim(form->goal.title);
    *field = form->goal.title[0] == '\0' ? shown_index(form, FIELD_TITLE) : -1;
    return goal_add(form->app, &form->goal, &form->stored, err);
}

static void fill_fields(struct goal_form *form)
{
    struct goal *goal = &form->goal;
    form->fields[FIELD_SHOOTER] = (struct form_field){.kind = FORM_PICK,
                                                      .label = N_("Shooter"),
                                                      .hint = N_("Space finds one."),
                                                      .text = form->shooter,
                                                      .room = sizeof form->shooter,
                                                      .source = &member_find_source,
                                                      .picked = &goal->member_id};
    form->fields[FIELD_TITLE] = (struct form_field){
        .kind = FORM_TEXT, .label = N_("Goal"), .text = goal->title, .room = sizeof goal->title};
    form->fields[FIELD_DETAIL] = (struct form_field){.kind = FORM_TEXT,
                                                     .label = N_("Detail"),
                                                     .hint = N_("How it is reached, how you will"
                                                                " know. May be empty."),
                                                     .text = goal->detail,
                                                     .room = sizeof goal->detail};
    form->fields[FIELD_MONTH] = (struct form_field){.kind = FORM_TEXT,
                                                    .label = N_("Month"),
                                                    .hint = N_("As 2026-11. Empty: this month."),
                                                    .text = form->month,
                                                    .room = sizeof form->month};
}

void goal_form_open(struct screen *screen, struct goal_form *form, const struct goal *start)
{
    *form = (struct goal_form){
        .app = screen->app, .goal = *start, .asks_shooter = start->member_id == 0};
    goal_month_read("", form->goal.month);
    text_copy(form->month, sizeof form->month, form->goal.month);
    fill_fields(form);
    int first = form->asks_shooter ? FIELD_SHOOTER : FIELD_TITLE;
    struct record_form_argument argument = {.title = _("New goal"),
                                            .fields = form->fields + first,
                                            .count = GOAL_FORM_FIELDS - first,
                                            .owner = form,
                                            .save = save};
    ui_open(screen->ui, &screen_record_form, &argument);
}

/* Cuts at a blank, so that no word is halved. */
static void cut_at_word(char *text)
{
    char *blank = strrchr(text, ' ');
    if (blank != NULL) {
        *blank = '\0';
    }
}

void goal_form_fill(struct goal *goal, const char *sentence)
{
    char first[TITLE_BYTES];
    goal->detail[0] = '\0';
    if (text_copy(first, sizeof first, sentence)) {
        text_copy(goal->title, sizeof goal->title, first);
        return;
    }
    char *end = strstr(first, ". ");
    if (end != NULL) { /* a short sentence of its own before the others */
        *end = '\0';
        text_copy(goal->title, sizeof goal->title, first);
    } else {
        cut_at_word(first);
        snprintf(goal->title, sizeof goal->title, "%s…", first);
    }
    if (!text_copy(goal->detail, sizeof goal->detail, sentence)) {
        cut_at_word(goal->detail);
    }
}
