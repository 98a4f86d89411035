/* aimtrack attachment list | add | export | verify | remove. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/listing.h"
#include "core/attachment.h"

enum { EXIT_FINDINGS = 1 };

static int problem(const char *text)
{
    return command_usage(command_find("attachment"), text);
}

/* --session ID or --weapon ID, taken out of argv: one of them. */
static bool take_subject(int *argc, char **argv, struct attachment_subject *subject)
{
    const char *session = command_option(argc, argv, "--session");
    const char *weapon = command_option(argc, argv, "--weapon");
    *subject = (struct attachment_subject){0};
    return (session != NULL) != (weapon != NULL) &&
           (session != NULL ? command_record_id(session, &subject->session_id)
                            : command_record_id(weapon, &subject->weapon_id));
}

static const char *which_subject(void)
{
    return _("Say of what: --session ID or --weapon ID.");
}

static const char *which_one(void)
{
    return _("Say which attachment: its id, as \"aimtrack attachment list\" shows it.");
}

static cJSON *attachment_json(const void *row)
{
    const struct attachment *attachment = row;
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", attachment->id);
    command_json_id(json, "session_id", attachment->session_id);
    command_json_id(json, "weapon_id", attachment->weapon_id);
    cJSON_AddStringToObject(json, "file_name", attachment->file_name);
    cJSON_AddStringToObject(json, "media_type", attachment->media_type);
    cJSON_AddNumberToObject(json, "size", (double)attachment->size);
    cJSON_AddStringToObject(json, "sha256", attachment->sha256);
    cJSON_AddStringToObject(json, "by", attachment->by_name);
    cJSON_AddNumberToObject(json, "at_ms", (double)attachment->at_ms);
    return json;
}

static void add_row(struct table *table, const void *row)
{
    const struct attachment *attachment = row;
    char id[24];
    char size[24];
    snprintf(id, sizeof id, "%lld", (long long)attachment->id);
    snprintf(size, sizeof size, "%lld", (long long)attachment->size);
    table_add(table, 5,
              (const char *[]){id, attachment->file_name, attachment->media_type, size,
                               attachment->by_name});
}

static const struct listing listing = {"attachments", attachment_json, add_row};

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct attachment_subject subject;
    struct attachment *rows = NULL;
    struct err err = {0};
    int count = 0;
    if (!take_subject(&argc, argv, &subject)) {
        return problem(which_subject());
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    int code = attachment_list(app, &arena, &subject, &rows, &count, &err)
                   ? listing_print(options, &listing, rows, sizeof *rows, count)
                   : command_fail(&err);
    arena_free(&arena);
    return code;
}

static int print_id(const struct command_options *options, record_id id, const char *path)
{
    char shown[1024];
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        command_json_id(json, "id", id);
        if (path != NULL) {
            cJSON_AddStringToObject(json, "path", path);
        }
        return command_print_json(json);
    }
    if (path != NULL) {
        sanitize_screen(shown, sizeof shown, path);
        printf("%s\n", shown);
    } else {
        printf("%lld\n", (long long)id);
    }
    return 0;
}

static int add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct attachment_subject subject;
    struct err err = {0};
    record_id id = 0;
    if (!take_subject(&argc, argv, &subject)) {
        return problem(which_subject());
    }
    if (argc != 2) {
        return problem(_("Say which file."));
    }
    return attachment_add(app, &subject, argv[1], &id, &err) ? print_id(options, id, NULL)
                                                             : command_fail(&err);
}

static int export(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct err err = {0};
    record_id id = 0;
    char written[1024];
    if (argc != 3 || !command_record_id(argv[1], &id)) {
        return problem(argc == 3 ? which_one() : _("Say which attachment, and where it goes."));
    }
    return attachment_export(app, id, argv[2], written, sizeof written, &err)
               ? print_id(options, id, written)
               : command_fail(&err);
}

static int remove_one(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct err err = {0};
    record_id id = 0;
    if (argc != 2 || !command_record_id(argv[1], &id)) {
        return problem(which_one());
    }
    return attachment_void(app, id, &err) ? print_id(options, id, NULL) : command_fail(&err);
}

/* --- verify ------------------------------------------------------------------------------------
 */

struct findings {
    cJSON *json; /* array; NULL: printed as they come */
    int count;
};

static void note_finding(void *context, const char *sentence)
{
    struct findings *findings = context;
    char shown[400];
    findings->count++;
    if (findings->json != NULL) {
        cJSON_AddItemToArray(findings->json, cJSON_CreateString(sentence));
    } else {
        sanitize_screen(shown, sizeof shown, sentence);
        printf("- %s\n", shown);
    }
}

static int verify(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct findings findings = {0};
    struct attachment_verify_hooks hooks = {.context = &findings, .found = note_finding};
    struct err err = {0};
    int64_t checked = 0;
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    cJSON *json = cJSON_CreateObject();
    if (options->json) {
        findings.json = cJSON_AddArrayToObject(json, "problems");
    }
    bool ok = attachment_verify(app, &hooks, &checked, &err);
    cJSON_AddBoolToObject(json, "ok", findings.count == 0);
    cJSON_AddNumberToObject(json, "attachments", (double)checked);
    if (!ok || !options->json) {
        cJSON_Delete(json);
    } else {
        command_print_json(json);
    }
    if (!ok) {
        return command_fail(&err);
    }
    if (!options->json) {
        printf(P_("%lld attachment checked.\n", "%lld attachments checked.\n", (int)checked),
               (long long)checked);
    }
    return findings.count > 0 ? EXIT_FINDINGS : 0;
}

int command_attachment(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    int code = 0;
    const char *verb = argc > 1 ? argv[1] : "";
    int (*run)(struct app *, const struct command_options *, int, char **) =
        strcmp(verb, "list") == 0     ? list
        : strcmp(verb, "add") == 0    ? add
        : strcmp(verb, "export") == 0 ? export
        : strcmp(verb, "verify") == 0 ? verify
        : strcmp(verb, "remove") == 0 ? remove_one
                                      : NULL;
    if (run == NULL) {
        return problem(_("Say list, add, export, verify or remove."));
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    code = run(&app, options, argc - 1, argv + 1);
    app_close(&app);
    return code;
}
