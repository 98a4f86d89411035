#include "core/ammunition.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/check.h"
#include "core/find.h"
#include "core/rights.h"
#include "store/ammunition.h"

enum { WORDS_ROOM = 4 * NAME_ROOM, ROUNDS_MOST = 10000000 };

/* --- finding -----------------------------------------------------------------------------------
 */
static bool matches(const struct ammunition *row, const struct ammunition_query *query)
{
    char words[WORDS_ROOM];
    char folded[2 * WORDS_ROOM];
    char typed[2 * NAME_ROOM];
    bool is_of_calibre = query->calibre == NULL || query->calibre[0] == '\0' ||
                         strcmp(query->calibre, row->calibre) == 0;
    if (!is_of_calibre || (!query->with_retired && row->retired_on[0] != '\0')) {
        return false;
    }
    if (query->find == NULL || query->find[0] == '\0') {
        return true;
    }
    snprintf(words, sizeof words, "%s %s %s %s", row->name, row->calibre, row->bullet, row->lot);
    text_fold(folded, sizeof folded, words);
    text_fold(typed, sizeof typed, query->find);
    return text_matches(folded, typed);
}

bool ammunition_list(struct app *app, struct arena *arena, const struct ammunition_query *query,
                     struct ammunition **rows, int *count, struct err *err)
{
    int kept = 0;
    if (!rights_check(app, RIGHT_SEE, err) || !find_check(query->find, err) ||
        !ammunition_rows(app->db, arena, rows, count, err)) {
        return false;
    }
    for (int i = 0; i < *count; i++) {
        if (matches(&(*rows)[i], query)) {
            (*rows)[kept++] = (*rows)[i];
        }
    }
    *count = kept;
    return true;
}

bool ammunition_get(struct app *app, record_id id, struct ammunition *ammunition, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && ammunition_read(app->db, id, ammunition, err);
}

/* --- the record --------------------------------------------------------------------------------
 */
static bool check_ammunition(struct ammunition *ammunition, struct err *err)
{
    text_trim(ammunition->name);
    text_trim(ammunition->calibre);
    if (ammunition->name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Name: a name is needed."));
    }
    return check_line(ammunition->name, _("Name"), err) &&
           check_line(ammunition->calibre, _("Calibre"), err) &&
           check_line(ammunition->bullet, _("Bullet"), err) &&
           check_line(ammunition->lot, _("Lot"), err) &&
           check_lines(ammunition->notes, _("Notes"), err) &&
           check_date(ammunition->retired_on, _("Retired on"), err);
}

static void list_audited(const struct ammunition *ammunition, const char **pairs)
{
    const char *const all[] = {"name",       ammunition->name,       "calibre", ammunition->calibre,
                               "bullet",     ammunition->bullet,     "lot",     ammunition->lot,
                               "retired_on", ammunition->retired_on, NULL};
    memcpy(pairs, all, sizeof all);
}

bool ammunition_add(struct app *app, const struct ammunition *input, record_id *id, struct err *err)
{
    char after[512];
    const char *pairs[11];
    struct ammunition ammunition = *input;
    if (!rights_check(app, RIGHT_ADD_MEMBER, err) || !check_ammunition(&ammunition, err) ||
        !app_begin(app, err)) {
        return false;
    }
    ammunition.id = app_new_id(app);
    ammunition.changed_at_ms = time_now_ms();
    list_audited(&ammunition, pairs);
    audit_json(after, sizeof after, pairs);
    if (!ammunition_insert(app->db, &ammunition, err) ||
        !app_audit(app, "ammunition.add", "ammunition", ammunition.id, "", after, err) ||
        !app_commit(app, err)) {
        return app_abort(app);
    }
    *id = ammunition.id;
    return true;
}

bool ammunition_edit(struct app *app, const struct ammunition *input, struct err *err)
{
    char before[512];
    char after[512];
    const char *was[11];
    const char *is[11];
    struct ammunition old;
    struct ammunition ammunition = *input;
    if (!rights_check(app, RIGHT_EDIT_MEMBER, err) || !check_ammunition(&ammunition, err) ||
        !app_begin(app, err)) {
        return false;
    }
    int64_t now = time_now_ms();
    ammunition.changed_at_ms = now > input->changed_at_ms ? now : input->changed_at_ms + 1;
    if (!ammunition_read(app->db, ammunition.id, &old, err)) {
        return app_abort(app);
    }
    list_audited(&old, was);
    list_audited(&ammunition, is);
    audit_json_changes(before, after, sizeof before, was, is);
    bool ok = ammunition_update(app->db, &ammunition, input->changed_at_ms, err) &&
              app_audit(app, "ammunition.edit", "ammunition", ammunition.id, before, after, err) &&
              app_commit(app, err);
    return ok || app_abort(app);
}

/* --- the ledger --------------------------------------------------------------------------------
 */
static const struct {
    const char *code, *name;
    int sign; /* 0: the stock becomes what was counted */
    enum right right;
} reasons[] = {
    [MOVE_BOUGHT] = {"bought", N_("bought"), 1, RIGHT_EDIT_MEMBER},
    [MOVE_ISSUED] = {"issued", N_("issued"), -1, RIGHT_SCORE},
    [MOVE_RETURNED] = {"returned", N_("returned"), 1, RIGHT_SCORE},
    [MOVE_COUNTED] = {"counted", N_("counted"), 0, RIGHT_EDIT_MEMBER},
    [MOVE_DISCARDED] = {"discarded", N_("discarded"), -1, RIGHT_EDIT_MEMBER},
};
enum { REASON_COUNT = MOVE_DISCARDED + 1 };

const char *move_reason_name(enum move_reason reason)
{
    return _(reasons[reason].name);
}

enum right move_reason_right(enum move_reason reason)
{
    return reasons[reason].right;
}

const char *move_reason_code(enum move_reason reason)
{
    return reasons[reason].code;
}

bool move_reason_read(const char *code, enum move_reason *reason)
{
    for (int i = 0; i < REASON_COUNT; i++) {
        if (strcmp(code, reasons[i].code) == 0) {
            *reason = (enum move_reason)i;
            return true;
        }
    }
    return false;
}

/* Fills the row, but for its rounds. */
static bool start_move(const struct app *app, const struct ammunition_booking *booking,
                       struct ammunition_move *move, struct err *err)
{
    const char *note = booking->note != NULL ? booking->note : "";
    const char *date = booking->date != NULL ? booking->date : "";
    int64_t least = booking->reason == MOVE_COUNTED ? 0 : 1;
    *move = (struct ammunition_move){.ammunition_id = booking->ammunition_id,
                                     .reason = booking->reason,
                                     .member_id = booking->member_id,
                                     .at_ms = time_now_ms()};
    if (booking->rounds < least || booking->rounds > ROUNDS_MOST) {
        return err_set(err, ERR_INPUT, _("Rounds: a number from %d to %d."), (int)least,
                       (int)ROUNDS_MOST);
    }
    if (!check_date(date, _("Date"), err) ||
        !check_copy(move->note, sizeof move->note, note, _("Note"), err)) {
        return false;
    }
    text_copy(move->local_date, sizeof move->local_date, date);
    if (move->local_date[0] == '\0') {
        time_local_date(move->local_date, move->at_ms);
    }
    text_copy(move->by_name, sizeof move->by_name, app->actor.name);
    return check_line(note, _("Note"), err);
}

static bool audit_move(struct app *app, const struct ammunition_move *move, int64_t stock,
                       struct err *err)
{
    char before[64];
    char after[256];
    char rounds[24];
    char balance[24];
    snprintf(before, sizeof before, "{\"stock\":%lld}", (long long)stock);
    snprintf(rounds, sizeof rounds, "%lld", (long long)move->rounds);
    int64_t left = stock + move->rounds;
    snprintf(balance, sizeof balance, "%lld", (long long)left);
    audit_json(after, sizeof after,
               (const char *const[]){"reason", move_reason_code(move->reason), "rounds", rounds,
                                     "stock", balance, "note", move->note, NULL});
    return app_audit(app, "ammunition.book", "ammunition", move->ammunition_id, before, after, err);
}

/* Inside the transaction: against the stock as it is now. */
static bool store_move(struct app *app, const struct ammunition_booking *booking,
                       struct ammunition_move *move, struct err *err)
{
    struct ammunition ammunition;
    int64_t stock = 0;
    int sign = reasons[booking->reason].sign;
    if (!ammunition_read(app->db, booking->ammunition_id, &ammunition, err) ||
        !ammunition_stock_sum(app->db, booking->ammunition_id, &stock, err)) {
        return false;
    }
    move->rounds = sign == 0 ? booking->rounds - stock : sign * booking->rounds;
    if (stock + move->rounds < 0) {
        return err_set(err, ERR_INPUT, _("There are only %lld rounds of %s: nothing was booked."),
                       (long long)stock, ammunition.name);
    }
    if (move->rounds == 0) {
        return true;
    }
    move->id = app_new_id(app);
    return ammunition_move_add(app->db, move, err) && audit_move(app, move, stock, err);
}

bool ammunition_book(struct app *app, const struct ammunition_booking *booking, record_id *id,
                     struct err *err)
{
    struct ammunition_move move;
    if ((int)booking->reason < 0 || (int)booking->reason >= REASON_COUNT) {
        return err_set(err, ERR_INPUT, _("There is no such reason."));
    }
    if (!rights_check(app, reasons[booking->reason].right, err) ||
        !start_move(app, booking, &move, err) || !app_begin(app, err)) {
        return false;
    }
    if (!store_move(app, booking, &move, err) || !app_commit(app, err)) {
        return app_abort(app);
    }
    if (id != NULL) {
        *id = move.id;
    }
    return true;
}

bool ammunition_stock(struct app *app, record_id id, int64_t *rounds, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && ammunition_stock_sum(app->db, id, rounds, err);
}

bool ammunition_ledger(struct app *app, struct arena *arena, record_id id,
                       struct ammunition_ledger_row **rows, int *count, struct err *err)
{
    struct ammunition_move *moves = NULL;
    int64_t balance = 0;
    if (!rights_check(app, RIGHT_SEE, err) ||
        !ammunition_move_rows(app->db, arena, id, &moves, count, err) ||
        !ammunition_stock_sum(app->db, id, &balance, err)) {
        return false;
    }
    *rows = arena_array(arena, (size_t)*count + 1, sizeof **rows);
    for (int i = 0; i < *count; i++) {
        (*rows)[i] = (struct ammunition_ledger_row){.move = moves[i], .balance = balance};
        balance -= moves[i].rounds;
    }
    return true;
}
