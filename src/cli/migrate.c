/* aimtrack migrate: bring a club of an older AimTrack to this one's schema. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/time.h"
#include "cli/families.h"
#include "cli/table.h"
#include "core/migrate_app.h"
#include "core/migrate_back.h"

enum { FOLDER_ROOM = 512 };

static const char *const states[] = {
    [MIGRATE_APPLIED] = N_("applied"),
    [MIGRATE_WAITS] = N_("waits"),
    [MIGRATE_DIFFERS] = N_("applied with another text than this program's"),
    [MIGRATE_UNKNOWN] = N_("of a newer AimTrack"),
};
static const char *const codes[] = {[MIGRATE_APPLIED] = "applied",
                                    [MIGRATE_WAITS] = "waits",
                                    [MIGRATE_DIFFERS] = "differs",
                                    [MIGRATE_UNKNOWN] = "unknown"};

/* --- status --- */

static int print_steps_json(const struct migrate_step *steps, int count)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *rows = cJSON_AddArrayToObject(json, "steps");
    cJSON_AddNumberToObject(json, "newest", migrate_newest());
    for (int i = 0; i < count; i++) {
        cJSON *row = cJSON_CreateObject();
        cJSON_AddNumberToObject(row, "number", steps[i].number);
        cJSON_AddStringToObject(row, "name", steps[i].name);
        cJSON_AddStringToObject(row, "state", codes[steps[i].state]);
        if (steps[i].applied_at_ms != 0) {
            cJSON_AddNumberToObject(row, "applied_at_ms", (double)steps[i].applied_at_ms);
        } else {
            cJSON_AddNullToObject(row, "applied_at_ms");
        }
        cJSON_AddBoolToObject(row, "checksum_ok", steps[i].state == MIGRATE_APPLIED);
        cJSON_AddItemToArray(rows, row);
    }
    return command_print_json(json);
}

static void print_steps(const struct migrate_step *steps, int count)
{
    struct table table = {0};
    for (int i = 0; i < count; i++) {
        char number[16];
        char applied[40] = "-";
        snprintf(number, sizeof number, "%d", steps[i].number);
        if (steps[i].applied_at_ms != 0) {
            char date[11];
            char clock[6];
            time_local_date(date, steps[i].applied_at_ms);
            time_local_clock(clock, steps[i].applied_at_ms);
            snprintf(applied, sizeof applied, "%s %s", date, clock);
        }
        table_add(&table, 4,
                  (const char *[]){number, steps[i].name, applied, _(states[steps[i].state])});
    }
    table_print(&table);
}

/* What a run would say about it: 65 for another text, 78 for a newer club. */
static int code_of(const struct migrate_step *steps, int count)
{
    struct err err = {0};
    for (int i = 0; i < count; i++) {
        if (steps[i].state == MIGRATE_DIFFERS) {
            err.kind = ERR_CORRUPT;
        } else if (steps[i].state == MIGRATE_UNKNOWN) {
            err.kind = ERR_NEWER;
        }
    }
    return err_exit_code(&err);
}

static int show_status(const struct command_options *options, const char *folder)
{
    struct arena arena = {0};
    struct migrate_step *steps = NULL;
    struct err err = {0};
    int count = 0;
    if (!migrate_app_status(folder, &arena, &steps, &count, &err)) {
        arena_free(&arena);
        return command_fail(&err);
    }
    int printed = 0;
    if (options->json) {
        printed = print_steps_json(steps, count);
    } else {
        print_steps(steps, count);
    }
    int code = printed != 0 ? printed : code_of(steps, count);
    arena_free(&arena);
    return code;
}

/* --- run and rehearse --- */

static int print_upgrade_json(const struct upgrade *upgrade, bool is_rehearsal)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "dry_run", is_rehearsal);
    cJSON_AddNumberToObject(json, "from", upgrade->from);
    cJSON_AddNumberToObject(json, "to", upgrade->to);
    cJSON *steps = cJSON_AddArrayToObject(json, "steps");
    for (int number = upgrade->from + 1; number <= upgrade->to; number++) {
        cJSON_AddItemToArray(steps, cJSON_CreateString(migrate_step_name(number)));
    }
    if (upgrade->copy_name[0] != '\0') {
        cJSON_AddStringToObject(json, "copy", upgrade->copy_name);
    } else {
        cJSON_AddNullToObject(json, "copy");
    }
    cJSON_AddNumberToObject(json, "copy_bytes", (double)upgrade->copy_bytes);
    cJSON_AddNumberToObject(json, "duration_ms", upgrade->duration_ms);
    return command_print_json(json);
}

static void print_upgrade(const struct upgrade *upgrade, const char *folder, bool is_rehearsal)
{
    if (upgrade->from == upgrade->to) {
        printf(_("The club is up to date: schema %d.\n"), upgrade->to);
        return;
    }
    for (int number = upgrade->from + 1; number <= upgrade->to; number++) {
        printf("  %s\n", migrate_step_name(number));
    }
    if (is_rehearsal) {
        printf(_("On a copy, the upgrade from schema %d to %d went well (%d ms, %lld bytes). The"
                 " club was not changed.\n"),
               upgrade->from, upgrade->to, upgrade->duration_ms, (long long)upgrade->copy_bytes);
        return;
    }
    printf(_("Upgraded from schema %d to %d in %d ms. As it was before: %s/backups/%s\n"),
           upgrade->from, upgrade->to, upgrade->duration_ms, folder, upgrade->copy_name);
}

/* A person at a terminal is asked; scripts and --force are not. */
static bool may_begin(bool is_forced)
{
    char answer[16] = "";
    if (is_forced || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        return true;
    }
    printf("%s ", _("Bring the club up to date now, after a copy of it as it is? [y/N]"));
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) != NULL &&
           (answer[0] == 'y' || answer[0] == 'Y' || answer[0] == 'j' || answer[0] == 'J');
}

static bool has_club(const char *folder, struct err *err)
{
    char path[FOLDER_ROOM + 32];
    return (file_join(path, sizeof path, folder, "aimtrack.db") && file_exists(path)) ||
           err_set(err, ERR_NOT_FOUND,
                   _("There is no club in \"%s\". Start \"aimtrack\" there, or \"aimtrack demo\" to"
                     " try it out."),
                   folder);
}

static int run(const struct command_options *options, const char *folder, bool is_rehearsal)
{
    struct upgrade upgrade;
    struct err err = {0};
    bool ok = is_rehearsal ? migrate_app_rehearse(folder, &upgrade, &err)
                           : migrate_app_run(folder, &upgrade, &err);
    if (!ok) {
        return command_fail(&err);
    }
    if (options->json) {
        return print_upgrade_json(&upgrade, is_rehearsal);
    }
    print_upgrade(&upgrade, folder, is_rehearsal);
    return 0;
}

/* --- back --- */

static int print_back_json(const struct migrate_back *back, bool is_rehearsal)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "dry_run", is_rehearsal);
    cJSON_AddBoolToObject(json, "needed", back->is_needed);
    cJSON_AddNumberToObject(json, "from", back->from);
    if (back->is_needed) {
        cJSON_AddNumberToObject(json, "to", back->to);
        cJSON_AddStringToObject(json, "copy", back->copy_name);
        cJSON_AddNumberToObject(json, "copied_at_ms", (double)back->upgraded_at_ms);
        cJSON_AddNumberToObject(json, "sessions", (double)back->sessions);
        cJSON_AddNumberToObject(json, "shots", (double)back->shots);
        cJSON_AddNumberToObject(json, "members", (double)back->members);
        cJSON_AddNumberToObject(json, "changes", (double)back->changes);
    }
    if (back->kept[0] != '\0') {
        cJSON_AddStringToObject(json, "kept_as", back->kept);
    }
    return command_print_json(json);
}

static void print_losses(const struct migrate_back *back)
{
    char moment[48];
    time_moment_text(moment, sizeof moment, back->upgraded_at_ms);
    printf(_("The club goes back to schema %d, as it was before the upgrade of %s.\n"), back->to,
           moment);
    if (back->changes == 0) {
        puts(_("Nothing was stored since: nothing is lost by it."));
        return;
    }
    printf(_("Not in it, because they came later: sessions %lld, shots %lld, members %lld; changes"
             " of every kind %lld.\n"),
           (long long)back->sessions, (long long)back->shots, (long long)back->members,
           (long long)back->changes);
}

static int say_not_needed(const struct migrate_back *back)
{
    printf(_("AimTrack %s did not change this club (schema %d): nothing has to go back. Install the"
             " older package; the club stays as it is.\n"),
           AIMTRACK_VERSION, back->from);
    return 0;
}

/* What is lost is confirmed by a person, or by --yes; never by silence. */
static bool may_go_back(bool is_confirmed, struct err *err)
{
    char answer[16] = "";
    if (is_confirmed) {
        return true;
    }
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        return err_set(err, ERR_INPUT,
                       _("Nothing was changed. When this is what you want, say so with --yes."));
    }
    printf("%s ", _("Go back now? The club as it is now is kept beside it. [y/N]"));
    fflush(stdout);
    return (fgets(answer, sizeof answer, stdin) != NULL && strchr("yYjJ", answer[0]) != NULL &&
            answer[0] != '\0') ||
           err_set(err, ERR_INPUT, _("Nothing was changed."));
}

static int go_back(const struct command_options *options, const char *folder, bool is_rehearsal,
                   bool is_confirmed)
{
    struct migrate_back back;
    struct err err = {0};
    if (!migrate_back_look(folder, &back, &err)) {
        return command_fail(&err);
    }
    bool has_words = !options->json;
    if (!back.is_needed || is_rehearsal) {
        if (has_words && back.is_needed) {
            print_losses(&back);
        }
        return !has_words       ? print_back_json(&back, is_rehearsal)
               : back.is_needed ? 0
                                : say_not_needed(&back);
    }
    if (has_words) {
        print_losses(&back);
    }
    if (!may_go_back(is_confirmed, &err) || !migrate_back_run(folder, &back, &err)) {
        return command_fail(&err);
    }
    if (!has_words) {
        return print_back_json(&back, false);
    }
    printf(_("Done. The club as it was until now is kept as %s/aimtrack.db.%s. Install the older"
             " package before anything else: this AimTrack would upgrade the club again.\n"),
           folder, back.kept);
    return 0;
}

int command_migrate(const struct command_options *options, int argc, char **argv)
{
    char folder[FOLDER_ROOM];
    struct err err = {0};
    bool is_rehearsal = command_flag(&argc, argv, "--dry-run");
    bool is_status = command_flag(&argc, argv, "--status");
    bool is_forced = command_flag(&argc, argv, "--force");
    bool is_back = command_flag(&argc, argv, "--back");
    bool is_confirmed = command_flag(&argc, argv, "--yes");
    int others = is_back ? (int)is_status + is_forced + (is_rehearsal && is_confirmed)
                         : (int)is_rehearsal + is_status + is_forced + 2 * is_confirmed - 1;
    if (!command_rest_ok(argc, argv) || others > 0) {
        return command_usage(command_find("migrate"), NULL);
    }
    if (!app_folder(options->folder, folder, sizeof folder, &err) || !has_club(folder, &err)) {
        return command_fail(&err);
    }
    if (is_back) {
        return go_back(options, folder, is_rehearsal, is_confirmed);
    }
    if (is_status) {
        return show_status(options, folder);
    }
    if (!is_rehearsal && !may_begin(is_forced || options->json)) {
        puts(_("Nothing was changed."));
        return 0;
    }
    return run(options, folder, is_rehearsal);
}
