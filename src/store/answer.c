#include "store/answer.h"

#include "base/i18n.h"
#include "base/text.h"

bool answer_insert(struct db *db, const struct answer_row *row, const char *sentences,
                   struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO answer (id, kind, subject_id, job_id, language, provider, model,"
            " prompt_hash, input_tokens, output_tokens, duration_ms, at_ms, sentences)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    db_bind_int(stmt, 1, row->id);
    db_bind_int(stmt, 2, row->kind);
    db_bind_int(stmt, 3, row->subject_id);
    db_bind_int(stmt, 4, row->job_id);
    db_bind_text(stmt, 5, row->language);
    db_bind_text(stmt, 6, row->provider);
    db_bind_text(stmt, 7, row->model);
    db_bind_text(stmt, 8, row->prompt_hash);
    db_bind_int(stmt, 9, row->input_tokens);
    db_bind_int(stmt, 10, row->output_tokens);
    db_bind_int(stmt, 11, row->duration_ms);
    db_bind_int(stmt, 12, row->at_ms);
    db_bind_text(stmt, 13, sentences);
    return db_run(stmt, err);
}

static void read_answer(struct db_stmt *stmt, struct answer_row *row)
{
    *row = (struct answer_row){.id = db_int(stmt, 0),
                               .kind = (enum job_kind)db_int_in(stmt, 1, 0, JOB_KIND_COUNT - 1),
                               .subject_id = db_int(stmt, 2),
                               .job_id = db_int(stmt, 3),
                               .input_tokens = db_int(stmt, 8),
                               .output_tokens = db_int(stmt, 9),
                               .duration_ms = (int)db_int(stmt, 10),
                               .at_ms = db_int(stmt, 11),
                               .acknowledged_at_ms = db_int(stmt, 12)};
    text_copy(row->language, sizeof row->language, db_text(stmt, 4));
    text_copy(row->provider, sizeof row->provider, db_text(stmt, 5));
    text_copy(row->model, sizeof row->model, db_text(stmt, 6));
    text_copy(row->prompt_hash, sizeof row->prompt_hash, db_text(stmt, 7));
    text_copy(row->acknowledged_by, sizeof row->acknowledged_by, db_text(stmt, 13));
}

bool answer_newest(struct db *db, struct arena *arena, enum job_kind kind, record_id subject_id,
                   struct answer_row *row, char **sentences, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT id, kind, subject_id, job_id, language, provider, model, prompt_hash,"
            " input_tokens, output_tokens, duration_ms, at_ms, acknowledged_at_ms, acknowledged_by,"
            " sentences FROM answer WHERE kind = $1 AND subject_id = $2 ORDER BY id DESC LIMIT 1");
    *row = (struct answer_row){0};
    db_bind_int(stmt, 1, kind);
    db_bind_int(stmt, 2, subject_id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_answer(stmt, row);
        *sentences = arena_text(arena, db_text(stmt, 14));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool answer_set_acknowledged(struct db *db, record_id id, int64_t at_ms, const char *by,
                             struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "UPDATE answer SET acknowledged_at_ms = $2, acknowledged_by = $3"
                       " WHERE id = $1 AND acknowledged_at_ms = 0");
    db_bind_int(stmt, 1, id);
    db_bind_int(stmt, 2, at_ms);
    db_bind_text(stmt, 3, by);
    return db_run(stmt, err) &&
           (db_changes(db) == 1 ||
            err_set(err, ERR_NOT_FOUND, _("There is no answer here that was not acknowledged.")));
}
