/* Which backups stay, and when the next one is due: pure. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/rules/due.h"
#include "core/rules/rotation.h"

enum { FILES_MAX = 400 };

static const int keep_usual[BACKUP_CLASS_COUNT] = {7, 4, 3};

static struct rotation_file make_file(const char *text, bool is_verified)
{
    struct rotation_file file = {.is_verified = is_verified};
    if (!backup_name_read(text, &file.name)) {
        fail_msg("no name: %s", text);
    }
    return file;
}

static void names_are_read_and_written_the_same(void **state)
{
    (void)state;
    static const char *const names[] = {
        "daily-20261127-030004.tar",  "weekly-2026-W48.tar",
        "monthly-2026-11.tar",        "daily-20261127-030004.tar.sealed",
        "weekly-2026-W48.tar.sealed", "monthly-2026-11.tar.sealed"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char written[BACKUP_NAME_ROOM];
        struct backup_name name;
        assert_true(backup_name_read(names[i], &name));
        assert_int_equal(name.is_sealed, i >= 3);
        assert_int_equal(name.class_, i % 3);
        backup_name_write(written, &name);
        assert_string_equal(written, names[i]);
    }
}

static void other_names_are_no_backups(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        "daily-",
                                        "daily-20261127-030004",
                                        "daily-20261127-030004.tar.gz",
                                        "daily-20261127-03000.tar",
                                        "daily-2026112x-030004.tar",
                                        ".daily-20261127-030004.tar",
                                        "xdaily-20261127-030004.tar",
                                        "weekly-2026-48.tar",
                                        "monthly-2026-11.tar.sealed2",
                                        "SHA256SUMS",
                                        "daily-20261127-030004.tar (2)"};
    struct backup_name name;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_false(backup_name_read(names[i], &name));
    }
}

static void weeks_are_those_of_iso_8601(void **state)
{
    (void)state;
    char ours[BACKUP_PERIOD_ROOM];
    for (int day = -25 * 366; day < 230 * 366; day++) { /* against the C library, 1945 to 2200 */
        char date[16];
        char theirs[16];
        struct tm fields;
        time_t moment = (time_t)day * 86400;
        gmtime_r(&moment, &fields);
        strftime(date, sizeof date, "%Y-%m-%d", &fields);
        strftime(theirs, sizeof theirs, "%G-W%V", &fields);
        rotation_week(ours, date);
        assert_string_equal(ours, theirs);
    }
}

static void so_many_of_each_class_stay(void **state)
{
    (void)state;
    struct rotation_file files[FILES_MAX];
    int count = 0;
    for (int day = 1; day <= 28; day++) {
        char name[BACKUP_NAME_ROOM];
        snprintf(name, sizeof name, "daily-202602%02d-030000.tar", day);
        files[count++] = make_file(name, true);
    }
    for (int week = 1; week <= 9; week++) {
        char name[BACKUP_NAME_ROOM];
        snprintf(name, sizeof name, "weekly-2026-W%02d.tar", week);
        files[count++] = make_file(name, true);
    }
    files[count++] = make_file("monthly-2025-11.tar", true);
    files[count++] = make_file("monthly-2025-12.tar", true);
    files[count++] = make_file("monthly-2026-01.tar", true);
    files[count++] = make_file("monthly-2026-02.tar", true);
    rotation_choose(files, count, keep_usual);
    for (int i = 0; i < count; i++) {
        bool stays = (i >= 21 && i < 28) || (i >= 33 && i < 37) || i >= 38;
        assert_int_equal(files[i].goes, !stays);
    }
}

static void age_alone_takes_nothing_away(void **state)
{
    (void)state;
    struct rotation_file files[] = {
        make_file("daily-19990101-030000.tar", true), make_file("daily-20261127-030000.tar", true),
        make_file("weekly-1999-W01.tar", true), make_file("monthly-1999-01.tar", true)};
    rotation_choose(files, 4, keep_usual);
    for (int i = 0; i < 4; i++) {
        assert_false(files[i].goes);
    }
}

static void what_is_not_verified_is_left_and_counts_for_nothing(void **state)
{
    (void)state;
    static const int keep[BACKUP_CLASS_COUNT] = {1, 0, 0};
    struct rotation_file files[] = {make_file("daily-20261125-030000.tar", true),
                                    make_file("daily-20261126-030000.tar", false),
                                    make_file("daily-20261127-030000.tar", false)};
    rotation_choose(files, 3, keep);
    assert_false(files[0].goes); /* the newest that can be trusted */
    assert_false(files[1].goes);
    assert_false(files[2].goes);
}

static void the_newest_verified_one_never_goes(void **state)
{
    (void)state;
    static const int keep[BACKUP_CLASS_COUNT] = {0, 0, 0};
    struct rotation_file files[] = {
        make_file("monthly-2026-11.tar", true), make_file("weekly-2026-W48.tar", true),
        make_file("daily-20261127-030000.tar", true), make_file("daily-20261126-030000.tar", true)};
    rotation_choose(files, 4, keep);
    assert_true(files[0].goes);
    assert_true(files[1].goes);
    assert_false(files[2].goes);
    assert_true(files[3].goes);
    rotation_choose(files, 2, keep); /* without dailies: the week began on the 23rd */
    assert_true(files[0].goes);
    assert_false(files[1].goes);
}

/* Whatever is there: never the newest verified, never more than asked, never an unverified one. */
static void the_rules_hold_for_any_folder(void **state)
{
    (void)state;
    struct test_random random;
    test_random_start(&random);
    for (int round = 0; round < 2000; round++) {
        struct rotation_file files[40];
        int keep[BACKUP_CLASS_COUNT];
        int left[BACKUP_CLASS_COUNT] = {0};
        int had[BACKUP_CLASS_COUNT] = {0};
        int count = 1 + test_random_below(&random, 40);
        int verified_left = 0;
        int verified = 0;
        for (int class_ = 0; class_ < BACKUP_CLASS_COUNT; class_++) {
            keep[class_] = test_random_below(&random, 9);
        }
        for (int i = 0; i < count; i++) {
            char name[BACKUP_NAME_ROOM];
            int a = 1 + test_random_below(&random, 12);
            int b = 1 + test_random_below(&random, 12);
            int class_ = test_random_below(&random, 3);
            if (class_ == BACKUP_DAILY) {
                snprintf(name, sizeof name, "daily-2026%02d%02d-030000.tar", a, b);
            } else if (class_ == BACKUP_WEEKLY) {
                snprintf(name, sizeof name, "weekly-20%02d-W%02d.tar", a, b);
            } else {
                snprintf(name, sizeof name, "monthly-20%02d-%02d.tar", a, b);
            }
            files[i] = make_file(name, test_random_below(&random, 4) != 0);
        }
        rotation_choose(files, count, keep);
        for (int i = 0; i < count; i++) {
            assert_true(files[i].is_verified || !files[i].goes);
            verified += files[i].is_verified;
            had[files[i].name.class_] += files[i].is_verified && files[i].leads;
            if (files[i].is_verified && !files[i].goes) {
                assert_true(files[i].leads);
                verified_left++;
                left[files[i].name.class_]++;
            }
        }
        assert_true(verified == 0 || verified_left > 0);
        for (int class_ = 0; class_ < BACKUP_CLASS_COUNT; class_++) {
            int least = had[class_] < keep[class_] ? had[class_] : keep[class_];
            assert_true(left[class_] >= least);
            assert_true(left[class_] <= keep[class_] + 1); /* one more: the newest of all */
        }
    }
}

static void what_was_made_just_now_is_the_newest_whatever_its_name(void **state)
{
    (void)state;
    struct rotation_file files[8];
    for (int i = 0; i < 8; i++) {
        char name[BACKUP_NAME_ROOM];
        snprintf(name, sizeof name, "daily-202611%02d-030000.tar", 20 + i);
        files[i] = make_file(name, true);
    }
    files[0].is_of_now = true; /* the clock went back a week */
    rotation_choose(files, 8, keep_usual);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(files[i].goes, i == 1);
    }
}

/* --- a club's days, one after the other --- */

/* Every backup that was made, as backup_keep.c does it: a daily one, the week's and the month's
 * when there is none, then what goes is taken out. */
struct folder {
    struct rotation_file files[FILES_MAX];
    int count;
};

static void add_now(struct folder *folder, enum backup_class class_, const char *period)
{
    struct rotation_file *file = &folder->files[folder->count++];
    *file = (struct rotation_file){.name.class_ = class_, .is_verified = true, .is_of_now = true};
    memcpy(file->name.period, period, strlen(period) + 1);
}

/* at: "2026-11-27 03:00:04" */
static void make_at(struct folder *folder, const char *at, const int keep[BACKUP_CLASS_COUNT])
{
    char period[48];
    int left = 0;
    for (int i = 0; i < folder->count; i++) {
        folder->files[i].is_of_now = false;
    }
    rotation_week(period, at);
    if (!rotation_has(folder->files, folder->count, BACKUP_WEEKLY, period)) {
        add_now(folder, BACKUP_WEEKLY, period);
    }
    snprintf(period, sizeof period, "%.7s", at);
    if (!rotation_has(folder->files, folder->count, BACKUP_MONTHLY, period)) {
        add_now(folder, BACKUP_MONTHLY, period);
    }
    snprintf(period, sizeof period, "%.4s%.2s%.2s-%.2s%.2s%.2s", at, at + 5, at + 8, at + 11,
             at + 14, at + 17);
    add_now(folder, BACKUP_DAILY, period);
    rotation_choose(folder->files, folder->count, keep);
    for (int i = 0; i < folder->count; i++) {
        assert_true(folder->files[i].name.class_ != BACKUP_DAILY || !folder->files[i].is_of_now ||
                    !folder->files[i].goes); /* what was made now is there */
        if (!folder->files[i].goes) {
            folder->files[left++] = folder->files[i];
        }
    }
    folder->count = left;
}

static int by_period(const void *a, const void *b)
{
    const struct rotation_file *left = a;
    const struct rotation_file *right = b;
    return left->name.class_ != right->name.class_
               ? (left->name.class_ > right->name.class_ ? 1 : -1)
               : strcmp(left->name.period, right->name.period);
}

/* "20261127-0300 20261128-0300 | 2026-W48 | 2026-11" */
static void write_folder(struct folder *folder, char *dst, size_t size)
{
    int class_ = BACKUP_DAILY;
    size_t used = 0;
    qsort(folder->files, (size_t)folder->count, sizeof folder->files[0], by_period);
    dst[0] = '\0';
    for (int i = 0; i < folder->count && used < size; i++) {
        const struct backup_name *name = &folder->files[i].name;
        const char *before = i == 0 ? "" : " ";
        if ((int)name->class_ != class_) {
            before = " | ";
            class_ = (int)name->class_;
        }
        used += (size_t)snprintf(dst + used, size - used, "%s%.13s", before, name->period);
    }
}

static void one_a_day_stays_for_seven_days_whatever_the_clock_does(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        const char *made[12];
        const char *left;
    } cases[] = {
        {"seven by hand on one day take no other day's place",
         {"2026-11-21 03:00:00", "2026-11-22 03:00:00", "2026-11-23 03:00:00",
          "2026-11-24 10:00:00", "2026-11-24 11:00:00", "2026-11-24 12:00:00",
          "2026-11-24 13:00:00", "2026-11-24 14:00:00", "2026-11-24 15:00:00",
          "2026-11-24 16:00:00"},
         "20261121-0300 20261122-0300 20261123-0300 20261124-1600 | 2026-W47 2026-W48 | 2026-11"},
        {"the hour that comes twice in October is one day",
         {"2026-10-24 03:00:00", "2026-10-25 02:50:00", "2026-10-25 02:10:00",
          "2026-10-26 03:00:00"},
         "20261024-0300 20261025-0210 20261026-0300 | 2026-W43 2026-W44 | 2026-10"},
        {"the day with 23 hours is a day",
         {"2026-03-28 03:00:00", "2026-03-29 03:00:00", "2026-03-30 03:00:00"},
         "20260328-0300 20260329-0300 20260330-0300 | 2026-W13 2026-W14 | 2026-03"},
        {"a year with week 53, and its change",
         {"2026-12-27 23:59:59", "2026-12-28 00:00:00", "2026-12-31 23:59:59",
          "2027-01-01 00:00:00", "2027-01-03 03:00:00", "2027-01-04 03:00:00"},
         "20261227-2359 20261228-0000 20261231-2359 20270101-0000 20270103-0300 20270104-0300 |"
         " 2026-W52 2026-W53 2027-W01 | 2026-12 2027-01"},
        {"weeks without a backup take nothing away",
         {"2026-05-01 03:00:00", "2026-06-20 03:00:00", "2026-09-01 03:00:00"},
         "20260501-0300 20260620-0300 20260901-0300 | 2026-W18 2026-W25 2026-W36 |"
         " 2026-05 2026-06 2026-09"},
        {"a clock that said 2199 for a day is the first that goes",
         {"2026-11-20 03:00:00", "2026-11-21 03:00:00", "2026-11-22 03:00:00",
          "2026-11-23 03:00:00", "2026-11-24 03:00:00", "2026-11-25 03:00:00",
          "2199-01-01 03:00:00", "2026-11-26 03:00:00"},
         "20261120-0300 20261121-0300 20261122-0300 20261123-0300 20261124-0300 20261125-0300"
         " 20261126-0300 | 2026-W47 2026-W48 2199-W01 | 2026-11 2199-01"},
        {"a clock that says 1950 pushes out one day, not all",
         {"2026-11-20 03:00:00", "2026-11-21 03:00:00", "2026-11-22 03:00:00",
          "2026-11-23 03:00:00", "2026-11-24 03:00:00", "2026-11-25 03:00:00",
          "2026-11-26 03:00:00", "1950-01-01 03:00:00", "1950-01-01 02:00:00",
          "1950-01-01 01:00:00"},
         "19500101-0100 20261121-0300 20261122-0300 20261123-0300 20261124-0300 20261125-0300"
         " 20261126-0300 | 1949-W52 2026-W47 2026-W48 | 1950-01 2026-11"},
        {"and is the first that goes when the clock is right again",
         {"2026-11-20 03:00:00", "2026-11-21 03:00:00", "2026-11-22 03:00:00",
          "2026-11-23 03:00:00", "2026-11-24 03:00:00", "1950-01-01 03:00:00",
          "2026-11-25 03:00:00", "2026-11-26 03:00:00"},
         "20261120-0300 20261121-0300 20261122-0300 20261123-0300 20261124-0300 20261125-0300"
         " 20261126-0300 | 1949-W52 2026-W47 2026-W48 | 1950-01 2026-11"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct folder folder = {0};
        char left[600];
        for (int j = 0; j < 12 && cases[i].made[j] != NULL; j++) {
            make_at(&folder, cases[i].made[j], keep_usual);
        }
        write_folder(&folder, left, sizeof left);
        if (strcmp(left, cases[i].left) != 0) {
            fail_msg("%s:\n%s\ninstead of\n%s", cases[i].what, left, cases[i].left);
        }
    }
}

static void thirty_in_one_day_are_one_day(void **state)
{
    (void)state;
    struct folder folder = {0};
    char left[600];
    for (int day = 1; day <= 8; day++) {
        for (int i = 0; i < 30; i++) {
            char at[32];
            snprintf(at, sizeof at, "2026-06-%02d 12:%02d:00", day, i);
            make_at(&folder, at, keep_usual);
        }
    }
    write_folder(&folder, left, sizeof left);
    assert_string_equal(left, "20260602-1229 20260603-1229 20260604-1229 20260605-1229"
                              " 20260606-1229 20260607-1229 20260608-1229 |"
                              " 2026-W23 2026-W24 | 2026-06");
}

/* Seven days in 2199 do not hold their places for ever. */
static void a_wrong_week_makes_room_for_right_ones(void **state)
{
    (void)state;
    struct folder folder = {0};
    char left[600];
    for (int day = 1; day <= 14; day++) {
        char at[32];
        snprintf(at, sizeof at, "%s-%02d 03:00:00", day <= 7 ? "2199-03" : "2026-06", day);
        make_at(&folder, at, keep_usual);
    }
    write_folder(&folder, left, sizeof left);
    assert_memory_equal(left, "20260608-0300 20260609-0300 20260610-0300 20260611-0300", 55);
}

static int count_periods(const struct folder *folder, enum backup_class class_)
{
    int periods = 0;
    size_t length = class_ == BACKUP_DAILY ? 8 : BACKUP_PERIOD_ROOM;
    for (int i = 0; i < folder->count; i++) {
        bool is_first = folder->files[i].is_verified && folder->files[i].name.class_ == class_;
        for (int j = 0; j < i && is_first; j++) {
            is_first =
                !folder->files[j].is_verified || folder->files[j].name.class_ != class_ ||
                strncmp(folder->files[i].name.period, folder->files[j].name.period, length) != 0;
        }
        periods += is_first;
    }
    return periods;
}

/* Any clock: what was made now stays (make_at looks), no day, week or month is lost that was among
 * the seven, four and three, and no two of one day are left. */
static void no_clock_takes_more_than_what_is_too_much(void **state)
{
    (void)state;
    struct test_random random;
    test_random_start(&random);
    for (int round = 0; round < 200; round++) {
        struct folder folder = {0};
        for (int step = 0; step < 60; step++) {
            static const int years[] = {2026, 2026, 2026, 1950, 2199};
            int before[BACKUP_CLASS_COUNT];
            char at[48];
            snprintf(at, sizeof at, "%04d-%02d-%02d %02d:%02d:%02d",
                     years[test_random_below(&random, 5)], 1 + test_random_below(&random, 3),
                     1 + test_random_below(&random, 28), test_random_below(&random, 24),
                     test_random_below(&random, 60), step);
            for (int class_ = 0; class_ < BACKUP_CLASS_COUNT; class_++) {
                before[class_] = count_periods(&folder, (enum backup_class)class_);
            }
            make_at(&folder, at, keep_usual);
            for (int class_ = 0; class_ < BACKUP_CLASS_COUNT; class_++) {
                int after = count_periods(&folder, (enum backup_class)class_);
                int least =
                    before[class_] < keep_usual[class_] ? before[class_] : keep_usual[class_];
                assert_true(after >= least && after <= keep_usual[class_]);
            }
        }
    }
}

static void a_period_has_its_backup_only_when_that_is_verified(void **state)
{
    (void)state;
    struct rotation_file files[] = {make_file("weekly-2026-W47.tar", true),
                                    make_file("weekly-2026-W48.tar", false)};
    assert_true(rotation_has(files, 2, BACKUP_WEEKLY, "2026-W47"));
    assert_false(rotation_has(files, 2, BACKUP_WEEKLY, "2026-W48"));
    assert_false(rotation_has(files, 2, BACKUP_MONTHLY, "2026-W47"));
}

/* --- when it is due
 * -------------------------------------------------------------------------------- */

#define HOUR (INT64_C(3600) * 1000)
#define DAY  (24 * HOUR)

/* Day 1000 at the given hour; the work of that club is done at 3. */
static struct due_facts facts_at(int hour)
{
    return (struct due_facts){
        .now_ms = 1000 * DAY + hour * HOUR,
        .today_ms = 1000 * DAY + 3 * HOUR,
        .yesterday_ms = 999 * DAY + 3 * HOUR,
        .tomorrow_ms = 1001 * DAY + 3 * HOUR,
        .club_since_ms = 500 * DAY,
        .is_automatic = true,
        .has_backup = true,
        .good_ms = {1000 * DAY - 20 * HOUR, 1000 * DAY - 20 * HOUR, 995 * DAY}};
}

static void yesterdays_backup_is_enough_until_the_hour(void **state)
{
    (void)state;
    struct due_facts facts = facts_at(2);
    assert_false(due_now(&facts, DUE_BACKUP));
    assert_int_equal(due_next_ms(&facts), facts.today_ms);
    facts = facts_at(3);
    assert_true(due_now(&facts, DUE_BACKUP));
    assert_true(due_now(&facts, DUE_CHECK));
    assert_int_equal(due_next_ms(&facts), facts.now_ms);
}

static void a_missed_day_is_made_up(void **state)
{
    (void)state;
    struct due_facts facts = facts_at(1);
    facts.good_ms[DUE_BACKUP] = facts.yesterday_ms - 1;
    assert_true(due_now(&facts, DUE_BACKUP));
    facts.good_ms[DUE_BACKUP] = facts.yesterday_ms;
    assert_false(due_now(&facts, DUE_BACKUP));
}

static void what_failed_is_tried_again_after_an_hour(void **state)
{
    (void)state;
    struct due_facts facts = facts_at(10);
    facts.tried_ms[DUE_BACKUP] = facts.now_ms - HOUR + 1;
    assert_false(due_now(&facts, DUE_BACKUP));
    facts.good_ms[DUE_CHECK] = facts.now_ms;
    assert_int_equal(due_next_ms(&facts), facts.now_ms + 1);
    facts.tried_ms[DUE_BACKUP] = facts.now_ms - HOUR;
    assert_true(due_now(&facts, DUE_BACKUP));
}

static void a_new_club_waits_for_its_first_night(void **state)
{
    (void)state;
    struct due_facts facts = facts_at(20);
    facts.club_since_ms = facts.now_ms - HOUR;
    memset(facts.good_ms, 0, sizeof facts.good_ms);
    facts.has_backup = false;
    for (int work = 0; work < DUE_COUNT; work++) {
        assert_false(due_now(&facts, (enum due_work)work));
    }
    assert_int_equal(due_next_ms(&facts), facts.tomorrow_ms);
}

static void a_restore_test_comes_every_thirty_days_and_needs_a_backup(void **state)
{
    (void)state;
    struct due_facts facts = facts_at(10);
    facts.good_ms[DUE_BACKUP] = facts.good_ms[DUE_CHECK] = facts.now_ms;
    assert_false(due_now(&facts, DUE_RESTORE_TEST));
    facts.good_ms[DUE_RESTORE_TEST] = facts.now_ms - 30 * DAY;
    assert_true(due_now(&facts, DUE_RESTORE_TEST));
    facts.has_backup = false;
    assert_false(due_now(&facts, DUE_RESTORE_TEST));
    facts = facts_at(10);
    facts.good_ms[DUE_RESTORE_TEST] = 0; /* never */
    assert_true(due_now(&facts, DUE_RESTORE_TEST));
}

static void what_is_not_automatic_is_never_due_but_the_check(void **state)
{
    (void)state;
    struct due_facts facts = facts_at(10);
    facts.is_automatic = false;
    facts.good_ms[DUE_RESTORE_TEST] = 0;
    assert_false(due_now(&facts, DUE_BACKUP));
    assert_false(due_now(&facts, DUE_RESTORE_TEST));
    assert_true(due_now(&facts, DUE_CHECK));
    facts.good_ms[DUE_CHECK] = facts.now_ms;
    assert_int_equal(due_next_ms(&facts), facts.tomorrow_ms);
}

static void a_clock_that_was_wrong_holds_nothing_up(void **state)
{
    (void)state;
    struct due_facts facts = facts_at(10);
    facts.good_ms[DUE_BACKUP] = facts.now_ms + 365 * DAY;
    facts.tried_ms[DUE_BACKUP] = facts.now_ms + 365 * DAY;
    assert_true(due_now(&facts, DUE_BACKUP));
    facts.club_since_ms = facts.now_ms + DAY;
    assert_true(due_now(&facts, DUE_BACKUP));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_and_written_the_same),
        cmocka_unit_test(other_names_are_no_backups),
        cmocka_unit_test(weeks_are_those_of_iso_8601),
        cmocka_unit_test(so_many_of_each_class_stay),
        cmocka_unit_test(age_alone_takes_nothing_away),
        cmocka_unit_test(what_is_not_verified_is_left_and_counts_for_nothing),
        cmocka_unit_test(the_newest_verified_one_never_goes),
        cmocka_unit_test(the_rules_hold_for_any_folder),
        cmocka_unit_test(what_was_made_just_now_is_the_newest_whatever_its_name),
        cmocka_unit_test(one_a_day_stays_for_seven_days_whatever_the_clock_does),
        cmocka_unit_test(thirty_in_one_day_are_one_day),
        cmocka_unit_test(a_wrong_week_makes_room_for_right_ones),
        cmocka_unit_test(no_clock_takes_more_than_what_is_too_much),
        cmocka_unit_test(a_period_has_its_backup_only_when_that_is_verified),
        cmocka_unit_test(yesterdays_backup_is_enough_until_the_hour),
        cmocka_unit_test(a_missed_day_is_made_up),
        cmocka_unit_test(what_failed_is_tried_again_after_an_hour),
        cmocka_unit_test(a_new_club_waits_for_its_first_night),
        cmocka_unit_test(a_restore_test_comes_every_thirty_days_and_needs_a_backup),
        cmocka_unit_test(what_is_not_automatic_is_never_due_but_the_check),
        cmocka_unit_test(a_clock_that_was_wrong_holds_nothing_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
