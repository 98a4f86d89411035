/* The ledger of one ammunition: what came in and went out, and what was left each time. */
#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ammunition.h"
#include "ui/list.h"
#include "ui/record_form.h"
#include "ui/stock.h"

enum { FORM_FIELDS = 3, REASONS = 5 };

struct ledger {
    struct screen screen;
    struct list list;
    struct arena arena;
    struct ammunition ammunition;
    int64_t stock;
    struct ammunition_ledger_row *rows; /* list.count, in the arena */
    const char *reasons[REASONS + 1];   /* that the person may book */
    enum move_reason offered[REASONS];  /* the same */
    int reason;                         /* index in both */
    char rounds[16], note[NAME_ROOM];
    struct form_field fields[FORM_FIELDS];
};

static const struct list_column columns[] = {
    {N_("Date"), 14, 0, 0, false, true},  {N_("What"), 12, 0, 0, false, false},
    {N_("Rounds"), 9, 0, 0, true, false}, {N_("In stock"), 10, 0, 0, true, false},
    {N_("By"), 14, 1, 1, false, false},   {N_("Note"), 12, 2, 0, false, false},
};

static struct ledger *ledger_of(struct screen *screen)
{
    return (struct ledger *)screen;
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct ledger *ledger = owner;
    const struct ammunition_ledger_row *line = &ledger->rows[row];
    *ink = column == 2 && line->move.rounds < 0 ? INK_WARN : *ink;
    switch (column) {
    case 0:
        time_date_text(dst, size, line->move.local_date);
        break;
    case 1:
        text_copy(dst, size, move_reason_name(line->move.reason));
        break;
    case 2:
        snprintf(dst, size, "%+lld", (long long)line->move.rounds);
        break;
    case 3:
        snprintf(dst, size, "%lld", (long long)line->balance);
        break;
    case 4:
        text_copy(dst, size, line->move.by_name);
        break;
    default:
        text_copy(dst, size, line->move.note);
        break;
    }
}

static bool load(struct ledger *ledger, record_id id, struct err *err)
{
    struct arena arena = {0};
    struct ammunition_ledger_row *rows = NULL;
    struct app *app = ledger->screen.app;
    int count = 0;
    if (!ammunition_get(app, id, &ledger->ammunition, err) ||
        !ammunition_ledger(app, &arena, id, &rows, &count, err) ||
        !ammunition_stock(app, id, &ledger->stock, err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&ledger->arena);
    ledger->arena = arena;
    ledger->rows = rows;
    list_set_count(&ledger->list, count);
    return true;
}

static bool ledger_open(struct screen *screen, const void *argument, struct err *err)
{
    struct ledger *ledger = ledger_of(screen);
    ledger->list = (struct list){.columns = columns,
                                 .column_count = (int)(sizeof columns / sizeof columns[0]),
                                 .empty = N_("Nothing was booked yet. Press n: what was bought?"),
                                 .cell = write_cell,
                                 .owner = ledger};
    int count = 0;
    for (int i = 0; i < REASONS; i++) {
        enum move_reason reason = (enum move_reason)i;
        if (screen_may(screen, move_reason_right(reason))) {
            ledger->offered[count] = reason;
            ledger->reasons[count++] = move_reason_name(reason);
        }
    }
    return load(ledger, *(const record_id *)argument, err);
}

static void ledger_close(struct screen *screen)
{
    arena_free(&ledger_of(screen)->arena);
}

static void ledger_draw(struct screen *screen, struct area area)
{
    struct ledger *ledger = ledger_of(screen);
    char text[2 * NAME_ROOM];
    int used = draw_text(area, 0, 1, INK_TITLE, ledger->ammunition.name);
    snprintf(text, sizeof text, _("%lld rounds in stock"), (long long)ledger->stock);
    draw_text(area, 0, used + 4, INK_ACCENT, text);
    list_draw(&ledger->list, area_part(area, 2, 0, area.lines - 2, area.columns));
}

static bool ledger_key(struct screen *screen, int key)
{
    return key != '/' && key != UI_KEY_ENTER &&
           list_key(&ledger_of(screen)->list, key, ui_mouse(screen->ui)) != LIST_UNUSED;
}

static bool save(void *owner, int *field, struct err *err)
{
    struct ledger *ledger = owner;
    struct ammunition_booking booking = {.ammunition_id = ledger->ammunition.id,
                                         .reason = ledger->offered[ledger->reason],
                                         .note = ledger->note};
    *field = 1;
    if (!decimal_read(ledger->rounds, 0, false, &booking.rounds)) {
        return err_set(err, ERR_INPUT, _("This must be a whole number."));
    }
    return ammunition_book(ledger->screen.app, &booking, NULL, err);
}

static void book(struct screen *screen)
{
    struct ledger *ledger = ledger_of(screen);
    ledger->rounds[0] = ledger->note[0] = '\0';
    const struct form_field fields[FORM_FIELDS] = {
        {.kind = FORM_CHOICE,
         .label = N_("What"),
         .choices = ledger->reasons,
         .number = &ledger->reason},
        {.kind = FORM_TEXT,
         .label = N_("Rounds"),
         .hint = N_("Counted: how many there are now; the difference is booked."),
         .text = ledger->rounds,
         .room = sizeof ledger->rounds},
        {.kind = FORM_TEXT, .label = N_("Note"), .text = ledger->note, .room = NAME_ROOM},
    };
    for (int i = 0; i < FORM_FIELDS; i++) {
        ledger->fields[i] = fields[i];
    }
    struct record_form_argument argument = {.title = _("Book rounds"),
                                            .fields = ledger->fields,
                                            .count = FORM_FIELDS,
                                            .owner = ledger,
                                            .save = save};
    ui_open(screen->ui, &screen_record_form, &argument);
}

static void ledger_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    struct ledger *ledger = ledger_of(screen);
    struct err err = {0};
    if (value == ledger && load(ledger, ledger->ammunition.id, &err)) {
        ui_toast(screen->ui, TOAST_GOOD, _("Booked: %lld rounds in stock."),
                 (long long)ledger->stock);
    }
}

static void ledger_crumb(const struct screen *screen, char *dst, size_t size)
{
    text_copy(dst, size, ((const struct ledger *)screen)->ammunition.name);
}

static const struct key_row keys[] = {
    {'n', "n", N_("book rounds"), book, NULL, 9},
    {0},
};

const struct screen_class screen_ledger = {
    .name = N_("Ledger"),
    .about = N_("What came in and went out, newest first, with what was left. Nothing is changed"
                " afterwards: a mistake is mended by a row the other way, or by counting."),
    .size = sizeof(struct ledger),
    .section = 4,
    .open = ledger_open,
    .draw = ledger_draw,
    .key = ledger_key,
    .notice = ledger_notice,
    .close = ledger_close,
    .crumb = ledger_crumb,
    .keys = keys,
};
