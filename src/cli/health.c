/* aimtrack health and aimtrack metrics: is this installation well? Works also where no club can be
 * opened. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/health_show.h"
#include "cli/verbs.h"
#include "core/health.h"
#include "core/health_render.h"
#include "core/health_server.h"

enum { EXIT_UNWELL = 1, MOST_S = 24 * 60 * 60 };

struct asked {
    char folder[512];
    bool is_strict;
    bool has_form;
    enum health_form form;
    int64_t timeout_s, interval_s;
};

static int problem(const char *command, const char *text)
{
    return command_usage(command_find(command), text);
}

static bool find_folder(const struct command_options *options, struct asked *asked, int *code)
{
    struct err err = {0};
    if (!app_folder(options->folder, asked->folder, sizeof asked->folder, &err)) {
        *code = command_fail(&err);
        return false;
    }
    return true;
}

static bool is_bad(const struct health *health, bool is_strict)
{
    enum health_state worst = health_worst(health);
    return worst == HEALTH_FAILED || (is_strict && worst == HEALTH_WARN);
}

static int print_rendered(const struct health *health, enum health_form form)
{
    struct buf text = {0};
    health_render(health, form, true, &text);
    bool is_written = fputs(buf_text(&text), stdout) >= 0 && fflush(stdout) == 0;
    buf_free(&text);
    return is_written ? 0 : EXIT_OUTPUT_ERROR;
}

static bool look(const struct asked *asked, struct health *health, int *code)
{
    struct err err = {0};
    bool ok = health_show_look(asked->folder, health, &err);
    if (!ok) {
        *code = command_fail(&err);
    }
    return ok;
}

static int print_once(const struct asked *asked)
{
    struct health health;
    int code = 0;
    if (!look(asked, &health, &code)) {
        return code;
    }
    if (asked->has_form) {
        code = print_rendered(&health, asked->form);
    } else {
        time_set_zone(health.zone);
        health_show_rows(&health, false);
    }
    return code == 0 && is_bad(&health, asked->is_strict) ? EXIT_UNWELL : code;
}

/* --- waiting ------------------------------------------------------------------------------------
 */
/* The way of healthcheck.sh: the first healthy answer ends it. */
static int wait_until_well(const struct asked *asked)
{
    struct health health;
    int code = 0;
    int64_t until_ms = time_monotonic_ms() + asked->timeout_s * 1000;
    for (;;) {
        if (!look(asked, &health, &code)) {
            return code;
        }
        if (!is_bad(&health, asked->is_strict)) {
            puts("[healthcheck] OK");
            return 0;
        }
        int64_t left_ms = until_ms - time_monotonic_ms();
        if (left_ms <= 0) {
            printf("[healthcheck] Timed out after %llds\n", (long long)asked->timeout_s);
            return EXIT_UNWELL;
        }
        int64_t pause_ms = asked->interval_s * 1000 < left_ms ? asked->interval_s * 1000 : left_ms;
        nanosleep(
            &(struct timespec){.tv_sec = pause_ms / 1000, .tv_nsec = pause_ms % 1000 * 1000000},
            NULL);
    }
}

static bool take_seconds(int *argc, char **argv, const char *name, int64_t fallback, int64_t *value)
{
    const char *given = command_option(argc, argv, name);
    *value = fallback;
    return given == NULL || verbs_number(given, MOST_S, value);
}

static bool take_form(int *argc, char **argv, const struct command_options *options,
                      struct asked *asked)
{
    const char *name = command_option(argc, argv, "--format");
    asked->has_form = name != NULL || options->json;
    asked->form = HEALTH_JSON;
    return name == NULL || health_form_find(name, &asked->form);
}

static int serve(const struct command_options *options, int argc, char **argv)
{
    struct asked asked = {0};
    struct err err = {0};
    int code = 0;
    const char *listen = command_option(&argc, argv, "--listen");
    if (!command_rest_ok(argc, argv)) {
        return problem("health", NULL);
    }
    if (!find_folder(options, &asked, &code)) {
        return code;
    }
    umask(077);
    return health_server_run(asked.folder, listen, &err) ? 0 : command_fail(&err);
}

int command_health(const struct command_options *options, int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "serve") == 0) {
        return serve(options, argc - 1, argv + 1);
    }
    struct asked asked = {.is_strict = command_flag(&argc, argv, "--strict")};
    bool waits = command_flag(&argc, argv, "--wait");
    int code = 0;
    if (!take_form(&argc, argv, options, &asked)) {
        return problem("health", _("A format is json, health+json or prometheus."));
    }
    if (!take_seconds(&argc, argv, "--timeout", 300, &asked.timeout_s) ||
        !take_seconds(&argc, argv, "--interval", 5, &asked.interval_s)) {
        return EXIT_USAGE_ERROR;
    }
    if (!command_rest_ok(argc, argv)) {
        return problem("health", NULL);
    }
    if (!find_folder(options, &asked, &code)) {
        return code;
    }
    return waits ? wait_until_well(&asked) : print_once(&asked);
}

int command_metrics(const struct command_options *options, int argc, char **argv)
{
    struct asked asked = {.has_form = true, .form = HEALTH_PROMETHEUS};
    struct health health;
    int code = 0;
    if (!command_rest_ok(argc, argv)) {
        return problem("metrics", NULL);
    }
    if (!find_folder(options, &asked, &code)) {
        return code;
    }
    if (!look(&asked, &health, &code)) {
        return code;
    }
    return print_rendered(&health, HEALTH_PROMETHEUS); /* a scrape that worked, whatever it says */
}
