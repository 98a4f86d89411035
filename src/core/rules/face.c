#include "core/rules/face.h"

#include "base/csv.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"

#include <string.h>
#include <strings.h>

enum { DIAMETER_LIMIT_MM = 3000 };

/* Twelve decimals, so that half a tenth of it is still a whole number of attometres. */
bool face_length_read(const char *mm, int limit_mm, int64_t *am)
{
    int64_t femtometres = 0;
    if (!decimal_read(mm, 12, false, &femtometres) || femtometres < 0 ||
        femtometres > limit_mm * (AM_PER_MM / 1000)) {
        return false;
    }
    *am = femtometres * 1000;
    return true;
}

struct face_row { /* the row being read */
    const struct csv_table *table;
    const struct csv_row *row;
    struct err *err;
};

static const char *cell_of(const struct face_row *reader, const char *column)
{
    return csv_cell(reader->row, csv_column(reader->table, column));
}

static bool cell_bad(const struct face_row *reader, const char *column)
{
    return err_set(reader->err, ERR_INPUT,
                   _("The list of faces cannot be used: row %d, column %s says \"%.40s\"."),
                   reader->row->line, column, cell_of(reader, column));
}

static bool read_text(const struct face_row *reader, const char *column, char *dst, size_t size)
{
    return text_copy(dst, size, cell_of(reader, column)) || cell_bad(reader, column);
}

/* Millimetres; empty is 0 unless is_needed. */
static bool read_am(const struct face_row *reader, const char *column, bool is_needed, int64_t *am)
{
    const char *cell = cell_of(reader, column);
    *am = 0;
    if (cell[0] == '\0' && !is_needed) {
        return true;
    }
    bool is_length = face_length_read(cell, DIAMETER_LIMIT_MM, am) && (*am > 0 || !is_needed);
    return is_length || cell_bad(reader, column);
}

/* The place of the cell in the words; -1 (and an error) when it is none of them. */
static int read_word(const struct face_row *reader, const char *column, const char *const *words)
{
    for (int i = 0; words[i] != NULL; i++) {
        if (strcasecmp(cell_of(reader, column), words[i]) == 0) {
            return i;
        }
    }
    cell_bad(reader, column);
    return -1;
}

static bool read_rings(const struct face_row *reader, struct face *face)
{
    int64_t lowest = 0;
    if (!decimal_read(cell_of(reader, "lowest_ring"), 0, false, &lowest) || lowest < 1 ||
        lowest > 10) {
        return cell_bad(reader, "lowest_ring");
    }
    face->lowest_ring = (int)lowest;
    if (!read_am(reader, "ring10_mm", true, &face->ring10_am) ||
        !read_am(reader, "ring_step_mm", true, &face->ring_step_am)) {
        return false;
    }
    int64_t room = DIAMETER_LIMIT_MM * AM_PER_MM - face->ring10_am;
    if (lowest < 10 && face->ring_step_am > room / (10 - lowest)) {
        return cell_bad(reader, "ring_step_mm");
    }
    return read_am(reader, "inner_ten_mm", false, &face->inner_ten_am) &&
           read_am(reader, "inner_ten_limit_mm", false, &face->inner_ten_limit_am) &&
           read_am(reader, "black_mm", false, &face->black_am) &&
           read_am(reader, "gauge_mm", false, &face->gauge_am);
}

static bool read_choices(const struct face_row *reader, struct face *face)
{
    static const char *const gaugings[] = {"inward", "outward", NULL};
    static const char *const decimals[] = {"no", "yes", NULL};
    static const char *const statuses[] = {"confirmed", "single source", "uncertain", NULL};
    int gauging = read_word(reader, "gauging", gaugings);
    int has_decimals = read_word(reader, "decimal", decimals);
    int status = read_word(reader, "status", statuses);
    face->gauging = (enum gauging)gauging;
    face->has_decimals = has_decimals == 1;
    face->status = (enum face_status)status;
    return gauging >= 0 && has_decimals >= 0 && status >= 0;
}

static bool read_face(const struct face_row *reader, const struct face_list *before,
                      struct face *face)
{
    if (!read_text(reader, "id", face->id, sizeof face->id) ||
        !read_text(reader, "name", face->name, sizeof face->name) ||
        !read_text(reader, "card_mm", face->card, sizeof face->card)) {
        return false;
    }
    if (face->id[0] == '\0' || face_find(before, face->id) != NULL) {
        return cell_bad(reader, "id");
    }
    if (!decimal_read(cell_of(reader, "distance_m"), 3, false, &face->distance_mm) ||
        face->distance_mm <= 0) {
        return cell_bad(reader, "distance_m");
    }
    return read_rings(reader, face) && read_choices(reader, face);
}

bool face_list_read(struct arena *arena, const char *csv, struct face_list *list, struct err *err)
{
    struct csv_table table = {0};
    *list = (struct face_list){0};
    if (!csv_read(arena, csv, strlen(csv), ',', &table, err)) {
        return false;
    }
    if (table.count < 2) {
        return err_set(err, ERR_INPUT, _("The list of faces is empty."));
    }
    list->rows = arena_array(arena, (size_t)table.count - 1, sizeof *list->rows);
    for (int i = 1; i < table.count; i++) {
        struct face_row reader = {.table = &table, .row = &table.rows[i], .err = err};
        if (!read_face(&reader, list, &list->rows[list->count])) {
            return false;
        }
        list->count++;
    }
    return true;
}

const struct face *face_find(const struct face_list *list, const char *id)
{
    for (int i = 0; i < list->count; i++) {
        if (strcasecmp(list->rows[i].id, id) == 0) {
            return &list->rows[i];
        }
    }
    return NULL;
}

int64_t face_ring_diameter_am(const struct face *face, int ring)
{
    return face->ring10_am + (10 - ring) * face->ring_step_am;
}

int64_t face_ring_radius_am(const struct face *face, int ring)
{
    return face_ring_diameter_am(face, ring) / 2;
}

/* Half of the diameter with the gauge added (inward) or taken off (outward); -1 below nothing. */
static int64_t touch_limit_am(const struct face *face, int64_t diameter_am, int64_t gauge_am)
{
    int64_t doubled =
        face->gauging == GAUGING_INWARD ? diameter_am + gauge_am : diameter_am - gauge_am;
    return doubled < 0 ? -1 : doubled / 2;
}

int64_t face_ring_limit_am(const struct face *face, int ring, int64_t gauge_am)
{
    if (ring < face->lowest_ring || ring > 10) {
        return -1;
    }
    return touch_limit_am(face, face_ring_diameter_am(face, ring), gauge_am);
}

int64_t face_inner_ten_limit_am(const struct face *face, int64_t gauge_am)
{
    if (face->inner_ten_limit_am > 0) {
        return face->inner_ten_limit_am;
    }
    return face->inner_ten_am > 0 ? touch_limit_am(face, face->inner_ten_am, gauge_am) : -1;
}
