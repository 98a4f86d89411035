#include "core/rules/rotation.h"

#include <string.h>

#include "base/text.h"

static const struct {
    const char *word;
    const char *form; /* '0' stands for a digit */
} classes[BACKUP_CLASS_COUNT] = {
    [BACKUP_DAILY] = {"daily-", "00000000-000000"},
    [BACKUP_WEEKLY] = {"weekly-", "0000-W00"},
    [BACKUP_MONTHLY] = {"monthly-", "0000-00"},
};
static const char plain_end[] = ".tar";
static const char sealed_end[] = ".tar.sealed";

/* --- names --- */

/* Whether the text begins with that form; then what follows it, else NULL. */
static const char *after_form(const char *text, const char *form)
{
    for (; *form != '\0'; form++, text++) {
        bool fits = *form == '0' ? *text >= '0' && *text <= '9' : *text == *form;
        if (!fits) {
            return NULL;
        }
    }
    return text;
}

static bool read_class(const char *text, enum backup_class class_, struct backup_name *name)
{
    size_t word = strlen(classes[class_].word);
    if (strncmp(text, classes[class_].word, word) != 0) {
        return false;
    }
    const char *end = after_form(text + word, classes[class_].form);
    if (end == NULL || (strcmp(end, plain_end) != 0 && strcmp(end, sealed_end) != 0)) {
        return false;
    }
    *name = (struct backup_name){.class_ = class_, .is_sealed = strcmp(end, sealed_end) == 0};
    memcpy(name->period, text + word, strlen(classes[class_].form));
    return true;
}

bool backup_name_read(const char *text, struct backup_name *name)
{
    for (int i = 0; i < BACKUP_CLASS_COUNT; i++) {
        if (read_class(text, (enum backup_class)i, name)) {
            return true;
        }
    }
    return false;
}

void backup_name_write(char dst[BACKUP_NAME_ROOM], const struct backup_name *name)
{
    const char *const parts[] = {classes[name->class_].word, name->period,
                                 name->is_sealed ? sealed_end : plain_end};
    size_t used = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        text_copy(dst + used, BACKUP_NAME_ROOM - used, parts[i]);
        used += strlen(dst + used);
    }
}

/* --- days and weeks --- */

/* Days since 1970-01-01 of a day of the Gregorian calendar, and its year back. */
static int64_t day_of(int year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t in_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + in_year - 719468;
}

static int year_of(int64_t day)
{
    int year = (int)(1969 + day / (day < 0 ? 365 : 366)); /* never too late, also before 1970 */
    while (day_of(year + 1, 1, 1) <= day) {
        year++;
    }
    return year;
}

/* 1970-01-01 was a Thursday; Monday is 0. */
static int weekday_of(int64_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7); /* a clock may say 1950 */
}

static int digits(const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static void put_digits(char *dst, int count, int number)
{
    for (int i = count - 1; i >= 0; i--) {
        dst[i] = (char)('0' + number % 10);
        number /= 10;
    }
}

void rotation_week(char dst[BACKUP_PERIOD_ROOM], const char *iso_date)
{
    int64_t day = day_of(digits(iso_date, 4), digits(iso_date + 5, 2), digits(iso_date + 8, 2));
    int64_t thursday = day - weekday_of(day) + 3; /* decides the year */
    int year = year_of(thursday);
    text_copy(dst, BACKUP_PERIOD_ROOM, "0000-W00");
    put_digits(dst, 4, year);
    put_digits(dst + 6, 2, (int)((thursday - day_of(year, 1, 1)) / 7) + 1);
}

int64_t rotation_first_day(const struct backup_name *name)
{
    const char *period = name->period;
    int year = digits(period, 4);
    if (name->class_ == BACKUP_DAILY) {
        return day_of(year, digits(period + 4, 2), digits(period + 6, 2));
    }
    if (name->class_ == BACKUP_MONTHLY) {
        return day_of(year, digits(period + 5, 2), 1);
    }
    int64_t fourth = day_of(year, 1, 4); /* always in week 1 */
    return fourth - weekday_of(fourth) + (digits(period + 6, 2) - 1) * 7L;
}

/* Seconds since 1970, local: a daily one's moment, the first moment of a week or month, which is
 * before that of the daily one that was made together with it. */
static int64_t moment_of(const struct backup_name *name)
{
    const char *clock = name->period + 9;
    int64_t first = rotation_first_day(name) * 86400;
    return name->class_ != BACKUP_DAILY ? first
                                        : first + digits(clock, 2) * 3600L +
                                              digits(clock + 2, 2) * 60L + digits(clock + 4, 2);
}

/* --- which stay --- */

/* The day that the clock says; without a backup of just now nothing is of the future. */
static int64_t day_of_now(const struct rotation_file *files, int count)
{
    for (int i = 0; i < count; i++) {
        if (files[i].is_of_now && files[i].name.class_ == BACKUP_DAILY) {
            return rotation_first_day(&files[i].name);
        }
    }
    return INT64_MAX;
}

/* Of two alike the first counts as the newer. What has a date that is still to come was made by a
 * clock that was wrong, then or now: older than all others, or it would hold its place for years.
 */
static bool is_newer(const struct rotation_file *files, int64_t today, int one, int other)
{
    int64_t first = moment_of(&files[one].name);
    int64_t second = moment_of(&files[other].name);
    bool is_past = rotation_first_day(&files[one].name) <= today;
    if (files[one].is_of_now != files[other].is_of_now) {
        return files[one].is_of_now;
    }
    if (is_past != (rotation_first_day(&files[other].name) <= today)) {
        return is_past;
    }
    return first != second ? first > second : one < other;
}

/* Verified ones of its class that are newer: of its own period, or, with `leads`, the periods. */
static int count_newer(const struct rotation_file *files, int count, int64_t today, int which,
                       bool leads)
{
    int newer = 0;
    int64_t period = rotation_first_day(&files[which].name);
    for (int i = 0; i < count; i++) {
        if (i != which && files[i].is_verified &&
            files[i].name.class_ == files[which].name.class_ &&
            (leads ? files[i].leads : rotation_first_day(&files[i].name) == period)) {
            newer += is_newer(files, today, i, which) ? 1 : 0;
        }
    }
    return newer;
}

static int newest_verified(const struct rotation_file *files, int count, int64_t today)
{
    int newest = -1;
    for (int i = 0; i < count; i++) {
        if (files[i].is_verified && (newest < 0 || is_newer(files, today, i, newest))) {
            newest = i;
        }
    }
    return newest;
}

void rotation_choose(struct rotation_file *files, int count, const int keep[BACKUP_CLASS_COUNT])
{
    int64_t today = day_of_now(files, count);
    int newest = newest_verified(files, count, today);
    for (int i = 0; i < count; i++) {
        files[i].leads = files[i].is_verified && count_newer(files, count, today, i, false) == 0;
    }
    for (int i = 0; i < count; i++) {
        bool stays = files[i].leads &&
                     count_newer(files, count, today, i, true) < keep[files[i].name.class_];
        files[i].goes = files[i].is_verified && i != newest && !stays;
    }
}

bool rotation_has(const struct rotation_file *files, int count, enum backup_class class_,
                  const char *period)
{
    for (int i = 0; i < count; i++) {
        if (files[i].is_verified && files[i].name.class_ == class_ &&
            strcmp(files[i].name.period, period) == 0) {
            return true;
        }
    }
    return false;
}
