/* The numbers of a sentence against the numbers that were sent: answer.h says what is compared. A
 * sentence is folded first: digits of every script and width are 0..9 then, minus signs are '-',
 * what is invisible is gone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/json.h"
#include "base/text.h"
#include "core/rules/answer_parts.h"
#include "core/rules/plain_text.h"

enum {
    GROUPS_MAX = 8,  /* of digits in one number: "1.234.567,8" has four */
    DIGITS_MAX = 15, /* of one number; longer ones are in no data */
    DECIMALS_MAX = 9,
    UNKNOWN = 0x02, /* stands for a numeral that has no value here */
    FOLD_GROWTH = 16
};

/* --- folding -------------------------------------------------------------------------------------
 */
static bool ends_in_digit(const struct buf *out)
{
    char last = out->size > 0 ? out->bytes[out->size - 1] : '\0';
    return last >= '0' && last <= '9';
}

/* "1/2" as the decimal fraction it is, when it is one. */
static bool add_fraction(struct buf *out, int top, int bottom)
{
    int thousandths = bottom > 0 ? top * 1000 / bottom : 0;
    if (bottom <= 0 || thousandths * bottom != top * 1000) {
        return false;
    }
    buf_printf(out, " %d.%03d ", thousandths / 1000, thousandths % 1000);
    return true;
}

/* Superscripts, circled numbers and fractions have the value they decompose to. */
static void add_numeral(struct buf *out, int code_point)
{
    utf8proc_int32_t parts[16];
    int boundary = 0;
    int values[2] = {-1, -1};
    int at = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        code_point, parts, 16, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
    bool is_known = count > 0 && count <= 8 && !ends_in_digit(out);
    for (utf8proc_ssize_t i = 0; is_known && i < count; i++) {
        int digit = plain_digit(parts[i]);
        if (parts[i] == 0x2044 && at == 0) {
            at = 1;
        } else if (digit >= 0) {
            values[at] = (values[at] > 0 ? values[at] * 10 : 0) + digit;
        } else {
            is_known = parts[i] == '(' || parts[i] == ')' || parts[i] == '.';
        }
    }
    if (is_known && at == 0 && values[0] >= 0) {
        buf_printf(out, " %d ", values[0]);
    } else if (!(is_known && at == 1 && add_fraction(out, values[0], values[1]))) {
        buf_add(out, &(char){UNKNOWN}, 1);
    }
}

/* What signs of other widths and scripts are here; 0: itself. */
static const char *sign_of(int code_point)
{
    switch (code_point) {
    case 0x2212: /* minus, and the dashes that are taken for one */
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0xFE63:
    case 0xFF0D:
        return "-";
    case 0x066B:
        return ".";
    case 0x066C:
    case 0x2019:
    case 0x02BC:
        return "'";
    case 0x2030: /* per mille */
        return "%%";
    default:
        return NULL;
    }
}

static void add_point(struct buf *out, int code_point)
{
    int digit = plain_digit(code_point);
    const char *sign = sign_of(code_point);
    if (digit >= 0) {
        buf_add(out, &"0123456789"[digit], 1);
    } else if (plain_is_numeral(code_point)) {
        add_numeral(out, code_point);
    } else if (sign != NULL) {
        buf_add_text(out, sign);
    } else if (plain_kind(code_point) == PLAIN_BLANK) {
        buf_add_text(out, " ");
    } else if (plain_kind(code_point) == PLAIN_SHOWN && !plain_is_mark(code_point)) {
        plain_add(out, code_point);
    }
}

/* Free with free(). */
static char *folded(const char *sentence)
{
    struct buf plain = {0};
    int code_point = 0;
    size_t used = 0;
    while ((used = text_decode(sentence, &code_point)) > 0) {
        sentence += used;
        add_point(&plain, code_point < 0x20 ? ' ' : code_point);
    }
    size_t room = plain.size * FOLD_GROWTH + 1;
    char *text = mem_alloc(room);
    text_fold(text, room, buf_text(&plain));
    buf_free(&plain);
    return text;
}

/* --- numbers as they are written -----------------------------------------------------------------
 */
enum unit { UNIT_NONE, UNIT_PERCENT, UNIT_PERMILLE };

struct number {
    int count; /* groups of digits; the first one may be empty: ".22" */
    const char *digits[GROUPS_MAX];
    size_t lengths[GROUPS_MAX];
    char separators[GROUPS_MAX]; /* [i] stands before group i */
    char sign;                   /* '-', '+' or 0 */
    enum unit unit;
    bool is_odd; /* too long, with an exponent: in no data */
    size_t end;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_word(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
}

static char before(const char *text, size_t at)
{
    return at > 0 ? text[at - 1] : '\0';
}

/* A number begins here: a digit, or the point of ".22". */
static bool begins(const char *text, size_t at)
{
    return is_digit(text[at]) || ((text[at] == '.' || text[at] == ',') && is_digit(text[at + 1]) &&
                                  !is_word(before(text, at)));
}

/* A dash between two numbers or after a word is no minus. */
static char sign_before(const char *text, size_t at)
{
    char sign = before(text, at);
    char further = at > 1 ? text[at - 2] : '\0';
    bool is_sign = (sign == '-' || sign == '+') && !is_word(further) && further != ')' &&
                   further != '%' && further != sign;
    return is_sign ? sign : '\0';
}

static enum unit unit_at(const char *text, size_t at)
{
    static const char *const words[] = {"percent", "procent", "pct"};
    at += strspn(text + at, " ");
    if (text[at] == '%') {
        return text[at + 1] == '%' ? UNIT_PERMILLE : UNIT_PERCENT;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strncmp(text + at, words[i], strlen(words[i])) == 0) {
            return UNIT_PERCENT;
        }
    }
    return UNIT_NONE;
}

/* "1e5", "10^5" and "5k" are other numbers than their digits. */
static bool is_scaled(const char *text, size_t at)
{
    bool has_exponent = text[at] == 'e' &&
                        (is_digit(text[at + 1]) ||
                         ((text[at + 1] == '-' || text[at + 1] == '+') && is_digit(text[at + 2])));
    return has_exponent || text[at] == '^' || (text[at] == 'k' && !is_word(text[at + 1]));
}

static void read_number(const char *text, size_t at, struct number *number)
{
    size_t digits = 0;
    *number = (struct number){.sign = sign_before(text, at)};
    if (!is_digit(text[at])) { /* ".22": an empty group, then the point */
        number->digits[number->count++] = text + at;
    }
    for (;;) {
        bool is_next = number->count > 0;
        if (number->count == GROUPS_MAX) {
            number->is_odd = true;
            number->count = 1;
        }
        int group = number->count++;
        number->separators[group] = is_next ? text[at] : '\0';
        at += is_next;
        number->digits[group] = text + at;
        number->lengths[group] = strspn(text + at, "0123456789");
        at += number->lengths[group];
        digits += number->lengths[group];
        if (text[at] == '\0' || strchr(".,'", text[at]) == NULL || !is_digit(text[at + 1])) {
            break;
        }
    }
    number->end = at;
    number->unit = unit_at(text, at);
    number->is_odd =
        number->is_odd || digits > DIGITS_MAX || is_scaled(text, at) || text[at] == UNKNOWN;
}

/* --- what they can mean --------------------------------------------------------------------------
 */
static struct numeral groups_as(const struct number *number, int first, int last, int decimals)
{
    struct numeral value = {.decimals = decimals};
    for (int i = first; i <= last; i++) {
        for (size_t k = 0; k < number->lengths[i]; k++) {
            value.mantissa = value.mantissa * 10 + (number->digits[i][k] - '0');
        }
    }
    return value;
}

/* Groups first..last are one whole number written in thousands. */
static bool is_in_thousands(const struct number *number, int last)
{
    bool is_so = last > 0 && number->lengths[0] >= 1 && number->lengths[0] <= 3 &&
                 number->digits[0][0] != '0';
    for (int i = 1; is_so && i <= last; i++) {
        is_so = number->lengths[i] == 3 && number->separators[i] == number->separators[1];
    }
    return is_so;
}

/* The values it can have; any of them will do. 0: none, its groups are numbers by themselves, as in
 * a date. */
static int meanings(const struct number *number, struct numeral values[2])
{
    int last = number->count - 1;
    int count = 0;
    bool has_point =
        last > 0 && number->separators[last] != '\'' && number->lengths[last] <= DECIMALS_MAX;
    if (last == 0 || is_in_thousands(number, last)) {
        values[count++] = groups_as(number, 0, last, 0);
    }
    if (has_point && (last == 1 || (is_in_thousands(number, last - 1) &&
                                    number->separators[last] != number->separators[1]))) {
        values[count++] = groups_as(number, 0, last, (int)number->lengths[last]);
    }
    return count;
}

/* "1 234,5": a number in thousands with blanks. False: there is none here. */
static bool read_spaced(const char *text, size_t at, struct number *number)
{
    size_t length = strspn(text + at, "0123456789");
    *number = (struct number){.count = 1, .sign = sign_before(text, at)};
    number->digits[0] = text + at;
    number->lengths[0] = length;
    at += length;
    while (number->count < 4 && text[at] == ' ' && strspn(text + at + 1, "0123456789") == 3) {
        int group = number->count++;
        number->separators[group] = ' ';
        number->digits[group] = text + at + 1;
        number->lengths[group] = 3;
        at += 4;
    }
    int last = number->count - 1;
    if (last > 0 && (text[at] == '.' || text[at] == ',') && is_digit(text[at + 1])) {
        int group = number->count++;
        number->separators[group] = text[at++];
        number->digits[group] = text + at;
        number->lengths[group] = strspn(text + at, "0123456789");
        at += number->lengths[group];
    }
    number->end = at;
    number->unit = unit_at(text, at);
    return is_in_thousands(number, last) && number->lengths[number->count - 1] <= DECIMALS_MAX &&
           !is_scaled(text, at);
}

/* --- comparing -----------------------------------------------------------------------------------
 */
static int64_t power_of_ten(int exponent)
{
    int64_t power = 1;
    while (exponent-- > 0) {
        power *= 10;
    }
    return power;
}

/* Whether the value is that source, or the source rounded to the decimals of the value; a half may
 * have gone up or to the even one. */
static bool is_rounding(struct numeral value, struct numeral source)
{
    int more = source.decimals - value.decimals;
    if (more > DIGITS_MAX || more < -DIGITS_MAX) {
        return false;
    }
    if (more <= 0) {
        __extension__ __int128 scaled = source.mantissa;
        return scaled * power_of_ten(-more) == value.mantissa;
    }
    int64_t unit = power_of_ten(more);
    int64_t down = source.mantissa / unit;
    int64_t rest = source.mantissa % unit;
    int64_t twice = 2 * rest;
    return (twice <= unit && value.mantissa == down && (twice < unit || down % 2 == 0)) ||
           (twice >= unit && value.mantissa == down + 1);
}

static bool is_source(struct numeral value, const struct number *number, struct numeral source)
{
    bool is_negative = source.mantissa < 0;
    struct numeral size = {.mantissa = is_negative ? -source.mantissa : source.mantissa,
                           .decimals = source.decimals};
    bool is_share = size.mantissa > 0 && size.mantissa < power_of_ten(size.decimals);
    struct numeral hundredfold = {.mantissa = size.mantissa, .decimals = size.decimals - 2};
    struct numeral thousandfold = {.mantissa = size.mantissa, .decimals = size.decimals - 3};
    if (source.mantissa != 0 && number->sign != '\0' && (number->sign == '-') != is_negative) {
        return false;
    }
    switch (number->unit) {
    case UNIT_PERMILLE:
        return is_share && is_rounding(value, thousandfold);
    case UNIT_PERCENT:
        return is_rounding(value, size) || (is_share && is_rounding(value, hundredfold));
    default:
        return is_rounding(value, size);
    }
}

static bool has_source(struct numeral value, const struct number *number,
                       const struct answer_sources *sources)
{
    for (int i = 0; i < sources->count; i++) {
        if (is_source(value, number, sources->rows[i])) {
            return true;
        }
    }
    return false;
}

static bool number_has_source(const struct number *number, const struct answer_sources *sources)
{
    struct numeral values[2];
    int count = meanings(number, values);
    bool is_any = false;
    bool is_all = count == 0;
    for (int i = 0; i < count; i++) {
        is_any = is_any || has_source(values[i], number, sources);
    }
    for (int i = 0; count == 0 && i < number->count; i++) {
        is_all = is_all && has_source(groups_as(number, i, i, 0), number, sources);
    }
    return is_any || is_all;
}

/* --- sentences -----------------------------------------------------------------------------------
 */

/* Goes on behind the number at `at`; false: it has no source. */
static bool pass_number(const char *text, size_t *at, const struct answer_sources *sources)
{
    struct number number;
    if (is_digit(text[*at]) && read_spaced(text, *at, &number) && number.count > 1 &&
        number_has_source(&number, sources)) {
        *at = number.end;
        return true;
    }
    read_number(text, *at, &number);
    *at = number.end;
    return !number.is_odd && number_has_source(&number, sources);
}

static bool pass_word(const char *text, size_t *at, const struct answer_sources *sources)
{
    int64_t value = 0;
    size_t length = answer_spelled(text + *at, &value);
    if (length > 0) {
        const struct number plain = {0};
        *at += length;
        return value >= 0 && has_source((struct numeral){.mantissa = value}, &plain, sources);
    }
    while (is_word(text[*at]) && !is_digit(text[*at])) {
        (*at)++;
    }
    return true;
}

bool answer_keeps_to(const char *sentence, const struct answer_sources *sources)
{
    char *text = folded(sentence);
    bool ok = true;
    for (size_t at = 0; ok && text[at] != '\0';) {
        if (begins(text, at)) {
            ok = pass_number(text, &at, sources);
        } else if (is_word(text[at])) {
            ok = pass_word(text, &at, sources);
        } else {
            ok = text[at++] != UNKNOWN;
        }
    }
    free(text);
    return ok;
}

/* --- sources -------------------------------------------------------------------------------------
 */
static void add_source(struct answer_sources *sources, struct numeral value)
{
    if (sources->count == sources->room) {
        sources->room = sources->room > 0 ? sources->room * 2 : 64;
        sources->rows = mem_grow(sources->rows, (size_t)sources->room, sizeof *sources->rows);
    }
    sources->rows[sources->count++] = value;
}

/* The shortest decimal number that it is. */
static void add_value(struct answer_sources *sources, double value)
{
    double scaled = value;
    int decimals = 0;
    while (decimals < DECIMALS_MAX && fabs(scaled) < 1e13 &&
           fabs(scaled - nearbyint(scaled)) > 1e-9 * fmax(1, fabs(scaled))) {
        decimals++;
        scaled = value * pow(10, decimals);
    }
    if (fabs(scaled) < 1e15) {
        add_source(sources, (struct numeral){.mantissa = llround(scaled), .decimals = decimals});
    }
}

/* Dates, names of programmes, sentences by rules. */
static void add_text(struct answer_sources *sources, const char *sentence)
{
    char *text = folded(sentence);
    for (size_t at = 0; text[at] != '\0';) {
        struct number number;
        struct numeral values[2];
        if (!begins(text, at)) {
            at++;
            continue;
        }
        read_number(text, at, &number);
        at = number.end;
        int count = number.is_odd ? -1 : meanings(&number, values);
        for (int i = 0; i < count; i++) {
            values[i].mantissa *= number.sign == '-' ? -1 : 1;
            add_source(sources, values[i]);
        }
        bool is_calibre = number.lengths[0] == 0; /* ".22" is also called a 22 */
        for (int i = is_calibre; (count == 0 || is_calibre) && i < number.count; i++) {
            add_source(sources, groups_as(&number, i, i, 0));
        }
    }
    free(text);
}

static void walk(struct answer_sources *sources, const cJSON *value) /* NOLINT(misc-no-recursion) */
{
    if (cJSON_IsNumber(value)) {
        add_value(sources, value->valuedouble);
    } else if (cJSON_IsString(value)) {
        add_text(sources, value->valuestring);
    }
    if (value->string != NULL) { /* its name: "slope_per_30_days" */
        add_text(sources, value->string);
    }
    /* as deep as json_read allows */
    for (const cJSON *part = value->child; part != NULL; part = part->next) {
        walk(sources, part);
    }
}

void answer_sources_read(const char *json, struct answer_sources *sources)
{
    const char *why = NULL;
    *sources = (struct answer_sources){0};
    cJSON *data = json_read(json, strlen(json), &why);
    if (data != NULL) {
        walk(sources, data);
    }
    cJSON_Delete(data);
}

void answer_sources_free(struct answer_sources *sources)
{
    free(sources->rows);
    *sources = (struct answer_sources){0};
}
