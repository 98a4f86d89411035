#include "ui/member_form.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/record_form.h"

enum { FIELD_FAMILY, FIELD_GIVEN, FIELD_NUMBER, FIELD_LICENCE, FIELD_BIRTH, FIELD_JOINED };

bool form_date_read(const char *text, char iso[DATE_ROOM], struct err *err)
{
    if (text[0] == '\0') {
        iso[0] = '\0';
        return true;
    }
    if (!time_read_date(text, iso)) {
        return err_set(err, ERR_INPUT, _("\"%s\" is no date. Write it as 31-12-2001."), text);
    }
    return true;
}

void form_date_write(char *dst, size_t size, const char *iso)
{
    dst[0] = '\0';
    if (time_is_date(iso)) {
        snprintf(dst, size, "%.2s-%.2s-%.4s", iso + 8, iso + 5, iso);
    }
}

static bool read_fields(const struct member_form *form, struct member *member, int *field,
                        struct err *err)
{
    text_copy(member->family_name, sizeof member->family_name, form->family_name);
    text_copy(member->given_name, sizeof member->given_name, form->given_name);
    text_copy(member->number, sizeof member->number, form->number);
    text_copy(member->licence, sizeof member->licence, form->licence);
    member->shares_notes = form->shares_notes != 0;
    text_trim(member->family_name);
    text_trim(member->given_name);
    text_trim(member->number);
    text_trim(member->licence);
    if (member->family_name[0] == '\0') {
        *field = FIELD_FAMILY;
        return err_set(err, ERR_INPUT, _("A member needs a family name."));
    }
    *field = FIELD_BIRTH;
    if (!form_date_read(form->birth_date, member->birth_date, err)) {
        return false;
    }
    *field = FIELD_JOINED;
    if (!form_date_read(form->joined_on, member->joined_on, err)) {
        return false;
    }
    *field = -1;
    return true;
}

static bool save(void *owner, int *field, struct err *err)
{
    struct member_form *form = owner;
    struct member member = form->member;
    if (!read_fields(form, &member, field, err)) {
        return false;
    }
    bool ok = member.id == 0 ? member_add(form->app, &member, &member.id, err)
                             : member_edit(form->app, &member, err);
    if (ok) {
        form->member = member;
    }
    return ok;
}

static void fill_texts(struct member_form *form)
{
    const struct member *member = &form->member;
    text_copy(form->family_name, sizeof form->family_name, member->family_name);
    text_copy(form->given_name, sizeof form->given_name, member->given_name);
    text_copy(form->number, sizeof form->number, member->number);
    text_copy(form->licence, sizeof form->licence, member->licence);
    form_date_write(form->birth_date, sizeof form->birth_date, member->birth_date);
    form_date_write(form->joined_on, sizeof form->joined_on, member->joined_on);
    form->shares_notes = member->shares_notes;
}

void member_form_open(struct screen *screen, struct member_form *form, const struct member *member)
{
    form->app = screen->app;
    form->member = member != NULL ? *member : (struct member){0};
    if (member == NULL) {
        time_local_date(form->member.joined_on, time_now_ms());
    }
    fill_texts(form);
    const struct form_field fields[MEMBER_FORM_FIELDS] = {
        {.kind = FORM_TEXT,
         .label = N_("Family name"),
         .text = form->family_name,
         .room = sizeof form->family_name},
        {.kind = FORM_TEXT,
         .label = N_("Given name"),
         .text = form->given_name,
         .room = sizeof form->given_name},
        {.kind = FORM_TEXT,
         .label = N_("Member number"),
         .hint = N_("Empty: the next free number."),
         .text = form->number,
         .room = sizeof form->number},
        {.kind = FORM_TEXT,
         .label = N_("Licence number"),
         .hint = N_("The federation's number; may stay empty."),
         .text = form->licence,
         .room = sizeof form->licence},
        {.kind = FORM_TEXT,
         .label = N_("Birth date"),
         .hint = N_("31-12-2001; may stay empty."),
         .text = form->birth_date,
         .room = sizeof form->birth_date},
        {.kind = FORM_TEXT,
         .label = N_("Joined on"),
         .hint = N_("31-12-2001; may stay empty."),
         .text = form->joined_on,
         .room = sizeof form->joined_on},
        {.kind = FORM_SWITCH,
         .label = N_("Notes may go to the AI coach"),
         .hint = N_("Only when the member agreed. Names and numbers are taken out first."),
         .number = &form->shares_notes},
    };
    for (int i = 0; i < MEMBER_FORM_FIELDS; i++) {
        form->fields[i] = fields[i];
    }
    struct record_form_argument argument = {.title = form->member.id == 0 ? _("New member")
                                                                          : _("Change member"),
                                            .fields = form->fields,
                                            .count = MEMBER_FORM_FIELDS,
                                            .owner = form,
                                            .save = save};
    ui_open(screen->ui, &screen_record_form, &argument);
}
