/* Turns for a permit. */
#include "support.h"

#include "core/rules/permit.h"

enum { UNTIL = 20000 };

static const struct permit_rules dutch = {.turns = PERMIT_TURNS,
                                          .competitions = PERMIT_COMPETITIONS};
static struct permit_session sessions[200];
static int months[200];

/* One session a day on those days before UNTIL, the oldest first. */
static struct permit count_days(const int *days_ago, int count)
{
    struct permit permit;
    for (int i = 0; i < count; i++) {
        sessions[i] = (struct permit_session){.day = UNTIL - days_ago[i],
                                              .session_id = i + 1,
                                              .weapon = "Pistol",
                                              .calibre = ".22",
                                              .rounds = 60};
        months[i] = (UNTIL - days_ago[i]) / 30;
    }
    permit_count(&dutch, sessions, months, count, UNTIL, &permit);
    return permit;
}

static void nobody_shot_and_eighteen_lack(void **state)
{
    (void)state;
    struct permit permit = count_days(NULL, 0);
    assert_int_equal(permit.turns, 0);
    assert_int_equal(permit.missing, 18);
    assert_false(permit.has_forecast);
    assert_int_equal(permit.group_count, 0);
}

static void the_window_is_365_days_with_the_last_one(void **state)
{
    (void)state;
    const int days[] = {365, 364, 1, 0};
    struct permit permit = count_days(days, 4);
    assert_int_equal(permit.turns, 3);
    assert_int_equal(permit.groups[0].turns, 3);
    assert_int_equal(permit.groups[0].rounds, 180);
}

static void two_sessions_of_a_day_are_one_turn(void **state)
{
    (void)state;
    const int days[] = {9, 9, 9, 2};
    struct permit permit = count_days(days, 4);
    assert_int_equal(permit.turns, 2);
    assert_int_equal(permit.sessions, 4);
    assert_int_equal(permit.groups[0].turns, 2);
    assert_int_equal(permit.groups[0].rounds, 240);
}

static void two_sessions_of_a_day_are_two_turns_where_a_club_says_so(void **state)
{
    (void)state;
    const struct permit_rules strict = {.turns = 3, .competitions = 5, .counts_sessions = true};
    struct permit permit;
    const int days[] = {9, 9, 2};
    count_days(days, 3);
    permit_count(&strict, sessions, months, 3, UNTIL, &permit);
    assert_int_equal(permit.turns, 3);
    assert_int_equal(permit.missing, 0);
    assert_int_equal(permit.groups[0].turns, 3);
}

static void two_weapons_of_a_session_are_one_session(void **state)
{
    (void)state;
    struct permit permit;
    const int days[] = {9, 9};
    count_days(days, 2);
    sessions[1].session_id = sessions[0].session_id;
    sessions[1].weapon = "Rifle";
    permit_count(&dutch, sessions, months, 2, UNTIL, &permit);
    assert_int_equal(permit.sessions, 1);
    assert_int_equal(permit.turns, 1);
    assert_int_equal(permit.group_count, 2);
    assert_int_equal(permit.groups[1].turns, 1);
}

static void a_competition_counts_once_a_day(void **state)
{
    (void)state;
    struct permit permit;
    const int days[] = {9, 9, 3};
    count_days(days, 3);
    sessions[0].is_competition = sessions[1].is_competition = true;
    permit_count(&dutch, sessions, months, 3, UNTIL, &permit);
    assert_int_equal(permit.competitions, 1);
}

static void eighteen_are_enough_and_seventeen_are_not(void **state)
{
    (void)state;
    int days[18];
    for (int i = 0; i < 18; i++) {
        days[i] = 17 - i;
    }
    struct permit permit = count_days(days, 18);
    assert_int_equal(permit.missing, 0);
    assert_true(permit.has_forecast);
    assert_int_equal(permit.reaches, UNTIL);
    permit = count_days(days + 1, 17);
    assert_int_equal(permit.missing, 1);
    assert_true(permit.has_forecast);
    assert_int_equal(permit.reaches, UNTIL + 6); /* 17 in 90 days: the next after 90/17 days */
}

static void turns_that_fall_out_of_the_window_are_lost_to_the_forecast(void **state)
{
    (void)state;
    int days[17];
    for (int i = 0; i < 17; i++) {
        days[i] = 364 - i; /* all a year ago, none lately */
    }
    struct permit permit = count_days(days, 17);
    assert_int_equal(permit.missing, 1);
    assert_false(permit.has_forecast);
}

static void more_weapons_than_rows_are_added_to_the_last(void **state)
{
    (void)state;
    static char names[40][8];
    struct permit permit;
    int days[40];
    int64_t rounds = 0;
    for (int i = 0; i < 40; i++) {
        days[i] = 40 - i;
    }
    count_days(days, 40);
    for (int i = 0; i < 40; i++) {
        names[i][0] = (char)('A' + i % 26);
        names[i][1] = (char)('0' + i / 26);
        sessions[i].weapon = names[i];
    }
    permit_count(&dutch, sessions, months, 40, UNTIL, &permit);
    assert_int_equal(permit.group_count, PERMIT_GROUPS_MAX);
    for (int i = 0; i < PERMIT_GROUPS_MAX; i++) {
        rounds += permit.groups[i].rounds;
    }
    assert_int_equal(rounds, 40 * 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_shot_and_eighteen_lack),
        cmocka_unit_test(the_window_is_365_days_with_the_last_one),
        cmocka_unit_test(two_sessions_of_a_day_are_one_turn),
        cmocka_unit_test(two_sessions_of_a_day_are_two_turns_where_a_club_says_so),
        cmocka_unit_test(two_weapons_of_a_session_are_one_session),
        cmocka_unit_test(a_competition_counts_once_a_day),
        cmocka_unit_test(eighteen_are_enough_and_seventeen_are_not),
        cmocka_unit_test(turns_that_fall_out_of_the_window_are_lost_to_the_forecast),
        cmocka_unit_test(more_weapons_than_rows_are_added_to_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
