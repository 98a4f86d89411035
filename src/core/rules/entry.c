#include "core/rules/entry.h"

#include "base/decimal.h"
#include "base/text.h"

#include <string.h>
#include <strings.h>

enum { KEY_ENTER = '\n', KEY_BACKSPACE = '\b', KEY_ESCAPE = 27 };

static bool is_digit(int key)
{
    return key >= '0' && key <= '9';
}

static bool is_miss_key(int key)
{
    return key == '-' || key == 'm' || key == 'M';
}

static bool is_inner_key(int key)
{
    return key == 'x' || key == 'X' || key == '*';
}

static bool is_point(int key)
{
    return key == '.' || key == ',';
}

static enum entry_outcome entry_done(struct entry *entry, int tenths, struct entry_value *value)
{
    entry->pending[0] = '\0';
    *value = (struct entry_value){.tenths = tenths};
    return ENTRY_SHOT;
}

static enum entry_outcome entry_drop(struct entry *entry, enum entry_outcome outcome)
{
    entry->pending[0] = '\0';
    return outcome;
}

static enum entry_outcome entry_wait(struct entry *entry, int key)
{
    char text[2] = {(char)key, '\0'};
    size_t length = strlen(entry->pending);
    text_copy(entry->pending + length, sizeof entry->pending - length, text);
    return ENTRY_PENDING;
}

static enum entry_outcome ring_key(struct entry *entry, int key, struct entry_value *value)
{
    if (is_digit(key)) {
        return entry_done(entry, key == '0' ? 100 : (key - '0') * 10, value);
    }
    if (is_miss_key(key)) {
        return entry_done(entry, 0, value);
    }
    if (is_inner_key(key)) {
        entry_done(entry, 100, value);
        value->is_inner_ten = true;
        return ENTRY_SHOT;
    }
    return ENTRY_IGNORED;
}

/* The whole rings typed so far: "1", "10", "9." */
static int pending_rings(const struct entry *entry)
{
    int rings = 0;
    for (const char *at = entry->pending; is_digit(*at); at++) {
        rings = rings * 10 + (*at - '0');
    }
    return rings;
}

static enum entry_outcome decimal_digit(struct entry *entry, int digit, struct entry_value *value)
{
    bool is_first = entry->pending[0] == '\0';
    bool is_ten_or_one = strcmp(entry->pending, "1") == 0 && digit == 0;
    if (is_first || is_ten_or_one) {
        return entry_wait(entry, '0' + digit);
    }
    return entry_done(entry, pending_rings(entry) * 10 + digit, value);
}

/* Enter ends what is unambiguous by then: 1 0 Enter is 1.0 (10.0 is typed 1 0 0), 9 Enter is 9.0.
 */
static enum entry_outcome decimal_enter(struct entry *entry, struct entry_value *value)
{
    if (entry->pending[0] == '\0') {
        return ENTRY_IGNORED;
    }
    bool is_implied = strcmp(entry->pending, "10") == 0;
    return entry_done(entry, is_implied ? 10 : pending_rings(entry) * 10, value);
}

static enum entry_outcome decimal_key(struct entry *entry, int key, struct entry_value *value)
{
    bool is_pending = entry->pending[0] != '\0';
    if (is_digit(key)) {
        return decimal_digit(entry, key - '0', value);
    }
    if (is_point(key)) {
        if (!is_pending) {
            return ENTRY_IGNORED;
        }
        bool is_second = strpbrk(entry->pending, ".,") != NULL;
        return is_second ? entry_drop(entry, ENTRY_BAD) : entry_wait(entry, key);
    }
    if (is_miss_key(key)) {
        return is_pending ? entry_drop(entry, ENTRY_BAD) : entry_done(entry, 0, value);
    }
    if (is_inner_key(key)) { /* without a place a decimal ten is not known to be an inner ten */
        return entry_drop(entry, ENTRY_BAD);
    }
    return key == KEY_ENTER ? decimal_enter(entry, value) : ENTRY_IGNORED;
}

enum entry_outcome entry_key(struct entry *entry, int key, struct entry_value *value)
{
    if (key == KEY_BACKSPACE || key == KEY_ESCAPE) {
        return entry->pending[0] == '\0' ? ENTRY_IGNORED : entry_drop(entry, ENTRY_CLEARED);
    }
    return entry->decimals ? decimal_key(entry, key, value) : ring_key(entry, key, value);
}

bool entry_read(const char *text, bool decimals, struct entry_value *value)
{
    char word[16];
    int64_t tenths = 0;
    *value = (struct entry_value){0};
    if (!text_copy(word, sizeof word, text)) {
        return false;
    }
    text_trim(word);
    if (strcmp(word, "-") == 0 || strcasecmp(word, "m") == 0) {
        return true;
    }
    if (!decimals &&
        (strcasecmp(word, "x") == 0 || strcmp(word, "*") == 0 || strcasecmp(word, "10x") == 0)) {
        *value = (struct entry_value){.tenths = 100, .is_inner_ten = true};
        return true;
    }
    if (strspn(word, decimals ? "0123456789.," : "0123456789") != strlen(word) ||
        !decimal_read(word, 1, false, &tenths)) {
        return false;
    }
    value->tenths = (int)tenths;
    return tenths <= (decimals ? 109 : 100);
}
