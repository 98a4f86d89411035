/* aimtrack queue: what the coach was asked, and how it stands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/queue_json.h"
#include "cli/table.h"
#include "cli/verbs.h"
#include "core/health_server.h"
#include "core/queue.h"
#include "core/worker.h"

enum { EXIT_FOUND_BAD = 1, EXIT_DATA_ERROR = 65, DAYS_MAX = 36500, JOBS_MAX = 1000000 };

static int problem(const char *text)
{
    return command_usage(command_find("queue"), text);
}

/* --- looking ------------------------------------------------------------------------------------
 */
static void add_row(struct table *table, const struct queue_line *line)
{
    char id[24];
    char state[64];
    char created[48];
    char tries[16];
    snprintf(id, sizeof id, "%lld", (long long)line->id);
    snprintf(tries, sizeof tries, "%d", line->attempts);
    time_moment_text(created, sizeof created, line->created_at_ms);
    queue_state_text(line, time_now_ms(), state, sizeof state);
    table_add(table, 7,
              (const char *[]){
                  id, queue_kind_name(line->kind), line->subject, state, tries,
                  line->error_class != AI_ANSWERED ? queue_class_name(line->error_class) : "",
                  created});
}

static int print_lines(struct app *app, const struct command_options *options, int state,
                       int *count)
{
    struct arena arena = {0};
    struct queue_line *rows = NULL;
    struct table table = {0};
    struct err err = {0};
    if (!queue_list(app, &arena, &(struct queue_filter){.state = state}, &rows, count, &err)) {
        arena_free(&arena);
        return command_fail(&err);
    }
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "jobs");
    for (int i = 0; i < *count; i++) {
        cJSON_AddItemToArray(array, queue_line_json(&rows[i]));
        add_row(&table, &rows[i]);
    }
    arena_free(&arena);
    if (options->json) {
        table_free(&table);
        return command_print_json(json);
    }
    cJSON_Delete(json);
    if (*count == 0) {
        puts(_("There is no such request."));
    }
    table_print(&table);
    return 0;
}

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    const char *name = command_option(&argc, argv, "--state");
    int state = -1;
    int count = 0;
    for (int i = JOB_QUEUED; name != NULL && i <= JOB_FAILED; i++) {
        state = strcmp(queue_state_code((enum job_state)i), name) == 0 ? i : state;
    }
    if (name != NULL && state < 0) {
        return problem(_("A state is queued, running, done or failed."));
    }
    return command_rest_ok(argc, argv) ? print_lines(app, options, state, &count) : problem(NULL);
}

static int failed(struct app *app, const struct command_options *options, int argc, char **argv)
{
    bool fails = command_flag(&argc, argv, "--fail-if-any");
    int count = 0;
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    int code = print_lines(app, options, JOB_FAILED, &count);
    return code == 0 && fails && count > 0 ? EXIT_FOUND_BAD : code;
}

static void print_text(const struct queue_line *line)
{
    char why[400];
    char state[64];
    char created[48];
    char number[24];
    struct table table = {0};
    queue_state_text(line, time_now_ms(), state, sizeof state);
    queue_why(line, why, sizeof why);
    time_moment_text(created, sizeof created, line->created_at_ms);
    table_add(&table, 2, (const char *[]){_("Kind"), queue_kind_name(line->kind)});
    table_add(&table, 2, (const char *[]){_("About"), line->subject});
    table_add(&table, 2, (const char *[]){_("State"), state});
    table_add(&table, 2, (const char *[]){_("Why"), why});
    table_add(&table, 2, (const char *[]){_("Detail"), line->error_detail});
    snprintf(number, sizeof number, "%d", line->attempts);
    table_add(&table, 2, (const char *[]){_("Tries"), number});
    snprintf(number, sizeof number, "%d", line->http_status);
    table_add(&table, 2, (const char *[]){_("HTTP status"), number});
    table_add(&table, 2, (const char *[]){_("Request id"), line->request_id});
    table_add(&table, 2, (const char *[]){_("Asked by"), line->by_name});
    table_add(&table, 2, (const char *[]){_("Asked at"), created});
    table_add(&table, 2, (const char *[]){_("Worker"), line->worker});
    table_print(&table);
}

static int show(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct queue_line line;
    struct err err = {0};
    record_id id = 0;
    if (argc != 2 || !command_record_id(argv[1], &id)) {
        return problem(_("Say which request: its id, as \"aimtrack queue list\" shows it."));
    }
    if (!queue_get(app, id, &line, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        return command_print_json(queue_line_json(&line));
    }
    print_text(&line);
    return 0;
}

static int stats(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct queue_stats found;
    struct err err = {0};
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!queue_stats(app, &found, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        return command_print_json(queue_stats_json(&found));
    }
    printf(_("%lld queued, %lld running, %lld answered, %lld failed.\n"), (long long)found.queued,
           (long long)found.running, (long long)found.done, (long long)found.failed);
    printf(_("Provider %s, model %s.\n"), found.provider, found.model);
    if (found.is_paused) {
        puts(_("The queue is paused: \"aimtrack queue resume\" lets it go on."));
    }
    if (found.provider_paused_until_ms > 0) {
        char clock[6];
        time_local_clock(clock, found.provider_paused_until_ms);
        printf(_("The provider asked to wait until %s.\n"), clock);
    }
    printf(_("In 24 hours: %lld requests, %lld without an answer.\n"),
           (long long)found.requests_today, (long long)found.failures_today);
    for (int i = 0; i < found.month_count; i++) {
        printf(_("%s: %lld requests, %lld tokens in, %lld out.\n"), found.months[i].month,
               (long long)found.months[i].requests, (long long)found.months[i].input_tokens,
               (long long)found.months[i].output_tokens);
    }
    return 0;
}

/* --- changing -----------------------------------------------------------------------------------
 */
static int print_count(const struct command_options *options, const char *name, const char *text,
                       int count)
{
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddNumberToObject(json, name, count);
        return command_print_json(json);
    }
    printf("%s %d\n", text, count);
    return 0;
}

/* Ids from argv[1] on; NULL: one of them is none. free() it. */
static record_id *read_ids(int argc, char **argv)
{
    record_id *ids = mem_array((size_t)argc, sizeof *ids);
    for (int i = 1; i < argc; i++) {
        if (!command_record_id(argv[i], &ids[i - 1])) {
            free(ids);
            return NULL;
        }
    }
    return ids;
}

static int change_ids(struct app *app, int argc, char **argv, int *count, struct err *err,
                      bool (*change)(struct app *app, const record_id *ids, int count,
                                     struct err *err))
{
    record_id *ids = argc > 1 ? read_ids(argc, argv) : NULL;
    if (ids == NULL) {
        return problem(_("Say which requests: their ids, as \"aimtrack queue list\" shows them."));
    }
    *count = argc - 1;
    bool ok = change(app, ids, *count, err);
    free(ids);
    int code = ok ? 0 : command_fail(err);
    return err->kind == ERR_INPUT ? EXIT_DATA_ERROR : code;
}

static int retry(struct app *app, const struct command_options *options, int argc, char **argv)
{
    const char *name = command_option(&argc, argv, "--class");
    bool is_all = argc == 2 && strcmp(argv[1], "all") == 0;
    struct err err = {0};
    enum ai_class class_ = AI_ANSWERED;
    int count = 0;
    int code = 0;
    if (name != NULL && (argc != 1 || !ai_class_find(name, &class_))) {
        return problem(_("A class is one of those that \"aimtrack queue failed --json\" shows."));
    }
    if (name != NULL || is_all) {
        bool ok = queue_retry_class(app, name != NULL ? (int)class_ : -1, &count, &err);
        code = ok ? 0 : command_fail(&err);
    } else {
        code = change_ids(app, argc, argv, &count, &err, queue_retry);
    }
    return code == 0 ? print_count(options, "retried", _("To be tried again:"), count) : code;
}

/* "30d" or "30". */
static bool read_days(const char *text, int64_t *days)
{
    char number[16];
    snprintf(number, sizeof number, "%s", text);
    size_t length = strlen(number);
    if (length > 0 && number[length - 1] == 'd') {
        number[length - 1] = '\0';
    }
    return verbs_number(number, DAYS_MAX, days);
}

static int forget(struct app *app, const struct command_options *options, int argc, char **argv)
{
    const char *older = command_option(&argc, argv, "--older-than");
    struct err err = {0};
    int64_t days = 0;
    int count = 0;
    int code = 0;
    if (older != NULL) {
        if (!command_rest_ok(argc, argv) || !read_days(older, &days)) {
            return problem(NULL);
        }
        code = queue_forget_older(app, (int)days, &count, &err) ? 0 : command_fail(&err);
    } else {
        code = change_ids(app, argc, argv, &count, &err, queue_forget);
    }
    return code == 0 ? print_count(options, "forgotten", _("Forgotten:"), count) : code;
}

static int pause_queue(struct app *app, const struct command_options *options, int argc,
                       char **argv)
{
    struct err err = {0};
    (void)options;
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    return queue_pause(app, &err) ? 0 : command_fail(&err);
}

static int resume(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct err err = {0};
    (void)options;
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    return queue_resume(app, &err) ? 0 : command_fail(&err);
}

/* --- working ------------------------------------------------------------------------------------
 */
/* Beside it the page for a monitor, when the settings name an address; a kiosk on the same machine
 * may have it already. */
static bool run_worker(struct app *app, const struct worker_how *how, struct worker_report *report,
                       struct err *err)
{
    struct health_server *server = NULL;
    if (!health_server_start_configured(app->folder, &server, err)) {
        if (err->kind != ERR_BUSY) {
            return false;
        }
        log_event(LOG_LEVEL_WARNING, "health: %s", err->what);
        err_clear(err);
    }
    bool ok = worker_run(app, how, report, err);
    health_server_stop(server);
    return ok;
}

static int work(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct worker_how how = {.once = command_flag(&argc, argv, "--once"),
                             .stop_when_empty = command_flag(&argc, argv, "--stop-when-empty")};
    const char *most = command_option(&argc, argv, "--max-jobs");
    struct worker_report report = {0};
    struct err err = {0};
    int64_t number = 0;
    if (!command_rest_ok(argc, argv) || (most != NULL && !verbs_number(most, JOBS_MAX, &number))) {
        return problem(NULL);
    }
    how.max_jobs = (int)number;
    if (!run_worker(app, &how, &report, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddNumberToObject(json, "answered", report.answered);
        cJSON_AddNumberToObject(json, "failed", report.failed);
        cJSON_AddNumberToObject(json, "put_off", report.put_off);
        return command_print_json(json);
    }
    printf(_("Answered %d, failed %d, put off %d.\n"), report.answered, report.failed,
           report.put_off);
    return 0;
}

int command_queue(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"list", list},     {"show", show},
        {"failed", failed}, {"retry", retry},
        {"forget", forget}, {"stats", stats},
        {"work", work},     {"pause", pause_queue},
        {"resume", resume}, {0},
    };
    return verbs_run("queue", verbs, options, argc, argv);
}
