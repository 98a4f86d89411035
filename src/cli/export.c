/* aimtrack export: reports to a folder or a stick; aimtrack note: for who audits. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/interrupt.h"
#include "cli/table.h"
#include "cli/verbs.h"
#include "core/export.h"
#include "core/stick.h"

static int problem(const char *text)
{
    return command_usage(command_find("export"), text);
}

/* --- one export ---------------------------------------------------------------------------------
 */
static bool take_date(char dst[DATE_ROOM], int *argc, char **argv, const char *name)
{
    const char *typed = command_option(argc, argv, name);
    return typed == NULL || time_read_date(typed, dst);
}

/* False: *code says why. */
static bool take_filter(struct app *app, int *argc, char **argv, struct report_filter *filter,
                        int *code)
{
    struct member member;
    struct err err = {0};
    const char *typed = command_option(argc, argv, "--member");
    const char *weapon = command_option(argc, argv, "--weapon");
    const char *session = command_option(argc, argv, "--session");
    const char *programme = command_option(argc, argv, "--programme");
    if (!take_date(filter->from, argc, argv, "--from") ||
        !take_date(filter->to, argc, argv, "--to")) {
        *code = problem(_("A date is written as 2026-11-23."));
        return false;
    }
    if (weapon != NULL && !command_record_id(weapon, &filter->weapon_id)) {
        *code = problem(_("Say which weapon: its id, as \"aimtrack weapon list\" shows it."));
        return false;
    }
    if (session != NULL && !command_record_id(session, &filter->session_id)) {
        *code = problem(_("Say which session: its id, as \"aimtrack session list\" shows it."));
        return false;
    }
    if (programme != NULL) {
        const struct programme *found = programme_find(&app->programmes, programme);
        if (found == NULL) {
            *code = problem(_("There is no such programme."));
            return false;
        }
        text_copy(filter->programme_id, sizeof filter->programme_id, found->id);
    }
    if (typed != NULL && !find_member(app, typed, &member, &err)) {
        *code = command_fail(&err);
        return false;
    }
    filter->member_id = typed != NULL ? member.id : 0;
    return true;
}

static bool take_style(int *argc, char **argv, struct spreadsheet_style *style)
{
    const char *separator = command_option(argc, argv, "--separator");
    style->has_mark = command_flag(argc, argv, "--bom");
    style->separator = separator != NULL ? separator[0] : ',';
    return separator == NULL ||
           ((separator[0] == ',' || separator[0] == ';') && separator[1] == '\0');
}

static cJSON *row_json(const struct export_row *row)
{
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", row->id);
    cJSON_AddStringToObject(json, "report", row->report);
    cJSON_AddStringToObject(json, "format", row->format);
    cJSON_AddItemToObject(json, "filter", cJSON_Parse(row->filter));
    cJSON_AddStringToObject(json, "folder", row->target);
    cJSON_AddStringToObject(json, "file", row->file_name);
    cJSON_AddNumberToObject(json, "rows", (double)row->rows);
    cJSON_AddNumberToObject(json, "pages", row->pages);
    cJSON_AddNumberToObject(json, "bytes", (double)row->bytes);
    cJSON_AddStringToObject(json, "sha256", row->sha256);
    cJSON_AddStringToObject(json, "step", deliver_step_code((enum deliver_step)row->step));
    cJSON_AddNumberToObject(json, "errno", row->error_number);
    cJSON_AddStringToObject(json, "by", row->by_name);
    cJSON_AddNumberToObject(json, "at_ms", (double)row->at_ms);
    cJSON_AddNumberToObject(json, "duration_ms", row->duration_ms);
    return json;
}

/* Where it is and what it is worth; an attempt that failed is never "checked". */
static void print_outcome(const struct export_row *row)
{
    char folder[sizeof row->target];
    sanitize_screen(folder, sizeof folder, row->target);
    if (row->sha256[0] == '\0') {
        printf(_("%s to %s: not completed, there is no file. It ended at: %s.\n"), row->report,
               folder, deliver_step_name((enum deliver_step)row->step));
        return;
    }
    if (row->step == DELIVER_DONE) {
        printf(P_("%s/%s: %lld row, checked.\n", "%s/%s: %lld rows, checked.\n", (int)row->rows),
               folder, row->file_name, (long long)row->rows);
    } else {
        printf(P_("%s/%s: %lld row, checked, but not in SHA256SUMS.\n",
                  "%s/%s: %lld rows, checked, but not in SHA256SUMS.\n", (int)row->rows),
               folder, row->file_name, (long long)row->rows);
    }
    printf("SHA-256 %s\n", row->sha256);
}

static int print_row(struct app *app, const struct command_options *options, record_id id)
{
    struct export_row row;
    struct err err = {0};
    if (!export_get(app, id, &row, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        return command_print_json(row_json(&row));
    }
    print_outcome(&row);
    return 0;
}

/* Only when it is unmounted: "safe to remove". */
static int release(struct app *app, const struct command_options *options, const char *folder)
{
    struct stick stick;
    struct err err = {0};
    char holder[STICK_HOLDER_ROOM];
    if (!stick_release(app, folder, &stick, holder, sizeof holder, &err)) {
        return command_fail(&err);
    }
    if (!options->json) {
        puts(_("The stick is safe to remove."));
    }
    return 0;
}

static bool is_wanted(void *context, const struct export_progress *progress)
{
    (void)context;
    (void)progress;
    return !interrupt_asked();
}

static const struct export_watch until_interrupted = {.go_on = is_wanted};

static int write_report(struct app *app, const struct command_options *options,
                        const struct export_order *order)
{
    struct export_result result;
    struct err err = {0};
    interrupt_catch();
    bool ok = export_run(app, order, &result, &err);
    int code = interrupt_release(ok ? 0 : command_fail(&err));
    if (result.file.cleared > 0 && !options->json) {
        printf(P_("%d unfinished file of an earlier export was cleared away.\n",
                  "%d unfinished files of earlier exports were cleared away.\n",
                  result.file.cleared),
               result.file.cleared);
    }
    char letters[2 * EXPORT_LETTERS_ROOM];
    if (ok && export_letters_text(letters, sizeof letters, &result)[0] != '\0') {
        char clean[sizeof letters];
        sanitize_screen(clean, sizeof clean, letters);
        fprintf(stderr, "%s\n", clean); /* also beside JSON */
    }
    return ok ? print_row(app, options, result.id) : code;
}

/* *paper is NULL once the order has it. */
static int run_report(struct app *app, const struct command_options *options, int argc, char **argv,
                      struct render **paper)
{
    struct export_order order = {
        .report = report_find(argv[0]), .folder = ".", .watch = until_interrupted};
    int code = 0;
    const char *folder = command_option(&argc, argv, "--out");
    const char *format = command_option(&argc, argv, "--format");
    bool releases = order.needs_stick = command_flag(&argc, argv, "--release");
    if (format == NULL && order.report->has_no_csv) {
        order.format = FORMAT_PDF;
    }
    if (format != NULL && !report_format_read(format, &order.format)) {
        return problem(_("--format is csv, pdf or json"));
    }
    order.folder = folder != NULL ? folder : order.folder;
    if (!take_style(&argc, argv, &order.style)) {
        return problem(_("--separator is , or ;"));
    }
    if (!take_filter(app, &argc, argv, &order.filter, &code)) {
        return code;
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    order.paper = *paper;
    *paper = NULL;
    code = write_report(app, options, &order);
    return releases && code == 0 ? release(app, options, order.folder) : code;
}

/* What makes the pages gets ready while the club is opened. */
static bool wants_paper(int argc, char **argv)
{
    const char *format = report_find(argv[0])->has_no_csv ? "pdf" : "";
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--format=", 9) == 0) {
            format = argv[i] + 9;
        } else if (strcmp(argv[i], "--format") == 0 && i + 1 < argc) {
            format = argv[i + 1];
        }
    }
    return strcmp(format, "pdf") == 0;
}

static int open_and_run_report(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    int code = 0;
    struct render *paper = wants_paper(argc, argv) ? export_prepare_paper() : NULL;
    if (command_open(&app, options, true, &code)) {
        code = run_report(&app, options, argc, argv, &paper);
        app_close(&app);
    }
    export_forget_paper(paper);
    return code;
}

/* --- what was exported ---------------------------------------------------------------------------
 */
static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct export_row *rows = NULL;
    struct table table = {0};
    struct err err = {0};
    int count = 0;
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!export_list(app, &arena, &rows, &count, &err)) {
        return command_fail(&err);
    }
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "exports");
    for (int i = 0; i < count; i++) {
        char id[24];
        char moment[48];
        char number[24];
        cJSON_AddItemToArray(array, row_json(&rows[i]));
        snprintf(id, sizeof id, "%lld", (long long)rows[i].id);
        snprintf(number, sizeof number, "%lld", (long long)rows[i].rows);
        time_moment_text(moment, sizeof moment, rows[i].at_ms);
        table_add(&table, 7,
                  (const char *[]){id, moment, rows[i].report, number,
                                   deliver_step_code((enum deliver_step)rows[i].step),
                                   rows[i].file_name, rows[i].by_name});
    }
    arena_free(&arena);
    if (options->json) {
        table_free(&table);
        return command_print_json(json);
    }
    cJSON_Delete(json);
    table_print(&table);
    return 0;
}

static bool take_id(int argc, char **argv, record_id *id)
{
    return argc == 2 && command_record_id(argv[1], id);
}

static int which_export(void)
{
    return problem(_("Say which export: its id, as \"aimtrack export list\" shows it."));
}

/* What became of it, in words: an attempt that failed is never "checked". */
static int print_attempt(struct app *app, record_id id)
{
    struct export_row row;
    struct err err = {0};
    char moment[48];
    if (!export_get(app, id, &row, &err)) {
        return command_fail(&err);
    }
    const struct report *report = report_find(row.report);
    time_moment_text(moment, sizeof moment, row.at_ms);
    printf("%s (%s), %s, %s\n", report != NULL ? _(report->name) : row.report, row.format, moment,
           row.by_name);
    print_outcome(&row);
    return 0;
}

static int show(struct app *app, const struct command_options *options, int argc, char **argv)
{
    record_id id = 0;
    if (!take_id(argc, argv, &id)) {
        return which_export();
    }
    return options->json ? print_row(app, options, id) : print_attempt(app, id);
}

static int verify(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct err err = {0};
    record_id id = 0;
    if (!take_id(argc, argv, &id)) {
        return which_export();
    }
    interrupt_catch();
    bool ok = export_verify(app, id, &until_interrupted, &err);
    int code = interrupt_release(ok ? 0 : command_fail(&err));
    if (!ok) {
        return code;
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "ok", true);
        return command_print_json(json);
    }
    puts(_("The file is what was written."));
    return 0;
}

static int list_reports(struct app *app, const struct command_options *options, int argc,
                        char **argv)
{
    struct table table = {0};
    (void)app;
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "reports");
    for (int i = 0; report_at(i) != NULL; i++) {
        const struct report *report = report_at(i);
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "id", report->id);
        cJSON_AddStringToObject(one, "name", _(report->name));
        cJSON_AddStringToObject(one, "about", _(report->about));
        cJSON_AddItemToArray(array, one);
        table_add(&table, 3, (const char *[]){report->id, _(report->name), _(report->about)});
    }
    if (options->json) {
        table_free(&table);
        return command_print_json(json);
    }
    cJSON_Delete(json);
    table_print(&table);
    return 0;
}

int command_export(const struct command_options *options, int argc, char **argv)
{
    static const struct verb own[] = {
        {"reports", list_reports}, {"list", list}, {"show", show}, {"verify", verify}};
    enum { OWN = sizeof own / sizeof own[0], REPORTS_MAX = 40 };
    struct verb verbs[REPORTS_MAX + OWN + 1] = {{0}};
    int count = 0;
    if (argc > 1 && report_find(argv[1]) != NULL) {
        return open_and_run_report(options, argc - 1, argv + 1);
    }
    for (; report_at(count) != NULL && count < REPORTS_MAX; count++) {
        verbs[count].name = report_at(count)->id; /* to be named among the words there are */
    }
    for (int i = 0; i < OWN; i++) {
        verbs[count++] = own[i]; /* none has the name of a report */
    }
    return verbs_run("export", verbs, options, argc, argv);
}

/* --- notes
 * ----------------------------------------------------------------------------------------
 */
/* --export ID, --session ID, --member ID, --weapon ID: one of them. */
static bool take_subject(int *argc, char **argv, const char **subject, record_id *id)
{
    static const char *const names[] = {"export", "session", "member", "weapon"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char option[16];
        snprintf(option, sizeof option, "--%s", names[i]);
        const char *value = command_option(argc, argv, option);
        if (value != NULL) {
            *subject = names[i];
            return command_record_id(value, id);
        }
    }
    return false;
}

static int note_usage(const char *text)
{
    return command_usage(command_find("note"), text);
}

static int add_note(struct app *app, const struct command_options *options, int argc, char **argv)
{
    const char *subject = NULL;
    struct err err = {0};
    record_id subject_id = 0;
    record_id id = 0;
    if (!take_subject(&argc, argv, &subject, &subject_id) || argc != 2) {
        return note_usage(_("Say about what: --export, --session, --member or --weapon and an id;"
                            " then the text between quotes."));
    }
    if (!note_add(app, subject, subject_id, argv[1], &id, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        command_json_id(json, "id", id);
        return command_print_json(json);
    }
    printf("%lld\n", (long long)id);
    return 0;
}

static int list_notes(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct note *rows = NULL;
    struct table table = {0};
    const char *subject = NULL;
    struct err err = {0};
    record_id subject_id = 0;
    int count = 0;
    if (!take_subject(&argc, argv, &subject, &subject_id) || !command_rest_ok(argc, argv)) {
        return note_usage(
            _("Say about what: --export, --session, --member or --weapon and an id."));
    }
    if (!note_list(app, &arena, subject, subject_id, &rows, &count, &err)) {
        return command_fail(&err);
    }
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "notes");
    for (int i = 0; i < count; i++) {
        char moment[48];
        cJSON *one = cJSON_CreateObject();
        command_json_id(one, "id", rows[i].id);
        cJSON_AddStringToObject(one, "text", rows[i].text);
        cJSON_AddStringToObject(one, "by", rows[i].by_name);
        cJSON_AddNumberToObject(one, "at_ms", (double)rows[i].at_ms);
        cJSON_AddItemToArray(array, one);
        time_moment_text(moment, sizeof moment, rows[i].at_ms);
        table_add(&table, 3, (const char *[]){moment, rows[i].by_name, rows[i].text});
    }
    arena_free(&arena);
    if (options->json) {
        table_free(&table);
        return command_print_json(json);
    }
    cJSON_Delete(json);
    table_print(&table);
    return 0;
}

int command_note(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {{"add", add_note}, {"list", list_notes}, {0}};
    return verbs_run("note", verbs, options, argc, argv);
}
