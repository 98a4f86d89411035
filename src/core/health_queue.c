/* The queue: does what is due get done, and does every worker's thread come round? */
#include <string.h>

#include "core/health_parts.h"
#include "core/worker_pulse.h"
#include "store/health.h"
#include "store/job.h"
#include "store/setting.h"

enum {
    PULSE_MS = 1500, /* waited for only when one is silent: a busy machine is not one that hangs */
    MISSING_S = 2 * 60,  /* due for so long without a worker: one should be started */
    STALLED_S = 10 * 60, /* due for so long: nobody does it */
    LEASE_OVER_S = 60    /* a lease that ended so long ago: nobody takes over */
};

static int64_t seconds_since(const struct health_run *run, int64_t at_ms)
{
    return at_ms != 0 && at_ms < run->now_ms ? (run->now_ms - at_ms) / 1000 : 0;
}

/* A person paused it, or the provider asked to wait. */
static bool is_resting(struct health_run *run, bool *is_paused, struct err *err)
{
    char paused[8] = "";
    int64_t until_ms = 0;
    int class_ = 0;
    *is_paused = false;
    if (!setting_get(run->db, "queue_paused", "no", paused, sizeof paused, err) ||
        !pause_read(run->db, run->config.coach.ai.provider, &until_ms, &class_, err)) {
        return false;
    }
    *is_paused = strcmp(paused, "yes") == 0 || until_ms > run->now_ms;
    health_note(run, FACT_PAUSED, *is_paused);
    return true;
}

static void note_queue(struct health_run *run, const struct health_queue *queue)
{
    health_note_text(run, FACT_CONNECTION, "sqlite");
    health_note_text(run, FACT_QUEUE_NAME, "ai");
    health_note(run, FACT_QUEUED, queue->queued);
    health_note(run, FACT_RUNNING, queue->running);
    health_note(run, FACT_FAILED, queue->failed);
    if (queue->queued > 0) {
        health_note(run, FACT_OLDEST_QUEUED_S, seconds_since(run, queue->oldest_asked_ms));
    }
}

/* The longest that anything has been waiting for a worker that comes round. */
static int64_t waiting_s(const struct health_run *run, const struct health_queue *queue)
{
    int64_t due_s = seconds_since(run, queue->oldest_due_ms);
    int64_t lease_s = seconds_since(run, queue->oldest_lease_ms);
    return lease_s > LEASE_OVER_S && lease_s > due_s ? lease_s : due_s;
}

static void judge_workers(struct health_run *run, const struct worker_pulses *workers,
                          int64_t waits_s)
{
    bool has_lease_over = waits_s > STALLED_S;
    if (workers->silent > 0) {
        health_judge(run, HEALTH_QUEUE, workers->answered == 0 ? HEALTH_FAILED : HEALTH_WARN,
                     HEALTH_WORKER_STALLED);
    } else if (workers->answered == 0 && has_lease_over) {
        health_judge(run, HEALTH_QUEUE, HEALTH_FAILED, HEALTH_WORKER_STALLED);
    } else if (workers->answered == 0 && waits_s > MISSING_S) {
        health_judge(run, HEALTH_QUEUE, HEALTH_WARN, HEALTH_WORKER_MISSING);
    } else if (workers->answered > 0 && has_lease_over) {
        health_judge(run, HEALTH_QUEUE, HEALTH_WARN, HEALTH_JOBS_WAITING); /* the day's limit */
    }
}

static void note_workers(struct health_run *run, const struct worker_pulses *workers,
                         int64_t waits_s)
{
    health_note(run, FACT_WORKERS, workers->answered + workers->silent);
    health_note(run, FACT_WORKERS_SILENT, workers->silent);
    if (workers->answered > 0) {
        health_note(run, FACT_HEARTBEAT_AGE_S, 0); /* it answered right now */
    } else if (waits_s > 0) {
        health_note(run, FACT_HEARTBEAT_AGE_S, waits_s);
    }
}

void health_check_queue(struct health_run *run)
{
    struct health_queue queue;
    struct worker_pulses workers;
    struct err err = {0};
    bool is_paused = false;
    worker_pulse_ask(run->health->folder, PULSE_MS, &workers);
    if (run->db == NULL || !health_queue_read(run->db, run->now_ms, &queue, &err) ||
        !is_resting(run, &is_paused, &err)) {
        note_workers(run, &workers, 0);
        health_judge(run, HEALTH_QUEUE, HEALTH_FAILED, HEALTH_QUEUE_UNAVAILABLE);
        return;
    }
    int64_t waits_s = is_paused ? 0 : waiting_s(run, &queue);
    note_queue(run, &queue);
    note_workers(run, &workers, waits_s);
    judge_workers(run, &workers, waits_s);
    if (queue.failed > 0) {
        health_judge(run, HEALTH_QUEUE, HEALTH_WARN, HEALTH_JOBS_FAILED);
    }
}
