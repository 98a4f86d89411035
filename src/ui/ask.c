/* A question before something that cannot be taken back with u. */
#include "base/i18n.h"
#include "base/text.h"
#include "ui/screens.h"
#include "ui/ui.h"

struct ask {
    struct screen screen;
    struct screen *asker;
    char question[400], yes_label[60];
    void (*yes)(struct screen *screen);
};

struct ask_argument {
    struct screen *asker;
    const char *question, *yes_label;
    void (*yes)(struct screen *screen);
};

static bool ask_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)err;
    struct ask *ask = (struct ask *)screen;
    const struct ask_argument *given = argument;
    ask->asker = given->asker;
    ask->yes = given->yes;
    text_copy(ask->question, sizeof ask->question, given->question);
    text_copy(ask->yes_label, sizeof ask->yes_label, given->yes_label);
    return true;
}

/* "y" is the name of a key elsewhere too, and there it is the same in every language: it is not a
 * text to translate. */
static bool is_yes(const struct screen *screen)
{
    (void)screen;
    return i18n_language() != LANGUAGE_NL;
}

static bool is_ja(const struct screen *screen)
{
    return !is_yes(screen);
}

static void ask_draw(struct screen *screen, struct area area)
{
    struct ask *ask = (struct ask *)screen;
    int columns = area.columns < 66 ? area.columns : 66;
    /* As high as the whole question is: what is at stake often stands last. */
    int wrapped = draw_wrapped(area_part(area, 0, 0, 0, columns - 6), 0, INK_TEXT, ask->question);
    int lines = wrapped + 5 > 8 ? wrapped + 5 : 8;
    lines = lines < area.lines ? lines : area.lines;
    struct area box =
        area_part(area, (area.lines - lines) / 2, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, NULL);
    struct area inside = area_part(box, 2, 3, box.lines - 4, box.columns - 6);
    draw_wrapped(inside, 0, INK_TEXT, ask->question);
    int last = box.lines - 2;
    int column = 3;
    column += draw_text(box, last, column, INK_KEY, is_ja(screen) ? "j" : "y");
    column += draw_text(box, last, column, INK_TEXT, " ");
    column += draw_text(box, last, column, INK_TEXT, ask->yes_label);
    column += 3;
    column += draw_text(box, last, column, INK_KEY, "Esc");
    column += draw_text(box, last, column, INK_TEXT, " ");
    draw_text(box, last, column, INK_TEXT, _("no"));
}

static void act_yes(struct screen *screen)
{
    struct ask *ask = (struct ask *)screen;
    struct screen *asker = ask->asker;
    void (*yes)(struct screen *) = ask->yes;
    ui_close(screen, NULL);
    yes(asker);
}

static void act_no(struct screen *screen)
{
    ui_close(screen, NULL);
}

static const struct key_row keys[] = {
    {'y', "y", N_("yes"), act_yes, is_yes, 9},    {'j', "j", N_("yes"), act_yes, is_ja, 9},
    {'y', NULL, NULL, act_yes, NULL, 0}, /* both, whatever the language */
    {'j', NULL, NULL, act_yes, NULL, 0},          {'n', "n", N_("no"), act_no, NULL, 8},
    {UI_KEY_ESCAPE, NULL, NULL, act_no, NULL, 0}, {0},
};

const struct screen_class screen_ask = {
    .name = N_("Question"),
    .about = N_(
        "Something is about to happen that cannot be undone with u. Read the sentence; y does it, "
        "Esc leaves everything as it is."),
    .size = sizeof(struct ask),
    .is_popup = true,
    .open = ask_open,
    .draw = ask_draw,
    .keys = keys,
};

void ui_ask(struct screen *screen, const char *question, const char *yes_label,
            void (*yes)(struct screen *screen))
{
    struct ask_argument argument = {screen, question, yes_label, yes};
    ui_open(screen->ui, &screen_ask, &argument);
}
