#include "core/rules/score.h"

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/rules/exact.h"

#include <string.h>

enum { COORDINATE_LIMIT_MM = 3000, DECIMALS_KEPT = 33 };

static signed_grains limit_grains(int64_t limit_am)
{
    return limit_am < 0 ? -1 : (signed_grains)limit_am * (signed_grains)GRAINS_PER_AM;
}

static signed_grains ring_limit(const struct face *face, int ring, int64_t gauge_am)
{
    return limit_grains(face_ring_limit_am(face, ring, gauge_am));
}

static grains axis_grains(int64_t am, uint64_t rest)
{
    return (grains)(am < 0 ? -am : am) * GRAINS_PER_AM + rest;
}

static struct square distance_squared(struct hole hole)
{
    return exact_sum(exact_square(axis_grains(hole.x_am, hole.x_rest)),
                     exact_square(axis_grains(hole.y_am, hole.y_rest)));
}

/* Which tenth of the ring, 0 (outermost) .. 9: its outer limits are ten equal steps. */
static int ring_tenth(const struct square *distance, const struct face *face, int ring,
                      int64_t gauge_am)
{
    signed_grains outer = ring_limit(face, ring, gauge_am);
    signed_grains inner = ring == 10 ? 0 : ring_limit(face, ring + 1, gauge_am);
    inner = inner < 0 ? 0 : inner;
    for (int tenth = 9; tenth > 0; tenth--) {
        if (exact_compare(distance, inner + (outer - inner) / 10 * (10 - tenth)) <= 0) {
            return tenth;
        }
    }
    return 0;
}

/* How many whole half micrometres lie between the hole and the limit, on the side it is on. */
static int64_t halves_between(const struct square *distance, signed_grains limit)
{
    signed_grains half = (signed_grains)GRAINS_PER_HALF_UM;
    int side = exact_compare(distance, limit) > 0 ? 1 : -1;
    double gap = (exact_root_guess(distance) - (double)limit) * side;
    int64_t halves = (int64_t)(gap / (double)half) + 2; /* the guess is within one of the truth */
    while (halves > 0 && exact_compare(distance, limit + half * side * halves) * side < 0) {
        halves--;
    }
    return halves;
}

static int64_t halves_to_um(int64_t halves)
{
    return (halves + 1) / 2;
}

struct score score_hole(const struct face *face, int64_t gauge_am, struct hole hole)
{
    struct square distance = distance_squared(hole);
    struct score score = {.distance_um = halves_to_um(halves_between(&distance, 0))};
    signed_grains limit = 0;
    for (int ring = 10; ring >= face->lowest_ring && score.ring == 0; ring--) {
        limit = ring_limit(face, ring, gauge_am);
        score.ring = exact_compare(&distance, limit) <= 0 ? ring : 0;
    }
    score.margin_um = halves_to_um(halves_between(&distance, limit < 0 ? 0 : limit));
    if (score.ring == 0) {
        score.margin_um = -score.margin_um;
        return score;
    }
    score.tenths = score.ring * 10;
    if (face->has_decimals) {
        score.tenths += ring_tenth(&distance, face, score.ring, gauge_am);
    }
    int64_t inner = face_inner_ten_limit_am(face, gauge_am);
    score.is_inner_ten = score.ring == 10 && exact_compare(&distance, limit_grains(inner)) <= 0;
    return score;
}

struct score score_value(int tenths, bool inner)
{
    struct score score = {.ring = tenths / 10, .tenths = tenths};
    score.is_inner_ten = inner && score.ring == 10;
    return score;
}

struct hole hole_from_um(int64_t x_um, int64_t y_um)
{
    return (struct hole){.x_am = x_um * AM_PER_UM, .y_am = y_um * AM_PER_UM};
}

/* --- reading a coordinate ------------------------------------------------------------------- */
struct digits {              /* a number as written: [sign]digits[.digits][e[sign]digits] */
    const char *first, *end; /* digits and the point */
    bool is_negative;
    int exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static const char *exponent_read(const char *text, int *exponent)
{
    const char *at = text + 1;
    bool is_negative = *at == '-';
    at += *at == '-' || *at == '+';
    if (!is_digit(*at)) {
        return NULL;
    }
    for (; is_digit(*at); at++) {
        if (*exponent < 100000) { /* beyond that every number is nothing, or too large */
            *exponent = *exponent * 10 + (*at - '0');
        }
    }
    *exponent = is_negative ? -*exponent : *exponent;
    return at;
}

static bool digits_read(const char *text, struct digits *number)
{
    *number = (struct digits){0};
    while (is_blank(*text)) {
        text++;
    }
    number->is_negative = *text == '-';
    text += *text == '-' || *text == '+';
    number->first = text;
    int digits = 0;
    int points = 0;
    for (; is_digit(*text) || *text == '.' || *text == ','; text++) {
        digits += is_digit(*text);
        points += !is_digit(*text);
    }
    number->end = text;
    if (digits == 0 || points > 1) {
        return false;
    }
    if (*text == 'e' || *text == 'E') {
        text = exponent_read(text, &number->exponent);
    }
    while (text != NULL && is_blank(*text)) {
        text++;
    }
    return text != NULL && *text == '\0';
}

/* The number in grains; digits past the last grain round away from zero. False beyond 10 m. */
static bool digits_grains(const struct digits *number, grains *value)
{
    int64_t place = number->exponent; /* power of ten of the next digit */
    for (const char *at = number->first; at < number->end && is_digit(*at); at++) {
        place++;
    }
    bool is_more = false;
    int64_t last = -DECIMALS_KEPT;
    *value = 0;
    for (const char *at = number->first; at < number->end; at++) {
        if (!is_digit(*at)) {
            continue;
        }
        place--;
        if (place < -DECIMALS_KEPT) {
            is_more = is_more || *at != '0';
        } else if (*value != 0 || *at != '0') {
            if (place > 3) {
                return false;
            }
            *value = *value * 10 + (grains)(*at - '0');
            last = place;
        }
    }
    for (; last > -DECIMALS_KEPT; last--) {
        *value *= 10;
    }
    *value += is_more;
    return true;
}

bool hole_read_axis(const char *mm, int64_t *am, uint64_t *rest)
{
    struct digits number;
    grains value = 0;
    if (!digits_read(mm, &number) || !digits_grains(&number, &value) ||
        value > (grains)COORDINATE_LIMIT_MM * AM_PER_MM * GRAINS_PER_AM) {
        return false;
    }
    int64_t size = (int64_t)(value / GRAINS_PER_AM);
    *am = number.is_negative ? -size : size;
    *rest = (uint64_t)(value % GRAINS_PER_AM);
    return true;
}

bool hole_read(const char *x_mm, const char *y_mm, struct hole *hole, struct err *err)
{
    bool has_x = hole_read_axis(x_mm, &hole->x_am, &hole->x_rest);
    if (!has_x || !hole_read_axis(y_mm, &hole->y_am, &hole->y_rest)) {
        return err_set(err, ERR_INPUT,
                       _("%s = \"%.40s\" is no place in millimetres between -3000 and 3000."),
                       has_x ? "y" : "x", has_x ? y_mm : x_mm);
    }
    return true;
}

/* --- writing a score ------------------------------------------------------------------------ */
char *score_total_text(char *dst, size_t size, int64_t tenths, bool decimals, char point)
{
    return decimals ? decimal_write(dst, size, tenths, 1, 1, point)
                    : decimal_write(dst, size, tenths / 10, 0, 0, point);
}

char *score_text(char *dst, size_t size, int tenths, bool decimals, bool inner, char point)
{
    score_total_text(dst, size, tenths, decimals, point);
    size_t length = strlen(dst);
    if (inner && !decimals && length + 1 < size) {
        text_copy(dst + length, size - length, "x");
    }
    return dst;
}
