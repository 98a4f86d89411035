#include "base/decimal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 400 };

struct digits {
    char text[DIGITS_MAX]; /* without point, leading zeros kept */
    int count;
    int point; /* digits before the point, after the exponent */
    bool is_negative;
};

static bool read_exponent(const char **at, int *exponent)
{
    char *end = NULL;
    if (**at != 'e' && **at != 'E') {
        return true;
    }
    if (!isdigit((unsigned char)(*at)[1]) &&
        !(((*at)[1] == '-' || (*at)[1] == '+') && isdigit((unsigned char)(*at)[2]))) {
        return false;
    }
    long value = strtol(*at + 1, &end, 10);
    *at = end;
    *exponent = value > 1000 ? 1000 : value < -1000 ? -1000 : (int)value;
    return true;
}

static bool read_digits(const char *text, struct digits *digits)
{
    int exponent = 0;
    bool has_point = false;
    *digits = (struct digits){0};
    text += strspn(text, " \t");
    if (*text == '-' || *text == '+') {
        digits->is_negative = *text++ == '-';
    }
    for (; isdigit((unsigned char)*text) || ((*text == '.' || *text == ',') && !has_point);
         text++) {
        if (*text == '.' || *text == ',') {
            has_point = true;
            digits->point = digits->count;
        } else if (digits->count == DIGITS_MAX) {
            return false;
        } else {
            digits->text[digits->count++] = *text;
        }
    }
    if (!has_point) {
        digits->point = digits->count;
    }
    if (digits->count == 0 || !read_exponent(&text, &exponent)) {
        return false;
    }
    digits->point += exponent;
    text += strspn(text, " \t\r\n");
    return *text == '\0';
}

bool decimal_read(const char *text, int decimals, bool away, int64_t *value)
{
    struct digits digits;
    if (!read_digits(text, &digits)) {
        return false;
    }
    int kept = digits.point + decimals; /* digits that make the value */
    uint64_t result = 0;
    bool has_rest = false;
    for (int i = 0; i < digits.count; i++) {
        int digit = digits.text[i] - '0';
        if (i >= kept) {
            has_rest = has_rest || digit != 0;
        } else if (__builtin_mul_overflow(result, 10, &result) ||
                   __builtin_add_overflow(result, (uint64_t)digit, &result)) {
            return false;
        }
    }
    for (int i = digits.count; i < kept && result != 0; i++) {
        if (__builtin_mul_overflow(result, 10, &result)) {
            return false;
        }
    }
    if (has_rest && !away) {
        return false;
    }
    if (result > (uint64_t)INT64_MAX - has_rest) {
        return false;
    }
    result += has_rest;
    *value = digits.is_negative ? -(int64_t)result : (int64_t)result;
    return true;
}

/* Written by hand: reports write millions of them. */
char *decimal_write(char *dst, size_t size, int64_t value, int decimals, int min_decimals,
                    char point)
{
    char text[40]; /* from its end */
    size_t at = sizeof text - 1;
    uint64_t magnitude = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    int after = decimals;
    text[at] = '\0';
    while (after > min_decimals && magnitude % 10 == 0) {
        magnitude /= 10;
        after--;
    }
    for (int written = 0; written <= after || magnitude > 0; written++) {
        if (written == after && after > 0) {
            text[--at] = point;
        }
        text[--at] = (char)('0' + magnitude % 10);
        magnitude /= 10;
    }
    if (value < 0) {
        text[--at] = '-';
    }
    if (size > 0) {
        size_t length = sizeof text - 1 - at;
        length = length < size ? length : size - 1;
        memcpy(dst, text + at, length);
        dst[length] = '\0';
    }
    return dst;
}

int64_t decimal_round(double value, int decimals)
{
    const double most = 1e12;
    const double hair = 1e-9; /* what a half may lack in a double */
    double scaled = value * pow(10, decimals);
    if (isnan(scaled)) {
        return 0;
    }
    return llround(fmax(-most, fmin(most, scaled)) + copysign(hair, scaled));
}

char *decimal_write_rounded(char *dst, size_t size, double value, int decimals, char point)
{
    return decimal_write(dst, size, decimal_round(value, decimals), decimals, decimals, point);
}
