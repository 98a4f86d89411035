#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

size_t text_decode(const char *text, int *code_point)
{
    if (*text == '\0') {
        *code_point = 0;
        return 0;
    }
    if ((unsigned char)*text < 0x80) {
        *code_point = (unsigned char)*text;
        return 1;
    }
    utf8proc_int32_t decoded = -1;
    utf8proc_ssize_t size = (utf8proc_ssize_t)strnlen(text, 4);
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text, size, &decoded);
    *code_point = used > 0 ? decoded : REPLACEMENT;
    return used > 0 ? (size_t)used : 1;
}

size_t text_cluster(const char *text)
{
    int before = 0;
    size_t used = text_decode(text, &before);
    utf8proc_int32_t state = 0;
    while (used > 0 && text[used] != '\0') {
        int next = 0;
        size_t more = text_decode(text + used, &next);
        if ((unsigned)before < 0x80 && (unsigned)next < 0x80) {
            break;
        }
        if (utf8proc_grapheme_break_stateful(before, next, &state)) {
            break;
        }
        before = next;
        used += more;
    }
    return used;
}

static int point_width(int code_point)
{
    if (code_point >= 0x20 && code_point < 0x7F) {
        return 1;
    }
    int width = utf8proc_charwidth(code_point);
    return width < 0 ? 0 : width;
}

/* Columns of the cluster of `size` bytes: those of its widest code point. */
static int cluster_width(const char *text, size_t size)
{
    int widest = 0;
    for (size_t at = 0; at < size;) {
        int code_point = 0;
        at += text_decode(text + at, &code_point);
        int width = point_width(code_point);
        widest = width > widest ? width : widest;
    }
    return widest;
}

int text_width(const char *text)
{
    int columns = 0;
    for (size_t size = text_cluster(text); size > 0; text += size, size = text_cluster(text)) {
        columns += cluster_width(text, size);
    }
    return columns;
}

bool text_copy(char *dst, size_t size, const char *src)
{
    size_t length = strlen(src);
    if (size == 0) {
        return false;
    }
    if (length < size) {
        memcpy(dst, src, length + 1);
        return true;
    }
    size_t fits = size - 1;
    while (fits > 0 && ((unsigned char)src[fits] & 0xC0) == 0x80) {
        fits--; /* not in the middle of a character */
    }
    memcpy(dst, src, fits);
    dst[fits] = '\0';
    return false;
}

/* Copies whole clusters while they fit in columns and room; returns the columns used. */
static int copy_columns(char *dst, size_t size, const char *text, int columns, size_t *bytes)
{
    int used = 0;
    *bytes = 0;
    for (size_t cluster = text_cluster(text); cluster > 0; cluster = text_cluster(text)) {
        int width = cluster_width(text, cluster);
        if (used + width > columns || *bytes + cluster >= size) {
            break;
        }
        memcpy(dst + *bytes, text, cluster);
        *bytes += cluster;
        used += width;
        text += cluster;
    }
    dst[*bytes] = '\0';
    return used;
}

int text_fit(char *dst, size_t size, const char *text, int columns)
{
    static const char ellipsis[] = "…";
    size_t bytes = 0;
    if (size < sizeof ellipsis || columns <= 0) {
        if (size > 0) {
            dst[0] = '\0';
        }
        return 0;
    }
    int used = copy_columns(dst, size, text, columns, &bytes);
    if (text[bytes] == '\0') {
        return used;
    }
    used = copy_columns(dst, size - sizeof ellipsis + 1, text, columns - 1, &bytes);
    memcpy(dst + bytes, ellipsis, sizeof ellipsis);
    return used + 1;
}

/* Letters that decomposition leaves whole. */
static const struct {
    int code_point;
    const char *ascii;
} spelled[] = {
    {0xD8, "O"},     {0xF8, "o"},     {0x141, "L"},   {0x142, "l"},   {0x131, "i"},  {0xDF, "ss"},
    {0xC6, "AE"},    {0xE6, "ae"},    {0x152, "OE"},  {0x153, "oe"},  {0x110, "D"},  {0x111, "d"},
    {0x2018, "'"},   {0x2019, "'"},   {0x201C, "\""}, {0x201D, "\""}, {0x2013, "-"}, {0x2014, "-"},
    {0x2026, "..."}, {0x20AC, "EUR"}, {0xD7, "x"},    {0xB7, "."},    {0x2022, "*"}, {0x2713, "+"},
    {0xB1, "+/-"},   {0x2212, "-"},   {0xB0, "deg"},  {0x132, "IJ"},  {0x133, "ij"}, {0xA0, " "},
};

static const char *spelling_of(int code_point)
{
    for (size_t i = 0; i < sizeof spelled / sizeof spelled[0]; i++) {
        if (spelled[i].code_point == code_point) {
            return spelled[i].ascii;
        }
    }
    return NULL;
}

struct sink {
    char *dst;
    size_t size, used;
    bool is_full;
};

static void put_bytes(struct sink *sink, const char *bytes, size_t size)
{
    sink->is_full = sink->is_full || sink->used + size >= sink->size; /* nothing after a gap */
    if (!sink->is_full) {
        memcpy(sink->dst + sink->used, bytes, size);
        sink->used += size;
    }
}

static void put_point(struct sink *sink, int code_point)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t size = utf8proc_encode_char(code_point, bytes);
    put_bytes(sink, (const char *)bytes, (size_t)size);
}

static bool is_mark(int code_point)
{
    utf8proc_category_t category = utf8proc_category(code_point);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

/* Calls for every base code point of `src` after decomposition. */
static void decompose(struct sink *sink, const char *src,
                      void (*put)(struct sink *sink, int code_point))
{
    while (*src != '\0') {
        int code_point = 0;
        src += text_decode(src, &code_point);
        if (code_point < 0x80) {
            put(sink, code_point);
            continue;
        }
        const char *spelling = spelling_of(code_point);
        for (; spelling != NULL && *spelling != '\0'; spelling++) {
            put(sink, *spelling);
        }
        if (spelling != NULL) {
            continue;
        }
        utf8proc_int32_t parts[16];
        int boundary = 0;
        utf8proc_ssize_t count = utf8proc_decompose_char(
            code_point, parts, 16, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
        for (utf8proc_ssize_t i = 0; i < count && i < 16; i++) {
            if (!is_mark(parts[i])) {
                put(sink, parts[i]);
            }
        }
    }
    sink->dst[sink->used] = '\0';
}

static void put_folded(struct sink *sink, int code_point)
{
    put_point(sink, utf8proc_tolower(code_point));
}

/* NOLINTNEXTLINE(readability-non-const-parameter): written through the sink */
void text_fold(char *dst, size_t size, const char *src)
{
    struct sink sink = {.dst = dst, .size = size};
    if (size > 0) {
        decompose(&sink, src, put_folded);
    }
}

static void put_ascii(struct sink *sink, int code_point)
{
    const char *spelling = code_point < 0x80 ? NULL : spelling_of(code_point);
    if (spelling != NULL) {
        put_bytes(sink, spelling, strlen(spelling));
    } else {
        put_bytes(sink, code_point < 0x80 ? &(char){(char)code_point} : "?", 1);
    }
}

/* NOLINTNEXTLINE(readability-non-const-parameter): written through the sink */
void text_ascii(char *dst, size_t size, const char *src)
{
    struct sink sink = {.dst = dst, .size = size};
    if (size > 0) {
        decompose(&sink, src, put_ascii);
    }
}

bool text_matches(const char *hay, const char *needle)
{
    while (*needle != '\0') {
        size_t length = strcspn(needle, " ");
        if (length > 0 && memmem(hay, strlen(hay), needle, length) == NULL) {
            return false;
        }
        needle += length;
        needle += strspn(needle, " ");
    }
    return true;
}

void text_trim(char *text)
{
    size_t start = strspn(text, " \t\r\n");
    size_t length = strlen(text + start);
    while (length > 0 && strchr(" \t\r\n", text[start + length - 1]) != NULL) {
        length--;
    }
    memmove(text, text + start, length);
    text[length] = '\0';
}

bool text_is_utf8(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        utf8proc_int32_t code_point = 0;
        utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                                 (utf8proc_ssize_t)(size - at), &code_point);
        if (used <= 0) {
            return false;
        }
        at += (size_t)used;
    }
    return true;
}

bool text_is_clean(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        utf8proc_int32_t code_point = 0;
        utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                                 (utf8proc_ssize_t)(size - at), &code_point);
        bool is_control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
        if (used <= 0 || (is_control && code_point != '\n' && code_point != '\t')) {
            return false;
        }
        at += (size_t)used;
    }
    return true;
}
