/* What every command shares: its options, its errors, its JSON. */
#include "cli/command.h"
#include "core/ai_settings.h"

#include "base/i18n.h"
#include "base/json.h"
#include "base/log.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "cli/families.h"
#include "core/log_setup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct command *command_find(const char *name)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}

static void print_help(FILE *out)
{
    fprintf(out, _("AimTrack %s: shooting log for clubs.\n\n"), AIMTRACK_VERSION);
    fprintf(out, "%s: aimtrack [--data DIR] [--language en|nl] [--json] [COMMAND ...]\n\n",
            _("Usage"));
    for (const struct command *command = commands; command->name != NULL; command++) {
        fprintf(out, "  %-12s %s\n", command->name, _(command->about));
    }
    fprintf(out, "\n%s\n",
            _("Without a command the kiosk starts. aimtrack COMMAND --help says more, "
              "man aimtrack everything."));
}

static int print_command_help(const struct command *command)
{
    printf("%s: aimtrack %s %s\n%s\n", _("Usage"), command->name, command->usage,
           _(command->about));
    return 0;
}

/* The first value of this command line that has no room. */
static struct {
    const char *name; /* NULL: every one fits */
    size_t most, length;
    bool is_said;
} too_long;

static bool say_too_long(void)
{
    if (too_long.name != NULL && !too_long.is_said) {
        too_long.is_said = true;
        fprintf(stderr,
                _("aimtrack: %s takes at most %zu bytes (an accented letter counts for two), and "
                  "this has %zu. Nothing was stored.\n"),
                too_long.name, too_long.most, too_long.length);
    }
    return too_long.name != NULL;
}

int command_usage(const struct command *command, const char *problem)
{
    if (!say_too_long() && problem != NULL) {
        fprintf(stderr, "aimtrack: %s\n", problem);
    }
    if (command != NULL) {
        fprintf(stderr, "%s: aimtrack %s %s\n", _("Usage"), command->name, command->usage);
    } else {
        fprintf(stderr, "%s\n", _("aimtrack --help lists the commands."));
    }
    return EXIT_USAGE_ERROR;
}

int command_fail(const struct err *err)
{
    char sentence[sizeof err->what * 2];
    sanitize_screen(sentence, sizeof sentence, err->what); /* it may quote a file */
    fprintf(stderr, "aimtrack: %s\n", sentence);
    if (err->detail[0] != '\0' && !isatty(STDERR_FILENO)) { /* never on a screen */
        log_event(LOG_LEVEL_INFO, "%s", err->detail);
    }
    return err_exit_code(err);
}

/* --- options -------------------------------------------------------------------------------- */
static void argument_remove(int *argc, char **argv, int at, int count)
{
    memmove(argv + at, argv + at + count, (size_t)(*argc - at - count + 1) * sizeof *argv);
    *argc -= count;
}

/* How many words from *at on are "--name VALUE" or "--name=VALUE"; 0: not there. */
static int find_option(int argc, char **argv, const char *name, int *at, const char **value)
{
    size_t length = strlen(name);
    for (*at = 1; *at < argc; ++*at) {
        const char *word = argv[*at];
        if (strcmp(word, name) == 0 && *at + 1 < argc) {
            *value = argv[*at + 1];
            return 2;
        }
        if (strncmp(word, name, length) == 0 && word[length] == '=') {
            *value = word + length + 1;
            return 1;
        }
    }
    *value = NULL;
    return 0;
}

const char *command_option(int *argc, char **argv, const char *name)
{
    int at = 0;
    const char *value = NULL;
    int words = find_option(*argc, argv, name, &at, &value);
    if (words > 0) {
        argument_remove(argc, argv, at, words);
    }
    return value;
}

bool command_fits(const char *name, const char *value, size_t size)
{
    size_t length = value != NULL ? strlen(value) : 0;
    if (length >= size && too_long.name == NULL) {
        too_long.name = name;
        too_long.most = size - 1;
        too_long.length = length;
    }
    return length < size;
}

void command_take(char *dst, size_t size, int *argc, char **argv, const char *name)
{
    int at = 0;
    const char *value = NULL;
    int words = find_option(*argc, argv, name, &at, &value);
    if (words > 0 && command_fits(name, value, size)) {
        text_copy(dst, size, value);
        argument_remove(argc, argv, at, words);
    }
}

bool command_flag(int *argc, char **argv, const char *name)
{
    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], name) == 0) {
            argument_remove(argc, argv, i, 1);
            return true;
        }
    }
    return false;
}

bool command_rest_ok(int argc, char **argv)
{
    if (say_too_long()) {
        return false;
    }
    if (argc <= 1) {
        return true;
    }
    fprintf(stderr, _("aimtrack: \"%s\" is not known here, or its value is missing.\n"), argv[1]);
    return false;
}

bool command_record_id(const char *text, record_id *id)
{
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    *id = value;
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && value > 0;
}

/* --- JSON ----------------------------------------------------------------------------------- */
int command_print_json(cJSON *json)
{
    char *text = cJSON_Print(json);
    cJSON_Delete(json);
    if (text == NULL) {
        return EXIT_OUTPUT_ERROR;
    }
    bool is_written = printf("%s\n", text) > 0 && fflush(stdout) == 0;
    free(text);
    return is_written ? 0 : EXIT_OUTPUT_ERROR;
}

void command_json_id(cJSON *object, const char *name, record_id id)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)id);
    if (id == 0) {
        cJSON_AddNullToObject(object, name);
    } else {
        cJSON_AddStringToObject(object, name, text);
    }
}

void command_json_stat(cJSON *object, const char *name, double value, bool has, const char *why)
{
    char why_name[64];
    if (has) {
        cJSON_AddNumberToObject(object, name, value);
        return;
    }
    snprintf(why_name, sizeof why_name, "%s_why", name);
    cJSON_AddNullToObject(object, name);
    cJSON_AddStringToObject(object, why_name, why == NULL ? "" : _(why));
}

/* --- the program ---------------------------------------------------------------------------- */
static bool language_set(const char *name)
{
    enum language language = LANGUAGE_AUTO;
    if (name != NULL && !i18n_parse(name, &language)) {
        return false;
    }
    i18n_set_language(language);
    return true;
}

static int run_command(const struct command_options *options, int argc, char **argv)
{
    bool is_help = command_flag(&argc, argv, "--help") || command_flag(&argc, argv, "-h");
    const struct command *command = NULL;
    if (argc < 2 || argv[1][0] == '-') {
        if (command_flag(&argc, argv, "--version")) {
            return command_version(options, argc, argv);
        }
        if (is_help) {
            print_help(stdout);
            return 0;
        }
        return commands[0].run(options, argc, argv);
    }
    if (strcmp(argv[1], "help") == 0) {
        command = argc > 2 ? command_find(argv[2]) : NULL;
        is_help = true;
    } else {
        command = command_find(argv[1]);
    }
    if (command == NULL && is_help) {
        print_help(stdout);
        return 0;
    }
    if (command == NULL) {
        char problem[400];
        char shown[200]; /* with a "…" where it is cut, never inside a letter */
        text_fit(shown, sizeof shown, argv[1], 60);
        snprintf(problem, sizeof problem, _("There is no command \"%s\"."), shown);
        return command_usage(NULL, problem);
    }
    return is_help ? print_command_help(command) : command->run(options, argc - 1, argv + 1);
}

int command_main(int argc, char **argv)
{
    struct command_options options = {0};
    ai_key_take_environment();
    i18n_start();
    json_start();
    options.folder = command_option(&argc, argv, "--data");
    options.language = command_option(&argc, argv, "--language");
    options.json = command_flag(&argc, argv, "--json");
    const char *log_level = command_option(&argc, argv, "--log-level");
    if (!language_set(options.language)) {
        return command_usage(NULL, _("--language is en, nl or auto."));
    }
    if (!log_setup_level(log_level)) {
        return command_usage(NULL, _("--log-level is error, warning, info or debug."));
    }
    int code = run_command(&options, argc, argv);
    if (fflush(stdout) != 0 && code == 0) {
        fprintf(stderr, "aimtrack: %s\n", _("The answer could not be written."));
        code = EXIT_OUTPUT_ERROR;
    }
    return code;
}
