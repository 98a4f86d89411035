#include "ui/theme.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/data.h"
#include "base/i18n.h"
#include "base/text.h"

enum { THEMES_MAX = 12, FIRST_PAIR = 1, FIRST_PAIR_ON_BLACK = FIRST_PAIR + INK_COUNT };

struct rgb {
    int red, green, blue; /* 0..255; red -1: the terminal's own */
};

struct theme {
    char code[24], name[32];
    struct rgb background, colours[INK_COUNT];
};

/* The table is read once; the terminal's pairs are a state of the one screen there is. */
static struct theme themes[THEMES_MAX];
static int count;
static int current = -1;
static bool has_colour;
static attr_t attributes[INK_COUNT], attributes_on_black[INK_COUNT];

static struct rgb read_rgb(const char *text)
{
    if (text[0] != '#' || strlen(text) != 7) {
        return (struct rgb){-1, -1, -1};
    }
    long value = strtol(text + 1, NULL, 16);
    return (struct rgb){(int)(value >> 16 & 255), (int)(value >> 8 & 255), (int)(value & 255)};
}

static const struct {
    enum ink ink;
    const char *column;
} columns[] = {
    {INK_TEXT, "text"},           {INK_MUTED, "muted"},      {INK_ACCENT, "accent"},
    {INK_ACCENT2, "accent2"},     {INK_WARN, "warn"},        {INK_LINE, "line"},
    {INK_SELECTION, "selection"}, {INK_TEN, "ten"},          {INK_NINE, "nine"},
    {INK_TITLE, "accent"},        {INK_BLACK, "black"},      {INK_TAB, "accent"},
    {INK_KEY, "accent"},          {INK_BLACK_EDGE, "black"},
};

static void load(void)
{
    struct arena arena = {0};
    struct csv_table table;
    struct err err = {0};
    const struct data_file *file = data_find("themes.csv");
    if (count > 0 || file == NULL ||
        !csv_read(&arena, file->bytes, file->size, ',', &table, &err)) {
        arena_free(&arena);
        return;
    }
    for (int row = 1; row < table.count && count < THEMES_MAX; row++) {
        struct theme *theme = &themes[count++];
        const struct csv_row *cells = &table.rows[row];
        text_copy(theme->code, sizeof theme->code, csv_cell(cells, csv_column(&table, "code")));
        text_copy(theme->name, sizeof theme->name, csv_cell(cells, csv_column(&table, "name")));
        theme->background = read_rgb(csv_cell(cells, csv_column(&table, "background")));
        for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
            theme->colours[columns[i].ink] =
                read_rgb(csv_cell(cells, csv_column(&table, columns[i].column)));
        }
    }
    arena_free(&arena);
}

int theme_count(void)
{
    load();
    return count;
}

const char *theme_name(int theme)
{
    load();
    return theme >= 0 && theme < count ? themes[theme].name : "";
}

const char *theme_code(int theme)
{
    load();
    return theme >= 0 && theme < count ? themes[theme].code : "";
}

int theme_find(const char *code)
{
    load();
    for (int i = 0; i < count; i++) {
        if (strcmp(themes[i].code, code) == 0) {
            return i;
        }
    }
    return -1;
}

int theme_current(void)
{
    return current < 0 ? 0 : current;
}

bool theme_has_colour(void)
{
    return has_colour;
}

/* --- colours that this terminal has ------------------------------------------------------------
 */

static int distance(struct rgb a, struct rgb b)
{
    /* Weighted as eyes see: a cheap approximation of perceived difference. */
    int red = a.red - b.red;
    int green = a.green - b.green;
    int blue = a.blue - b.blue;
    return 3 * red * red + 4 * green * green + 2 * blue * blue;
}

static struct rgb palette_256(int index)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    if (index >= 232) {
        int grey = 8 + (index - 232) * 10;
        return (struct rgb){grey, grey, grey};
    }
    index -= 16;
    return (struct rgb){levels[index / 36], levels[index / 6 % 6], levels[index % 6]};
}

static int nearest_256(struct rgb colour)
{
    int best = 16;
    for (int i = 16; i < 256; i++) {
        if (distance(palette_256(i), colour) < distance(palette_256(best), colour)) {
            best = i;
        }
    }
    return best;
}

static int nearest_basic(struct rgb colour, int colours)
{
    static const struct rgb basic[16] = {
        {0, 0, 0},     {205, 0, 0},     {0, 205, 0},     {205, 205, 0},  {0, 0, 238}, {205, 0, 205},
        {0, 205, 205}, {229, 229, 229}, {127, 127, 127}, {255, 0, 0},    {0, 255, 0}, {255, 255, 0},
        {92, 92, 255}, {255, 0, 255},   {0, 255, 255},   {255, 255, 255}};
    int best = 0;
    for (int i = 1; i < colours && i < 16; i++) {
        if (distance(basic[i], colour) < distance(basic[best], colour)) {
            best = i;
        }
    }
    return best;
}

static int terminal_colour(struct rgb colour)
{
    if (colour.red < 0) {
        return -1;
    }
    if (COLORS > 256) { /* direct colour: the number is the colour */
        return colour.red << 16 | colour.green << 8 | colour.blue;
    }
    return COLORS >= 256 ? nearest_256(colour) : nearest_basic(colour, COLORS);
}

/* --- the black of a target ----------------------------------------------------------------------
 */

static int brightness(struct rgb colour)
{
    return (3 * colour.red + 6 * colour.green + colour.blue) / 10;
}

/* Text on the black: the theme's text, or on a light theme its background. */
static struct rgb text_on_black(const struct theme *theme)
{
    int black = brightness(theme->colours[INK_BLACK]);
    bool is_text_near = abs(brightness(theme->colours[INK_TEXT]) - black) <
                        abs(brightness(theme->background) - black);
    return is_text_near ? theme->background : theme->colours[INK_TEXT];
}

/* With few colours nothing lies between the background and the text: grey, or blue. */
static int black_colour(const struct theme *theme)
{
    if (COLORS >= 256) {
        return terminal_colour(theme->colours[INK_BLACK]);
    }
    if (COLORS >= 16) {
        return 8;
    }
    return brightness(theme->background) < 128 ? COLOR_BLUE : COLOR_BLACK;
}

/* The role's colour, moved towards the text until it stands out from the black. */
static int colour_on_black(const struct theme *theme, enum ink ink)
{
    struct rgb text = text_on_black(theme);
    struct rgb colour = theme->colours[ink == INK_BLACK ? INK_MUTED : ink];
    int black = brightness(theme->colours[INK_BLACK]);
    for (int i = 0; i < 4 && abs(brightness(colour) - black) < 100; i++) {
        colour.red += (text.red - colour.red) / 3;
        colour.green += (text.green - colour.green) / 3;
        colour.blue += (text.blue - colour.blue) / 3;
    }
    int number = terminal_colour(colour);
    return number == black_colour(theme) ? terminal_colour(text) : number;
}

/* What a role adds where colour alone would have to carry it, and everything where there is none.
 */
static attr_t plain_attributes(enum ink ink)
{
    switch (ink) {
    case INK_SELECTION:
    case INK_TAB:
        return A_REVERSE;
    case INK_TITLE:
    case INK_KEY:
    case INK_ACCENT:
    case INK_TEN:
    case INK_WARN:
        return A_BOLD;
    case INK_MUTED:
    case INK_LINE:
        return A_DIM;
    case INK_BLACK:
        return A_REVERSE;
    default:
        return A_NORMAL;
    }
}

/* The console of Linux makes letters bright where bold is asked: black ones on a bar become grey.
 */
static attr_t bold_on_a_bar(void)
{
    return COLORS < 16 ? A_NORMAL : A_BOLD;
}

static attr_t colour_attributes(enum ink ink)
{
    if (ink == INK_TAB) {
        return A_REVERSE | bold_on_a_bar();
    }
    if (ink == INK_SELECTION) {
        return bold_on_a_bar() | (COLORS < 256 ? A_REVERSE : A_NORMAL);
    }
    return ink == INK_TITLE || ink == INK_KEY || ink == INK_TEN ? A_BOLD : A_NORMAL;
}

/* With few colours the line and muted roles would vanish into the background. */
static struct rgb foreground_of(const struct theme *theme, enum ink ink)
{
    if (ink == INK_SELECTION) {
        return theme->colours[INK_TEXT];
    }
    if (COLORS < 256 && (ink == INK_LINE || ink == INK_MUTED)) {
        return theme->colours[INK_MUTED];
    }
    return theme->colours[ink];
}

static void make_pairs(const struct theme *theme)
{
    int background = terminal_colour(theme->background);
    for (int ink = 0; ink < INK_COUNT; ink++) {
        int own = background;
        int front = terminal_colour(foreground_of(theme, (enum ink)ink));
        if (ink == INK_SELECTION) {
            own = COLORS >= 256 ? terminal_colour(theme->colours[ink]) : background;
        } else if (ink == INK_BLACK) {
            own = black_colour(theme);
            front = colour_on_black(theme, INK_BLACK);
        } else if (ink == INK_BLACK_EDGE) {
            front = black_colour(theme);
        }
        init_extended_pair(FIRST_PAIR + ink, front, own);
        init_extended_pair(FIRST_PAIR_ON_BLACK + ink, colour_on_black(theme, (enum ink)ink),
                           black_colour(theme));
        attributes[ink] = colour_attributes((enum ink)ink);
        attributes_on_black[ink] = attributes[ink];
    }
}

void theme_use(int theme)
{
    load();
    if (count == 0) {
        return;
    }
    current = theme >= 0 && theme < count ? theme : 0;
    const char *no_colour = getenv("NO_COLOR");
    bool is_mono = themes[current].background.red < 0;
    has_colour = has_colors() && !is_mono && (no_colour == NULL || *no_colour == '\0');
    if (has_colour) {
        start_color();
        use_default_colors();
        make_pairs(&themes[current]);
    } else {
        for (int ink = 0; ink < INK_COUNT; ink++) {
            attributes[ink] = plain_attributes((enum ink)ink);
            attributes_on_black[ink] = (attributes[ink] & ~A_DIM) ^ A_REVERSE;
        }
    }
    cchar_t blank;
    int pair = has_colour ? FIRST_PAIR + INK_TEXT : 0;
    setcchar(&blank, L" ", A_NORMAL, (short)pair, &pair);
    bkgrndset(&blank);
}

void theme_set(enum ink ink)
{
    int pair = has_colour ? FIRST_PAIR + (int)ink : 0;
    attr_set(attributes[ink], (short)pair, &pair);
}

void theme_set_on_black(enum ink ink)
{
    bool is_own = ink == INK_BLACK || (has_colour && (ink == INK_TAB || ink == INK_SELECTION));
    if (is_own) {
        theme_set(ink);
        return;
    }
    int pair = has_colour ? FIRST_PAIR_ON_BLACK + (int)ink : 0;
    attr_set(attributes_on_black[ink], (short)pair, &pair);
}
