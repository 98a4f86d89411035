#include "core/rules/programme.h"

#include "base/csv.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct programme_row { /* the row being read */
    const struct csv_table *table;
    const struct csv_row *row;
    struct err *err;
};

static const char *cell_of(const struct programme_row *reader, const char *column)
{
    return csv_cell(reader->row, csv_column(reader->table, column));
}

static bool cell_bad(const struct programme_row *reader, const char *column)
{
    return err_set(reader->err, ERR_INPUT,
                   _("The list of programmes cannot be used: row %d, column %s says \"%.40s\"."),
                   reader->row->line, column, cell_of(reader, column));
}

static bool read_text(const struct programme_row *reader, const char *column, bool is_needed,
                      char *dst, size_t size)
{
    const char *cell = cell_of(reader, column);
    bool is_good = text_copy(dst, size, cell) && (cell[0] != '\0' || !is_needed);
    return is_good || cell_bad(reader, column);
}

/* A whole number 1..limit at *text, which moves past it; 0 when there is none. */
static int read_count(const char **text, int limit)
{
    char *end = NULL;
    if (**text < '0' || **text > '9') {
        return 0;
    }
    long value = strtol(*text, &end, 10);
    *text = end;
    return value >= 1 && value <= limit ? (int)value : 0;
}

/* "6x10": series x shots. */
static bool read_series(const char **text, int *series, int *shots)
{
    *series = read_count(text, SERIES_MAX);
    if (*series == 0 || **text != 'x') {
        return false;
    }
    (*text)++;
    *shots = read_count(text, SHOTS_PER_SERIES_MAX);
    return *shots > 0;
}

/* "6x10@150": with seconds for each series. */
static bool read_stage(const char **text, struct stage *stage)
{
    if (!read_series(text, &stage->series, &stage->shots)) {
        return false;
    }
    if (**text == '@') {
        (*text)++;
        stage->seconds = read_count(text, 24 * 3600);
        return stage->seconds > 0;
    }
    return true;
}

/* "4x5@150+4x5@20", or "open:40x10" for a practice that may end at any shot. */
static bool read_stages(const struct programme_row *reader, struct programme *programme)
{
    static const char open[] = "open:";
    const char *at = cell_of(reader, "stages");
    if (strncmp(at, open, sizeof open - 1) == 0) {
        programme->is_open_ended = true;
        at += sizeof open - 1;
    }
    bool is_stage = true;
    do {
        at += programme->stage_count > 0; /* the plus */
        is_stage = programme->stage_count < STAGES_MAX &&
                   read_stage(&at, &programme->stages[programme->stage_count]);
        programme->stage_count += is_stage;
    } while (is_stage && *at == '+');
    bool is_good = is_stage && *at == '\0' && programme_series_count(programme) <= SERIES_MAX &&
                   programme_shot_count(programme) <= SESSION_SHOTS_MAX;
    return is_good || cell_bad(reader, "stages");
}

static bool read_sighters(const struct programme_row *reader, struct programme *programme)
{
    const char *at = cell_of(reader, "sighter_series");
    if (strcmp(at, "unlimited") == 0) {
        return true;
    }
    bool is_good =
        read_series(&at, &programme->sighter_series, &programme->sighter_shots) && *at == '\0';
    return is_good || cell_bad(reader, "sighter_series");
}

/* "air_pistol+pistol" to bits; "" is any. */
static bool read_kinds(const struct programme_row *reader, struct programme *programme)
{
    static const char *const codes[WEAPON_KIND_COUNT] = {
        [WEAPON_PISTOL] = "pistol",       [WEAPON_RIFLE] = "rifle",
        [WEAPON_CARBINE] = "carbine",     [WEAPON_REVOLVER] = "revolver",
        [WEAPON_SHOTGUN] = "shotgun",     [WEAPON_AIR_PISTOL] = "air_pistol",
        [WEAPON_AIR_RIFLE] = "air_rifle", [WEAPON_OTHER] = "other",
    };
    const char *at = cell_of(reader, "kinds");
    while (*at != '\0') {
        size_t length = strcspn(at, "+");
        int kind = 0;
        while (kind < WEAPON_KIND_COUNT &&
               (strlen(codes[kind]) != length || strncmp(codes[kind], at, length) != 0)) {
            kind++;
        }
        if (kind == WEAPON_KIND_COUNT) {
            return cell_bad(reader, "kinds");
        }
        programme->weapon_kinds |= 1U << kind;
        at += length + (at[length] == '+');
    }
    return true;
}

/* "12/15": the best 12 of 15 series count; "": all. */
static bool read_drop(const struct programme_row *reader, struct programme *programme)
{
    const char *at = cell_of(reader, "drop_rule");
    if (*at == '\0') {
        return true;
    }
    programme->drop_best = read_count(&at, 1000);
    if (programme->drop_best > 0 && *at == '/') {
        at++;
        programme->drop_of = read_count(&at, 1000);
    }
    bool is_good = *at == '\0' && programme->drop_of >= programme->drop_best;
    return is_good || cell_bad(reader, "drop_rule");
}

static bool read_scoring(const struct programme_row *reader, struct programme *programme)
{
    const char *gauge = cell_of(reader, "gauge_mm");
    if (gauge[0] != '\0' && (!decimal_read(gauge, 3, false, &programme->gauge_um) ||
                             programme->gauge_um < 0 || programme->gauge_um > 100000)) {
        return cell_bad(reader, "gauge_mm");
    }
    const char *decimal = cell_of(reader, "decimal");
    programme->has_decimals = strcmp(decimal, "yes") == 0;
    return programme->has_decimals || strcmp(decimal, "no") == 0 || cell_bad(reader, "decimal");
}

static bool read_programme(const struct programme_row *reader, const struct programme_list *before,
                           struct programme *programme)
{
    if (!read_text(reader, "id", true, programme->id, sizeof programme->id) ||
        !read_text(reader, "name_en", true, programme->name_en, sizeof programme->name_en) ||
        !read_text(reader, "name_nl", true, programme->name_nl, sizeof programme->name_nl) ||
        !read_text(reader, "face_id", false, programme->face_id, sizeof programme->face_id) ||
        !read_text(reader, "tie_rule", false, programme->tie_rule, sizeof programme->tie_rule)) {
        return false;
    }
    if (programme_find(before, programme->id) != NULL) {
        return cell_bad(reader, "id");
    }
    return read_scoring(reader, programme) && read_sighters(reader, programme) &&
           read_stages(reader, programme) && read_kinds(reader, programme) &&
           read_drop(reader, programme);
}

bool programme_list_read(struct arena *arena, const char *csv, struct programme_list *list,
                         struct err *err)
{
    struct csv_table table = {0};
    *list = (struct programme_list){0};
    if (!csv_read(arena, csv, strlen(csv), ',', &table, err)) {
        return false;
    }
    if (table.count < 2) {
        return err_set(err, ERR_INPUT, _("The list of programmes is empty."));
    }
    list->rows = arena_array(arena, (size_t)table.count - 1, sizeof *list->rows);
    for (int i = 1; i < table.count; i++) {
        struct programme_row reader = {.table = &table, .row = &table.rows[i], .err = err};
        if (!read_programme(&reader, list, &list->rows[list->count])) {
            return false;
        }
        list->count++;
    }
    return true;
}

const struct programme *programme_find(const struct programme_list *list, const char *id)
{
    for (int i = 0; i < list->count; i++) {
        if (strcasecmp(list->rows[i].id, id) == 0) {
            return &list->rows[i];
        }
    }
    return NULL;
}

const char *programme_name(const struct programme *programme)
{
    return i18n_language() == LANGUAGE_NL ? programme->name_nl : programme->name_en;
}

int programme_series_count(const struct programme *programme)
{
    int count = 0;
    for (int i = 0; i < programme->stage_count; i++) {
        count += programme->stages[i].series;
    }
    return count;
}

int programme_stage_of(const struct programme *programme, int series)
{
    int last = 0;
    for (int i = 0; i < programme->stage_count && series >= 1; i++) {
        last += programme->stages[i].series;
        if (series <= last) {
            return i;
        }
    }
    return -1;
}

int programme_series_shots(const struct programme *programme, int series)
{
    int stage = programme_stage_of(programme, series);
    return stage < 0 ? 0 : programme->stages[stage].shots;
}

int programme_shot_count(const struct programme *programme)
{
    int count = 0;
    for (int i = 0; i < programme->stage_count; i++) {
        count += programme->stages[i].series * programme->stages[i].shots;
    }
    return count;
}
