/* aimtrack verify: 0 all is well, 1 something was found, 65 the database is damaged. */
#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "cli/command.h"
#include "cli/families.h"
#include "core/verify.h"

enum { EXIT_FINDINGS = 1 };

static bool show_progress(void *context, const char *what, int per_mille)
{
    (void)context;
    fprintf(stderr, "\r\033[K%3d %% %s", per_mille / 10, what);
    return true;
}

static int shown_problems(const struct verify_report *report)
{
    int room = (int)(sizeof report->problems / sizeof report->problems[0]);
    return report->problem_count < room ? report->problem_count : room;
}

static int print_json(const struct verify_report *report)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "ok", report->problem_count == 0);
    cJSON_AddNumberToObject(json, "audit_rows", (double)report->audit_rows);
    cJSON_AddNumberToObject(json, "summaries", (double)report->summaries);
    cJSON_AddNumberToObject(json, "shots", (double)report->shots);
    cJSON_AddNumberToObject(json, "attachments", (double)report->attachments);
    cJSON_AddNumberToObject(json, "problem_count", report->problem_count);
    cJSON *problems = cJSON_AddArrayToObject(json, "problems");
    for (int i = 0; i < shown_problems(report); i++) {
        cJSON_AddItemToArray(problems, cJSON_CreateString(report->problems[i]));
    }
    return command_print_json(json);
}

static int print_text(const struct verify_report *report)
{
    printf(_("Checked: %lld audit rows, %lld totals, %lld shots.\n"), (long long)report->audit_rows,
           (long long)report->summaries, (long long)report->shots);
    if (report->attachments > 0) {
        printf(P_("And %lld attachment against its file.\n",
                  "And %lld attachments against their files.\n", (int)report->attachments),
               (long long)report->attachments);
    }
    if (report->problem_count == 0) {
        puts(_("Everything agrees."));
        return 0;
    }
    for (int i = 0; i < shown_problems(report); i++) {
        char clean[512];
        sanitize_screen(clean, sizeof clean, report->problems[i]);
        printf("- %s\n", clean);
    }
    if (report->problem_count > shown_problems(report)) {
        printf(_("... and %d more.\n"), report->problem_count - shown_problems(report));
    }
    puts(_("Nothing was changed. Keep the data folder as it is and ask for help."));
    return 0;
}

int command_verify(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    struct err err = {0};
    struct verify_report report;
    int code = 0;
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("verify"), NULL);
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    bool shows = !options->json && isatty(STDERR_FILENO);
    bool ok = verify_run(&app, shows ? show_progress : NULL, NULL, &report, &err);
    if (shows) {
        fputs("\r\033[K", stderr);
    }
    if (ok) {
        code = options->json ? print_json(&report) : print_text(&report);
        code = code == 0 && report.problem_count > 0 ? EXIT_FINDINGS : code;
    } else {
        code = command_fail(&err);
    }
    app_close(&app);
    return code;
}
