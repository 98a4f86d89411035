#include "core/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

/* Where Dutch sources leave a rule open the default is the one docs/manual/secretary.md names. */
static const struct setting_row rows[] = {
    {"language", N_("language of the screens"), "auto", SETTING_LOOK, SETTING_TEXT, RIGHT_SET_LOOK,
     0, 0, NULL},
    {"theme", N_("colours of the screens"), "signal-mint", SETTING_LOOK, SETTING_TEXT,
     RIGHT_SET_LOOK, 0, 0, NULL},
    {"lanes", N_("how many lanes the range has"), "12", SETTING_RANGE, SETTING_NUMBER,
     RIGHT_MANAGE_SYSTEM, 0, 99, NULL},
    {"idle_lock_s", N_("seconds without a key until the kiosk locks; 0: never"), "", SETTING_RANGE,
     SETTING_NUMBER, RIGHT_MANAGE_SYSTEM, 0, 86400, NULL},
    {"scanner_prefix", N_("the character a card scanner sends first"), ";", SETTING_RANGE,
     SETTING_TEXT, RIGHT_MANAGE_SYSTEM, 0, 0, NULL},
    {"ai_automatic", N_("whether the coach is asked after every session"), "no", SETTING_OTHER,
     SETTING_WORD, RIGHT_MANAGE_SYSTEM, 0, 0, "no yes"},
    {"permit.turns", N_("turns in 365 days that a permit asks for"), "18", SETTING_PERMIT,
     SETTING_NUMBER, RIGHT_MANAGE_SYSTEM, 1, 366, NULL},
    {"permit.competitions", N_("competitions in that time"), "5", SETTING_PERMIT, SETTING_NUMBER,
     RIGHT_MANAGE_SYSTEM, 0, 366, NULL},
    {"permit.turn", N_("what one turn is: a day with sessions, or every session"), "day",
     SETTING_PERMIT, SETTING_WORD, RIGHT_MANAGE_SYSTEM, 0, 0, "day session"},
    {"permit.elsewhere", N_("turns at places of other clubs: count them, or skip them"), "count",
     SETTING_PERMIT, SETTING_WORD, RIGHT_MANAGE_SYSTEM, 0, 0, "count skip"},
    {"guest.visits_max", N_("how often one guest may come before it is asked again"), "3",
     SETTING_PERMIT, SETTING_NUMBER, RIGHT_MANAGE_SYSTEM, 1, 99, NULL},
    {"retention.presence", N_("months the presence register is kept; 0: never due"), "48",
     SETTING_RETENTION, SETTING_NUMBER, RIGHT_MANAGE_SYSTEM, 0, 600, NULL},
    {"retention.guests", N_("months names and documents of guests are kept"), "12",
     SETTING_RETENTION, SETTING_NUMBER, RIGHT_MANAGE_SYSTEM, 0, 600, NULL},
    {"retention.issues", N_("months the weapon issue list is kept"), "48", SETTING_RETENTION,
     SETTING_NUMBER, RIGHT_MANAGE_SYSTEM, 0, 600, NULL},
    {"retention.ammunition", N_("months the ammunition issue list is kept with names"), "48",
     SETTING_RETENTION, SETTING_NUMBER, RIGHT_MANAGE_SYSTEM, 0, 600, NULL},
    {"retention.members", N_("months after leaving until a member should be anonymous"), "24",
     SETTING_RETENTION, SETTING_NUMBER, RIGHT_MANAGE_SYSTEM, 0, 600, NULL},
};

const struct setting_row *setting_at(int index)
{
    return index >= 0 && index < (int)(sizeof rows / sizeof rows[0]) ? &rows[index] : NULL;
}

const struct setting_row *setting_find(const char *key)
{
    for (int i = 0; setting_at(i) != NULL; i++) {
        if (strcmp(rows[i].key, key) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static bool is_word(const char *words, const char *value)
{
    size_t length = strlen(value);
    for (const char *at = words; length > 0 && at != NULL; at = strchr(at, ' ')) {
        at += *at == ' ' ? 1 : 0;
        if (strncmp(at, value, length) == 0 && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

bool setting_check(const struct setting_row *row, const char *value, struct err *err)
{
    if (value[0] == '\0' && row->fallback[0] == '\0') {
        return true; /* as it came */
    }
    if (row->kind == SETTING_NUMBER) {
        char *end = NULL;
        long number = strtol(value, &end, 10);
        bool ok = value[0] >= '0' && value[0] <= '9' && *end == '\0' && number >= row->low &&
                  number <= row->high;
        return ok || err_set(err, ERR_INPUT, _("%s: a whole number from %d to %d."), row->key,
                             row->low, row->high);
    }
    if (row->kind == SETTING_WORD && !is_word(row->words, value)) {
        return err_set(err, ERR_INPUT, _("%s: one of these: %s."), row->key, row->words);
    }
    return strlen(value) < 256 || err_set(err, ERR_INPUT, _("This value is too long."));
}

int setting_number(struct app *app, const char *key)
{
    const struct setting_row *row = setting_find(key);
    char text[NUMBER_ROOM];
    struct err ignored = {0};
    app_setting_get(app, key, row->fallback, text, sizeof text);
    return (int)strtol(setting_check(row, text, &ignored) ? text : row->fallback, NULL, 10);
}
