#include "store/question.h"

#include "base/i18n.h"
#include "base/text.h"

#define QUESTION_COLUMNS                                                                           \
    "id, account_id, by_name, member_id, weapon_id, from_date, to_date, text, at_ms, session_ids"

bool question_insert(struct db *db, const struct question *question, const char *session_ids,
                     struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO question (" QUESTION_COLUMNS
                                          ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    db_bind_int(stmt, 1, question->id);
    db_bind_id(stmt, 2, question->account_id);
    db_bind_text(stmt, 3, question->by_name);
    db_bind_id(stmt, 4, question->member_id);
    db_bind_id(stmt, 5, question->weapon_id);
    db_bind_text(stmt, 6, question->from);
    db_bind_text(stmt, 7, question->to);
    db_bind_text(stmt, 8, question->text);
    db_bind_int(stmt, 9, question->at_ms);
    db_bind_text(stmt, 10, session_ids);
    return db_run(stmt, err);
}

static void read_question(struct db_stmt *stmt, struct question *question)
{
    *question = (struct question){.id = db_int(stmt, 0),
                                  .account_id = db_int(stmt, 1),
                                  .member_id = db_int(stmt, 3),
                                  .weapon_id = db_int(stmt, 4),
                                  .at_ms = db_int(stmt, 8)};
    text_copy(question->by_name, sizeof question->by_name, db_text(stmt, 2));
    text_copy(question->from, sizeof question->from, db_text(stmt, 5));
    text_copy(question->to, sizeof question->to, db_text(stmt, 6));
    text_copy(question->text, sizeof question->text, db_text(stmt, 7));
}

bool question_read(struct db *db, struct arena *arena, record_id id, struct question *question,
                   char **session_ids, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " QUESTION_COLUMNS " FROM question WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_question(stmt, question);
        *session_ids = arena_text(arena, db_text(stmt, 9));
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such question."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool question_rows(struct db *db, struct arena *arena, struct question **rows, char ***session_ids,
                   int *count, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " QUESTION_COLUMNS " FROM question ORDER BY id DESC LIMIT $1");
    *count = 0;
    *rows = arena_array(arena, QUESTION_ROWS_MAX, sizeof **rows);
    *session_ids = arena_array(arena, QUESTION_ROWS_MAX, sizeof **session_ids);
    db_bind_int(stmt, 1, QUESTION_ROWS_MAX);
    enum db_step step = DB_DONE;
    while (*count < QUESTION_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_question(stmt, &(*rows)[*count]);
        (*session_ids)[*count] = arena_text(arena, db_text(stmt, 9));
        (*count)++;
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool question_count(struct db *db, record_id account_id, int64_t since_ms, int64_t until_ms,
                    int64_t *count, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT count(*) FROM question WHERE COALESCE(account_id, 0) = $1"
                       " AND at_ms > $2 AND at_ms <= $3");
    *count = 0;
    db_bind_int(stmt, 1, account_id);
    db_bind_int(stmt, 2, since_ms);
    db_bind_int(stmt, 3, until_ms);
    enum db_step step = db_step(stmt, err);
    *count = step == DB_ROW ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return step != DB_FAILED;
}
