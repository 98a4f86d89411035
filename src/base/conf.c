#include "base/conf.h"

#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"

enum {
    FILE_MAX = 64 * 1024,
    LINE_MAX_BYTES = 198,
    REASON_ROOM = 160
}; /* ini.h splits longer ones */

struct reading {
    const struct conf_key *keys;
    char *into;
    char reason[REASON_ROOM];     /* of the first line that is wrong */
    const struct conf_key *taken; /* what the last line set */
};

static const struct conf_key *find(const struct conf_key *keys, const char *section,
                                   const char *name)
{
    for (; keys->key != NULL; keys++) {
        if (strcmp(keys->section, section) == 0 && strcmp(keys->key, name) == 0) {
            return keys;
        }
    }
    return NULL;
}

static bool put_text(const struct conf_key *key, char *into, const char *value)
{
    return text_is_clean(value, strlen(value)) && text_copy(into, key->room, value);
}

static bool put_number(const struct conf_key *key, char *into, const char *value)
{
    int64_t number = 0;
    int places = key->type == CONF_HUNDREDTHS ? 2 : 0;
    if (!decimal_read(value, places, false, &number) || number < key->low || number > key->high) {
        return false;
    }
    int whole = (int)number;
    memcpy(into, &whole, sizeof whole);
    return true;
}

static bool put_bool(char *into, const char *value)
{
    static const char *const words[] = {"no", "yes", "off", "on", "false", "true", "off", "auto"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(value, words[i]) == 0) {
            bool is_on = i % 2 == 1;
            memcpy(into, &is_on, sizeof is_on);
            return true;
        }
    }
    return false;
}

static bool put(const struct conf_key *key, char *into, const char *value)
{
    switch (key->type) {
    case CONF_TEXT:
        return put_text(key, into, value);
    case CONF_BOOL:
        return put_bool(into, value);
    case CONF_INT:
    case CONF_HUNDREDTHS:
        return value[0] == '\0' || put_number(key, into, value);
    }
    return false;
}

/* The first thing that is wrong is the one that is told. */
static int refuse(struct reading *reading, const char *reason)
{
    if (reading->reason[0] == '\0') {
        text_copy(reading->reason, sizeof reading->reason, reason);
    }
    return 0;
}

static void write_range(const struct conf_key *key, char *dst, size_t size)
{
    if (key->type == CONF_INT) {
        snprintf(dst, size, _("%s is a number from %d to %d"), key->key, key->low, key->high);
    } else if (key->type == CONF_HUNDREDTHS) {
        snprintf(dst, size, _("%s is a number from %d.%02d to %d.%02d"), key->key, key->low / 100,
                 key->low % 100, key->high / 100, key->high % 100);
    } else if (key->type == CONF_BOOL) {
        snprintf(dst, size, _("%s is yes or no"), key->key);
    } else {
        snprintf(dst, size, _("%s is plain text of at most %zu bytes"), key->key, key->room - 1);
    }
}

static int take(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    char reason[REASON_ROOM];
    const struct conf_key *key = find(reading->keys, section, name);
    if (strcmp(name, "key") == 0 || strcmp(name, "api_key") == 0) {
        return refuse(reading, _("a key does not stand in this file; key_file names its own"));
    }
    if (key == NULL) {
        char shown[2][60]; /* with a "…" where they are cut, never inside a letter */
        text_fit(shown[0], sizeof shown[0], name, 40);
        text_fit(shown[1], sizeof shown[1], section, 40);
        snprintf(reason, sizeof reason, _("there is no \"%s\" in [%s]"), shown[0], shown[1]);
        return refuse(reading, reason);
    }
    if (!put(key, reading->into + key->offset, value)) {
        write_range(key, reason, sizeof reason);
        return refuse(reading, reason);
    }
    reading->taken = key;
    return 1;
}

/* The number of the first line that is longer than the reader can hold; 0: none. */
static int long_line(const char *text)
{
    int number = 1;
    for (const char *end = strchr(text, '\n'); *text != '\0'; end = strchr(text, '\n')) {
        size_t length = end != NULL ? (size_t)(end - text) : strlen(text);
        if (length > LINE_MAX_BYTES) {
            return number;
        }
        if (end == NULL) {
            return 0;
        }
        text = end + 1;
        number++;
    }
    return 0;
}

static bool fail(const char *path, int line, const char *reason, struct err *err)
{
    return err_set(err, ERR_CONFIG, _("%s, line %d: %s. Correct it; nothing else was changed."),
                   path, line, reason[0] != '\0' ? reason : _("this is no setting"));
}

/* A folder, a pipe or a file of megabytes in its place is a mistake in the settings too. */
static char *read_settings(const char *path, size_t *size, struct err *err)
{
    char *text = file_read(path, FILE_MAX, size, err);
    if (text == NULL && (err->kind == ERR_CORRUPT || err->kind == ERR_INPUT)) {
        err->kind = ERR_CONFIG;
    }
    return text;
}

bool conf_read(const char *path, const struct conf_key *keys, void *into, struct err *err)
{
    struct reading reading = {.keys = keys, .into = into};
    size_t size = 0;
    if (!file_exists(path)) {
        return true;
    }
    char *text = read_settings(path, &size, err);
    if (text == NULL) {
        return false;
    }
    int line = strlen(text) == size ? long_line(text) : 1;
    if (line != 0) {
        fail(path, line, _("the line is too long, or not text"), err);
    } else if ((line = ini_parse_string(text, take, &reading)) != 0) {
        fail(path, line, reading.reason, err);
    }
    free(text);
    return line == 0;
}

/* --- every mistake -------------------------------------------------------------------------------
 */
enum { SECTION_ROOM = 64 };

struct checking {
    struct reading reading;
    const struct conf_watch *watch;
    char section[SECTION_ROOM];
    bool has_section, was_setting; /* the line above set something: a blank would go on with it */
    int line;
};

static void tell(struct checking *checking, const char *sentence)
{
    checking->watch->told(checking->watch->context, checking->line, sentence);
}

/* "[ai]" gives "ai"; a slip in it is told, and the name is taken all the same, so that one slip is
 * not one for each key below. */
static void take_section(struct checking *checking, const char *text)
{
    size_t length = strcspn(text + 1, "]");
    if (text[1 + length] != ']') {
        tell(checking, _("a section is a name between [ and ]"));
    }
    snprintf(checking->section, sizeof checking->section, "%.*s", (int)length, text + 1);
    text_trim(checking->section);
    checking->has_section = true;
    checking->was_setting = false;
}

static void note_line(struct checking *checking)
{
    char sentence[REASON_ROOM];
    const struct conf_key *key = checking->reading.taken;
    int *lines = checking->watch->lines;
    if (key == NULL || lines == NULL) {
        return;
    }
    int *line = &lines[key - checking->reading.keys];
    if (*line != 0) {
        snprintf(sentence, sizeof sentence,
                 _("%s stands twice, also in line %d; the later one is used"), key->key, *line);
        tell(checking, sentence);
    }
    *line = checking->line;
}

/* The line by itself, as the reader of the whole file takes it. */
static void take_setting(struct checking *checking, const char *text)
{
    char alone[LINE_MAX_BYTES + SECTION_ROOM + 8];
    struct reading *reading = &checking->reading;
    reading->reason[0] = '\0';
    reading->taken = NULL;
    snprintf(alone, sizeof alone, "[%s]\n%s\n", checking->has_section ? checking->section : "",
             text);
    if (ini_parse_string(alone, take, reading) != 0) {
        tell(checking, reading->reason[0] != '\0' ? reading->reason : _("this is no setting"));
    }
    note_line(checking);
    checking->was_setting = true;
}

static void take_line(struct checking *checking, const char *line, size_t length)
{
    char text[LINE_MAX_BYTES + 1];
    if (length > LINE_MAX_BYTES || strlen(line) < length) {
        tell(checking, _("the line is too long, or not text"));
        return;
    }
    snprintf(text, sizeof text, "%.*s", (int)length, line);
    bool is_indented = text[0] == ' ' || text[0] == '\t';
    text_trim(text);
    if (text[0] == '\0' || text[0] == ';' || text[0] == '#') {
        return;
    }
    if (is_indented && checking->was_setting) {
        tell(checking, _("the line begins with a blank: it would go on with the one above"));
    } else if (text[0] == '[') {
        take_section(checking, text);
    } else {
        take_setting(checking, text);
    }
}

bool conf_check(const char *path, const struct conf_key *keys, void *into,
                const struct conf_watch *watch, struct err *err)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    struct checking checking = {.reading = {.keys = keys, .into = into}, .watch = watch};
    size_t size = 0;
    if (!file_exists(path)) {
        return true;
    }
    char *text = read_settings(path, &size, err);
    if (text == NULL) {
        return false;
    }
    const char *end = text + size;
    const char *at = text + (strncmp(text, byte_order_mark, 3) == 0 ? 3 : 0);
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((newline != NULL ? newline : end) - at);
        checking.line++;
        take_line(&checking, at, length);
        at += length + 1;
    }
    free(text);
    return true;
}

void conf_value_text(const struct conf_key *key, const void *from, char *dst, size_t size)
{
    const char *at = (const char *)from + key->offset;
    int number = 0;
    bool is_on = false;
    *dst = '\0';
    switch (key->type) {
    case CONF_TEXT:
        text_copy(dst, size, at);
        break;
    case CONF_BOOL:
        memcpy(&is_on, at, sizeof is_on);
        text_copy(dst, size, is_on ? "yes" : "no");
        break;
    case CONF_INT:
        memcpy(&number, at, sizeof number);
        snprintf(dst, size, "%d", number);
        break;
    case CONF_HUNDREDTHS:
        memcpy(&number, at, sizeof number);
        if (number >= 0) {
            snprintf(dst, size, "%d.%02d", number / 100, number % 100);
        }
        break;
    }
}
