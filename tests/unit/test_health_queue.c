/* Is the queue well: workers that wait, are stopped, are gone or really hang. */
#include "health_support.h"

#include <dirent.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/queue.h"
#include "core/worker.h"
#include "core/worker_pulse.h"

/* --- the queue ----------------------------------------------------------------------------------
 */

static void ask(struct app *app)
{
    struct err err = {0};
    record_id id = 0;
    record_id weapon = make_weapon(app, "Club pistol", WEAPON_AIR_PISTOL);
    struct lane *lane = calloc(1, sizeof *lane);
    open_lane(app, make_member(app, "Bakker", "Anna"), weapon, "LP60", 1, lane);
    type_shots(app, lane, 10, 90);
    record_id session = lane->session.id;
    assert_ok(range_finish(app, lane, &err), err);
    lane_free(lane);
    free(lane);
    assert_ok(queue_ask_session(app, session, &id, &err), err);
}

static void what_waits_without_a_worker_is_missed_and_then_stalled(void **state)
{
    struct app *app = *state;
    int64_t now = time_now_ms();
    ask(app);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_OK, HEALTH_FINE);
    assert_int_equal(health_value(&health, FACT_QUEUED)->number, 1);
    set_clock(now + 3 * 60 * 1000);
    health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_WARN, HEALTH_WORKER_MISSING);
    set_clock(now + 11 * 60 * 1000);
    health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_FAILED, HEALTH_WORKER_STALLED);
    assert_in_range(health_value(&health, FACT_HEARTBEAT_AGE_S)->number, 650, 670);
}

static void a_queue_that_a_person_paused_is_not_stalled(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    ask(app);
    assert_ok(queue_pause(app, &err), err);
    set_clock(time_now_ms() + hour_ms);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_OK, HEALTH_FINE);
    assert_true(health_value(&health, FACT_PAUSED)->number != 0);
}

static void a_request_that_failed_is_a_warning(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    ask(app);
    assert_ok(db_script(app->db, "UPDATE job SET state = 3", &err), err);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_WARN, HEALTH_JOBS_FAILED);
    assert_int_equal(health_worst(&health), HEALTH_WARN);
}

static void an_idle_worker_answers_from_where_it_sleeps(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct worker *worker = worker_start(app, NULL, &err);
    assert_non_null(worker);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_OK, HEALTH_FINE);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 1);
    assert_int_equal(health_value(&health, FACT_HEARTBEAT_AGE_S)->number, 0);
    worker_stop(worker, NULL);
    health = read_health(app);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 0);
}

static void two_workers_of_one_process_answer_both(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct worker *first = worker_start(app, NULL, &err);
    struct worker *second = worker_start(app, NULL, &err);
    struct health health = read_health(app);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 2);
    worker_stop(first, NULL);
    worker_stop(second, NULL);
}

/* Another process with a worker; it is stopped as a whole. */
static pid_t start_other(const struct app *app)
{
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* also when the test fails */
        execl(TEST_PROGRAM, TEST_PROGRAM, "--data", app->folder, "queue", "work", (char *)NULL);
        _exit(127);
    }
    struct worker_pulses found = {0};
    for (int i = 0; i < TEST_PATIENCE_MS / 10 && found.answered == 0; i++) {
        usleep(10 * 1000);
        worker_pulse_ask(app->folder, 100, &found);
    }
    assert_int_equal(found.answered, 1);
    return pid;
}

static void a_worker_that_is_stopped_is_stalled_and_one_that_is_gone_is_not(void **state)
{
    struct app *app = *state;
    struct worker_pulses found;
    pid_t pid = start_other(app);
    kill(pid, SIGSTOP);
    waitpid(pid, NULL, WUNTRACED); /* it may still run on another processor, and answer */
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_FAILED, HEALTH_WORKER_STALLED);
    kill(pid, SIGCONT);
    worker_pulse_ask(app->folder, LONG_MS, &found);
    assert_int_equal(found.answered, 1);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    health = read_health(app); /* its socket is left over, and is taken away */
    assert_row(&health, HEALTH_QUEUE, HEALTH_OK, HEALTH_FINE);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 0);
    char name[64];
    snprintf(name, sizeof name, "worker-%ld.sock", (long)pid);
    assert_false(file_exists(path_of(app, name)));
}

static void a_hung_worker_beside_one_that_works_is_a_warning(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct worker_pulse *mute = worker_pulse_open(app->folder); /* nobody answers behind it */
    struct worker *worker = worker_start(app, NULL, &err);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_WARN, HEALTH_WORKER_STALLED);
    worker_stop(worker, NULL);
    worker_pulse_close(mute);
}

static void a_data_folder_with_a_long_path_has_its_sockets_too(void **state)
{
    (void)state;
    char folder[512];
    char longer[512];
    struct worker_pulses found;
    test_folder(folder);
    snprintf(longer, sizeof longer, "%s/%0120d", folder, 7);
    assert_int_equal(mkdir(longer, 0700), 0);
    struct worker_pulse *pulse = worker_pulse_open(longer);
    assert_non_null(pulse);
    worker_pulse_ask(longer, 0, &found);
    assert_int_equal(found.silent, 1);
    worker_pulse_close(pulse);
    worker_pulse_ask(longer, 0, &found);
    assert_int_equal(found.silent + found.answered, 0);
}

static void socket_name(const char *folder, char name[64])
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    name[0] = '\0';
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (strncmp(entry->d_name, "worker-", 7) == 0) {
            snprintf(name, 64, "%.60s", entry->d_name);
        }
    }
    closedir(dir);
}

/* Health takes away the socket of a worker that has ended: it must not be the next one's by then.
 */
static void no_name_is_used_twice_by_a_process(void **state)
{
    struct app *app = *state;
    char first[64];
    char second[64];
    struct worker_pulse *pulse = worker_pulse_open(app->folder);
    assert_non_null(pulse);
    socket_name(app->folder, first);
    worker_pulse_close(pulse);
    pulse = worker_pulse_open(app->folder);
    assert_non_null(pulse);
    socket_name(app->folder, second);
    worker_pulse_close(pulse);
    assert_true(first[0] != '\0' && second[0] != '\0');
    assert_string_not_equal(first, second);
}

/* --- a thread that really hangs: it waits for a program that never ends -------------------------
 */

static void write_script(const char *folder)
{
    char path[600];
    char text[900];
    snprintf(path, sizeof path, "%s/setsid", folder);
    snprintf(text, sizeof text,
             "#!/bin/sh\necho $$ > '%s/pid.new'\nmv '%s/pid.new' '%s/pid'\n"
             "exec sleep 600\n",
             folder, folder, folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
    assert_int_equal(chmod(path, 0700), 0);
}

static long wait_for_pid(const char *folder)
{
    char path[600];
    long pid = 0;
    snprintf(path, sizeof path, "%s/pid", folder);
    for (int i = 0; i < TEST_PATIENCE_MS / 10 && !file_exists(path); i++) {
        usleep(10 * 1000);
    }
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld", &pid), 1);
    fclose(file);
    return pid;
}

/* A sanitizer has threads of its own: those are counted once. */
static int threads_now(void)
{
    static int own = -1;
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *entry = tasks != NULL ? readdir(tasks) : NULL; entry != NULL;
         entry = readdir(tasks)) {
        count += entry->d_name[0] != '.';
    }
    if (tasks != NULL) {
        closedir(tasks);
    }
    own = own < 0 ? count - 1 : own;
    return count - own;
}

static void a_thread_that_hangs_is_left_behind_and_another_takes_its_place(void **state)
{
    struct app *app = *state;
    char folder[512];
    char path[900];
    char *before = strdup(getenv("PATH"));
    assert_int_equal(threads_now(), 1);
    struct err err = {0};
    test_folder(folder);
    write_script(folder); /* what tells an alert starts with "setsid", and waits for it */
    snprintf(path, sizeof path, "%s:%s", folder, before);
    setenv("PATH", path, 1);
    write_conf(app->folder, "[ai]\nprovider = openai\nbase_url = http://127.0.0.1:1\n"
                            "[alert]\nfailures = 1\ncommand = true\n"
                            "[health]\nfree_percent = 0\nfree_mib = 0\n");
    ask(app);
    struct worker *worker = worker_start(app, NULL, &err);
    assert_non_null(worker);
    long pid = wait_for_pid(folder);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_FAILED, HEALTH_WORKER_STALLED);
    assert_false(worker_stop_within(worker, 200, NULL));
    setenv("PATH", before, 1);
    worker = worker_start(app, NULL, &err);
    health = read_health(app);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 1);
    assert_int_equal(health_value(&health, FACT_WORKERS_SILENT)->number, 0);
    kill((pid_t)pid, SIGKILL); /* the old thread comes round, finds that it was left, and goes */
    for (int i = 0; i < TEST_PATIENCE_MS / 10 && threads_now() > 2; i++) {
        usleep(10000); /* what it holds of the libraries is given back by its end */
    }
    health = read_health(app); /* and takes no sign of life of the new one along */
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 1);
    worker_stop(worker, NULL);
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CLUB(what_waits_without_a_worker_is_missed_and_then_stalled),
        WITH_CLUB(a_queue_that_a_person_paused_is_not_stalled),
        WITH_CLUB(a_request_that_failed_is_a_warning),
        WITH_CLUB(no_name_is_used_twice_by_a_process),
        WITH_CLUB(an_idle_worker_answers_from_where_it_sleeps),
        WITH_CLUB(two_workers_of_one_process_answer_both),
        WITH_CLUB(a_worker_that_is_stopped_is_stalled_and_one_that_is_gone_is_not),
        WITH_CLUB(a_hung_worker_beside_one_that_works_is_a_warning),
        cmocka_unit_test(a_data_folder_with_a_long_path_has_its_sockets_too),
        WITH_CLUB(a_thread_that_hangs_is_left_behind_and_another_takes_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
