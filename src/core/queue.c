#include "core/queue.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ai_settings.h"
#include "core/audit_json.h"
#include "core/rights.h"
#include "store/job.h"
#include "store/question.h"
#include "store/setting.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

/* --- looking at it first ------------------------------------------------------------------------
 */
static struct ai_request request_of(enum job_kind kind, const struct ask *ask)
{
    enum reflection_subject subject = queue_subject(kind);
    return (struct ai_request){.system = ask->system,
                               .user = ask->user,
                               .schema_name = answer_schema_name(subject),
                               .schema = answer_schema(subject),
                               .calculated = ask->calculated,
                               .token_factor = 1};
}

static bool preview(struct app *app, struct arena *arena, enum job_kind kind, const struct ask *ask,
                    struct queue_preview *preview, struct err *err)
{
    struct ai_settings settings;
    struct ai_request request = request_of(kind, ask);
    struct buf body = {0};
    if (!ai_settings_read(app, &settings, err) || !ai_config_check(&settings.ai, err)) {
        return false;
    }
    *preview = (struct queue_preview){
        .is_local = ai_provider_is_local(ai_provider_find(settings.ai.provider))};
    text_copy(preview->provider, sizeof preview->provider, settings.ai.provider);
    text_copy(preview->model, sizeof preview->model, ai_config_model(&settings.ai));
    text_copy(preview->where, sizeof preview->where, ai_config_base_url(&settings.ai));
    preview->has_notes = strstr(ask->user, "<notes>") != NULL;
    if (ai_body(&settings.ai, &request, &body)) {
        ai_body_hash(buf_text(&body), body.size, preview->hash);
    }
    preview->body = arena_text(arena, buf_text(&body));
    buf_free(&body);
    return true;
}

bool queue_preview_session(struct app *app, struct arena *arena, record_id session_id,
                           struct queue_preview *dst, struct err *err)
{
    struct ask ask;
    return rights_check(app, RIGHT_ASK, err) && ask_session(app, arena, session_id, &ask, err) &&
           preview(app, arena, JOB_REFLECTION, &ask, dst, err);
}

bool queue_preview_weapon(struct app *app, struct arena *arena, record_id weapon_id,
                          struct queue_preview *dst, struct err *err)
{
    struct ask ask;
    return rights_check(app, RIGHT_ASK, err) && ask_weapon(app, arena, weapon_id, &ask, err) &&
           preview(app, arena, JOB_INSIGHT, &ask, dst, err);
}

bool queue_preview_question(struct app *app, struct arena *arena,
                            const struct question_input *input, struct queue_preview *dst,
                            struct err *err)
{
    struct ask ask;
    return rights_check(app, RIGHT_ASK, err) && ask_question(app, arena, input, &ask, err) &&
           preview(app, arena, JOB_QUESTION, &ask, dst, err);
}

/* --- asking -------------------------------------------------------------------------------------
 */
static bool insert_job(struct app *app, struct job *job, const struct ask *ask, struct err *err)
{
    const struct job_texts texts = {.system = ask->system,
                                    .user = ask->user,
                                    .sources = ask->sources,
                                    .calculated = ask->calculated};
    struct job active;
    char after[512];
    char subject[24];
    if (!job_active(app->db, job->kind, job->subject_id, &active, err)) {
        return false;
    }
    if (active.id != 0) {
        return err_set(err, ERR_BUSY,
                       _("The coach is busy with this already. The answer comes by"
                         " itself."));
    }
    snprintf(subject, sizeof subject, "%lld", (long long)job->subject_id);
    const char *const pairs[] = {"kind", queue_kind_code(job->kind), "subject", subject, NULL};
    audit_json(after, sizeof after, pairs);
    return job_insert(app->db, job, &texts, err) &&
           app_audit(app, "ai.ask", "job", job->id, "", after, err);
}

static struct job new_job(const struct app *app, enum job_kind kind, record_id subject_id)
{
    struct job job = {.id = app_new_id(app),
                      .kind = kind,
                      .subject_id = subject_id,
                      .account_id = app->actor.account_id,
                      .created_at_ms = time_now_ms()};
    job.run_at_ms = job.created_at_ms;
    text_copy(job.language, sizeof job.language, i18n_name(i18n_language()));
    text_copy(job.by_name, sizeof job.by_name, app->actor.name);
    return job;
}

static bool store_job(struct app *app, struct job *job, const struct ask *ask, record_id *job_id,
                      struct err *err)
{
    if (!app_begin(app, err)) {
        return false;
    }
    bool ok = insert_job(app, job, ask, err) && app_commit(app, err);
    *job_id = job->id;
    return ok || app_abort(app);
}

static bool ask_of_session(struct app *app, record_id session_id, bool is_automatic,
                           record_id *job_id, struct err *err)
{
    struct arena arena = {0};
    struct ask ask;
    struct job job = new_job(app, JOB_REFLECTION, session_id);
    job.is_automatic = is_automatic;
    bool ok = rights_check(app, RIGHT_ASK, err) &&
              ask_session(app, &arena, session_id, &ask, err) &&
              store_job(app, &job, &ask, job_id, err);
    arena_free(&arena);
    return ok;
}

bool queue_ask_session(struct app *app, record_id session_id, record_id *job_id, struct err *err)
{
    return ask_of_session(app, session_id, false, job_id, err);
}

bool queue_ask_weapon(struct app *app, record_id weapon_id, record_id *job_id, struct err *err)
{
    struct arena arena = {0};
    struct ask ask;
    struct job job = new_job(app, JOB_INSIGHT, weapon_id);
    bool ok = rights_check(app, RIGHT_ASK, err) && ask_weapon(app, &arena, weapon_id, &ask, err) &&
              store_job(app, &job, &ask, job_id, err);
    arena_free(&arena);
    return ok;
}

static bool is_within_limit(struct app *app, const struct ai_settings *settings, struct err *err)
{
    int64_t count = 0;
    int64_t now_ms = time_now_ms();
    if (settings->daily_question_limit == 0 || strcmp(settings->ai.provider, "calculated") == 0) {
        return true; /* what is calculated here costs nobody anything */
    }
    if (!question_count(app->db, app->actor.account_id, now_ms - DAY_MS, now_ms, &count, err)) {
        return false;
    }
    return count < settings->daily_question_limit ||
           err_set(err, ERR_BUSY,
                   _("You asked %lld questions in 24 hours, and that is the limit. Ask again"
                     " later; everything asked is kept."),
                   (long long)count);
}

static bool store_question(struct app *app, const struct question *question, const struct ask *ask,
                           record_id *job_id, struct err *err)
{
    struct job job = new_job(app, JOB_QUESTION, question->id);
    if (!app_begin(app, err)) {
        return false;
    }
    bool ok = question_insert(app->db, question, ask->session_ids, err) &&
              insert_job(app, &job, ask, err) && app_commit(app, err);
    *job_id = job.id;
    return ok || app_abort(app);
}

bool queue_ask_question(struct app *app, const struct question_input *input, record_id *question_id,
                        record_id *job_id, struct err *err)
{
    struct arena arena = {0};
    struct ask ask;
    struct ai_settings settings;
    struct question question = {.id = app_new_id(app),
                                .account_id = app->actor.account_id,
                                .member_id = input->member_id,
                                .weapon_id = input->weapon_id,
                                .at_ms = time_now_ms()};
    text_copy(question.by_name, sizeof question.by_name, app->actor.name);
    text_copy(question.from, sizeof question.from, input->from);
    text_copy(question.to, sizeof question.to, input->to);
    text_copy(question.text, sizeof question.text, input->text);
    text_trim(question.text);
    bool ok = rights_check(app, RIGHT_ASK, err) && ai_settings_read(app, &settings, err) &&
              is_within_limit(app, &settings, err) && ask_question(app, &arena, input, &ask, err) &&
              store_question(app, &question, &ask, job_id, err);
    *question_id = question.id;
    arena_free(&arena);
    return ok;
}

void queue_after_finish(struct app *app, record_id session_id)
{
    char value[8] = "";
    record_id job_id = 0;
    struct err err = {0};
    if (!app_setting_get(app, "ai_automatic", "no", value, sizeof value) ||
        strcmp(value, "yes") != 0) {
        return;
    }
    if (!ask_of_session(app, session_id, true, &job_id, &err)) {
        log_err("automatic reflection", &err);
    }
}

/* --- for the volunteer ---------------------------------------------------------------------------
 */
static bool audit_job(struct app *app, const char *action, const struct job *job, struct err *err)
{
    char after[512];
    char subject[24];
    snprintf(subject, sizeof subject, "%lld", (long long)job->subject_id);
    const char *const pairs[] = {"kind", queue_kind_code(job->kind), "subject", subject, NULL};
    audit_json(after, sizeof after, pairs);
    return app_audit(app, action, "job", job->id, "", after, err);
}

static bool retry_one(struct app *app, record_id id, struct err *err)
{
    struct job job;
    struct job active;
    if (!job_read(app->db, id, &job, err) ||
        !job_active(app->db, job.kind, job.subject_id, &active, err)) {
        return false;
    }
    if (active.id != 0 && active.id != id) {
        return err_set(err, ERR_BUSY,
                       _("The same is being asked again already. Nothing was changed."));
    }
    return job_retry(app->db, id, time_now_ms(), err) && audit_job(app, "ai.retry", &job, err);
}

static bool forget_one(struct app *app, record_id id, struct err *err)
{
    struct job job;
    if (!job_read(app->db, id, &job, err)) {
        return false;
    }
    if (job.state == JOB_RUNNING) {
        return err_set(err, ERR_BUSY,
                       _("This request is under way. Wait for its end. Nothing was changed."));
    }
    return job_delete(app->db, id, err) && audit_job(app, "ai.forget", &job, err);
}

/* All of them or none. */
static bool each(struct app *app, const record_id *ids, int count,
                 bool (*change)(struct app *app, record_id id, struct err *err), struct err *err)
{
    if (!rights_check(app, RIGHT_MANAGE_QUEUE, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = true;
    for (int i = 0; ok && i < count; i++) {
        ok = change(app, ids[i], err);
    }
    return (ok && app_commit(app, err)) || app_abort(app);
}

bool queue_retry(struct app *app, const record_id *ids, int count, struct err *err)
{
    return each(app, ids, count, retry_one, err);
}

bool queue_forget(struct app *app, const record_id *ids, int count, struct err *err)
{
    return each(app, ids, count, forget_one, err);
}

/* Whether a newer job of the same subject is under way, or comes later in the list and is retried
 * in its place. */
static bool is_superseded(const struct job *rows, int at)
{
    for (int i = 0; i < at; i++) {
        if (rows[i].kind == rows[at].kind && rows[i].subject_id == rows[at].subject_id) {
            return true;
        }
    }
    return false;
}

bool queue_retry_class(struct app *app, int class_, int *count, struct err *err)
{
    struct arena arena = {0};
    struct job *rows = NULL;
    struct job active;
    int row_count = 0;
    *count = 0;
    bool ok = job_rows(app->db, &arena, JOB_FAILED, JOB_ROWS_MAX, &rows, &row_count, err);
    record_id *ids = arena_array(&arena, (size_t)row_count + 1, sizeof *ids);
    for (int i = 0; ok && i < row_count; i++) {
        bool is_wanted = class_ < 0 || rows[i].error_class == class_;
        ok = job_active(app->db, rows[i].kind, rows[i].subject_id, &active, err);
        if (ok && is_wanted && active.id == 0 && !is_superseded(rows, i)) {
            ids[(*count)++] = rows[i].id;
        }
    }
    ok = ok && each(app, ids, *count, retry_one, err);
    arena_free(&arena);
    return ok;
}

bool queue_forget_older(struct app *app, int days, int *count, struct err *err)
{
    struct arena arena = {0};
    int64_t before_ms = time_now_ms() - (int64_t)days * DAY_MS;
    bool ok = true;
    *count = 0;
    for (int state = JOB_DONE; ok && state <= JOB_FAILED; state++) {
        record_id *ids = NULL;
        int found = 0;
        ok = job_ended_before(app->db, &arena, (enum job_state)state, before_ms, &ids, &found,
                              err) &&
             each(app, ids, found, forget_one, err);
        *count += ok ? found : 0;
    }
    arena_free(&arena);
    return ok;
}

static bool put_paused(struct app *app, const char *value, struct err *err)
{
    if (!rights_check(app, RIGHT_MANAGE_QUEUE, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = setting_put(app->db, "queue_paused", value, err) &&
              (strcmp(value, "yes") == 0 || pause_delete_all(app->db, err)) &&
              app_audit(app, "ai.pause", "queue", 0, "", value, err) && app_commit(app, err);
    return ok || app_abort(app);
}

bool queue_pause(struct app *app, struct err *err)
{
    return put_paused(app, "yes", err);
}

bool queue_resume(struct app *app, struct err *err)
{
    return put_paused(app, "no", err);
}
