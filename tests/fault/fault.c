#include "fault/fault.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "core/demo.h"
#include "core/range.h"
#include "core/verify.h"

enum { LINE_ROOM = 4096, MORE_MAX = 8 };

static char control_path[600];

bool fault_is_full_run(void)
{
    return getenv("AIMTRACK_FULL") != NULL;
}

struct fault_control *fault_control(void)
{
    static struct fault_control *block;
    if (block == NULL) {
        char folder[512];
        test_folder(folder);
        file_join(control_path, sizeof control_path, folder, "faults");
        int file = open(control_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        assert_true(file >= 0);
        assert_int_equal(ftruncate(file, sizeof *block), 0);
        block = mmap(NULL, sizeof *block, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        assert_true(block != MAP_FAILED);
        close(file);
    }
    memset(block, 0, sizeof *block);
    return block;
}

const char *const *fault_env(const char *const *more)
{
    static char control[700];
    static char preload[700];
    static char sanitizer[700];
    static const char *env[MORE_MAX + 4];
    int count = 0;
    const char *options = getenv("ASAN_OPTIONS");
    snprintf(control, sizeof control, FAULT_CONTROL "=%s", control_path);
    snprintf(preload, sizeof preload, "LD_PRELOAD=%s", TEST_SHIM_DISK);
    /* The sanitizer asks to be first; the shim calls on to it. */
    snprintf(sanitizer, sizeof sanitizer, "ASAN_OPTIONS=verify_asan_link_order=0:%.600s",
             options != NULL ? options : "");
    for (int i = 0; more != NULL && more[i] != NULL && i < MORE_MAX; i++) {
        env[count++] = more[i];
    }
    env[count++] = control;
    env[count++] = preload;
    env[count++] = sanitizer;
    env[count] = NULL;
    return env;
}

struct tui *fault_range(const char *folder)
{
    const char *argv[] = {"--data", folder, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.argv = argv, .env = fault_env(NULL)});
    tui_login(tui, "", demo_accounts[0].secret); /* the officer stands first */
    return tui;
}

struct tui *fault_entry(const char *folder)
{
    struct tui *tui = fault_range(folder);
    tui_type(tui, "nvisser<Enter><Enter>LP60<Enter>");
    tui_expect(tui, "series 1, shot 1");
    return tui;
}

static int __attribute__((format(printf, 1, 0))) run_line(const char *format, va_list arguments)
{
    char line[LINE_ROOM];
    int length = vsnprintf(line, sizeof line, format, arguments);
    assert_true(length > 0 && (size_t)length < sizeof line);
    int status = system(line); /* NOLINT(cert-env33-c): a test's own line in its own folders */
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void fault_run(const char *line, ...)
{
    va_list arguments;
    va_start(arguments, line);
    int status = run_line(line, arguments);
    va_end(arguments);
    if (status != 0) {
        fail_msg("\"%s\" ended with %d", line, status);
    }
}

int fault_status(const char *line, ...)
{
    va_list arguments;
    va_start(arguments, line);
    int status = run_line(line, arguments);
    va_end(arguments);
    return status;
}

void fault_open(struct app *app, const char *folder)
{
    struct err err = {0};
    assert_ok(app_open(app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
}

void fault_assert_whole(const char *folder)
{
    struct app app;
    struct err err = {0};
    struct verify_report report;
    fault_open(&app, folder);
    assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
    if (report.problem_count != 0) {
        fail_msg("verify: %s", report.problems[0]);
    }
    app_close(&app);
}

int fault_count_shots(const char *folder)
{
    struct app app;
    struct err err = {0};
    struct lane *lanes = NULL;
    int count = 0;
    int shots = 0;
    fault_open(&app, folder);
    assert_ok(range_load(&app, &lanes, &count, &err), err);
    for (int i = 0; i < count; i++) {
        shots += lanes[i].shot_count;
        lane_free(&lanes[i]);
    }
    free(lanes);
    app_close(&app);
    return shots;
}

int64_t fault_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t fault_cpu_ms(pid_t pid)
{
    clockid_t clock;
    struct timespec used = {0};
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) {
        return -1;
    }
    return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}
