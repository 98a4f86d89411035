#include "store/audit.h"

#include <sodium.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

static void add_number(crypto_generichash_state *state, int64_t value)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)value >> (8 * i));
    }
    crypto_generichash_update(state, bytes, sizeof bytes);
}

/* With its length, so that no two rows can spell the same bytes. */
static void add_text(crypto_generichash_state *state, const char *text)
{
    size_t size = strlen(text);
    add_number(state, (int64_t)size);
    crypto_generichash_update(state, (const unsigned char *)text, size);
}

static void hash_row(char hex[65], const struct audit_row *row)
{
    unsigned char digest[32];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof digest);
    add_text(&state, row->previous_hash);
    add_number(&state, row->number);
    add_number(&state, row->at_ms);
    add_number(&state, row->actor_id);
    add_text(&state, row->actor_name);
    add_text(&state, row->action);
    add_text(&state, row->subject);
    add_number(&state, row->subject_id);
    add_text(&state, row->before);
    add_text(&state, row->after);
    crypto_generichash_final(&state, digest, sizeof digest);
    sodium_bin2hex(hex, 65, digest, sizeof digest);
}

/* Number and hash of the newest row; 0 and "" in an empty chain. */
static bool read_last(struct db *db, int64_t *number, char hash[65], struct err *err)
{
    *number = 0;
    hash[0] = '\0';
    struct db_stmt *stmt =
        db_prepare(db, "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1");
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *number = db_int(stmt, 0);
        text_copy(hash, 65, db_text(stmt, 1));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

static bool insert_row(struct db *db, const struct audit_row *row, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "INSERT INTO audit (number, at_ms, actor_id, actor_name, action,"
                       " subject, subject_id, before, after, previous_hash, hash)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    db_bind_int(stmt, 1, row->number);
    db_bind_int(stmt, 2, row->at_ms);
    db_bind_id(stmt, 3, row->actor_id);
    db_bind_text(stmt, 4, row->actor_name);
    db_bind_text(stmt, 5, row->action);
    db_bind_text(stmt, 6, row->subject);
    db_bind_int(stmt, 7, row->subject_id);
    db_bind_text(stmt, 8, row->before);
    db_bind_text(stmt, 9, row->after);
    db_bind_text(stmt, 10, row->previous_hash);
    db_bind_text(stmt, 11, row->hash);
    return db_run(stmt, err);
}

bool audit_add(struct db *db, const struct audit_actor *actor, int64_t at_ms, const char *action,
               const char *subject, record_id subject_id, const char *before, const char *after,
               struct err *err)
{
    struct audit_row row = {
        .at_ms = at_ms, .actor_id = actor->account_id, .subject_id = subject_id};
    if (!read_last(db, &row.number, row.previous_hash, err)) {
        return false;
    }
    row.number++;
    text_copy(row.actor_name, sizeof row.actor_name, actor->name);
    text_copy(row.action, sizeof row.action, action);
    text_copy(row.subject, sizeof row.subject, subject);
    text_copy(row.before, sizeof row.before, before);
    text_copy(row.after, sizeof row.after, after);
    hash_row(row.hash, &row);
    return insert_row(db, &row, err);
}

#define AUDIT_COLUMNS                                                                              \
    "number, at_ms, actor_id, actor_name, action, subject, subject_id, before, after, "            \
    "previous_hash, hash, redacted_at_ms"

static void read_row(struct db_stmt *stmt, struct audit_row *row)
{
    *row = (struct audit_row){.number = db_int(stmt, 0),
                              .at_ms = db_int(stmt, 1),
                              .actor_id = db_int(stmt, 2),
                              .subject_id = db_int(stmt, 6)};
    text_copy(row->actor_name, sizeof row->actor_name, db_text(stmt, 3));
    text_copy(row->action, sizeof row->action, db_text(stmt, 4));
    text_copy(row->subject, sizeof row->subject, db_text(stmt, 5));
    text_copy(row->before, sizeof row->before, db_text(stmt, 7));
    text_copy(row->after, sizeof row->after, db_text(stmt, 8));
    text_copy(row->previous_hash, sizeof row->previous_hash, db_text(stmt, 9));
    text_copy(row->hash, sizeof row->hash, db_text(stmt, 10));
    row->is_redacted = db_int(stmt, 11) != 0;
}

int audit_of(struct db *db, const char *subject, record_id subject_id, struct audit_row *rows,
             int room, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " AUDIT_COLUMNS " FROM audit WHERE subject_id = $1"
                       " AND subject = $2 ORDER BY number DESC LIMIT $3");
    db_bind_int(stmt, 1, subject_id);
    db_bind_text(stmt, 2, subject);
    db_bind_int(stmt, 3, room);
    int count = 0;
    enum db_step step = DB_DONE;
    while (count < room && (step = db_step(stmt, err)) == DB_ROW) {
        read_row(stmt, &rows[count++]);
    }
    db_reset(stmt);
    return step == DB_FAILED ? -1 : count;
}

int audit_page(struct db *db, int64_t before, struct audit_row *rows, int room, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT " AUDIT_COLUMNS " FROM audit WHERE number < $1 ORDER BY number DESC LIMIT $2");
    db_bind_int(stmt, 1, before > 0 ? before : INT64_MAX);
    db_bind_int(stmt, 2, room);
    int count = 0;
    enum db_step step = DB_DONE;
    while (count < room && (step = db_step(stmt, err)) == DB_ROW) {
        read_row(stmt, &rows[count++]);
    }
    db_reset(stmt);
    return step == DB_FAILED ? -1 : count;
}

/* What a row said may be gone only when a later row of the chain says so. */
static bool is_said_redacted(struct db *db, int64_t number, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT 1 FROM audit WHERE subject_id = $1 AND number > $1"
                       " AND subject = 'audit' AND action = 'audit.redact'");
    db_bind_int(stmt, 1, number);
    bool is_said = db_step(stmt, err) == DB_ROW;
    db_reset(stmt);
    return is_said;
}

static bool is_whole(struct db *db, const struct audit_row *row, const char *previous,
                     int64_t number, struct err *err)
{
    char hash[65];
    if (row->number != number || strcmp(row->previous_hash, previous) != 0) {
        return false;
    }
    if (row->is_redacted) {
        return row->before[0] == '\0' && row->after[0] == '\0' &&
               is_said_redacted(db, row->number, err);
    }
    hash_row(hash, row);
    return strcmp(row->hash, hash) == 0;
}

bool audit_verify(struct db *db, int64_t *rows, struct err *err)
{
    char previous[65] = "";
    *rows = 0;
    struct db_stmt *stmt = db_prepare(db, "SELECT " AUDIT_COLUMNS " FROM audit ORDER BY number");
    enum db_step step = DB_DONE;
    while ((step = db_step(stmt, err)) == DB_ROW) {
        struct audit_row row;
        read_row(stmt, &row);
        if (!is_whole(db, &row, previous, *rows + 1, err)) {
            err_set(err, ERR_CORRUPT, _("The audit trail was changed at row %lld."),
                    (long long)row.number);
            db_reset(stmt);
            return false;
        }
        text_copy(previous, sizeof previous, row.hash);
        (*rows)++;
    }
    return step == DB_DONE;
}
