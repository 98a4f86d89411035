/* aimtrack log: the end of the kiosk's log, and what is added to it. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "cli/families.h"
#include "cli/interrupt.h"
#include "cli/verbs.h"
#include "core/log_follow.h"
#include "core/log_read.h"

enum { LINES_DEFAULT = 50, LINES_MOST = 100000, LINE_SHOWN = 5000 };

static void print_line(void *context, const char *line)
{
    char clean[LINE_SHOWN];
    (void)context;
    sanitize_screen(clean, sizeof clean, line);
    puts(clean);
}

static void print_lines(const char **lines, int count)
{
    for (int i = 0; i < count; i++) {
        print_line(NULL, lines[i]);
    }
    if (count == 0) {
        puts(_("There is no log here. A kiosk that runs as a service writes to the journal:"
               " journalctl -u aimtrack-kiosk."));
    }
}

static int print_json(const char **lines, int count)
{
    char clean[LINE_SHOWN];
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "lines");
    for (int i = 0; i < count; i++) {
        sanitize_screen(clean, sizeof clean, lines[i]);
        cJSON_AddItemToArray(array, cJSON_CreateString(clean));
    }
    return command_print_json(json);
}

/* --- following --- */

/* Sleeps until something happened in the folder, a signal came or nobody reads any more (false).
 * Signals come only here, so that none is missed between looking and sleeping. */
static bool wait_for_more(const struct log_follow *follow, const sigset_t *signals)
{
    struct pollfd ends[] = {
        {.fd = log_follow_descriptor(follow), .events = POLLIN},
        {.fd = STDOUT_FILENO}, /* asks for nothing, is told of the other end's going */
    };
    ppoll(ends, 2, NULL, signals);
    return !interrupt_asked() && (ends[1].revents & (POLLERR | POLLHUP)) == 0;
}

/* Who reads may go at any moment: that is how this ends, not an error. */
static int write_out(bool *goes_on)
{
    if (fflush(stdout) == 0) {
        return 0;
    }
    *goes_on = false;
    if (errno != EPIPE) {
        return EXIT_OUTPUT_ERROR;
    }
    __fpurge(stdout); /* what nobody reads is not tried again at the end */
    return 0;
}

static int follow_until_told(struct log_follow *follow)
{
    sigset_t ends;
    sigset_t before;
    bool goes_on = true;
    int code = 0;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    sigprocmask(SIG_BLOCK, &ends, &before);
    interrupt_catch();
    while (goes_on) {
        log_follow_read(follow, print_line, NULL);
        code = write_out(&goes_on);
        goes_on = goes_on && wait_for_more(follow, &before);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return interrupt_release(code);
}

static int follow(const char *folder, int64_t from)
{
    struct err err = {0};
    struct log_follow *follow = log_follow_open(folder, from, &err);
    if (follow == NULL) {
        return command_fail(&err);
    }
    signal(SIGPIPE, SIG_IGN);
    int code = follow_until_told(follow);
    log_follow_close(follow);
    return code;
}

/* --- the command --- */

int command_log(const struct command_options *options, int argc, char **argv)
{
    char folder[512];
    int64_t most = LINES_DEFAULT;
    int64_t end = 0;
    const char **lines = NULL;
    int count = 0;
    struct arena arena = {0};
    struct err err = {0};
    const char *given = command_option(&argc, argv, "--lines");
    bool follows = command_flag(&argc, argv, "--follow");
    if (follows && options->json) {
        return command_usage(command_find("log"),
                             _("--json is one answer; --follow has no end. Choose one."));
    }
    if (!command_rest_ok(argc, argv) ||
        (given != NULL && !verbs_number(given, LINES_MOST, &most))) {
        return command_usage(command_find("log"), NULL);
    }
    int code = 0;
    if (!app_folder(options->folder, folder, sizeof folder, &err) ||
        !log_read(folder, (int)most, &arena, &lines, &count, &end, &err)) {
        code = command_fail(&err);
    } else if (options->json) {
        code = print_json(lines, count);
    } else {
        print_lines(lines, count);
        code = follows ? follow(folder, end) : 0;
    }
    arena_free(&arena);
    return code;
}
