#include "base/catalogue.h"

#include <string.h>

static const uint32_t magic = 0x950412de; /* GNU gettext manual, "MO Files" */
enum { HEADER = 28, ROW = 8 };

static uint32_t number_at(const char *bytes, size_t place)
{
    uint32_t number = 0;
    memcpy(&number, bytes + place, sizeof number);
    return number;
}

static const char *string_at(const struct catalogue *catalogue, uint32_t table, uint32_t index)
{
    return catalogue->bytes + number_at(catalogue->bytes, table + (size_t)index * ROW + 4);
}

static bool is_inside(const char *bytes, size_t size, size_t row)
{
    size_t length = number_at(bytes, row);
    size_t place = number_at(bytes, row + 4);
    return place < size && length < size - place && bytes[place + length] == '\0';
}

bool catalogue_open(struct catalogue *catalogue, const char *bytes, size_t size)
{
    *catalogue = (struct catalogue){0};
    if (size < HEADER || number_at(bytes, 0) != magic) {
        return false;
    }
    struct catalogue found = {.bytes = bytes,
                              .count = number_at(bytes, 8),
                              .texts = number_at(bytes, 12),
                              .translations = number_at(bytes, 16)};
    size_t length = (size_t)found.count * ROW;
    if (found.texts > size || length > size - found.texts || found.translations > size ||
        length > size - found.translations) {
        return false;
    }
    for (uint32_t i = 0; i < found.count; i++) {
        size_t row = (size_t)i * ROW;
        if (!is_inside(bytes, size, found.texts + row) ||
            !is_inside(bytes, size, found.translations + row) ||
            (i > 0 && strcmp(string_at(&found, found.texts, i - 1),
                             string_at(&found, found.texts, i)) >= 0)) {
            return false;
        }
    }
    *catalogue = found;
    return true;
}

/* A text with a plural stands under its singular. */
static bool find(const struct catalogue *catalogue, const char *text, uint32_t *index)
{
    uint32_t low = 0;
    uint32_t high = catalogue->count;
    while (low < high) {
        *index = low + (high - low) / 2;
        int order = strcmp(text, string_at(catalogue, catalogue->texts, *index));
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            high = *index;
        } else {
            low = *index + 1;
        }
    }
    return false;
}

const char *catalogue_text(const struct catalogue *catalogue, const char *text)
{
    uint32_t index = 0;
    return find(catalogue, text, &index) ? string_at(catalogue, catalogue->translations, index)
                                         : text;
}

const char *catalogue_plural(const struct catalogue *catalogue, const char *singular,
                             const char *plural, unsigned long count)
{
    uint32_t index = 0;
    if (!find(catalogue, singular, &index)) {
        return count == 1 ? singular : plural;
    }
    const char *one = string_at(catalogue, catalogue->translations, index);
    size_t length = strlen(one);
    size_t both = number_at(catalogue->bytes, catalogue->translations + (size_t)index * ROW);
    return count == 1 || length == both ? one : one + length + 1;
}
