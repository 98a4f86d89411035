#include "ui/record_form.h"

#include "base/i18n.h"
#include "base/text.h"
#include "ui/picker.h"
#include "ui/screens.h"

struct record_form {
    struct screen screen;
    struct record_form_argument argument;
    char title[NAME_ROOM + 64];
    struct form form;
    int picking;     /* field whose picker is open; -1: none */
    uint64_t before; /* mark of the fields as they were */
};

static struct record_form *form_of(struct screen *screen)
{
    return (struct record_form *)screen;
}

/* A mark of everything the fields say (FNV-1a): two marks differ when something was changed. */
static uint64_t mark_fields(const struct record_form_argument *argument)
{
    uint64_t mark = UINT64_C(14695981039346656037);
    for (int i = 0; i < argument->count; i++) {
        const struct form_field *field = &argument->fields[i];
        for (const char *c = field->text; c != NULL && *c != '\0'; c++) {
            mark = (mark ^ (unsigned char)*c) * UINT64_C(1099511628211);
        }
        mark = (mark ^ (uint64_t)(field->number != NULL ? *field->number : 0) ^ 0x100) *
               UINT64_C(1099511628211);
        mark = (mark ^ (uint64_t)(field->picked != NULL ? *field->picked : 0)) *
               UINT64_C(1099511628211);
    }
    return mark;
}

static bool record_form_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)err;
    struct record_form *record = form_of(screen);
    record->argument = *(const struct record_form_argument *)argument;
    text_copy(record->title, sizeof record->title, record->argument.title);
    record->argument.title = record->title;
    record->picking = -1;
    record->before = mark_fields(&record->argument);
    form_start(&record->form, record->argument.fields, record->argument.count);
    return true;
}

static void record_form_draw(struct screen *screen, struct area area)
{
    struct record_form *record = form_of(screen);
    int columns = area.columns < 76 ? area.columns : 76;
    int lines = record->argument.count + 6;
    lines = lines < area.lines ? lines : area.lines;
    struct area box =
        area_part(area, (area.lines - lines) / 2, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, record->argument.title);
    form_draw(&record->form, area_part(box, 1, 2, lines - 2, columns - 4));
}

static void pick(struct record_form *record)
{
    const struct form_field *field = &record->argument.fields[record->form.focus];
    struct picker_argument argument = {.source = field->source,
                                       .context = record->argument.context};
    record->picking = record->form.focus;
    if (ui_open(record->screen.ui, &screen_picker, &argument) == NULL) {
        record->picking = -1;
    }
}

static void save(struct record_form *record)
{
    struct err err = {0};
    int field = -1;
    if (record->argument.save(record->argument.owner, &field, &err)) {
        ui_close(&record->screen, record->argument.owner);
        return;
    }
    text_copy(record->form.error, sizeof record->form.error, err.what);
    record->form.error_field = field;
    if (field >= 0) {
        form_focus(&record->form, field);
    }
}

static void leave(struct screen *screen)
{
    ui_close(screen, NULL);
}

static void ask_to_leave(struct record_form *record)
{
    if (mark_fields(&record->argument) == record->before) {
        leave(&record->screen);
        return;
    }
    ui_ask(&record->screen, _("What you changed here is not saved yet. Leave it?"), _("leave it"),
           leave);
}

static void ask_to_leave_screen(struct screen *screen)
{
    ask_to_leave(form_of(screen));
}

static bool record_form_key(struct screen *screen, int key)
{
    struct record_form *record = form_of(screen);
    switch (form_key(&record->form, key, ui_mouse(screen->ui))) {
    case FORM_UNUSED:
        return false;
    case FORM_CHANGED:
        record->form.error[0] = '\0';
        return true;
    case FORM_SAVE:
        save(record);
        return true;
    case FORM_CANCEL:
        ask_to_leave(record);
        return true;
    case FORM_WANTS_PICK:
        pick(record);
        return true;
    }
    return false;
}

static void record_form_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    struct record_form *record = form_of(screen);
    const struct picker_row *row = value;
    int index = record->picking;
    record->picking = -1;
    if (index < 0 || row == NULL) {
        return;
    }
    struct form_field *field = &record->argument.fields[index];
    *field->picked = row->id;
    text_copy(field->text, field->room, row->text);
    form_focus(&record->form, index + 1 < record->argument.count ? index + 1 : index);
}

static void save_now(struct screen *screen)
{
    save(form_of(screen));
}

enum { CTRL_S = 's' & 0x1f };

static bool is_on_pick(const struct screen *screen)
{
    return form_is_on_pick(&((const struct record_form *)screen)->form);
}

static const struct key_row keys[] = {
    {UI_KEY_F1 + 1, "F2", N_("save"), save_now, NULL, 9},
    {UI_KEY_ESCAPE, "Esc", N_("leave"), ask_to_leave_screen, NULL, 8},
    {-1, N_("arrows"), N_("field, choice"), NULL, NULL, 5},
    {' ', N_("Space"), N_("find"), NULL, is_on_pick, 8},
    {CTRL_S, "Ctrl-S", NULL, save_now, NULL, 0},
    {0},
};

const struct screen_class screen_record_form = {
    .name = N_("Edit"),
    .about = N_("Enter and Tab go to the next field, Enter on the last one saves, F2 saves at"
                " once, Esc leaves without saving."),
    .size = sizeof(struct record_form),
    .takes_text = true,
    .is_popup = true,
    .open = record_form_open,
    .draw = record_form_draw,
    .key = record_form_key,
    .notice = record_form_notice,
    .keys = keys,
};
