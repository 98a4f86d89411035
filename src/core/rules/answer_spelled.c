/* Numbers written in words, English and Dutch: from eleven to ninety-nine they have a value;
 * hundreds, thousands and dozens are numbers that cannot be compared. */
#include <string.h>

#include "core/rules/answer_parts.h"

struct spelled {
    const char *word;
    int value;
};

static const struct spelled single[] = {
    {"eleven", 11},    {"twelve", 12},    {"thirteen", 13},  {"fourteen", 14}, {"fifteen", 15},
    {"sixteen", 16},   {"seventeen", 17}, {"eighteen", 18},  {"nineteen", 19}, {"elf", 11},
    {"twaalf", 12},    {"dertien", 13},   {"veertien", 14},  {"vijftien", 15}, {"zestien", 16},
    {"zeventien", 17}, {"achttien", 18},  {"negentien", 19}, {"twintig", 20},  {"dertig", 30},
    {"veertig", 40},   {"vijftig", 50},   {"zestig", 60},    {"zeventig", 70}, {"tachtig", 80},
    {"negentig", 90},  {NULL, 0}};
static const struct spelled english_tens[] = {{"twenty", 20}, {"thirty", 30}, {"forty", 40},
                                              {"fifty", 50},  {"sixty", 60},  {"seventy", 70},
                                              {"eighty", 80}, {"ninety", 90}, {NULL, 0}};
static const struct spelled english_ones[] = {{"one", 1},  {"two", 2}, {"three", 3}, {"four", 4},
                                              {"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8},
                                              {"nine", 9}, {NULL, 0}};
static const struct spelled dutch_ones[] = {
    {"eenen", 1}, {"tweeen", 2},  {"drieen", 3}, {"vieren", 4},  {"vijfen", 5},
    {"zesen", 6}, {"zevenen", 7}, {"achten", 8}, {"negenen", 9}, {NULL, 0}};
static const char *const scales[] = {"hundred", "thousand", "million", "billion", "dozen",
                                     "honderd", "duizend",  "miljoen", "miljard", "dozijn"};

static size_t word_length(const char *text)
{
    size_t length = 0;
    while ((text[length] >= 'a' && text[length] <= 'z') || (unsigned char)text[length] >= 0x80) {
        length++;
    }
    return length;
}

static int value_of(const struct spelled *table, const char *word, size_t length)
{
    for (; table->word != NULL; table++) {
        if (strlen(table->word) == length && strncmp(table->word, word, length) == 0) {
            return table->value;
        }
    }
    return 0;
}

/* "zevenentachtig" */
static int dutch_value(const char *word, size_t length)
{
    for (const struct spelled *ones = dutch_ones; ones->word != NULL; ones++) {
        size_t used = strlen(ones->word);
        int tens = length > used && strncmp(word, ones->word, used) == 0
                       ? value_of(single, word + used, length - used)
                       : 0;
        if (tens >= 20) {
            return tens + ones->value;
        }
    }
    return 0;
}

/* "hundreds" and "honderden" say only that it is much. */
static bool is_plural(const char *rest, size_t length)
{
    return (length == 1 && rest[0] == 's') || (length == 2 && memcmp(rest, "en", 2) == 0);
}

static bool has_scale(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        const char *at = memmem(word, length, scales[i], strlen(scales[i]));
        if (at != NULL) {
            const char *rest = at + strlen(scales[i]);
            return at != word || !is_plural(rest, length - (size_t)(rest - word));
        }
    }
    return false;
}

size_t answer_spelled(const char *text, int64_t *value)
{
    size_t length = word_length(text);
    int tens = value_of(english_tens, text, length);
    *value = value_of(single, text, length);
    if (*value == 0) {
        *value = dutch_value(text, length);
    }
    if (tens > 0) { /* "eighty-seven" */
        bool is_linked = text[length] == '-' || text[length] == ' ';
        size_t next = is_linked ? word_length(text + length + 1) : 0;
        int ones = next > 0 ? value_of(english_ones, text + length + 1, next) : 0;
        *value = tens + ones;
        length += ones > 0 ? next + 1 : 0;
    }
    if (*value == 0 && has_scale(text, length)) {
        *value = -1;
    }
    return *value != 0 ? length : 0;
}
