#include "ui/attached.h"

#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/record_form.h"

static const struct list_column columns[] = {
    {N_("File"), 24, 3, 0, false, true}, {N_("Kind"), 15, 0, 2, false, false},
    {N_("Size"), 9, 0, 0, true, false},  {N_("Added"), 14, 0, 1, false, false},
    {N_("By"), 12, 1, 3, false, false},
};

static void size_text(char *dst, size_t size, int64_t bytes)
{
    char number[32];
    bool is_large = bytes >= INT64_C(1024) * 1024;
    int64_t unit = is_large ? INT64_C(1024) * 1024 : 1024;
    decimal_write(number, sizeof number, (bytes * 10 + unit - 1) / unit, 1, 1,
                  i18n_decimal_point());
    snprintf(dst, size, "%s %s", number, is_large ? "MiB" : "KiB");
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct attached *attached = owner;
    const struct attachment *attachment = &attached->rows[row];
    switch (column) {
    case 0:
        text_copy(dst, size, attachment->file_name);
        break;
    case 1:
        text_copy(dst, size, attachment->media_type);
        break;
    case 2:
        size_text(dst, size, attachment->size);
        break;
    case 3:
        time_moment_text(dst, size, attachment->at_ms);
        break;
    default:
        *ink = INK_MUTED;
        text_copy(dst, size, attachment->by_name);
        break;
    }
}

void attached_start(struct attached *attached, struct screen *screen,
                    const struct attachment_subject *subject)
{
    attached->screen = screen;
    attached->subject = *subject;
    attached->list = (struct list){.columns = columns,
                                   .column_count = (int)(sizeof columns / sizeof columns[0]),
                                   .empty = N_("Nothing is attached yet. Press n to add a file:"
                                               " PDF, JPEG, PNG, WebP, HEIC or plain text."),
                                   .cell = write_cell,
                                   .owner = attached};
}

bool attached_load(struct attached *attached, struct err *err)
{
    struct arena arena = {0};
    struct attachment *rows = NULL;
    int count = 0;
    if (!attachment_list(attached->screen->app, &arena, &attached->subject, &rows, &count, err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&attached->arena);
    attached->arena = arena;
    attached->rows = rows;
    list_set_count(&attached->list, count);
    return true;
}

void attached_close(struct attached *attached)
{
    arena_free(&attached->arena);
}

void attached_draw(struct attached *attached, struct area area)
{
    list_draw(&attached->list, area);
}

bool attached_key(struct attached *attached, int key)
{
    return key != '/' && /* a handful: nothing to find */
           list_key(&attached->list, key, ui_mouse(attached->screen->ui)) != LIST_UNUSED;
}

bool attached_has_row(const struct attached *attached)
{
    return attached->list.count > 0;
}

/* --- forms ---------------------------------------------------------------------------------- */
static bool save(void *owner, int *field, struct err *err)
{
    struct attached *attached = owner;
    struct app *app = attached->screen->app;
    char path[2 * ATTACHED_PATH_ROOM];
    record_id id = 0;
    *field = 0;
    text_trim(attached->path);
    if (!attachment_path(path, sizeof path, attached->path)) {
        return err_set(err, ERR_INPUT, _("The name \"%s\" is too long."), attached->path);
    }
    return attached->is_exporting
               ? attachment_export(app, attached->exported, path, attached->written,
                                   sizeof attached->written, err)
               : attachment_add(app, &attached->subject, path, &id, err);
}

static void open_form(struct attached *attached, const char *title, const char *label,
                      const char *hint)
{
    attached->field = (struct form_field){.kind = FORM_TEXT,
                                          .label = label,
                                          .hint = hint,
                                          .text = attached->path,
                                          .room = sizeof attached->path};
    struct record_form_argument argument = {
        .title = title, .fields = &attached->field, .count = 1, .owner = attached, .save = save};
    attached->path[0] = '\0';
    ui_open(attached->screen->ui, &screen_record_form, &argument);
}

void attached_add(struct attached *attached)
{
    attached->is_exporting = false;
    open_form(attached, _("Add a file"), N_("File"),
              N_("With its folders, as /media/stick/invoice.pdf. It is copied; at most 20 MiB."));
}

void attached_export(struct attached *attached)
{
    const struct attachment *chosen = &attached->rows[attached->list.cursor];
    char title[NAME_ROOM + 48];
    attached->is_exporting = true;
    attached->exported = chosen->id;
    snprintf(title, sizeof title, _("Export %s"), chosen->file_name);
    open_form(attached, title, N_("Folder"),
              N_("Where it goes, as /media/stick. Nothing there is overwritten."));
}

bool attached_notice(struct attached *attached, const void *value)
{
    if (value != attached) {
        return false;
    }
    if (attached->is_exporting) {
        ui_toast(attached->screen->ui, TOAST_GOOD, _("Written: %s"), attached->written);
    } else {
        ui_toast(attached->screen->ui, TOAST_GOOD, "%s",
                 _("The file is kept. The original may go."));
    }
    return true;
}

/* --- removing ------------------------------------------------------------------------------- */
void attached_ask_to_remove(struct attached *attached, void (*yes)(struct screen *screen))
{
    char question[320];
    snprintf(question, sizeof question,
             _("Remove \"%s\" from the list? The stored file stays in the data folder, and the"
               " trail says who removed it."),
             attached->rows[attached->list.cursor].file_name);
    ui_ask(attached->screen, question, _("remove it"), yes);
}

void attached_remove(struct attached *attached)
{
    struct err err = {0};
    const struct attachment *chosen = &attached->rows[attached->list.cursor];
    if (!attachment_void(attached->screen->app, chosen->id, &err)) {
        ui_toast_err(attached->screen->ui, &err);
        return;
    }
    ui_toast(attached->screen->ui, TOAST_GOOD, _("%s is no longer listed."), chosen->file_name);
    if (!attached_load(attached, &err)) {
        ui_toast_err(attached->screen->ui, &err);
    }
}
