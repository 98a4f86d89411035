/* aimtrack log --follow: the program itself, beside a log that is written. */
#include "support.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"

enum { SAID_MAX = 4 * 1024 * 1024 };

struct scene {
    char folder[512], path[600];
    pid_t pid;
    int out; /* what it prints */
    char *said;
    size_t size;
};

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct err err = {0};
    test_folder(scene->folder);
    assert_true(file_join(scene->path, sizeof scene->path, scene->folder, "aimtrack.log"));
    scene->said = calloc(1, SAID_MAX);
    assert_ok(log_to_file(scene->path, &err), err);
    log_event(LOG_LEVEL_INFO, "the first");
    log_event(LOG_LEVEL_INFO, "the second");
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    assert_true(log_to_file(NULL, NULL));
    if (scene->pid > 0) {
        kill(scene->pid, SIGKILL);
        waitpid(scene->pid, NULL, 0);
    }
    close(scene->out);
    free(scene->said);
    free(scene);
    return 0;
}

static void start(struct scene *scene)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    scene->pid = fork();
    assert_true(scene->pid >= 0);
    if (scene->pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(TEST_PROGRAM, TEST_PROGRAM, "--data", scene->folder, "log", "--lines", "1",
              "--follow", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    scene->out = ends[0];
}

static void expect(struct scene *scene, const char *words)
{
    while (strstr(scene->said, words) == NULL) {
        struct pollfd end = {.fd = scene->out, .events = POLLIN};
        if (poll(&end, 1, TEST_PATIENCE_MS) != 1 || scene->size >= SAID_MAX - 1) {
            fail_msg("\"%s\" did not come", words);
        }
        ssize_t got = read(scene->out, scene->said + scene->size, SAID_MAX - 1 - scene->size);
        if (got <= 0) {
            fail_msg("\"%s\" did not come before the end", words);
        }
        scene->size += (size_t)got;
    }
}

static void expect_end(struct scene *scene)
{
    int status = 0;
    assert_int_equal(waitpid(scene->pid, &status, 0), scene->pid);
    scene->pid = 0;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void what_is_added_follows_the_last_lines(void **state)
{
    struct scene *scene = *state;
    start(scene);
    expect(scene, "the second\n");
    assert_null(strstr(scene->said, "the first"));
    log_event(LOG_LEVEL_INFO, "the third");
    expect(scene, "the third\n");
    log_event(LOG_LEVEL_INFO, "the fourth");
    expect(scene, "the fourth\n");
    kill(scene->pid, SIGINT);
    expect_end(scene);
}

static void no_line_is_lost_or_doubled_when_the_log_is_rotated(void **state)
{
    struct scene *scene = *state;
    char old[700];
    const int lines = 3000; /* 1.5 MiB */
    start(scene);
    expect(scene, "the second\n");
    for (int i = 0; i < lines; i++) {
        log_event(LOG_LEVEL_INFO, "line %04d %0480d", i, 0);
        if (i % 100 == 99) { /* a log is not written faster than somebody reads */
            char words[20];
            snprintf(words, sizeof words, "line %04d ", i);
            expect(scene, words);
        }
    }
    snprintf(old, sizeof old, "%s.1", scene->path);
    assert_true(file_exists(old));
    const char *at = scene->said;
    for (int i = 0; i < lines; i++) {
        char words[20];
        snprintf(words, sizeof words, "line %04d ", i);
        at = strstr(at, words);
        if (at == NULL) {
            fail_msg("%s is not there, or not in its place", words);
        }
        at += strlen(words);
        assert_null(strstr(at, words));
    }
    kill(scene->pid, SIGTERM);
    expect_end(scene);
}

static void it_ends_when_nobody_reads_any_more(void **state)
{
    struct scene *scene = *state;
    start(scene);
    expect(scene, "the second\n");
    close(scene->out);
    expect_end(scene); /* also when nothing is written any more */
}

static void a_log_that_is_not_there_yet_is_waited_for(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    assert_int_equal(unlink(scene->path), 0);
    start(scene);
    expect(scene, "There is no log here.");
    assert_ok(log_to_file(scene->path, &err), err);
    log_event(LOG_LEVEL_INFO, "the first of all");
    expect(scene, "the first of all\n");
    kill(scene->pid, SIGTERM);
    expect_end(scene);
}

static void an_answer_without_an_end_is_no_json(void **state)
{
    struct scene *scene = *state;
    static char said[TEST_SAID_ROOM];
    assert_int_equal(test_command(scene->folder, said, "log --follow --json"), 64);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_added_follows_the_last_lines),
        TEST(no_line_is_lost_or_doubled_when_the_log_is_rotated),
        TEST(it_ends_when_nobody_reads_any_more),
        TEST(a_log_that_is_not_there_yet_is_waited_for),
        TEST(an_answer_without_an_end_is_no_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
