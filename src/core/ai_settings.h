/* How the coach is set up: DATA/aimtrack.conf (docs/manual/ai.md), and where the key comes from.
 * Without the file: the provider "calculated", which needs nothing. */
#ifndef CORE_AI_SETTINGS_H
#define CORE_AI_SETTINGS_H
#include "ai/ai.h"
#include "core/app.h"

enum { ALERT_COMMAND_ROOM = 512 };

struct ai_settings {
    struct ai_config ai;
    char key_file[256];       /* "": none */
    int backoff_s;            /* the first pause after a failure, doubled each time */
    int daily_question_limit; /* of one account, in 24 hours; 0: no limit */
    int daily_request_limit;  /* of the club, in 24 hours; 0: no limit */
    int alert_failures, alert_window_s, alert_quiet_s;
    char alert_command[ALERT_COMMAND_ROOM]; /* words separated by spaces; run without a shell */
    char stick_folder[256]; /* [stick] folder: what is mounted there counts as a stick; "": none */
};

/* ERR_CONFIG with the line. Not found: the defaults. */
bool ai_settings_read(const struct app *app, struct ai_settings *settings, struct err *err);
bool ai_settings_path(const struct app *app, char *dst, size_t size);

/* Call early in main, before threads: takes AIMTRACK_AI_KEY out of the environment. */
void ai_key_take_environment(void);

/* The key, from $CREDENTIALS_DIRECTORY/ai_key, else key_file (0600, ours), else the environment;
 * kept in locked memory, hidden from the log. *key NULL when there is none and that is no error. */
struct ai_key;
bool ai_key_read(const struct ai_settings *settings, struct ai_key **key, struct err *err);
const char *ai_key_text(const struct ai_key *key);  /* NULL for NULL */
const char *ai_key_where(const struct ai_key *key); /* "file", "credential", "environment" */
void ai_key_masked(const struct ai_key *key, char *dst, size_t size); /* "sk-…abcd" */
void ai_key_free(struct ai_key *key);

#endif
