#include "core/import/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/import/rows.h"
#include "core/rights.h"

/* --- cells -------------------------------------------------------------------------------------
 */
static bool refuse(struct import_outcome *outcome, int field, const char *sentence)
{
    outcome->action = IMPORT_ERROR;
    outcome->field = field;
    return err_set(&outcome->err, ERR_INPUT, "%s", sentence);
}

bool import_too_long(struct import_outcome *outcome, int field, size_t length, size_t room)
{
    char sentence[160];
    snprintf(sentence, sizeof sentence,
             _("This text is too long: %zu bytes, and at most %zu have room."), length, room - 1);
    return refuse(outcome, field, sentence);
}

bool import_take(struct arena *arena, const struct sheet *sheet, int row, int field, char *dst,
                 size_t size, bool *changed, struct import_outcome *outcome)
{
    const char *cell = sheet_cell(arena, sheet, row, field);
    if (cell[0] == '\0' || strcmp(cell, dst) == 0) {
        return true;
    }
    if (strlen(cell) >= size) {
        return import_too_long(outcome, field, strlen(cell), size);
    }
    text_copy(dst, size, cell);
    *changed = true;
    return true;
}

bool import_take_date(struct arena *arena, const struct sheet *sheet, int row, int field,
                      char dst[DATE_ROOM], bool *changed, struct import_outcome *outcome)
{
    char iso[DATE_ROOM];
    const char *cell = sheet_cell(arena, sheet, row, field);
    if (cell[0] == '\0') {
        return true;
    }
    if (!time_read_date(cell, iso)) {
        return refuse(outcome, field, _("This is no date: write 2026-11-23 or 23-11-2026."));
    }
    *changed = *changed || strcmp(iso, dst) != 0;
    memcpy(dst, iso, DATE_ROOM);
    return true;
}

/* --- the same record twice ----------------------------------------------------------------------
 */
struct seen { /* open addressing; twice as many slots as rows */
    size_t slots;
    record_id *ids;
    int *lines;
};

static void seen_start(struct seen *seen, int rows)
{
    seen->slots = 64;
    while (seen->slots < 2 * (size_t)rows) {
        seen->slots *= 2;
    }
    seen->ids = mem_array(seen->slots, sizeof *seen->ids);
    seen->lines = mem_array(seen->slots, sizeof *seen->lines);
}

/* The line that had it before; 0: this is the first. */
static int seen_before(struct seen *seen, record_id id, int line)
{
    size_t slot = (size_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15)) & (seen->slots - 1);
    while (seen->ids[slot] != 0 && seen->ids[slot] != id) {
        slot = (slot + 1) & (seen->slots - 1);
    }
    if (seen->ids[slot] == id) {
        return seen->lines[slot];
    }
    seen->ids[slot] = id;
    seen->lines[slot] = line;
    return 0;
}

/* --- the run -----------------------------------------------------------------------------------
 */
struct run {
    struct app *app;
    struct arena *arena;
    const struct import_class *class_;
    struct sheet sheet;
    struct import_plan *plan;
    struct seen seen;
};

/* What no correction of the file mends: the whole run ends. */
static bool is_fatal(const struct err *err)
{
    return err->kind != ERR_INPUT && err->kind != ERR_NOT_FOUND && err->kind != ERR_DENIED;
}

static void check_twice(struct run *run, int line, struct import_outcome *outcome)
{
    if (outcome->action == IMPORT_ERROR) {
        return;
    }
    int before = seen_before(&run->seen, outcome->id, line);
    if (before > 0) {
        outcome->action = IMPORT_ERROR;
        outcome->field = -1;
        err_set(&outcome->err, ERR_INPUT, _("Row %d is about the same one."), before);
    }
}

static bool do_row(struct run *run, int row, struct err *err)
{
    struct import_outcome outcome = {.field = -1};
    struct import_row *line = &run->plan->rows[run->plan->count];
    int number = run->sheet.table.rows[row].line;
    run->class_->run(run->app, run->arena, &run->sheet, row, &outcome);
    check_twice(run, number, &outcome);
    if (outcome.action == IMPORT_ERROR && is_fatal(&outcome.err)) {
        *err = outcome.err;
        return false;
    }
    bool is_wrong = outcome.action == IMPORT_ERROR;
    *line =
        (struct import_row){.line = number,
                            .action = outcome.action,
                            .name = arena_text(run->arena, outcome.name),
                            .column = is_wrong ? sheet_heading(&run->sheet, outcome.field) : "",
                            .message = is_wrong ? arena_text(run->arena, outcome.err.what) : ""};
    run->plan->counts[outcome.action]++;
    run->plan->count++;
    return true;
}

static bool is_blank(const struct csv_row *row)
{
    for (int i = 0; i < row->count; i++) {
        if (row->cells[i][strspn(row->cells[i], " \t")] != '\0') {
            return false;
        }
    }
    return true;
}

static bool do_rows(struct run *run, struct err *err)
{
    int rows = run->sheet.table.count;
    run->plan->rows = arena_array(run->arena, (size_t)rows, sizeof *run->plan->rows);
    seen_start(&run->seen, rows);
    bool ok = true;
    for (int row = 1; ok && row < rows; row++) {
        ok = is_blank(&run->sheet.table.rows[row]) || do_row(run, row, err);
    }
    free(run->seen.ids);
    free(run->seen.lines);
    return ok;
}

bool import_run(struct app *app, struct arena *arena, enum import_kind kind, const char *bytes,
                size_t size, bool apply, struct import_plan *plan, struct err *err)
{
    struct run run = {.app = app,
                      .arena = arena,
                      .class_ = kind == IMPORT_MEMBERS ? &import_members : &import_weapons,
                      .plan = plan};
    *plan = (struct import_plan){.kind = kind, .ignored = ""};
    if (!rights_check(app, RIGHT_ADD_MEMBER, err) ||
        !sheet_read(arena, bytes, size, run.class_->fields, run.class_->field_count, &run.sheet,
                    err)) {
        return false;
    }
    plan->ignored = run.sheet.ignored;
    if (!app_batch_begin(app, err)) {
        return false;
    }
    bool ok = do_rows(&run, err);
    bool keep = ok && apply && plan->counts[IMPORT_ERROR] == 0;
    struct err end = {0};
    if (!app_batch_end(app, keep, &end)) {
        *err = end;
        return false;
    }
    plan->is_applied = keep;
    return ok;
}
