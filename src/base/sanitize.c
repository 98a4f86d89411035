#include "base/sanitize.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/text.h"

/* What stands for the code point on a terminal: itself, a visible symbol, or nothing (0). */
static int visible(int code_point)
{
    if (code_point == '\n' || code_point == '\t') {
        return ' ';
    }
    if (code_point < 0x20) {
        return 0x2400 + code_point;
    }
    if (code_point == 0x7F) {
        return 0x2421;
    }
    if (code_point < 0x7F) {
        return code_point;
    }
    if (code_point < 0xA0) {
        return 0x2426; /* C1: some terminals obey them */
    }
    utf8proc_category_t category = utf8proc_category(code_point);
    if (category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_ZL ||
        category == UTF8PROC_CATEGORY_ZP) {
        return 0; /* bidi controls and other invisible format characters */
    }
    bool is_unassigned = category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_CO ||
                         category == UTF8PROC_CATEGORY_CS;
    return is_unassigned ? 0xFFFD : code_point;
}

static bool put(char *dst, size_t size, size_t *used, int code_point)
{
    utf8proc_uint8_t bytes[4];
    size_t length = (size_t)utf8proc_encode_char(code_point, bytes);
    if (*used + length >= size) {
        return false;
    }
    memcpy(dst + *used, bytes, length);
    *used += length;
    return true;
}

static void sanitize(char *dst, size_t size, const char *src, const char *escaped)
{
    size_t used = 0;
    bool has_room = size > 0;
    while (*src != '\0' && has_room) {
        int code_point = 0;
        src += text_decode(src, &code_point);
        int shown = visible(code_point);
        if (shown != 0 && shown < 0x80 && strchr(escaped, shown) != NULL) {
            has_room = put(dst, size, &used, '\\');
        }
        has_room = has_room && (shown == 0 || put(dst, size, &used, shown));
    }
    if (size > 0) {
        dst[used] = '\0';
    }
}

void sanitize_screen(char *dst, size_t size, const char *src)
{
    sanitize(dst, size, src, "");
}

void sanitize_log(char *dst, size_t size, const char *src)
{
    sanitize(dst, size, src, "\"\\");
}

/* --- paper ------------------------------------------------------------------------------------ */
static int printable(int code_point)
{
    if (code_point == '\n') {
        return '\n';
    }
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) {
        return ' ';
    }
    return code_point > 0xFFFF ? 0xFFFD : visible(code_point);
}

static bool is_printable_ascii(const char *text)
{
    while ((*text >= ' ' && *text <= '~') || *text == '\n') {
        text++;
    }
    return *text == '\0';
}

void sanitize_paper(char *dst, size_t size, const char *src)
{
    size_t used = 0;
    utf8proc_uint8_t *composed = NULL;
    if (is_printable_ascii(src)) { /* most cells */
        text_copy(dst, size, src);
        return;
    }
    if (text_is_utf8(src, strlen(src)) &&
        utf8proc_map((const utf8proc_uint8_t *)src, 0, &composed,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE) >= 0) {
        src = (const char *)composed;
    }
    for (bool has_room = size > 0; *src != '\0' && has_room;) {
        int code_point = 0;
        src += text_decode(src, &code_point);
        int shown = printable(code_point);
        has_room = shown == 0 || put(dst, size, &used, shown);
    }
    if (size > 0) {
        dst[used] = '\0';
    }
    free(composed);
}
