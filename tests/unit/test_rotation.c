/* Which backups stay, and when the next one is due: pure. */
#include "support.h"

#include <stdio.h>
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
    for (int day = 0; day < 60 * 366; day++) { /* against the C library, 1970 to 2030 */
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
            had[files[i].name.class_] += files[i].is_verified;
            if (files[i].is_verified && !files[i].goes) {
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
