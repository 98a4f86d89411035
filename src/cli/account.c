/* aimtrack account list | show | add, and aimtrack setup. Secrets come from standard input, never
 * from the command line, where every process could read them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/listing.h"
#include "cli/verbs.h"
#include "core/account.h"

enum { OBSTACLE_ROOM = 120 };

static int problem(const char *text)
{
    return command_usage(command_find("account"), text);
}

/* One line without its end. False: there is none, or it is longer than a secret can be, or there is
 * a NUL or a carriage return in it. Cut short it would be another secret than its owner knows. */
static bool read_line(char *dst, size_t size)
{
    size_t used = 0;
    int byte = getc(stdin);
    while (byte != EOF && byte != '\n' && byte != '\r' && byte != '\0' && used + 1 < size) {
        dst[used++] = (char)byte;
        byte = getc(stdin);
    }
    dst[used] = '\0';
    byte = byte == '\r' ? getc(stdin) : byte;
    return used > 0 && (byte == EOF || byte == '\n');
}

/* On a terminal it asks and does not show what is typed. */
static bool read_secret(enum role role, char dst[SECRET_MAX])
{
    struct termios before;
    bool is_terminal = isatty(STDIN_FILENO) != 0 && tcgetattr(STDIN_FILENO, &before) == 0;
    if (is_terminal) {
        struct termios silent = before;
        silent.c_lflag &= ~(tcflag_t)ECHO;
        fprintf(stderr, "%s: ", role == ROLE_ADMIN ? _("Passphrase") : _("PIN"));
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    bool ok = read_line(dst, SECRET_MAX);
    if (is_terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    if (!ok) {
        secret_wipe(dst, SECRET_MAX);
    }
    return ok;
}

static int no_secret(const char *command)
{
    char text[240];
    snprintf(text, sizeof text,
             _("A PIN or passphrase is one line on standard input, at most %d bytes (an accented "
               "letter counts for two). Nothing was stored."),
             SECRET_MAX - 1);
    return command_usage(command_find(command), text);
}

static cJSON *account_json(const void *row)
{
    const struct account *account = row;
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", account->id);
    cJSON_AddStringToObject(json, "login", account->login);
    cJSON_AddStringToObject(json, "name", account->name);
    cJSON_AddStringToObject(json, "role", role_code(account->role));
    cJSON_AddBoolToObject(json, "disabled", account->is_disabled);
    cJSON_AddNumberToObject(json, "failed_logins", account->failed_count);
    int64_t until_ms = account_waits_until_ms(account);
    if (until_ms > 0) {
        cJSON_AddNumberToObject(json, "waits_until_ms", (double)until_ms);
    } else {
        cJSON_AddNullToObject(json, "waits_until_ms");
    }
    return json;
}

/* What keeps an account out now; "": nothing. */
static void write_obstacle(const struct account *account, char *dst, size_t size)
{
    char clock[6];
    int64_t until_ms = account_waits_until_ms(account);
    dst[0] = '\0';
    if (account->is_disabled) {
        text_copy(dst, size, _("disabled"));
    } else if (until_ms > 0) {
        time_local_clock(clock, until_ms);
        snprintf(dst, size, _("waits until %s:%02d after wrong tries"), clock,
                 (int)(until_ms / 1000 % 60));
    }
}

static int print_one(const struct command_options *options, const struct account *account)
{
    struct table table = {0};
    char obstacle[OBSTACLE_ROOM];
    if (options->json) {
        return command_print_json(account_json(account));
    }
    write_obstacle(account, obstacle, sizeof obstacle);
    table_add(&table, 2, (const char *[]){_("Login"), account->login});
    table_add(&table, 2, (const char *[]){_("Name"), account->name});
    table_add(&table, 2, (const char *[]){_("Role"), role_name(account->role)});
    table_add(&table, 2,
              (const char *[]){_("Can log in"), obstacle[0] != '\0' ? obstacle : _("yes")});
    table_print(&table);
    return 0;
}

static void add_row(struct table *table, const void *row)
{
    const struct account *account = row;
    char obstacle[OBSTACLE_ROOM];
    write_obstacle(account, obstacle, sizeof obstacle);
    table_add(table, 4,
              (const char *[]){account->login, account->name, role_name(account->role), obstacle});
}

static const struct listing listing = {"accounts", account_json, add_row};

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct account *rows = NULL;
    int count = 0;
    struct err err = {0};
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    int code = account_list(app, &arena, true, &rows, &count, &err)
                   ? listing_print(options, &listing, rows, sizeof *rows, count)
                   : command_fail(&err);
    arena_free(&arena);
    return code;
}

/* By login name or id. False: *code is the exit code, said. */
static bool find_account(struct app *app, int argc, char **argv, struct account *account, int *code)
{
    struct arena arena = {0};
    struct account *rows = NULL;
    int count = 0;
    struct err err = {0};
    record_id id = 0;
    if (argc < 2) {
        *code = problem(_("Say which account: its login name or id."));
        return false;
    }
    command_record_id(argv[1], &id);
    bool is_found = false;
    if (account_list(app, &arena, true, &rows, &count, &err)) {
        for (int i = 0; i < count && !is_found; i++) {
            is_found = rows[i].id == id || strcmp(rows[i].login, argv[1]) == 0;
            *account = rows[i];
        }
        if (!is_found) {
            err_set(&err, ERR_NOT_FOUND, _("There is no account \"%s\"."), argv[1]);
        }
    }
    arena_free(&arena);
    if (!is_found) {
        *code = command_fail(&err);
    }
    return is_found;
}

static int show(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct account account;
    int code = 0;
    return find_account(app, argc, argv, &account, &code) ? print_one(options, &account) : code;
}

static int print_again(struct app *app, const struct command_options *options, record_id id)
{
    struct account account;
    struct err err = {0};
    return account_get(app, id, &account, &err) ? print_one(options, &account) : command_fail(&err);
}

static int edit(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct account account;
    struct err err = {0};
    int code = 0;
    const char *role = command_option(&argc, argv, "--role");
    const char *name = command_option(&argc, argv, "--name");
    if (!command_fits("--name", name, sizeof account.name)) {
        return problem(NULL);
    }
    if (!find_account(app, argc, argv, &account, &code)) {
        return code;
    }
    if (argc != 2 || (role != NULL && !role_read(role, &account.role))) {
        return problem(_("--role is officer, coach or admin."));
    }
    return account_edit(app, account.id, name != NULL ? name : account.name, account.role, &err)
               ? print_again(app, options, account.id)
               : command_fail(&err);
}

static int disable(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct account account;
    struct err err = {0};
    int code = 0;
    if (!find_account(app, argc, argv, &account, &code)) {
        return code;
    }
    return account_disable(app, account.id, &err) ? print_again(app, options, account.id)
                                                  : command_fail(&err);
}

static int enable(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct account account;
    struct err err = {0};
    int code = 0;
    if (!find_account(app, argc, argv, &account, &code)) {
        return code;
    }
    return account_enable(app, account.id, &err) ? print_again(app, options, account.id)
                                                 : command_fail(&err);
}

static int secret(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct account account;
    struct err err = {0};
    char typed[SECRET_MAX];
    int code = 0;
    if (!find_account(app, argc, argv, &account, &code)) {
        return code;
    }
    if (!read_secret(account.role, typed)) {
        return no_secret("account");
    }
    bool ok = account_set_secret(app, account.id, typed, &err);
    secret_wipe(typed, sizeof typed);
    return ok ? print_again(app, options, account.id) : command_fail(&err);
}

static int add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct account_input input = {.role = ROLE_OFFICER};
    struct account account;
    struct err err = {0};
    record_id id = 0;
    command_take(input.login, sizeof input.login, &argc, argv, "--login");
    command_take(input.name, sizeof input.name, &argc, argv, "--name");
    const char *role = command_option(&argc, argv, "--role");
    command_flag(&argc, argv, "--secret-stdin"); /* the only way there is; accepted for scripts */
    if (!command_rest_ok(argc, argv) || input.login[0] == '\0' || input.name[0] == '\0') {
        return problem(_("An account needs --login and --name."));
    }
    if (role != NULL && !role_read(role, &input.role)) {
        return problem(_("--role is officer, coach or admin."));
    }
    if (!read_secret(input.role, input.secret)) {
        return no_secret("account");
    }
    bool ok = account_add(app, &input, &id, &err) && account_get(app, id, &account, &err);
    secret_wipe(&input, sizeof input);
    return ok ? print_one(options, &account) : command_fail(&err);
}

int command_account(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"list", list},     {"show", show},       {"add", add},
        {"edit", edit},     {"disable", disable}, {"enable", enable},
        {"unlock", enable}, {"secret", secret},   {0}};
    struct command_options how = *options;
    how.renews_pepper = argc > 1 && strcmp(argv[1], "secret") == 0;
    return verbs_run("account", verbs, &how, argc, argv);
}

int command_setup(const struct command_options *options, int argc, char **argv)
{
    struct club_setup setup = {0};
    struct app app;
    struct err err = {0};
    int code = 0;
    command_take(setup.club_name, sizeof setup.club_name, &argc, argv, "--club");
    command_take(setup.city, sizeof setup.city, &argc, argv, "--city");
    command_take(setup.admin_login, sizeof setup.admin_login, &argc, argv, "--login");
    command_take(setup.admin_name, sizeof setup.admin_name, &argc, argv, "--name");
    if (!command_rest_ok(argc, argv) || setup.club_name[0] == '\0' || setup.admin_name[0] == '\0') {
        return command_usage(command_find("setup"), _("A club needs --club and --name."));
    }
    text_copy(setup.language, sizeof setup.language,
              options->language != NULL ? options->language : "auto");
    if (!read_secret(ROLE_ADMIN, setup.passphrase)) {
        return no_secret("setup");
    }
    if (!command_open(&app, options, false, &code)) {
        return code;
    }
    if (!app_create_club(&app, &setup, &err)) {
        code = command_fail(&err);
    } else if (options->json) {
        cJSON *json = cJSON_CreateObject();
        command_json_id(json, "id", app.club.id);
        cJSON_AddStringToObject(json, "name", app.club.name);
        code = command_print_json(json);
    } else {
        printf(_("The club \"%s\" is there. Start \"aimtrack\" and log in.\n"), app.club.name);
    }
    secret_wipe(&setup, sizeof setup);
    app_close(&app);
    return code;
}
