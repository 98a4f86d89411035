#include "ui/session_edit.h"

#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/ammunition.h"
#include "ui/picker.h"
#include "ui/record_form.h"

enum { FIELD_ROUNDS, FIELD_AMMUNITION, FIELD_GROUPING, FIELD_DEVIATION, FIELD_FLIERS };

static const char *const deviations[] = {N_("none"), N_("left"), N_("right"),
                                         N_("high"), N_("low"),  NULL};

/* Ammunition of the weapon's calibre; the first row says that it is not known. */
static int find_ammunition(struct app *app, void *context, const char *typed,
                           struct picker_row *rows, int room, struct err *err)
{
    struct arena arena = {0};
    struct ammunition *all = NULL;
    int all_count = 0;
    int count = 0;
    char folded[NAME_ROOM];
    char hay[3 * NAME_ROOM];
    text_fold(folded, sizeof folded, typed);
    if (typed[0] == '\0' && room > 0) {
        rows[count] = (struct picker_row){.id = 0, .code = "-"};
        text_copy(rows[count++].text, NAME_ROOM, _("not said"));
    }
    if (ammunition_list(app, &arena, &(struct ammunition_query){.calibre = context}, &all,
                        &all_count, err)) {
        for (int i = 0; i < all_count && count < room; i++) {
            char folded_hay[sizeof hay];
            snprintf(hay, sizeof hay, "%s %s %s", all[i].name, all[i].lot, all[i].bullet);
            text_fold(folded_hay, sizeof folded_hay, hay);
            if (text_matches(folded_hay, folded)) {
                rows[count] = (struct picker_row){.id = all[i].id};
                text_copy(rows[count].text, sizeof rows[count].text, all[i].name);
                text_copy(rows[count].side, sizeof rows[count].side, all[i].calibre);
                count++;
            }
        }
    }
    arena_free(&arena);
    return count;
}

static const struct picker_source ammunition_source = {
    .title = N_("Ammunition"), .create = NULL, .find = find_ammunition};

static bool read_count(const char *text, int field, int *count, int *wrong, struct err *err)
{
    int64_t value = 0;
    if (!decimal_read(text, 0, false, &value) || value < 0 || value > 100000) {
        *wrong = field;
        return err_set(err, ERR_INPUT, _("This must be a whole number from 0 to 100000."));
    }
    *count = (int)value;
    return true;
}

static bool save(void *owner, int *field, struct err *err)
{
    struct session_edit *edit = owner;
    struct session_weapon line = edit->line;
    if (!read_count(edit->rounds, FIELD_ROUNDS, &line.rounds_fired, field, err) ||
        !read_count(edit->fliers, FIELD_FLIERS, &line.fliers, field, err)) {
        return false;
    }
    text_copy(line.grouping, sizeof line.grouping, edit->grouping);
    line.deviation = (enum deviation)edit->deviation;
    return session_set_weapon_line(edit->app, &line, err);
}

void session_edit_open(struct screen *screen, struct session_edit *edit,
                       const struct session_part *part, const char *ammunition)
{
    edit->app = screen->app;
    edit->line = part->weapon;
    edit->deviation = (int)part->weapon.deviation;
    snprintf(edit->rounds, sizeof edit->rounds, "%d", part->weapon.rounds_fired);
    snprintf(edit->fliers, sizeof edit->fliers, "%d", part->weapon.fliers);
    text_copy(edit->grouping, sizeof edit->grouping, part->weapon.grouping);
    text_copy(edit->ammunition, sizeof edit->ammunition, ammunition);
    const struct form_field fields[SESSION_EDIT_FIELDS] = {
        {.kind = FORM_TEXT,
         .label = N_("Rounds fired"),
         .hint = N_("All rounds of this weapon, sighters and misfires too."),
         .text = edit->rounds,
         .room = sizeof edit->rounds},
        {.kind = FORM_PICK,
         .label = N_("Ammunition"),
         .text = edit->ammunition,
         .room = sizeof edit->ammunition,
         .source = &ammunition_source,
         .picked = &edit->line.ammunition_id},
        {.kind = FORM_TEXT,
         .label = N_("Grouping"),
         .hint = N_("In your own words: tight, two groups ..."),
         .text = edit->grouping,
         .room = sizeof edit->grouping},
        {.kind = FORM_CHOICE,
         .label = N_("Deviation"),
         .choices = deviations,
         .number = &edit->deviation},
        {.kind = FORM_TEXT,
         .label = N_("Fliers"),
         .text = edit->fliers,
         .room = sizeof edit->fliers},
    };
    for (int i = 0; i < SESSION_EDIT_FIELDS; i++) {
        edit->fields[i] = fields[i];
    }
    struct record_form_argument argument = {.title = _("Weapon line"),
                                            .fields = edit->fields,
                                            .count = SESSION_EDIT_FIELDS,
                                            .owner = edit,
                                            .save = save,
                                            .context = NULL};
    ui_open(screen->ui, &screen_record_form, &argument);
}
