#include "ui/weapon_form.h"

#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/member.h"
#include "ui/member_form.h"
#include "ui/picker.h"
#include "ui/record_form.h"

enum {
    FIELD_NAME,
    FIELD_KIND,
    FIELD_CALIBRE,
    FIELD_SERIAL,
    FIELD_OWNER,
    FIELD_STORAGE,
    FIELD_SINCE,
    FIELD_FRONT,
    FIELD_REAR,
    FIELD_TRIGGER,
    FIELD_CLICK,
    FIELD_SERVICE
};

void weapon_owner_text(struct app *app, const struct weapon *weapon, char *dst, size_t size)
{
    struct member member;
    struct err err = {0};
    if (weapon->owner_member_id != 0 && member_get(app, weapon->owner_member_id, &member, &err)) {
        member_name(&member, dst, size);
    } else {
        text_copy(dst, size, _("the club"));
    }
}

/* The club first, then members. */
static int find_owner(struct app *app, void *context, const char *typed, struct picker_row *rows,
                      int room, struct err *err)
{
    (void)context;
    struct arena arena = {0};
    struct member *members = NULL;
    int found = 0;
    int count = 0;
    if (typed[0] == '\0' && room > 0) {
        rows[count] = (struct picker_row){.id = 0, .code = "club"};
        text_copy(rows[count++].text, NAME_ROOM, _("the club"));
    }
    struct member_query query = {.find = typed, .limit = room - count};
    if (member_list(app, &arena, &query, &members, &found, err)) {
        for (int i = 0; i < found && count < room; i++) {
            rows[count] = (struct picker_row){.id = members[i].id};
            member_name(&members[i], rows[count].text, sizeof rows[count].text);
            text_copy(rows[count].side, sizeof rows[count].side, members[i].number);
            count++;
        }
    }
    arena_free(&arena);
    return count;
}

static const struct picker_source owner_source = {
    .title = N_("Owner"), .create = NULL, .find = find_owner};

static bool read_numbers(const struct weapon_form *form, struct weapon *weapon, int *field,
                         struct err *err)
{
    int64_t click_um = 0;
    int64_t rounds = 0;
    *field = FIELD_CLICK;
    if (form->click[0] != '\0' &&
        (!decimal_read(form->click, 3, false, &click_um) || click_um < 0 || click_um > 50000)) {
        return err_set(err, ERR_INPUT, _("0 to 50 mm, or empty when it is not known."));
    }
    *field = FIELD_SERVICE;
    if (form->service[0] != '\0' &&
        (!decimal_read(form->service, 0, false, &rounds) || rounds < 0 || rounds > 1000000)) {
        return err_set(err, ERR_INPUT, _("This must be a whole number from 0 to 1000000."));
    }
    *field = -1;
    weapon->click_um_at_10m = (int)click_um;
    weapon->service_interval_rounds = (int)rounds;
    return true;
}

static bool save(void *owner, int *field, struct err *err)
{
    struct weapon_form *form = owner;
    struct weapon weapon = form->weapon;
    text_trim(weapon.name);
    if (weapon.name[0] == '\0') {
        *field = FIELD_NAME;
        return err_set(err, ERR_INPUT, _("A weapon needs a name."));
    }
    weapon.kind = (enum weapon_kind)form->kind;
    *field = FIELD_SINCE;
    if (!form_date_read(form->owned_since, weapon.owned_since, err) ||
        !read_numbers(form, &weapon, field, err)) {
        return false;
    }
    bool ok = weapon.id == 0 ? weapon_add(form->app, &weapon, &weapon.id, err)
                             : weapon_edit(form->app, &weapon, err);
    if (ok) {
        form->weapon = weapon;
    }
    return ok;
}

static void fill_texts(struct weapon_form *form)
{
    const struct weapon *weapon = &form->weapon;
    for (int i = 0; i < WEAPON_KIND_COUNT; i++) {
        form->kinds[i] = weapon_kind_name((enum weapon_kind)i);
    }
    form->kinds[WEAPON_KIND_COUNT] = NULL;
    form->kind = (int)weapon->kind;
    weapon_owner_text(form->app, weapon, form->owner, sizeof form->owner);
    form_date_write(form->owned_since, sizeof form->owned_since, weapon->owned_since);
    form->click[0] = '\0';
    form->service[0] = '\0';
    if (weapon->click_um_at_10m > 0) {
        decimal_write(form->click, sizeof form->click, weapon->click_um_at_10m, 3, 1,
                      i18n_decimal_point());
    }
    if (weapon->service_interval_rounds > 0) {
        snprintf(form->service, sizeof form->service, "%d", weapon->service_interval_rounds);
    }
}

static struct form_field text_field(const char *label, char *text, size_t room)
{
    struct form_field field = {.kind = FORM_TEXT, .label = label, .room = room};
    field.text = text;
    return field;
}

static void fill_fields(struct weapon_form *form)
{
    struct form_field *fields = form->fields;
    struct weapon *weapon = &form->weapon;
    fields[FIELD_NAME] = text_field(N_("Name"), weapon->name, sizeof weapon->name);
    fields[FIELD_KIND] = (struct form_field){
        .kind = FORM_CHOICE, .label = N_("Kind"), .choices = form->kinds, .number = &form->kind};
    fields[FIELD_CALIBRE] = text_field(N_("Calibre"), weapon->calibre, sizeof weapon->calibre);
    fields[FIELD_SERIAL] = text_field(N_("Serial number"), weapon->serial, sizeof weapon->serial);
    fields[FIELD_OWNER] = (struct form_field){.kind = FORM_PICK,
                                              .label = N_("Owner"),
                                              .text = form->owner,
                                              .room = sizeof form->owner,
                                              .source = &owner_source,
                                              .picked = &weapon->owner_member_id};
    fields[FIELD_STORAGE] = text_field(N_("Storage"), weapon->storage, sizeof weapon->storage);
    fields[FIELD_SINCE] =
        text_field(N_("Owned since"), form->owned_since, sizeof form->owned_since);
    fields[FIELD_FRONT] =
        text_field(N_("Front sight"), weapon->front_sight, sizeof weapon->front_sight);
    fields[FIELD_REAR] =
        text_field(N_("Rear sight"), weapon->rear_sight, sizeof weapon->rear_sight);
    fields[FIELD_TRIGGER] =
        text_field(N_("Trigger weight"), weapon->trigger_weight, sizeof weapon->trigger_weight);
    fields[FIELD_CLICK] = text_field(N_("Click at 10 m"), form->click, sizeof form->click);
    fields[FIELD_CLICK].hint = N_("How many mm one click moves the hit at 10 m.");
    fields[FIELD_SERVICE] = text_field(N_("Service every"), form->service, sizeof form->service);
    fields[FIELD_SERVICE].hint = N_("Rounds between two services. Empty: none.");
}

void weapon_form_open(struct screen *screen, struct weapon_form *form, const struct weapon *weapon)
{
    form->app = screen->app;
    form->weapon = weapon != NULL ? *weapon : (struct weapon){0};
    fill_texts(form);
    fill_fields(form);
    struct record_form_argument argument = {.title = form->weapon.id == 0 ? _("New weapon")
                                                                          : _("Change weapon"),
                                            .fields = form->fields,
                                            .count = WEAPON_FORM_FIELDS,
                                            .owner = form,
                                            .save = save};
    ui_open(screen->ui, &screen_record_form, &argument);
}
