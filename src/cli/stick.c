/* aimtrack stick: which are in, mounting one, making one safe to remove. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/table.h"
#include "cli/verbs.h"
#include "core/stick.h"

static int problem(const char *text)
{
    return command_usage(command_find("stick"), text);
}

/* JSON is UTF-8; the name of a folder may be anything. */
static void add_name(cJSON *json, const char *name, const char *text)
{
    char clean[600];
    if (text_is_utf8(text, strlen(text))) {
        cJSON_AddStringToObject(json, name, text);
        return;
    }
    sanitize_screen(clean, sizeof clean, text);
    cJSON_AddStringToObject(json, name, clean);
}

static cJSON *stick_json(const struct stick *stick)
{
    cJSON *json = cJSON_CreateObject();
    add_name(json, "folder", stick->folder);
    add_name(json, "device", stick->device);
    cJSON_AddStringToObject(json, "label", stick->label);
    cJSON_AddStringToObject(json, "kind", stick->kind);
    if (stick->free_bytes >= 0) {
        cJSON_AddNumberToObject(json, "free_bytes", (double)stick->free_bytes);
    } else {
        cJSON_AddNullToObject(json, "free_bytes");
    }
    cJSON_AddNumberToObject(json, "size_bytes", (double)stick->size_bytes);
    cJSON_AddBoolToObject(json, "is_read_only", stick->is_read_only);
    cJSON_AddBoolToObject(json, "is_mounted", stick->is_mounted);
    return json;
}

static void room_text(char *dst, size_t size, const struct stick *stick)
{
    const double mega = 1024.0 * 1024.0;
    if (stick->free_bytes < 0) {
        text_copy(dst, size, _("not mounted"));
    } else {
        snprintf(dst, size, _("%.0f of %.0f MiB free"), (double)stick->free_bytes / mega,
                 (double)stick->size_bytes / mega);
    }
}

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct stick sticks[STICKS_MAX];
    struct table table = {0};
    struct err err = {0};
    int count = 0;
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!stick_list(app, sticks, &count, &err)) {
        return command_fail(&err);
    }
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "sticks");
    for (int i = 0; i < count; i++) {
        char room[64];
        const struct stick *stick = &sticks[i];
        room_text(room, sizeof room, stick);
        cJSON_AddItemToArray(array, stick_json(stick));
        table_add(&table, 6,
                  (const char *[]){stick->label, stick->device, stick->kind, stick->folder, room,
                                   stick->is_read_only ? _("read-only") : ""});
    }
    if (options->json) {
        table_free(&table);
        return command_print_json(json);
    }
    cJSON_Delete(json);
    if (count == 0) {
        puts(_("There is no stick."));
    }
    table_print(&table);
    return 0;
}

static int mount(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct stick stick;
    struct err err = {0};
    char folder[512];
    if (argc != 2) {
        return problem(_("Say which stick: its device, as \"aimtrack stick list\" shows it."));
    }
    if (!stick_take(app, argv[1], &stick, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        return command_print_json(stick_json(&stick));
    }
    sanitize_screen(folder, sizeof folder, stick.folder);
    printf("%s\n", folder);
    return 0;
}

static int unmount(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct stick stick;
    struct err err = {0};
    if (argc != 2) {
        return problem(_("Say which stick: a folder on it."));
    }
    if (!stick_release(app, argv[1], &stick, NULL, 0, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "ok", true);
        cJSON_AddStringToObject(json, "label", stick.label);
        add_name(json, "device", stick.device);
        return command_print_json(json);
    }
    printf(_("%s is safe to remove.\n"), stick.label);
    return 0;
}

int command_stick(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"list", list}, {"mount", mount}, {"unmount", unmount}, {0}};
    return verbs_run("stick", verbs, options, argc, argv);
}
