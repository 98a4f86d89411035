/* Requests to the coach: asked, waiting, answered, failed. The worker (worker.h) does them; what is
 * here only reads and writes the database, and returns at once. */
#ifndef CORE_QUEUE_H
#define CORE_QUEUE_H
#include "ai/ai.h"
#include "core/ask.h"
#include "core/rules/answer.h"

/* --- asking ---------------------------------------------------------------------------------- */
/* What would be sent, exactly, for looking at beforehand: the body, or for the provider
 * "calculated" nothing (is_local). Stores nothing. RIGHT_ASK. */
struct queue_preview {
    bool is_local;
    char provider[24], model[96], where[256]; /* where: the address */
    char *body;                               /* in the arena */
    char hash[65];
    bool has_notes; /* the notes go along: the member agreed */
};
bool queue_preview_session(struct app *app, struct arena *arena, record_id session_id,
                           struct queue_preview *preview, struct err *err);
bool queue_preview_weapon(struct app *app, struct arena *arena, record_id weapon_id,
                          struct queue_preview *preview, struct err *err);
bool queue_preview_question(struct app *app, struct arena *arena,
                            const struct question_input *input, struct queue_preview *preview,
                            struct err *err);

/* Puts a request in the queue. ERR_BUSY: one for this subject is under way already. RIGHT_ASK. */
bool queue_ask_session(struct app *app, record_id session_id, record_id *job_id, struct err *err);
bool queue_ask_weapon(struct app *app, record_id weapon_id, record_id *job_id, struct err *err);
/* *question_id is the subject. ERR_INPUT: empty, too long; ERR_BUSY: the day's limit is reached. */
bool queue_ask_question(struct app *app, const struct question_input *input, record_id *question_id,
                        record_id *job_id, struct err *err);
/* After "finish": asks when the club switched that on; errors only go to the log. */
void queue_after_finish(struct app *app, record_id session_id);

/* --- how a request stands ------------------------------------------------------------------- */
struct queue_line { /* a job for a list */
    record_id id;
    enum job_kind kind;
    record_id subject_id;
    enum job_state state;
    char subject[NAME_ROOM * 2]; /* "Visser, 12 Oct": for the club's own screen, never sent */
    int attempts, waits;
    int64_t created_at_ms, run_at_ms, started_at_ms, ended_at_ms;
    int64_t lease_until_ms;
    enum ai_class error_class;
    char error_detail[256];
    int http_status;
    char request_id[96];
    char by_name[NAME_ROOM];
    char worker[64];
    bool is_automatic;
    bool is_paused; /* by a person or because the provider asked for it */
};

/* A translated sentence: what happened, that nothing else was lost, what to do next. */
void queue_why(const struct queue_line *line, char *dst, size_t size);
/* "queued", "running 4 s", "waits until 19:42", "failed": translated, short. */
void queue_state_text(const struct queue_line *line, int64_t now_ms, char *dst, size_t size);
enum reflection_subject queue_subject(enum job_kind kind);
const char *queue_kind_name(enum job_kind kind);    /* translated */
const char *queue_kind_code(enum job_kind kind);    /* "reflection" */
const char *queue_state_code(enum job_state state); /* "queued" */
const char *queue_class_name(enum ai_class class_); /* translated, two or three words */

/* The newest job of a subject; false without an error (kind ERR_OK) when there never was one. */
bool queue_of_subject(struct app *app, enum job_kind kind, record_id subject_id,
                      struct queue_line *line, struct err *err);

struct queue_filter {
    int state; /* an enum job_state; -1: every */
    int limit; /* at most 500; 0: 500 */
};
/* Newest first; running and queued ones before those that ended. RIGHT_MANAGE_QUEUE. */
bool queue_list(struct app *app, struct arena *arena, const struct queue_filter *filter,
                struct queue_line **rows, int *count, struct err *err);
bool queue_get(struct app *app, record_id id, struct queue_line *line, struct err *err);

/* How many wait or are under way. RIGHT_SEE. */
bool queue_active(struct app *app, int *count, struct err *err);

struct queue_stats {
    int64_t queued, running, done, failed;
    int64_t oldest_queued_ms;         /* its age; -1: none waits */
    bool is_paused;                   /* by a person */
    int64_t provider_paused_until_ms; /* 0: not */
    enum ai_class pause_class;
    int64_t requests_today, failures_today; /* the last 24 hours */
    char provider[24], model[96];
    struct queue_month {
        char month[8]; /* YYYY-MM */
        int64_t requests, failures, input_tokens, output_tokens;
    } months[12]; /* newest first */
    int month_count;
};
bool queue_stats(struct app *app, struct queue_stats *stats, struct err *err);

/* --- for the volunteer. RIGHT_MANAGE_QUEUE -----------------------------------------------------
 */
/* All of them or none. ERR_NOT_FOUND: no such job; ERR_INPUT: one that did not fail; ERR_BUSY: its
 * subject is being asked again already. */
bool queue_retry(struct app *app, const record_id *ids, int count, struct err *err);
/* Every failed one, or those of one class (-1: every); *count tells how many. */
bool queue_retry_class(struct app *app, int class_, int *count, struct err *err);
/* Takes jobs that ended or wait out of the list (a running one: ERR_BUSY). Answers stay. */
bool queue_forget(struct app *app, const record_id *ids, int count, struct err *err);
bool queue_forget_older(struct app *app, int days, int *count, struct err *err);
bool queue_pause(struct app *app, struct err *err);  /* no request begins until queue_resume */
bool queue_resume(struct app *app, struct err *err); /* also ends a pause the provider asked for */

/* --- answers -----------------------------------------------------------------------------------
 */
struct answer_view {
    record_id id, job_id, subject_id;
    enum job_kind kind;
    struct answer answer; /* in the arena */
    char provider[24], model[96], prompt_hash[65], language[8];
    bool is_calculated;
    int64_t input_tokens, output_tokens; /* -1: not said */
    int duration_ms;
    int64_t at_ms, acknowledged_at_ms;
    char acknowledged_by[NAME_ROOM];
};
/* The newest answer; false with kind ERR_OK when there is none. RIGHT_SEE. */
bool answer_latest(struct app *app, struct arena *arena, enum job_kind kind, record_id subject_id,
                   struct answer_view *view, struct err *err);
bool answer_acknowledge(struct app *app, record_id answer_id, struct err *err);
/* "AI suggestion of MODEL, 12 Oct 19:42", or "calculated, not AI, 12 Oct 19:42"; translated. */
void answer_label(const struct answer_view *view, char *dst, size_t size);

struct question_line {
    record_id id;
    record_id member_id, weapon_id;
    char member[NAME_ROOM], weapon[NAME_ROOM];
    char from[DATE_ROOM], to[DATE_ROOM];
    char text[512];
    char by_name[NAME_ROOM];
    int64_t at_ms;
    int session_count;
    const char *session_ids; /* in the arena, separated by commas */
    struct queue_line job;
};
/* Newest first, at most 200. RIGHT_SEE. */
bool question_list(struct app *app, struct arena *arena, struct question_line **rows, int *count,
                   struct err *err);
bool question_get(struct app *app, struct arena *arena, record_id id, struct question_line *line,
                  struct err *err);

#endif
