#include "core/rules/plain_text.h"

#include <utf8proc.h>

/* Hangul fillers and the Braille blank are letters and symbols by category, and show nothing. */
static bool is_filler(int code_point)
{
    return code_point == 0x034F || code_point == 0x115F || code_point == 0x1160 ||
           code_point == 0x17B4 || code_point == 0x17B5 || code_point == 0x2800 ||
           code_point == 0x3164 || code_point == 0xFFA0 ||
           (code_point >= 0xFE00 && code_point <= 0xFE0F) || /* variation selectors */
           (code_point >= 0xE0100 && code_point <= 0xE01EF);
}

enum plain_kind plain_kind(int code_point)
{
    if (code_point >= 0x21 && code_point < 0x7F) {
        return PLAIN_SHOWN;
    }
    if (is_filler(code_point)) {
        return PLAIN_HIDDEN;
    }
    switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return PLAIN_BLANK;
    case UTF8PROC_CATEGORY_CC:
        return (code_point >= '\t' && code_point <= '\r') || code_point == 0x85 ? PLAIN_BLANK
                                                                                : PLAIN_HIDDEN;
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
        return PLAIN_HIDDEN;
    default:
        return PLAIN_SHOWN;
    }
}

int plain_digit(int code_point)
{
    if (code_point < 0x80) {
        return code_point >= '0' && code_point <= '9' ? code_point - '0' : -1;
    }
    if (utf8proc_category(code_point) != UTF8PROC_CATEGORY_ND) {
        return -1;
    }
    int first = code_point; /* digits stand in rows of ten, from zero */
    while (code_point - first < 50 && utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND) {
        first--;
    }
    return (code_point - first) % 10;
}

bool plain_is_letter(int code_point)
{
    utf8proc_category_t category = utf8proc_category(code_point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool plain_is_mark(int code_point)
{
    utf8proc_category_t category = utf8proc_category(code_point);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

bool plain_is_word(int code_point)
{
    utf8proc_category_t category = utf8proc_category(code_point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool plain_is_numeral(int code_point)
{
    utf8proc_category_t category = utf8proc_category(code_point);
    return category == UTF8PROC_CATEGORY_NL || category == UTF8PROC_CATEGORY_NO;
}

void plain_add(struct buf *out, int code_point)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t size = utf8proc_encode_char(code_point, bytes);
    buf_add(out, bytes, (size_t)size);
}
