#include "store/account.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define ACCOUNT_COLUMNS                                                                            \
    "id, login, name, role, secret_hash, failed_count, locked_until_ms, is_disabled, member_id,"   \
    " last_login_ms, shown_secret"

static void bind_account(struct db_stmt *stmt, const struct account *account)
{
    db_bind_int(stmt, 1, account->id);
    db_bind_text(stmt, 2, account->login);
    db_bind_text(stmt, 3, account->name);
    db_bind_int(stmt, 4, account->role);
    db_bind_text(stmt, 5, account->secret_hash);
    db_bind_int(stmt, 6, account->failed_count);
    db_bind_int(stmt, 7, account->locked_until_ms);
    db_bind_int(stmt, 8, account->is_disabled);
    db_bind_id(stmt, 9, account->member_id);
    db_bind_int(stmt, 10, account->last_login_ms);
    db_bind_text(stmt, 11, account->shown_secret[0] != '\0' ? account->shown_secret : NULL);
}

static void read_account(struct db_stmt *stmt, struct account *account)
{
    *account = (struct account){.id = db_int(stmt, 0),
                                .role = (enum role)db_int_in(stmt, 3, 0, ROLE_COUNT - 1),
                                .failed_count = db_int_in(stmt, 5, 0, 1000000),
                                .locked_until_ms = db_int(stmt, 6),
                                .is_disabled = db_int(stmt, 7) != 0,
                                .member_id = db_int(stmt, 8),
                                .last_login_ms = db_int(stmt, 9)};
    text_copy(account->login, sizeof account->login, db_text(stmt, 1));
    text_copy(account->name, sizeof account->name, db_text(stmt, 2));
    text_copy(account->secret_hash, sizeof account->secret_hash, db_text(stmt, 4));
    text_copy(account->shown_secret, sizeof account->shown_secret, db_text(stmt, 10));
}

bool account_insert(struct db *db, const struct account *account, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO account (" ACCOUNT_COLUMNS ")"
                                          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    bind_account(stmt, account);
    return db_run(stmt, err);
}

bool account_update(struct db *db, const struct account *account, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "UPDATE account SET login = $2, name = $3, role = $4, secret_hash = $5,"
                       " failed_count = $6, locked_until_ms = $7, is_disabled = $8,"
                       " member_id = $9, last_login_ms = $10, shown_secret = $11"
                       " WHERE id = $1");
    bind_account(stmt, account);
    return db_run(stmt, err);
}

static bool read_one(struct db_stmt *stmt, struct account *account, struct err *err)
{
    *account = (struct account){0};
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_account(stmt, account);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such account."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool account_read(struct db *db, record_id id, struct account *account, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE id = $1");
    db_bind_int(stmt, 1, id);
    return read_one(stmt, account, err);
}

bool account_read_login(struct db *db, const char *login, struct account *account, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE login = $1");
    db_bind_text(stmt, 1, login);
    return read_one(stmt, account, err);
}

bool account_rows(struct db *db, struct arena *arena, bool all, struct account **rows, int *count,
                  struct err *err)
{
    enum { ROOM = 500 };
    *rows = NULL;
    *count = 0;
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE is_disabled <= $1"
                       " ORDER BY last_login_ms DESC, role, name, id LIMIT $2");
    db_bind_int(stmt, 1, all ? 1 : 0);
    db_bind_int(stmt, 2, ROOM);
    int room = 0;
    enum db_step step = DB_DONE;
    while ((step = db_step(stmt, err)) == DB_ROW) {
        if (*count == room) {
            int more = room > 0 ? room * 2 : 8;
            struct account *grown = arena_array(arena, (size_t)more, sizeof *grown);
            if (*count > 0) {
                memcpy(grown, *rows, sizeof *grown * (size_t)*count);
            }
            *rows = grown;
            room = more;
        }
        struct account *row = &(*rows)[(*count)++];
        read_account(stmt, row);
        row->secret_hash[0] = '\0';
    }
    db_reset(stmt);
    return step == DB_DONE;
}

bool account_count_admins(struct db *db, record_id except, int *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT count(*) FROM account WHERE role = $1 AND is_disabled = 0 AND id <> $2");
    db_bind_int(stmt, 1, ROLE_ADMIN);
    db_bind_int(stmt, 2, except);
    enum db_step step = db_step(stmt, err);
    *count = step == DB_ROW ? (int)db_int(stmt, 0) : 0;
    db_reset(stmt);
    return step == DB_ROW;
}
