#include "core/rules/rotation.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "store/records.h"

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
    snprintf(name->period, sizeof name->period, "%.*s", (int)strlen(classes[class_].form),
             text + word);
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
    snprintf(dst, BACKUP_NAME_ROOM, "%s%s%s", classes[name->class_].word, name->period,
             name->is_sealed ? sealed_end : plain_end);
}

void rotation_week(char dst[BACKUP_PERIOD_ROOM], const char *iso_date)
{
    char thursday[DATE_ROOM];
    char first[DATE_ROOM];
    int64_t days = time_date_days(iso_date);
    int64_t weekday = ((days + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday; Monday is 0 */
    int64_t middle = days - weekday + 3;        /* the Thursday decides the year */
    time_days_date(thursday, middle);
    snprintf(first, sizeof first, "%.4s-01-01", thursday);
    int week = (int)((middle - time_date_days(first)) / 7) + 1;
    snprintf(dst, BACKUP_PERIOD_ROOM, "%.4s-W%02d", thursday, week);
}

/* The day that stands for a period when classes are compared: a week's and a month's backup was
 * made together with a daily one, so daily ones win when days are equal. */
static void sort_key(char dst[BACKUP_PERIOD_ROOM], const struct backup_name *name)
{
    if (name->class_ == BACKUP_DAILY) {
        snprintf(dst, BACKUP_PERIOD_ROOM, "%s", name->period);
    } else if (name->class_ == BACKUP_MONTHLY) {
        snprintf(dst, BACKUP_PERIOD_ROOM, "%.4s%.2s01", name->period, name->period + 5);
    } else {
        char date[DATE_ROOM];
        char fourth[DATE_ROOM];
        int week = (name->period[6] - '0') * 10 + name->period[7] - '0';
        snprintf(fourth, sizeof fourth, "%.4s-01-04", name->period); /* always in week 1 */
        int64_t days = time_date_days(fourth);
        int64_t weekday = ((days + 3) % 7 + 7) % 7;
        time_days_date(date, days - weekday + (int64_t)(week - 1) * 7);
        snprintf(dst, BACKUP_PERIOD_ROOM, "%.4s%.2s%.2s", date, date + 5, date + 8);
    }
}

static int newer_of_class(const struct rotation_file *files, int count, int which)
{
    int newer = 0;
    for (int i = 0; i < count; i++) {
        if (i == which || !files[i].is_verified ||
            files[i].name.class_ != files[which].name.class_) {
            continue;
        }
        int order = strcmp(files[i].name.period, files[which].name.period);
        newer += order > 0 || (order == 0 && i < which) ? 1 : 0;
    }
    return newer;
}

static int newest_verified(const struct rotation_file *files, int count)
{
    int newest = -1;
    char newest_key[BACKUP_PERIOD_ROOM] = "";
    for (int i = 0; i < count; i++) {
        char key[BACKUP_PERIOD_ROOM];
        sort_key(key, &files[i].name);
        if (files[i].is_verified && (newest < 0 || strcmp(key, newest_key) > 0)) {
            newest = i;
            text_copy(newest_key, sizeof newest_key, key);
        }
    }
    return newest;
}

void rotation_choose(struct rotation_file *files, int count, const int keep[BACKUP_CLASS_COUNT])
{
    int newest = newest_verified(files, count);
    for (int i = 0; i < count; i++) {
        files[i].goes = files[i].is_verified && i != newest &&
                        newer_of_class(files, count, i) >= keep[files[i].name.class_];
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
