/* The settings that people may change: one row each. Values are kept as text under their key. */
#ifndef CORE_SETTINGS_H
#define CORE_SETTINGS_H
#include "core/app.h"
#include "core/rights.h"

enum setting_group {
    SETTING_LOOK,
    SETTING_RANGE,
    SETTING_PERMIT,
    SETTING_RETENTION,
    SETTING_OTHER
};
enum setting_kind { SETTING_TEXT, SETTING_NUMBER, SETTING_WORD };

struct setting_row {
    const char *key;
    const char *about;    /* N_() */
    const char *fallback; /* what holds while it was not set */
    enum setting_group group;
    enum setting_kind kind;
    enum right right;
    int low, high;     /* NUMBER */
    const char *words; /* WORD: "day session", separated by spaces */
};
const struct setting_row *setting_at(int index); /* NULL: no more */
const struct setting_row *setting_find(const char *key);
/* Whether the value may stand there; ERR_INPUT says what it may be. */
bool setting_check(const struct setting_row *row, const char *value, struct err *err);
/* A number's value now. */
int setting_number(struct app *app, const char *key);

#endif
