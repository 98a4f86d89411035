#include "core/worker_job.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/alert.h"
#include "core/queue.h"
#include "core/rules/retry.h"
#include "core/worker_name.h"
#include "store/answer.h"
#include "store/attempt.h"
#include "store/audit.h"
#include "store/job.h"

enum { EXTEND_MS = 20 * 1000, FAILURES_MAX = 64, STORE_AGAIN_MS = 500, GIVE_BACK_TRIES = 3 };

void worker_job_open(struct worker_job *job, struct app *app, bool (*is_stopping)(void *context),
                     void *context)
{
    *job = (struct worker_job){.app = app, .is_stopping = is_stopping, .context = context};
    worker_name(job->name, sizeof job->name);
}

void worker_job_close(struct worker_job *job)
{
    ai_key_free(job->key);
    job->key = NULL;
}

void worker_job_read_settings(struct worker_job *job)
{
    ai_key_free(job->key);
    job->key = NULL;
    err_clear(&job->settings_err);
    bool ok = ai_settings_read(job->app, &job->settings, &job->settings_err) &&
              ai_config_check(&job->settings.ai, &job->settings_err);
    const struct ai_provider *provider = ok ? ai_provider_find(job->settings.ai.provider) : NULL;
    job->is_local = provider != NULL && ai_provider_is_local(provider);
    if (ok && !job->is_local) {
        ok = ai_key_read(&job->settings, &job->key, &job->settings_err);
    }
    if (!ok) {
        log_err("coach settings", &job->settings_err);
    }
}

/* --- claiming -----------------------------------------------------------------------------------
 */
bool worker_job_claim(struct worker_job *job, bool *has_one, struct err *err)
{
    struct db *db = job->app->db;
    int64_t next_ms = 0;
    int64_t now_ms = time_now_ms();
    *has_one = false;
    if (!job_next_ms(db, &next_ms, err)) {
        return false;
    }
    if (next_ms == 0 || (next_ms > now_ms && next_ms <= now_ms + JOB_WAIT_MAX_MS)) {
        return true; /* without writing: an idle worker leaves the disk alone */
    }
    if (!db_begin_write(db, err)) {
        return false;
    }
    bool ok = job_claim(db, now_ms, now_ms + WORKER_LEASE_MS, job->name, &job->job, err) &&
              db_commit(db, err);
    if (!ok) {
        db_rollback(db);
    }
    *has_one = ok && job->job.id != 0;
    job->lease_ms = time_monotonic_ms();
    return ok;
}

/* --- while the request runs ---------------------------------------------------------------------
 */
static bool extend_lease(struct worker_job *job)
{
    struct db *db = job->app->db;
    struct err err = {0};
    bool is_ours = true;
    if (!db_begin_write(db, &err)) {
        return true; /* the next time; the lease is long enough for a few */
    }
    if (job_extend(db, &job->job, time_now_ms() + WORKER_LEASE_MS, &is_ours, &err) &&
        db_commit(db, &err)) {
        job->lease_ms = time_monotonic_ms();
    } else {
        db_rollback(db);
        log_err("lease", &err);
    }
    return is_ours;
}

static bool go_on(void *context)
{
    struct worker_job *job = context;
    if (job->is_stopping(job->context)) {
        return false;
    }
    return time_monotonic_ms() - job->lease_ms < EXTEND_MS || extend_lease(job);
}

/* --- writing what came of it
 * ----------------------------------------------------------------------
 */
static const struct audit_actor coach = {.name = "coach"};

static bool store_attempt(struct worker_job *job, const struct ai_reply *reply, int64_t now_ms,
                          struct err *err)
{
    struct attempt attempt = {.id = app_new_id(job->app),
                              .job_id = job->job.id,
                              .kind = job->job.kind,
                              .at_ms = now_ms,
                              .duration_ms = reply->duration_ms,
                              .class_ = (int)reply->class_,
                              .http_status = reply->http_status,
                              .input_tokens = reply->input_tokens,
                              .output_tokens = reply->output_tokens};
    if (job->is_local) {
        return true; /* nothing was sent */
    }
    text_copy(attempt.request_id, sizeof attempt.request_id, reply->request_id);
    text_copy(attempt.provider, sizeof attempt.provider, job->settings.ai.provider);
    text_copy(attempt.model, sizeof attempt.model, reply->model);
    text_copy(attempt.prompt_hash, sizeof attempt.prompt_hash, reply->prompt_hash);
    return attempt_insert(job->app->db, &attempt, err);
}

static bool store_answer(struct worker_job *job, const struct ai_reply *reply,
                         const struct answer *answer, int64_t now_ms, struct err *err)
{
    struct buf sentences = {0};
    struct answer_row row = {.id = app_new_id(job->app),
                             .kind = job->job.kind,
                             .subject_id = job->job.subject_id,
                             .job_id = job->job.id,
                             .input_tokens = reply->input_tokens,
                             .output_tokens = reply->output_tokens,
                             .duration_ms = reply->duration_ms,
                             .at_ms = now_ms};
    text_copy(row.language, sizeof row.language, job->job.language);
    text_copy(row.provider, sizeof row.provider, job->settings.ai.provider);
    text_copy(row.model, sizeof row.model, reply->model);
    text_copy(row.prompt_hash, sizeof row.prompt_hash, reply->prompt_hash);
    answer_store(answer, &sentences);
    bool ok = answer_insert(job->app->db, &row, buf_text(&sentences), err) &&
              audit_add(job->app->db, &coach, now_ms, "ai.answer", queue_kind_code(row.kind),
                        row.subject_id, "", "", err);
    buf_free(&sentences);
    return ok;
}

/* The alert of the coach follows what the attempts say; *change tells what to say aloud. */
static bool update_alert(struct worker_job *job, const struct ai_reply *reply, int64_t now_ms,
                         enum alert_change *change, struct err *err)
{
    int64_t moments[FAILURES_MAX];
    const struct ai_settings *settings = &job->settings;
    struct alert_rule rule = {.key = "ai",
                              .failures = settings->alert_failures,
                              .window_ms = (int64_t)settings->alert_window_s * 1000,
                              .quiet_ms = (int64_t)settings->alert_quiet_s * 1000};
    struct alert_facts facts = {.failures_ms = moments, .now_ms = now_ms, .detail = reply->detail};
    if (job->is_local) { /* nothing can fail any more: an alert that stands has been mended */
        facts.success_ms = now_ms;
        return alert_update(job->app->db, &rule, &facts, job->app->club.terminal, change, err);
    }
    if (retry_alerts_at_once((int)reply->class_)) {
        rule.failures = 1;
    }
    return attempt_failures(job->app->db, now_ms - rule.window_ms, now_ms, retry_alert_classes(),
                            moments, FAILURES_MAX, &facts.failure_count, &facts.success_ms, err) &&
           alert_update(job->app->db, &rule, &facts, job->app->club.terminal, change, err);
}

struct outcome {
    const struct ai_reply *reply;
    const struct answer *answer; /* NULL: none */
    int64_t pause_ms;            /* the provider rests that long; 0: not */
    bool is_attempt;             /* counts as a try */
};

/* One transaction: the job's end, what came, the try, the alert. *is_ours false: another claim came
 * between, and nothing was written. */
static bool write_outcome(struct worker_job *job, const struct outcome *outcome, bool *is_ours,
                          enum alert_change *change, struct err *err)
{
    struct db *db = job->app->db;
    int64_t now_ms = time_now_ms();
    *change = ALERT_NO_CHANGE;
    if (!db_begin_write(db, err)) {
        return false;
    }
    bool ok = job_settle(db, &job->job, is_ours, err);
    if (ok && !*is_ours) {
        db_rollback(db);
        return true;
    }
    ok = ok && (outcome->answer == NULL ||
                store_answer(job, outcome->reply, outcome->answer, now_ms, err));
    ok = ok && (outcome->pause_ms == 0 ||
                pause_put(db, job->settings.ai.provider, now_ms + outcome->pause_ms,
                          (int)outcome->reply->class_, err));
    ok = ok && (!outcome->is_attempt || (store_attempt(job, outcome->reply, now_ms, err) &&
                                         update_alert(job, outcome->reply, now_ms, change, err)));
    ok = ok && db_commit(db, err);
    if (!ok) {
        db_rollback(db);
    }
    return ok;
}

/* Again and again while the disk is full or busy: an answer that came is not thrown away. Ends when
 * it is written, or when the worker stops (then the request is asked again). */
static bool write_surely(struct worker_job *job, struct ai_line *line,
                         const struct outcome *outcome, bool *is_ours)
{
    enum alert_change change = ALERT_NO_CHANGE;
    struct err err = {0};
    while (!write_outcome(job, outcome, is_ours, &change, &err)) {
        log_err("coach result", &err);
        if (job->is_stopping(job->context) || db_is_broken(job->app->db)) {
            return false;
        }
        ai_line_wait(line, STORE_AGAIN_MS);
    }
    if (change != ALERT_NO_CHANGE) {
        alert_tell(job->settings.alert_command, "ai", change, outcome->reply->detail,
                   time_now_ms());
    }
    return true;
}

/* --- deciding ------------------------------------------------------------------------------------
 */
static void keep_failure(struct job *row, const struct ai_reply *reply)
{
    row->error_class = (int)reply->class_;
    row->http_status = reply->http_status;
    text_copy(row->error_detail, sizeof row->error_detail, reply->detail);
    text_copy(row->request_id, sizeof row->request_id, reply->request_id);
}

static struct retry_step decide(const struct worker_job *job, const struct ai_reply *reply)
{
    const struct retry_failure failure = {.class_ = (int)reply->class_,
                                          .http_status = reply->http_status,
                                          .retry_after_s = reply->retry_after_s,
                                          .attempts = job->job.attempts,
                                          .waits = job->job.waits,
                                          .was_structured = job->settings.ai.is_structured &&
                                                            !job->job.is_unstructured,
                                          .token_factor = job->job.token_factor,
                                          .backoff_s = job->settings.backoff_s,
                                          .random = randombytes_random()};
    return retry_decide(&failure);
}

/* What the job is after that step. */
static void apply(struct worker_job *job, const struct retry_step *step, int64_t now_ms)
{
    struct job *row = &job->job;
    row->state = step->is_final ? JOB_FAILED : JOB_QUEUED;
    row->ended_at_ms = step->is_final ? now_ms : 0;
    row->run_at_ms = now_ms + step->delay_ms;
    row->is_unstructured = row->is_unstructured || step->drop_structure;
    row->token_factor = step->double_tokens ? 2 : row->token_factor;
    if (!step->is_charged) {
        row->attempts--;
        row->waits++;
    }
}

static enum worker_result fail(struct worker_job *job, struct ai_line *line,
                               const struct ai_reply *reply)
{
    bool is_ours = false;
    struct retry_step step = decide(job, reply);
    keep_failure(&job->job, reply);
    apply(job, &step, time_now_ms());
    const struct outcome outcome = {.reply = reply, .pause_ms = step.pause_ms, .is_attempt = true};
    log_event(step.is_final ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO, "coach %s %lld: %s",
              queue_kind_code(job->job.kind), (long long)job->job.id, reply->detail);
    if (!write_surely(job, line, &outcome, &is_ours) || !is_ours) {
        return WORKER_GAVE_BACK;
    }
    return step.is_final ? WORKER_FAILED : WORKER_PUT_OFF;
}

/* Uncharged, to be done at once by whoever comes. */
static enum worker_result give_back(struct worker_job *job, struct ai_line *line,
                                    const struct ai_reply *reply)
{
    bool is_ours = false;
    const struct outcome outcome = {.reply = reply};
    job->job.state = JOB_QUEUED;
    job->job.attempts--;
    /* a writer that is busy is waited for a little, within the second that a stop may take; else
     * its lease runs out */
    for (int i = 0; i < GIVE_BACK_TRIES && !write_surely(job, line, &outcome, &is_ours); i++) {
    }
    return WORKER_GAVE_BACK;
}

static enum worker_result answered(struct worker_job *job, struct ai_line *line,
                                   const struct ai_reply *reply, const struct answer *answer)
{
    bool is_ours = false;
    struct job *row = &job->job;
    row->state = JOB_DONE;
    row->ended_at_ms = time_now_ms();
    keep_failure(row, reply);
    const struct outcome outcome = {.reply = reply, .answer = answer, .is_attempt = true};
    return write_surely(job, line, &outcome, &is_ours) && is_ours ? WORKER_ANSWERED
                                                                  : WORKER_GAVE_BACK;
}

/* --- asking -------------------------------------------------------------------------------------
 */
static void ask(struct worker_job *job, struct ai_line *line, const struct job_texts *texts,
                struct ai_reply *reply)
{
    enum reflection_subject subject = queue_subject(job->job.kind);
    struct ai_request request = {.system = texts->system,
                                 .user = texts->user,
                                 .schema_name = answer_schema_name(subject),
                                 .schema = answer_schema(subject),
                                 .calculated = texts->calculated,
                                 .is_unstructured = job->job.is_unstructured,
                                 .token_factor = job->job.token_factor};
    if (job->settings_err.kind != ERR_OK) {
        reply->class_ = AI_CONFIG;
        text_copy(reply->detail, sizeof reply->detail, job->settings_err.what);
        return;
    }
    ai_ask(line, &job->settings.ai, ai_key_text(job->key), &request, go_on, job, reply);
}

static enum worker_result judge(struct worker_job *job, struct ai_line *line, struct arena *arena,
                                const struct job_texts *texts, struct ai_reply *reply)
{
    struct answer answer;
    const char *why = "";
    if (reply->class_ == AI_STOPPED) {
        return give_back(job, line, reply);
    }
    /* what was calculated here needs no comparing: it may name ammunition, which is never sent */
    const char *sources = job->is_local ? NULL : texts->sources;
    if (reply->class_ == AI_ANSWERED &&
        !answer_read(arena, queue_subject(job->job.kind), buf_text(&reply->text), reply->text.size,
                     sources, &answer, &why)) {
        reply->class_ = AI_INVALID_ANSWER;
        snprintf(reply->detail, sizeof reply->detail, "invalid answer: %s", why);
    }
    return reply->class_ == AI_ANSWERED ? answered(job, line, reply, &answer)
                                        : fail(job, line, reply);
}

enum worker_result worker_job_do(struct worker_job *job, struct ai_line *line)
{
    struct arena arena = {0};
    struct job_texts texts;
    struct ai_reply reply = {.retry_after_s = -1, .input_tokens = -1, .output_tokens = -1};
    struct err err = {0};
    enum worker_result result = WORKER_GAVE_BACK;
    if (job_read_texts(job->app->db, &arena, job->job.id, &texts, &err)) {
        ask(job, line, &texts, &reply);
        result = judge(job, line, &arena, &texts, &reply);
    } else {
        log_err("coach request", &err); /* forgotten meanwhile, or the lease runs out */
    }
    ai_reply_free(&reply);
    arena_free(&arena);
    return result;
}

bool worker_job_abandon(struct worker_job *job, const struct job *row, struct err *err)
{
    bool is_ours = false;
    enum alert_change change = ALERT_NO_CHANGE;
    struct ai_reply reply = {.class_ = AI_STOPPED, .retry_after_s = -1};
    job->job = *row;
    struct retry_step step = decide(job, &reply);
    snprintf(reply.detail, sizeof reply.detail, "interrupted %d times", row->attempts);
    apply(job, &(struct retry_step){.is_final = step.is_final, .is_charged = true}, time_now_ms());
    if (step.is_final) {
        keep_failure(&job->job, &reply);
    }
    const struct outcome outcome = {.reply = &reply};
    return write_outcome(job, &outcome, &is_ours, &change, err);
}
