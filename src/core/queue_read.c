/* How the queue stands, for people and for machines. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ai_settings.h"
#include "core/queue.h"
#include "core/rights.h"
#include "store/attempt.h"
#include "store/job.h"
#include "store/member.h"
#include "store/question.h"
#include "store/session.h"
#include "store/setting.h"
#include "store/weapon.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static const struct {
    const char *name, *code;
    enum reflection_subject subject;
} kinds[JOB_KIND_COUNT] = {
    [JOB_REFLECTION] = {N_("Reflection"), "reflection", REFLECTION_SESSION},
    [JOB_INSIGHT] = {N_("Insight"), "insight", REFLECTION_WEAPON},
    [JOB_QUESTION] = {N_("Question"), "question", REFLECTION_QUESTION},
};

static const struct {
    const char *name, *cause, *next;
} classes[AI_CLASS_COUNT] = {
    [AI_ANSWERED] = {N_("answered"), N_("An answer came."), ""},
    [AI_NETWORK] = {N_("no connection"), N_("The provider could not be reached."),
                    N_("Ask again when there is a network.")},
    [AI_TLS] = {N_("not trusted"),
                N_("The provider's certificate is not to be trusted: nothing was sent."),
                N_("An administrator can look into it; ask again afterwards.")},
    [AI_RATE_LIMITED] = {N_("asked to wait"), N_("The provider asked to wait."),
                         N_("Ask again in an hour.")},
    [AI_QUOTA] = {N_("no credit"), N_("The account at the provider has no credit left."),
                  N_("An administrator can add some; ask again afterwards.")},
    [AI_CONFIG] = {N_("settings"),
                   N_("The provider did not accept the request: key, model or address."),
                   N_("An administrator can correct the settings; ask again afterwards.")},
    [AI_SERVER] = {N_("provider out of order"), N_("The provider is overloaded or out of order."),
                   N_("Ask again later.")},
    [AI_BAD_RESPONSE] = {N_("bad response"), N_("What came back was no answer of this provider."),
                         N_("Ask again later.")},
    [AI_INVALID_ANSWER] = {N_("invalid answer"),
                           N_("The model's answer did not have the form that was asked for."),
                           N_("Ask again.")},
    [AI_TRUNCATED] = {N_("cut off"), N_("The model's answer was cut off."), N_("Ask again.")},
    [AI_REFUSED] = {N_("declined"), N_("The model declined to answer."),
                    N_("Ask in other words, or leave it.")},
    [AI_STOPPED] = {N_("interrupted"),
                    N_("The program was stopped again and again while it asked."),
                    N_("Ask again.")},
};

enum reflection_subject queue_subject(enum job_kind kind)
{
    return kinds[kind].subject;
}

const char *queue_kind_name(enum job_kind kind)
{
    return _(kinds[kind].name);
}

const char *queue_kind_code(enum job_kind kind)
{
    return kinds[kind].code;
}

const char *queue_state_code(enum job_state state)
{
    static const char *const codes[] = {"queued", "running", "done", "failed"};
    return codes[state];
}

const char *queue_class_name(enum ai_class class_)
{
    return _(classes[class_].name);
}

void queue_why(const struct queue_line *line, char *dst, size_t size)
{
    char clock[6];
    dst[0] = '\0';
    if (line->error_class == AI_ANSWERED) {
        return;
    }
    const char *cause = _(classes[line->error_class].cause);
    if (line->state == JOB_FAILED) {
        snprintf(dst, size, _("%s The scores and earlier answers are kept. %s"), cause,
                 _(classes[line->error_class].next));
    } else if (line->state == JOB_QUEUED) {
        time_local_clock(clock, line->run_at_ms);
        snprintf(dst, size, _("%s It is tried again by itself at %s."), cause, clock);
    }
}

void queue_state_text(const struct queue_line *line, int64_t now_ms, char *dst, size_t size)
{
    char clock[6];
    int seconds = (int)((now_ms - line->started_at_ms) / 1000);
    if (line->state == JOB_RUNNING) {
        snprintf(dst, size, _("running %d s"), seconds > 0 ? seconds : 0);
    } else if (line->state == JOB_QUEUED && line->is_paused) {
        text_copy(dst, size, _("queued; the queue is paused"));
    } else if (line->state == JOB_QUEUED && line->run_at_ms > now_ms) {
        time_local_clock(clock, line->run_at_ms);
        snprintf(dst, size, _("waits until %s"), clock);
    } else {
        static const char *const names[] = {N_("queued"), N_("running"), N_("answered"),
                                            N_("failed")};
        text_copy(dst, size, _(names[line->state]));
    }
}

/* --- lines --------------------------------------------------------------------------------------
 */
static void name_session(struct app *app, record_id id, char *dst, size_t size)
{
    struct session_row row;
    struct err ignored = {0};
    char date[48];
    if (session_line_read(app->db, id, &row, &ignored)) {
        time_date_text(date, sizeof date, row.local_date);
        snprintf(dst, size, "%s, %s", row.family_name, date);
    }
}

static void name_weapon(struct app *app, record_id id, char *dst, size_t size)
{
    struct weapon weapon;
    struct err ignored = {0};
    if (weapon_read(app->db, id, &weapon, &ignored)) {
        text_copy(dst, size, weapon.name);
    }
}

static void name_question(struct app *app, record_id id, char *dst, size_t size)
{
    struct arena arena = {0};
    struct question question;
    char *session_ids = NULL;
    struct err ignored = {0};
    if (question_read(app->db, &arena, id, &question, &session_ids, &ignored)) {
        text_copy(dst, size, question.text);
    }
    arena_free(&arena);
}

static void (*const name_of[JOB_KIND_COUNT])(struct app *app, record_id id, char *dst,
                                             size_t size) = {name_session, name_weapon,
                                                             name_question};

static void line_of(struct app *app, const struct job *job, bool is_paused, struct queue_line *line)
{
    *line = (struct queue_line){.id = job->id,
                                .kind = job->kind,
                                .subject_id = job->subject_id,
                                .state = job->state,
                                .attempts = job->attempts,
                                .waits = job->waits,
                                .created_at_ms = job->created_at_ms,
                                .run_at_ms = job->run_at_ms,
                                .started_at_ms = job->started_at_ms,
                                .ended_at_ms = job->ended_at_ms,
                                .lease_until_ms = job->lease_until_ms,
                                .http_status = job->http_status,
                                .is_automatic = job->is_automatic,
                                .is_paused = is_paused};
    line->error_class =
        job->error_class < AI_CLASS_COUNT ? (enum ai_class)job->error_class : AI_BAD_RESPONSE;
    text_copy(line->error_detail, sizeof line->error_detail, job->error_detail);
    text_copy(line->request_id, sizeof line->request_id, job->request_id);
    text_copy(line->by_name, sizeof line->by_name, job->by_name);
    text_copy(line->worker, sizeof line->worker, job->worker);
    name_of[job->kind](app, job->subject_id, line->subject, sizeof line->subject);
}

static bool read_paused(struct app *app, bool *is_paused, struct err *err)
{
    char value[8] = "";
    if (!setting_get(app->db, "queue_paused", "no", value, sizeof value, err)) {
        return false;
    }
    *is_paused = strcmp(value, "yes") == 0;
    return true;
}

bool queue_of_subject(struct app *app, enum job_kind kind, record_id subject_id,
                      struct queue_line *line, struct err *err)
{
    struct job job;
    bool is_paused = false;
    if (!rights_check(app, RIGHT_SEE, err) || !read_paused(app, &is_paused, err) ||
        !job_latest(app->db, kind, subject_id, &job, err) || job.id == 0) {
        return false;
    }
    line_of(app, &job, is_paused, line);
    return true;
}

bool queue_list(struct app *app, struct arena *arena, const struct queue_filter *filter,
                struct queue_line **rows, int *count, struct err *err)
{
    struct job *jobs = NULL;
    bool is_paused = false;
    *count = 0;
    if (!rights_check(app, RIGHT_MANAGE_QUEUE, err) || !read_paused(app, &is_paused, err) ||
        !job_rows(app->db, arena, filter->state, filter->limit, &jobs, count, err)) {
        return false;
    }
    *rows = arena_array(arena, (size_t)*count + 1, sizeof **rows);
    for (int i = 0; i < *count; i++) {
        line_of(app, &jobs[i], is_paused, &(*rows)[i]);
    }
    return true;
}

bool queue_get(struct app *app, record_id id, struct queue_line *line, struct err *err)
{
    struct job job;
    bool is_paused = false;
    if (!rights_check(app, RIGHT_MANAGE_QUEUE, err) || !read_paused(app, &is_paused, err) ||
        !job_read(app->db, id, &job, err)) {
        return false;
    }
    line_of(app, &job, is_paused, line);
    return true;
}

bool queue_active(struct app *app, int *count, struct err *err)
{
    int64_t active = 0;
    if (!rights_check(app, RIGHT_SEE, err) || !job_count_active(app->db, &active, err)) {
        return false;
    }
    *count = (int)active;
    return true;
}

/* --- sums ---------------------------------------------------------------------------------------
 */
/* "2026-11" one month earlier. */
static void month_before(char month[8])
{
    char date[DATE_ROOM];
    snprintf(date, sizeof date, "%.7s-01", month);
    time_days_date(date, time_date_days(date) - 1);
    snprintf(month, 8, "%.7s", date);
}

static bool read_months(struct app *app, struct queue_stats *stats, struct err *err)
{
    char date[DATE_ROOM];
    char month[8];
    int64_t until_ms = time_now_ms() + DAY_MS;
    time_local_date(date, time_now_ms());
    snprintf(month, sizeof month, "%.7s", date);
    for (int i = 0; i < 12; i++) {
        struct attempt_sum sum;
        snprintf(date, sizeof date, "%.7s-01", month);
        int64_t from_ms = time_from_local(date, 0, 0, 0);
        if (!attempt_sums(app->db, from_ms, until_ms, &sum, err)) {
            return false;
        }
        if (sum.requests > 0) {
            struct queue_month *row = &stats->months[stats->month_count++];
            *row = (struct queue_month){.requests = sum.requests,
                                        .failures = sum.failures,
                                        .input_tokens = sum.input_tokens,
                                        .output_tokens = sum.output_tokens};
            text_copy(row->month, sizeof row->month, month);
        }
        until_ms = from_ms;
        month_before(month);
    }
    return true;
}

static void read_provider(struct app *app, struct queue_stats *stats)
{
    struct ai_settings settings;
    struct err ignored = {0};
    if (ai_settings_read(app, &settings, &ignored)) {
        text_copy(stats->provider, sizeof stats->provider, settings.ai.provider);
        text_copy(stats->model, sizeof stats->model, ai_config_model(&settings.ai));
    }
}

bool queue_stats(struct app *app, struct queue_stats *stats, struct err *err)
{
    int64_t counts[4];
    int64_t oldest_ms = 0;
    int64_t now_ms = time_now_ms();
    int64_t first_ms = 0;
    int class_ = 0;
    *stats = (struct queue_stats){.oldest_queued_ms = -1};
    if (!rights_check(app, RIGHT_MANAGE_QUEUE, err) ||
        !job_count(app->db, counts, &oldest_ms, err) || !read_paused(app, &stats->is_paused, err)) {
        return false;
    }
    stats->queued = counts[JOB_QUEUED];
    stats->running = counts[JOB_RUNNING];
    stats->done = counts[JOB_DONE];
    stats->failed = counts[JOB_FAILED];
    if (counts[JOB_QUEUED] > 0) {
        stats->oldest_queued_ms = now_ms - oldest_ms;
    }
    read_provider(app, stats);
    if (!pause_read(app->db, stats->provider, &stats->provider_paused_until_ms, &class_, err)) {
        return false;
    }
    stats->pause_class = class_ < AI_CLASS_COUNT ? (enum ai_class)class_ : AI_ANSWERED;
    if (stats->provider_paused_until_ms <= now_ms) {
        stats->provider_paused_until_ms = 0;
    }
    return attempt_count(app->db, now_ms - DAY_MS, now_ms, &stats->requests_today,
                         &stats->failures_today, &first_ms, err) &&
           read_months(app, stats, err);
}
