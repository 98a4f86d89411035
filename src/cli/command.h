/* Commands: one const row each in commands.c; usage text comes from the row. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H
#include "core/app.h"
#include <cjson/cJSON.h>
#include <stdbool.h>

enum { EXIT_USAGE_ERROR = 64, EXIT_OUTPUT_ERROR = 74 }; /* sysexits.h */

struct command_options { /* of every command, taken out of argv before run */
    const char *folder;  /* --data DIR */
    bool json;           /* --json */
    const char *language;
    bool renews_pepper; /* set by the command itself, for command_open */
};

struct command {
    const char *name;  /* "score"; families: "session" with sub-commands inside run */
    const char *usage; /* "--face ID --x MM --y MM [--gauge MM] | --csv FILE|-" */
    const char *about; /* N_("score a hole from its place") */
    int (*run)(const struct command_options *options, int argc, char **argv); /* exit code */
};

/* Ends with {0}. */
extern const struct command commands[];
const struct command *command_find(const char *name);

/* Runs argv as a command; prints usage when it is unknown (64). */
int command_main(int argc, char **argv);

/* Opens the club for a command; on failure prints the sentence and returns false (*code set). */
bool command_open(struct app *app, const struct command_options *options, bool must_exist,
                  int *code);
/* Prints "aimtrack: WHAT" to stderr, the detail to the log; returns the exit code. */
int command_fail(const struct err *err);
/* Prints the problem (NULL: already said) and the usage (NULL: of no command); 64. */
int command_usage(const struct command *command, const char *problem);
/* Prints one JSON object and frees it; 0. */
int command_print_json(cJSON *json);
void command_json_id(cJSON *object, const char *name, record_id id); /* ids are strings */
void command_json_stat(cJSON *object, const char *name, double value, bool has, const char *why);

/* Option parsing for sub-commands: finds "--name VALUE" or "--name=VALUE" in argv and removes it.
 * NULL when absent. command_flag: "--name". command_rest_ok: whether nothing is left after argv[0]
 * and everything fitted; says on stderr what is wrong. */
const char *command_option(int *argc, char **argv, const char *name);
/* "--name VALUE" into dst when it is there; dst stays as it is otherwise. One that does not fit
 * stays in argv as a word too many, so that the command refuses the line; command_rest_ok and
 * command_usage say how much has room. Nothing that was typed is cut. */
void command_take(char *dst, size_t size, int *argc, char **argv, const char *name);
/* Whether the value (NULL fits) has room; else what command_rest_ok and command_usage say. */
bool command_fits(const char *name, const char *value, size_t size);
bool command_flag(int *argc, char **argv, const char *name);
bool command_rest_ok(int argc, char **argv);
bool command_record_id(const char *text, record_id *id);

#endif
