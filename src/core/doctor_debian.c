/* The order of Debian's versions: [epoch:]upstream[-revision], deb-version(7). */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/doctor_parts.h"

/* "~" before the end, the end before letters, letters before the rest. */
static int order_of(char byte)
{
    if (byte == '~') {
        return -1;
    }
    if (byte == '\0' || isdigit((unsigned char)byte)) {
        return 0;
    }
    return isalpha((unsigned char)byte) ? byte : byte + 256;
}

static int compare_words(const char **a, const char *a_end, const char **b, const char *b_end)
{
    for (;;) {
        char first = *a < a_end ? **a : '\0';
        char second = *b < b_end ? **b : '\0';
        bool is_over = (first == '\0' || isdigit((unsigned char)first)) &&
                       (second == '\0' || isdigit((unsigned char)second));
        if (is_over || order_of(first) != order_of(second)) {
            return order_of(first) - order_of(second);
        }
        (*a)++;
        (*b)++;
    }
}

static int compare_numbers(const char **a, const char *a_end, const char **b, const char *b_end)
{
    long long first = 0;
    long long second = 0;
    for (; *a < a_end && isdigit((unsigned char)**a); (*a)++) {
        first = first * 10 + (**a - '0');
    }
    for (; *b < b_end && isdigit((unsigned char)**b); (*b)++) {
        second = second * 10 + (**b - '0');
    }
    return first < second ? -1 : first > second ? 1 : 0;
}

static int compare_part(const char *a, const char *a_end, const char *b, const char *b_end)
{
    int order = 0;
    while (order == 0 && (a < a_end || b < b_end)) {
        order = compare_words(&a, a_end, &b, b_end);
        if (order == 0) {
            order = compare_numbers(&a, a_end, &b, b_end);
        }
    }
    return order;
}

/* Where the revision begins: behind the last dash; at the end when there is none. */
static const char *revision_of(const char *version)
{
    const char *dash = strrchr(version, '-');
    return dash != NULL ? dash : version + strlen(version);
}

static const char *skip_epoch(const char *version, long *epoch)
{
    const char *colon = strchr(version, ':');
    *epoch = colon != NULL ? strtol(version, NULL, 10) : 0;
    return colon != NULL ? colon + 1 : version;
}

int doctor_compare_versions(const char *a, const char *b)
{
    long a_epoch = 0;
    long b_epoch = 0;
    a = skip_epoch(a, &a_epoch);
    b = skip_epoch(b, &b_epoch);
    if (a_epoch != b_epoch) {
        return a_epoch < b_epoch ? -1 : 1;
    }
    const char *a_dash = revision_of(a);
    const char *b_dash = revision_of(b);
    int order = compare_part(a, a_dash, b, b_dash);
    const char *a_revision = *a_dash != '\0' ? a_dash + 1 : a_dash;
    const char *b_revision = *b_dash != '\0' ? b_dash + 1 : b_dash;
    return order != 0 ? order
                      : compare_part(a_revision, a_revision + strlen(a_revision), b_revision,
                                     b_revision + strlen(b_revision));
}
