#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/text.h"

int64_t time_now_ms(void)
{
    const char *fixed = getenv("AIMTRACK_CLOCK_MS");
    if (fixed != NULL && *fixed != '\0') {
        return strtoll(fixed, NULL, 10);
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t time_monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void time_set_zone(const char *zone)
{
    static char system_zone[64];
    static bool is_known;
    static bool has_system_zone; /* TZ was set when the program started */
    if (!is_known) {
        const char *given = getenv("TZ");
        has_system_zone = given != NULL;
        text_copy(system_zone, sizeof system_zone, given != NULL ? given : "");
        is_known = true;
    }
    if (zone != NULL && *zone != '\0') {
        setenv("TZ", zone, 1);
    } else if (has_system_zone) {
        setenv("TZ", system_zone, 1);
    } else {
        unsetenv("TZ");
    }
    tzset();
}

static struct tm local_of(int64_t ms)
{
    time_t seconds = (time_t)(ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000));
    struct tm local = {0};
    localtime_r(&seconds, &local);
    return local;
}

void time_local_date(char dst[11], int64_t ms)
{
    struct tm local = local_of(ms);
    snprintf(dst, 11, "%04u-%02u-%02u", (unsigned)(local.tm_year + 1900) % 10000u,
             (unsigned)(local.tm_mon + 1) % 100u, (unsigned)local.tm_mday % 100u);
}

void time_local_clock(char dst[6], int64_t ms)
{
    struct tm local = local_of(ms);
    snprintf(dst, 6, "%02u:%02u", (unsigned)local.tm_hour % 100u, (unsigned)local.tm_min % 100u);
}

static const char *month_name(int month)
{
    static const char *const names[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
                                        N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
                                        N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
    return month >= 1 && month <= 12 ? _(names[month - 1]) : "?";
}

static const char *weekday_name(int weekday)
{
    static const char *const names[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
                                        N_("Thu"), N_("Fri"), N_("Sat")};
    return weekday >= 0 && weekday <= 6 ? _(names[weekday]) : "?";
}

static bool read_iso(const char *text, int *year, int *month, int *day)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    for (int i = 0; i < 10; i++) {
        if (i != 4 && i != 7 && (text[i] < '0' || text[i] > '9')) {
            return false;
        }
    }
    *year = (int)strtol(text, NULL, 10);
    *month = (int)strtol(text + 5, NULL, 10);
    *day = (int)strtol(text + 8, NULL, 10);
    return true;
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant's days_from_civil). */
static int64_t days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int64_t time_date_days(const char *iso_date)
{
    int year = 1970;
    int month = 1;
    int day = 1;
    return read_iso(iso_date, &year, &month, &day) ? days_of(year, month, day) : 0;
}

void time_days_date(char dst[11], int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    int64_t month = shifted + (shifted < 10 ? 3 : -9);
    int64_t day = of_year - (153 * shifted + 2) / 5 + 1;
    year += era * 400 + (month <= 2);
    snprintf(dst, 11, "%04u-%02u-%02u", (unsigned)year % 10000u, (unsigned)month % 100u,
             (unsigned)day % 100u);
}

bool time_is_date(const char *text)
{
    int year = 0;
    int month = 0;
    int day = 0;
    char again[11];
    if (!read_iso(text, &year, &month, &day) || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    time_days_date(again, days_of(year, month, day));
    return strcmp(again, text) == 0;
}

/* One or two digits; NULL when there are none. */
static const char *read_short(const char *text, int *value)
{
    int digits = 0;
    for (*value = 0; digits < 2 && *text >= '0' && *text <= '9'; digits++) {
        *value = *value * 10 + (*text++ - '0');
    }
    return digits > 0 ? text : NULL;
}

static bool is_date_separator(char byte)
{
    return byte == '-' || byte == '/' || byte == '.';
}

/* "2026" or "26"; nothing after it. */
static bool read_year(const char *text, int *year)
{
    size_t digits = strspn(text, "0123456789");
    *year = (int)strtol(text, NULL, 10) + (digits == 2 ? 2000 : 0);
    return (digits == 2 || digits == 4) && text[digits] == '\0';
}

bool time_read_date(const char *text, char iso[11])
{
    int day = 0;
    int month = 0;
    int year = 0;
    char today[11];
    if (time_is_date(text)) {
        memcpy(iso, text, 11);
        return true;
    }
    const char *at = read_short(text, &day);
    if (at == NULL || !is_date_separator(*at)) {
        return false;
    }
    at = read_short(at + 1, &month);
    if (at == NULL || (*at != '\0' && !is_date_separator(*at))) {
        return false;
    }
    if (*at != '\0' && !read_year(at + 1, &year)) {
        return false;
    }
    if (*at == '\0') {
        time_local_date(today, time_now_ms());
        year = (int)strtol(today, NULL, 10);
    }
    if (year < 1900) {
        return false;
    }
    snprintf(iso, 11, "%04u-%02u-%02u", (unsigned)year % 10000u, (unsigned)month % 100u,
             (unsigned)day % 100u);
    return time_is_date(iso);
}

void time_date_text(char *dst, size_t size, const char *iso_date)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (read_iso(iso_date, &year, &month, &day)) {
        snprintf(dst, size, "%d %s %d", day, month_name(month), year);
    } else {
        text_copy(dst, size, iso_date);
    }
}

void time_moment_text(char *dst, size_t size, int64_t ms)
{
    struct tm local = local_of(ms);
    snprintf(dst, size, "%d %s %02d:%02d", local.tm_mday, month_name(local.tm_mon + 1),
             local.tm_hour, local.tm_min);
}

void time_day_part_text(char *dst, size_t size, int64_t ms)
{
    struct tm local = local_of(ms);
    const char *part = local.tm_hour < 6    ? _("night")
                       : local.tm_hour < 12 ? _("morning")
                       : local.tm_hour < 18 ? _("afternoon")
                                            : _("evening");
    snprintf(dst, size, "%s %d %s, %s", weekday_name(local.tm_wday), local.tm_mday,
             month_name(local.tm_mon + 1), part);
}

int64_t time_from_local(const char *iso_date, int hour, int minute, int second)
{
    int year = 1970;
    int month = 1;
    int day = 1;
    read_iso(iso_date, &year, &month, &day);
    struct tm local = {.tm_year = year - 1900,
                       .tm_mon = month - 1,
                       .tm_mday = day,
                       .tm_hour = hour,
                       .tm_min = minute,
                       .tm_sec = second,
                       .tm_isdst = -1};
    return (int64_t)mktime(&local) * 1000;
}

int time_ms_to_next_minute(void)
{
    return (int)(60000 - time_now_ms() % 60000);
}
