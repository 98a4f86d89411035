/* The queue of requests: leases, tokens, what comes of them, and who may do what. The provider is
 * "calculated", so that nothing is sent; real HTTP is in test_worker.c and tests/check. */
#include "range_support.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "core/alert.h"
#include "core/queue.h"
#include "core/worker.h"
#include "core/worker_name.h"
#include "store/job.h"

enum { LONG_MS = 20 * 1000, DAY_MS = 24 * 60 * 60 * 1000 };

struct scene {
    struct app app;
    record_id member, weapon, session;
};

static record_id finished_session(struct app *app, record_id member, record_id weapon)
{
    struct lane *lane = calloc(1, sizeof *lane);
    struct err err = {0};
    open_lane(app, member, weapon, "LP60", 1, lane);
    type_shots(app, lane, 10, 90);
    type_shots(app, lane, 10, 80);
    record_id id = lane->session.id;
    assert_ok(range_finish(app, lane, &err), err);
    lane_free(lane);
    free(lane);
    return id;
}

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    test_club(&scene->app);
    scene->member = make_member(&scene->app, "Bakker", "Anna");
    scene->weapon = make_weapon(&scene->app, "Club pistol", WEAPON_AIR_PISTOL);
    scene->session = finished_session(&scene->app, scene->member, scene->weapon);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    app_close(&scene->app);
    free(scene);
    return 0;
}

static record_id ask(struct scene *scene)
{
    struct err err = {0};
    record_id id = 0;
    assert_ok(queue_ask_session(&scene->app, scene->session, &id, &err), err);
    return id;
}

static struct queue_line line_of(struct scene *scene, record_id id)
{
    struct queue_line line;
    struct err err = {0};
    assert_ok(queue_get(&scene->app, id, &line, &err), err);
    return line;
}

/* Until the queue is empty, with a thread as the program has it. */
static struct worker_report work(struct scene *scene)
{
    struct worker_how how = {.stop_when_empty = true};
    struct worker_report report = {0};
    struct err err = {0};
    struct worker *worker = worker_start(&scene->app, &how, &err);
    assert_non_null(worker);
    while (!worker_is_over(worker)) {
        struct pollfd fd = {.fd = worker_fd(worker), .events = POLLIN};
        assert_int_equal(poll(&fd, 1, TEST_PATIENCE_MS), 1);
        worker_seen(worker);
    }
    worker_stop(worker, &report);
    return report;
}

static struct job claim_for(struct scene *scene, const char *worker, int64_t now_ms, int lease_ms)
{
    struct job job;
    struct err err = {0};
    assert_ok(app_begin(&scene->app, &err), err);
    assert_ok(job_claim(scene->app.db, now_ms, now_ms + lease_ms, worker, &job, &err), err);
    assert_ok(app_commit(&scene->app, &err), err);
    return job;
}

static bool settle(struct scene *scene, struct job *job, enum job_state to)
{
    struct err err = {0};
    bool is_ours = false;
    job->state = to;
    assert_ok(app_begin(&scene->app, &err), err);
    assert_ok(job_settle(scene->app.db, job, &is_ours, &err), err);
    assert_ok(app_commit(&scene->app, &err), err);
    return is_ours;
}

/* A request that failed, as it stands in the list. */
static record_id failed_one(struct scene *scene, enum ai_class class_)
{
    record_id id = ask(scene);
    struct job job = claim_for(scene, "here/1/1", time_now_ms(), LONG_MS);
    job.error_class = (int)class_;
    job.ended_at_ms = time_now_ms();
    assert_true(settle(scene, &job, JOB_FAILED));
    return id;
}

static void write_conf(struct app *app, const char *text)
{
    char path[600];
    struct err err = {0};
    assert_true(file_join(path, sizeof path, app->folder, "aimtrack.conf"));
    assert_ok(file_write_durable(path, text, strlen(text), &err), err);
}

/* --- asking and answering -----------------------------------------------------------------------
 */
static void what_is_asked_is_answered_once_and_kept(void **state)
{
    struct scene *scene = *state;
    struct arena arena = {0};
    struct answer_view view;
    struct err err = {0};
    record_id id = ask(scene);
    struct worker_report report = work(scene);
    assert_int_equal(report.answered, 1);
    assert_int_equal(report.failed + report.put_off, 0);
    assert_int_equal(line_of(scene, id).state, JOB_DONE);
    assert_ok(answer_latest(&scene->app, &arena, JOB_REFLECTION, scene->session, &view, &err), err);
    assert_true(view.is_calculated);
    assert_true(view.job_id == id);
    assert_true(view.answer.count > 1);
    for (int i = 0; i < view.answer.count; i++) { /* of its own numbers nothing is in doubt */
        assert_true(view.answer.rows[i].is_supported);
    }
    assert_int_equal(view.acknowledged_at_ms, 0);
    assert_ok(answer_acknowledge(&scene->app, view.id, &err), err);
    assert_false(answer_acknowledge(&scene->app, view.id, &err));
    arena_free(&arena);
}

static void one_request_a_subject_is_under_way(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    record_id id = 0;
    ask(scene);
    assert_false(queue_ask_session(&scene->app, scene->session, &id, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    work(scene);
    assert_ok(queue_ask_session(&scene->app, scene->session, &id, &err), err);
}

static void a_failure_leaves_the_older_answer(void **state)
{
    struct scene *scene = *state;
    struct arena arena = {0};
    struct answer_view view;
    struct err err = {0};
    record_id answered = ask(scene);
    work(scene);
    failed_one(scene, AI_SERVER);
    assert_ok(answer_latest(&scene->app, &arena, JOB_REFLECTION, scene->session, &view, &err), err);
    assert_true(view.job_id == answered);
    arena_free(&arena);
}

static void a_question_names_its_sessions_and_is_counted(void **state)
{
    struct scene *scene = *state;
    struct arena arena = {0};
    struct question_line *rows = NULL;
    struct question_input input = {.member_id = scene->member, .text = " Where are points lost? "};
    struct err err = {0};
    record_id question = 0;
    record_id job = 0;
    int count = 0;
    assert_ok(queue_ask_question(&scene->app, &input, &question, &job, &err), err);
    work(scene);
    assert_ok(question_list(&scene->app, &arena, &rows, &count, &err), err);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].session_count, 1);
    assert_string_equal(rows[0].text, "Where are points lost?");
    assert_int_equal(rows[0].job.state, JOB_DONE);
    struct answer_view view;
    assert_ok(answer_latest(&scene->app, &arena, JOB_QUESTION, question, &view, &err), err);
    for (int i = 0; i < view.answer.count; i++) {
        assert_true(view.answer.rows[i].is_supported);
    }
    for (int i = 1; i < 12; i++) { /* what is calculated knows no limit */
        assert_ok(queue_ask_question(&scene->app, &input, &question, &job, &err), err);
    }
    write_conf(&scene->app, "[ai]\nprovider = ollama\ndaily_question_limit = 12\n");
    assert_false(queue_ask_question(&scene->app, &input, &question, &job, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    arena_free(&arena);
}

static void finishing_asks_only_when_the_club_wants_it(void **state)
{
    struct scene *scene = *state;
    struct queue_line line;
    struct err err = {0};
    queue_after_finish(&scene->app, scene->session);
    assert_false(queue_of_subject(&scene->app, JOB_REFLECTION, scene->session, &line, &err));
    assert_int_equal(err.kind, ERR_OK);
    assert_ok(app_setting_put(&scene->app, "ai_automatic", "yes", &err), err);
    queue_after_finish(&scene->app, scene->session);
    assert_ok(queue_of_subject(&scene->app, JOB_REFLECTION, scene->session, &line, &err), err);
    assert_true(line.is_automatic);
}

/* --- leases -------------------------------------------------------------------------------------
 */
static void what_is_claimed_is_claimed_by_one(void **state)
{
    struct scene *scene = *state;
    record_id id = ask(scene);
    int64_t now_ms = time_now_ms();
    struct job first = claim_for(scene, "other/1/1", now_ms, LONG_MS);
    assert_true(first.id == id);
    assert_int_equal(first.attempts, 1);
    assert_int_equal(claim_for(scene, "third/1/1", now_ms, LONG_MS).id, 0);
}

static void a_result_of_an_older_claim_is_dropped(void **state)
{
    struct scene *scene = *state;
    ask(scene);
    int64_t now_ms = time_now_ms();
    struct job first = claim_for(scene, "other/1/1", now_ms, LONG_MS);
    struct job given_back = first;
    assert_true(settle(scene, &given_back, JOB_QUEUED));
    struct job second = claim_for(scene, "third/1/1", now_ms + LONG_MS, LONG_MS);
    assert_int_equal(second.lease_token, first.lease_token + 1);
    assert_false(settle(scene, &first, JOB_DONE));
    assert_true(settle(scene, &second, JOB_DONE));
    assert_false(settle(scene, &second, JOB_DONE));
}

static void a_request_whose_worker_is_gone_is_taken_over_and_charged(void **state)
{
    struct scene *scene = *state;
    char name[64];
    char gone[80];
    record_id id = ask(scene);
    worker_name(name, sizeof name);
    assert_false(worker_is_gone(name));
    snprintf(gone, sizeof gone, "%s9", name); /* this number, another beginning */
    assert_true(worker_is_gone(gone));
    assert_false(worker_is_gone("elsewhere/1/1"));
    claim_for(scene, gone, time_now_ms(), LONG_MS * 100);
    assert_int_equal(work(scene).answered, 1);
    assert_int_equal(line_of(scene, id).attempts, 2);
}

static void a_lease_that_ran_out_is_taken_over(void **state)
{
    struct scene *scene = *state;
    record_id id = ask(scene);
    claim_for(scene, "elsewhere/1/1", time_now_ms(), -1);
    assert_int_equal(work(scene).answered, 1);
    assert_int_equal(line_of(scene, id).state, JOB_DONE);
}

/* A clock that stood a year ahead when it was asked, or when it was claimed. */
static void a_clock_that_stood_wrong_does_not_keep_a_request_waiting(void **state)
{
    struct scene *scene = *state;
    int64_t later_ms = time_now_ms() + INT64_C(365) * DAY_MS;
    ask(scene);
    struct job job = claim_for(scene, "elsewhere/1/1", time_now_ms(), LONG_MS);
    job.run_at_ms = later_ms;
    assert_true(settle(scene, &job, JOB_QUEUED));
    assert_int_equal(work(scene).answered, 1);
    ask(scene);
    claim_for(scene, "elsewhere/1/1", later_ms, LONG_MS);
    assert_int_equal(work(scene).answered, 1);
}

static void what_lives_elsewhere_is_left_alone(void **state)
{
    struct scene *scene = *state;
    record_id id = ask(scene);
    claim_for(scene, "elsewhere/1/1", time_now_ms(), LONG_MS * 4);
    assert_int_equal(work(scene).answered, 0);
    assert_int_equal(line_of(scene, id).state, JOB_RUNNING);
}

static void a_request_that_brings_the_program_down_ends(void **state)
{
    struct scene *scene = *state;
    record_id id = ask(scene);
    int64_t now_ms = time_now_ms();
    for (int i = 0; i < 5; i++) {
        struct job job = claim_for(scene, "elsewhere/1/1", now_ms, LONG_MS);
        assert_true(settle(scene, &job, JOB_QUEUED));
    }
    claim_for(scene, "elsewhere/1/1", now_ms, -1);
    work(scene);
    struct queue_line line = line_of(scene, id);
    assert_int_equal(line.state, JOB_FAILED);
    assert_int_equal(line.error_class, AI_STOPPED);
}

/* --- the volunteer ------------------------------------------------------------------------------
 */
static void retry_is_all_or_nothing(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    record_id failed = failed_one(scene, AI_NETWORK);
    const record_id ids[] = {failed, 12345};
    assert_false(queue_retry(&scene->app, ids, 2, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_int_equal(line_of(scene, failed).state, JOB_FAILED);
    assert_ok(queue_retry(&scene->app, ids, 1, &err), err);
    assert_int_equal(line_of(scene, failed).state, JOB_QUEUED);
    assert_false(queue_retry(&scene->app, ids, 1, &err));
    assert_int_equal(err.kind, ERR_INPUT);
}

static void retry_of_a_class_leaves_the_others(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    int count = 0;
    record_id failed = failed_one(scene, AI_CONFIG);
    assert_ok(queue_retry_class(&scene->app, AI_NETWORK, &count, &err), err);
    assert_int_equal(count, 0);
    assert_ok(queue_retry_class(&scene->app, -1, &count, &err), err);
    assert_int_equal(count, 1);
    assert_int_equal(line_of(scene, failed).state, JOB_QUEUED);
}

static void of_two_failures_of_one_subject_the_newest_is_tried_again(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    int count = 0;
    record_id older = failed_one(scene, AI_SERVER);
    record_id newer = failed_one(scene, AI_SERVER);
    assert_ok(queue_retry_class(&scene->app, -1, &count, &err), err);
    assert_int_equal(count, 1);
    assert_int_equal(line_of(scene, newer).state, JOB_QUEUED);
    assert_false(queue_retry(&scene->app, &older, 1, &err));
    assert_int_equal(err.kind, ERR_BUSY);
}

static void what_runs_is_not_forgotten(void **state)
{
    struct scene *scene = *state;
    struct queue_line line;
    struct err err = {0};
    record_id id = ask(scene);
    struct job job = claim_for(scene, "elsewhere/1/1", time_now_ms(), LONG_MS);
    assert_false(queue_forget(&scene->app, &id, 1, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_true(settle(scene, &job, JOB_FAILED));
    assert_ok(queue_forget(&scene->app, &id, 1, &err), err);
    assert_false(queue_get(&scene->app, id, &line, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
}

static void a_paused_queue_rests(void **state)
{
    struct scene *scene = *state;
    struct queue_stats stats;
    struct err err = {0};
    ask(scene);
    assert_ok(queue_pause(&scene->app, &err), err);
    assert_int_equal(work(scene).answered, 0);
    assert_ok(queue_stats(&scene->app, &stats, &err), err);
    assert_true(stats.is_paused);
    assert_int_equal(stats.queued, 1);
    assert_ok(queue_resume(&scene->app, &err), err);
    assert_int_equal(work(scene).answered, 1);
}

static void the_reason_says_what_is_kept_and_what_to_do(void **state)
{
    struct scene *scene = *state;
    char why[400];
    for (int class_ = AI_NETWORK; class_ < AI_CLASS_COUNT; class_++) {
        struct queue_line line = {.state = JOB_FAILED, .error_class = (enum ai_class)class_};
        queue_why(&line, why, sizeof why);
        assert_non_null(strstr(why, "kept"));
        assert_true(strlen(queue_class_name((enum ai_class)class_)) > 3);
    }
    (void)scene;
}

static void a_stop_gives_back_within_a_second(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct worker *worker = worker_start(&scene->app, NULL, &err);
    assert_non_null(worker);
    int64_t before_ms = time_monotonic_ms();
    worker_stop(worker, NULL);
    assert_in_range(time_monotonic_ms() - before_ms, 0, 1000);
}

int main(void)
{
#define WITH_SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SCENE(what_is_asked_is_answered_once_and_kept),
        WITH_SCENE(one_request_a_subject_is_under_way),
        WITH_SCENE(a_failure_leaves_the_older_answer),
        WITH_SCENE(a_question_names_its_sessions_and_is_counted),
        WITH_SCENE(finishing_asks_only_when_the_club_wants_it),
        WITH_SCENE(what_is_claimed_is_claimed_by_one),
        WITH_SCENE(a_result_of_an_older_claim_is_dropped),
        WITH_SCENE(a_request_whose_worker_is_gone_is_taken_over_and_charged),
        WITH_SCENE(a_lease_that_ran_out_is_taken_over),
        WITH_SCENE(a_clock_that_stood_wrong_does_not_keep_a_request_waiting),
        WITH_SCENE(what_lives_elsewhere_is_left_alone),
        WITH_SCENE(a_request_that_brings_the_program_down_ends),
        WITH_SCENE(retry_is_all_or_nothing),
        WITH_SCENE(retry_of_a_class_leaves_the_others),
        WITH_SCENE(of_two_failures_of_one_subject_the_newest_is_tried_again),
        WITH_SCENE(what_runs_is_not_forgotten),
        WITH_SCENE(a_paused_queue_rests),
        WITH_SCENE(the_reason_says_what_is_kept_and_what_to_do),
        WITH_SCENE(a_stop_gives_back_within_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
