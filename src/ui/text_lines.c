#include "ui/text_lines.h"

#include <string.h>

#include "base/text.h"

/* Columns of one cluster of at most 60 bytes; longer ones are cut, as the terminal would. */
static int cluster_width(const char *text, size_t size)
{
    char one[64];
    size = size < sizeof one - 1 ? size : sizeof one - 1;
    memcpy(one, text, size);
    one[size] = '\0';
    return text_width(one);
}

bool text_line(const char *text, size_t from, int columns, size_t *size, size_t *next)
{
    size_t at = from;
    size_t after_blank = 0;
    int used = 0;
    while (text[at] != '\0' && text[at] != '\n') {
        size_t cluster = text_cluster(text + at);
        int width = cluster_width(text + at, cluster);
        bool is_blank = text[at] == ' ';
        if (used + width > columns && !is_blank && at > from) {
            *next = after_blank > from ? after_blank : at;
            *size = *next - from;
            return true;
        }
        used += width;
        at += cluster;
        after_blank = is_blank ? at : after_blank;
    }
    *size = at - from;
    *next = text[at] == '\n' ? at + 1 : at;
    return text[at] == '\n';
}

static int width_of(const char *text, size_t size)
{
    int width = 0;
    for (size_t at = 0; at < size;) {
        size_t cluster = text_cluster(text + at);
        width += cluster_width(text + at, cluster);
        at += cluster > 0 ? cluster : 1;
    }
    return width;
}

struct text_place text_place_of(const char *text, int columns, size_t offset)
{
    struct text_place place = {0};
    size_t from = 0;
    size_t size = 0;
    size_t next = 0;
    while (text_line(text, from, columns, &size, &next) && offset >= next) {
        place.line++;
        from = next;
    }
    place.column = width_of(text + from, offset > from ? offset - from : 0);
    return place;
}

size_t text_offset_of(const char *text, int columns, struct text_place place)
{
    size_t from = 0;
    size_t size = 0;
    size_t next = 0;
    bool has_next = text_line(text, from, columns, &size, &next);
    for (int line = 0; line < place.line && has_next; line++) {
        from = next;
        has_next = text_line(text, from, columns, &size, &next);
    }
    /* The end of a wrapped line is the start of the next one: stay before its last character. */
    bool is_wrapped = has_next && next == from + size;
    size_t at = from;
    for (int used = 0; at < from + size;) {
        size_t cluster = text_cluster(text + at);
        used += cluster_width(text + at, cluster);
        if (used > place.column || (is_wrapped && at + cluster >= from + size)) {
            break;
        }
        at += cluster;
    }
    return at;
}

int text_line_count(const char *text, int columns)
{
    return text_place_of(text, columns, strlen(text)).line + 1;
}
