/* What the sessions of a weapon say: each rule says it, and does not say it. */
#include "reflection_support.h"

#include "base/i18n.h"

#include <stdlib.h>

enum { SHOTS = 20 };

/* One session of 20 shots of `tenths` a shot; with a place when spread_um > 0: as far to each side
 * of the centre. */
struct sessions {
    int count;
    int tenths, vary; /* the average of a shot goes up and down by `vary` */
    int64_t x_um, far_x_um, far_y_um;
};

static void add_sessions(struct tally *tally, struct sessions of)
{
    for (int i = 0; i < of.count; i++) {
        bool is_plotted = of.far_x_um > 0;
        struct tally_line line = {.rounds = SHOTS + 5,
                                  .shots = SHOTS,
                                  .total_tenths =
                                      SHOTS * (of.tenths + (i % 2 == 0 ? of.vary : -of.vary)),
                                  .local_date = "2026-03-01"};
        if (is_plotted) {
            line.plotted = SHOTS;
            line.sum_x_um = SHOTS * of.x_um;
            line.sum_xx = SHOTS * (of.x_um * of.x_um + of.far_x_um * of.far_x_um);
            line.sum_yy = SHOTS * of.far_y_um * of.far_y_um;
        }
        tally_add(tally, &line);
    }
}

static struct tally tally_of(struct sessions of)
{
    struct tally tally = {0};
    add_sessions(&tally, of);
    return tally;
}

struct fixture {
    struct tally all, before;
    struct trend score, sigma;
    struct reflection_group ammunition[4], distances[4];
    struct sight_advice advice;
    struct reflection_weapon input;
    struct reflection reflection;
};

static const struct reflection *reflect(struct fixture *fixture)
{
    struct reflection_weapon *input = &fixture->input;
    input->all = &fixture->all;
    input->before = &fixture->before;
    input->score = &fixture->score;
    input->sigma = &fixture->sigma;
    input->ammunition = fixture->ammunition;
    input->distances = fixture->distances;
    tally_sight_advice(&fixture->all, 10, 2, &fixture->advice);
    input->advice = &fixture->advice;
    if (input->decimal_point == 0) {
        input->decimal_point = '.';
    }
    reflection_of_weapon(input, &fixture->reflection);
    check_reflection(&fixture->reflection);
    return &fixture->reflection;
}

/* --- summary -------------------------------------------------------------------------------- */
static void without_shots_it_says_only_that(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    assert_int_equal(reflect(&fixture)->count, 1);
    assert_says(&fixture.reflection, "no_shots", REFLECTION_SUMMARY, "No match shots");
}

static void what_may_be_absent_is_left_out(void **state)
{
    (void)state;
    struct tally all = tally_of((struct sessions){.count = 5, .tenths = 90, .vary = 2});
    struct reflection_weapon input = {.all = &all, .decimal_point = '.'};
    struct reflection reflection;
    reflection_of_weapon(&input, &reflection);
    check_reflection(&reflection);
    assert_int_equal(reflection.count, 2);
    assert_says(&reflection, "next_leave", REFLECTION_NEXT, "leave weapon");
}

static void sessions_shots_and_average_come_first(void **state)
{
    (void)state;
    struct fixture fixture = {.all =
                                  tally_of((struct sessions){.count = 5, .tenths = 90, .vary = 2})};
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "all", REFLECTION_SUMMARY,
                "5 sessions with 100 shots in this period: 9.04");
    assert_non_null(strstr(said(reflection, "all")->basis, "95 % interval"));
    assert_silent(reflection, "few_sessions");
    assert_silent(reflection, "next_sessions");
}

static void two_sessions_are_too_few_to_compare(void **state)
{
    (void)state;
    struct fixture fixture = {.all = tally_of((struct sessions){.count = 2, .tenths = 90}),
                              .before = tally_of((struct sessions){.count = 9, .tenths = 80})};
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "few_sessions", REFLECTION_SUMMARY, "2 sessions are too few");
    assert_says(reflection, "next_sessions", REFLECTION_NEXT, "at least 3 sessions");
    assert_silent(reflection, "period_average");
}

static void the_group_is_judged_when_there_is_one(void **state)
{
    (void)state;
    struct fixture fixture = {.all = tally_of((struct sessions){
                                  .count = 5, .tenths = 90, .far_x_um = 3000, .far_y_um = 3000})};
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "sigma", REFLECTION_SUMMARY, "sigma) is 3.1 mm");
    assert_says(reflection, "sight_good", REFLECTION_SUMMARY, "needs no change");
    assert_says(reflection, "round", REFLECTION_SUMMARY, "round");
    assert_silent(reflection, "mpi_x");
    fixture.all = tally_of((struct sessions){.count = 5, .tenths = 90});
    reflect(&fixture);
    assert_silent(&fixture.reflection, "sigma");
    assert_silent(&fixture.reflection, "sight_good");
    assert_silent(&fixture.reflection, "round");
}

static void distances_stand_beside_each_other(void **state)
{
    (void)state;
    struct fixture fixture = {
        .all = tally_of((struct sessions){.count = 5, .tenths = 90}),
        .distances = {{"10 m", tally_of((struct sessions){.count = 3, .tenths = 94})},
                      {"25 m", tally_of((struct sessions){.count = 3, .tenths = 86})}},
        .input = {.distance_count = 1}};
    assert_silent(reflect(&fixture), "distances");
    fixture.input.distance_count = 2;
    assert_says(reflect(&fixture), "distances", REFLECTION_SUMMARY,
                "On average 9.40 at 10 m and 8.60 at 25 m.");
}

/* --- trends --------------------------------------------------------------------------------- */
static void the_average_is_compared_with_the_period_before(void **state)
{
    (void)state;
    struct fixture fixture = {
        .all = tally_of((struct sessions){.count = 8, .tenths = 92, .vary = 2}),
        .before = tally_of((struct sessions){.count = 8, .tenths = 86, .vary = 2})};
    assert_says(reflect(&fixture), "period_average", REFLECTION_STRONG,
                "0.60 rings a shot higher than in the period before: more than chance");
    struct tally now = fixture.all;
    fixture.all = fixture.before;
    fixture.before = now;
    assert_says(reflect(&fixture), "period_average", REFLECTION_STRONG, "0.60 rings a shot lower");
}

static void a_difference_within_noise_says_how_many_more_shots(void **state)
{
    (void)state;
    struct fixture fixture = {
        .all = tally_of((struct sessions){.count = 8, .tenths = 91, .vary = 2}),
        .before = tally_of((struct sessions){.count = 8, .tenths = 90, .vary = 2})};
    assert_says(reflect(&fixture), "period_average", REFLECTION_STRONG, "within noise. About ");
    assert_says(&fixture.reflection, "period_average", REFLECTION_STRONG, "more shots would tell.");
    fixture.before = fixture.all;
    assert_says(reflect(&fixture), "period_average", REFLECTION_STRONG, "0.00 rings a shot");
    assert_null(strstr(said(&fixture.reflection, "period_average")->text, "would tell"));
}

static void a_tiny_difference_would_take_thousands_of_shots(void **state)
{
    (void)state;
    struct fixture fixture = {
        .all = tally_of((struct sessions){.count = 8, .tenths = 91, .vary = 20}),
        .before = tally_of((struct sessions){.count = 8, .tenths = 90, .vary = 20})};
    assert_says(reflect(&fixture), "period_average", REFLECTION_STRONG, "thousands of shots");
}

static void the_spread_is_compared_with_the_period_before(void **state)
{
    (void)state;
    struct sessions tight = {.count = 5, .tenths = 90, .far_x_um = 3000, .far_y_um = 3000};
    struct sessions wide = {.count = 5, .tenths = 90, .far_x_um = 4500, .far_y_um = 4500};
    struct fixture fixture = {.all = tally_of(wide), .before = tally_of(tight)};
    assert_says(reflect(&fixture), "period_sigma", REFLECTION_STRONG, "50 % larger");
    fixture.all = tally_of(tight);
    fixture.before = tally_of(wide);
    assert_says(reflect(&fixture), "period_sigma", REFLECTION_STRONG, "33 % smaller");
    wide.far_x_um = wide.far_y_um = 3100;
    fixture.before = tally_of(wide);
    assert_says(reflect(&fixture), "period_sigma", REFLECTION_STRONG, "within noise");
    fixture.before = (struct tally){0};
    assert_silent(reflect(&fixture), "period_sigma");
}

static struct trend trend_of(double start, double per_day, double wobble)
{
    struct trend_point points[10];
    struct trend trend;
    for (int i = 0; i < 10; i++) {
        points[i] = (struct trend_point){3.0 * i, start + 3.0 * i * per_day +
                                                      (i % 3 == 0 ? wobble : -wobble)};
    }
    trend_read(points, 10, &trend);
    return trend;
}

static void the_score_rises_falls_or_stays_within_noise(void **state)
{
    (void)state;
    struct fixture fixture = {.all = tally_of((struct sessions){.count = 5, .tenths = 90})};
    assert_silent(reflect(&fixture), "score_trend");
    fixture.score = trend_of(9, 0.01, 0.001);
    assert_says(reflect(&fixture), "score_trend", REFLECTION_STRONG,
                "rises 0.30 rings a shot in 30");
    fixture.score = trend_of(9, -0.01, 0.001);
    assert_says(reflect(&fixture), "score_trend", REFLECTION_STRONG, "falls 0.30 rings a shot");
    fixture.score = trend_of(9, 0.01, 0.3);
    assert_says(reflect(&fixture), "score_trend", REFLECTION_STRONG, "within noise. About");
}

static void the_spread_grows_shrinks_or_stays_within_noise(void **state)
{
    (void)state;
    struct fixture fixture = {.all = tally_of((struct sessions){.count = 5, .tenths = 90})};
    assert_silent(reflect(&fixture), "sigma_trend");
    fixture.sigma = trend_of(8, 0.1, 0.01);
    assert_says(reflect(&fixture), "sigma_trend", REFLECTION_STRONG, "grows 3.0");
    fixture.sigma = trend_of(8, -0.1, 0.01);
    assert_says(reflect(&fixture), "sigma_trend", REFLECTION_STRONG, "shrinks 3.0");
    fixture.sigma = trend_of(8, 0, 1);
    assert_says(reflect(&fixture), "sigma_trend", REFLECTION_STRONG, "within noise");
}

/* --- ammunition ----------------------------------------------------------------------------- */
static void the_best_ammunition_is_named_beyond_noise_only(void **state)
{
    (void)state;
    struct fixture fixture = {
        .all = tally_of((struct sessions){.count = 5, .tenths = 90}),
        .ammunition = {{"Old", tally_of((struct sessions){.count = 6, .tenths = 85, .vary = 2})},
                       {"Match", tally_of((struct sessions){.count = 6, .tenths = 92, .vary = 2})},
                       {"Rare", tally_of((struct sessions){.count = 1, .tenths = 99})}},
        .input = {.ammunition_count = 3}};
    assert_says(reflect(&fixture), "ammunition", REFLECTION_STRONG,
                "Match makes 0.70 rings a shot more than Old: more than chance explains");
    assert_says(&fixture.reflection, "next_ammunition", REFLECTION_NEXT,
                "Go on with Match rather than Old.");
    fixture.ammunition[0].tally = tally_of((struct sessions){.count = 6, .tenths = 91, .vary = 2});
    assert_says(reflect(&fixture), "ammunition", REFLECTION_STRONG, "more than Old: within noise.");
    assert_says(&fixture.reflection, "next_ammunition", REFLECTION_NEXT,
                "Before choosing between Match and Old: shoot about");
    fixture.input.ammunition_count = 1;
    assert_silent(reflect(&fixture), "ammunition");
    assert_silent(&fixture.reflection, "next_ammunition");
}

static void spreads_of_ammunition_compare_at_one_distance(void **state)
{
    (void)state;
    struct sessions tight = {.count = 3, .tenths = 90, .far_x_um = 3000, .far_y_um = 3000};
    struct sessions wide = {.count = 3, .tenths = 90, .far_x_um = 6000, .far_y_um = 6000};
    struct fixture fixture = {.all = tally_of(tight),
                              .ammunition = {{"Wide", tally_of(wide)}, {"Tight", tally_of(tight)}},
                              .distances = {{.name = "10 m"}, {.name = "25 m"}},
                              .input = {.ammunition_count = 2, .distance_count = 1}};
    assert_says(reflect(&fixture), "ammunition_spread", REFLECTION_STRONG,
                "Tight spreads 50 % less than Wide: more than chance explains.");
    wide.far_x_um = wide.far_y_um = 3050;
    fixture.ammunition[0].tally = tally_of(wide);
    assert_says(reflect(&fixture), "ammunition_spread", REFLECTION_STRONG, "within noise");
    fixture.input.distance_count = 2;
    assert_silent(reflect(&fixture), "ammunition_spread");
}

/* --- issues --------------------------------------------------------------------------------- */
static void a_group_off_the_centre_gives_clicks(void **state)
{
    (void)state;
    struct fixture fixture = {
        .all = tally_of((struct sessions){
            .count = 5, .tenths = 90, .x_um = 6000, .far_x_um = 3000, .far_y_um = 3000})};
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "mpi_x", REFLECTION_IMPROVE, "6.0 mm to the right");
    assert_says(reflection, "next_sight", REFLECTION_NEXT, "3 clicks to the left");
    assert_silent(reflection, "mpi_y");
    assert_silent(reflection, "next_leave");
}

static void over_several_distances_nothing_is_said_in_millimetres(void **state)
{
    (void)state;
    struct sessions of = {
        .count = 5, .tenths = 90, .x_um = 6000, .far_x_um = 3000, .far_y_um = 3000};
    struct fixture fixture = {.all = tally_of(of),
                              .before = tally_of(of),
                              .sigma = trend_of(8, 0.1, 0.01),
                              .distances = {{.name = "10 m"}, {.name = "25 m"}},
                              .input = {.distance_count = 1}};
    static const char *const rules[] = {"sigma", "period_sigma", "sigma_trend",
                                        "mpi_x", "round",        "next_sight"};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        fixture.input.distance_count = 1;
        assert_non_null(said(reflect(&fixture), rules[i]));
        fixture.input.distance_count = 2;
        assert_silent(reflect(&fixture), rules[i]);
    }
}

static void a_tall_group_is_an_issue(void **state)
{
    (void)state;
    struct fixture fixture = {.all = tally_of((struct sessions){
                                  .count = 5, .tenths = 90, .far_x_um = 3000, .far_y_um = 6000})};
    assert_says(reflect(&fixture), "spread", REFLECTION_IMPROVE, "2.00 times as much in height");
    assert_says(&fixture.reflection, "next_spread", REFLECTION_NEXT, "breathing");
}

static void service_is_due_or_comes_soon(void **state)
{
    (void)state;
    struct fixture fixture = {.all = tally_of((struct sessions){.count = 5, .tenths = 90}),
                              .input = {.rounds_since_service = 899, .service_interval = 1000}};
    assert_silent(reflect(&fixture), "service");
    assert_silent(&fixture.reflection, "next_service");
    fixture.input.rounds_since_service = 900;
    assert_says(reflect(&fixture), "service", REFLECTION_IMPROVE, "comes soon: 900 rounds");
    assert_says(&fixture.reflection, "next_service", REFLECTION_NEXT, "due in 100 rounds.");
    fixture.input.rounds_since_service = 1000;
    assert_says(reflect(&fixture), "service", REFLECTION_IMPROVE, "is due: 1000 rounds");
    assert_says(&fixture.reflection, "next_service", REFLECTION_NEXT, "before the next session");
    fixture.input.service_interval = 0;
    assert_silent(reflect(&fixture), "service");
}

/* --- whatever was shot ---------------------------------------------------------------------- */
static void random_tally(struct tally *tally, struct test_random *random)
{
    int count = test_random_below(random, 12);
    *tally = (struct tally){0};
    for (int i = 0; i < count; i++) {
        bool is_plotted = test_random_below(random, 4) > 0;
        add_sessions(
            tally, (struct sessions){.count = 1,
                                     .tenths = test_random_below(random, 110),
                                     .x_um = test_random_below(random, 20000) - 10000,
                                     .far_x_um = is_plotted ? test_random_below(random, 900000) : 0,
                                     .far_y_um = test_random_below(random, 900000)});
    }
}

static void random_trend(struct trend *trend, struct test_random *random)
{
    struct trend_point points[12];
    int count = test_random_below(random, 13);
    for (int i = 0; i < count; i++) {
        points[i] = (struct trend_point){test_random_below(random, 60),
                                         test_random_below(random, 1100) / 10.0};
    }
    trend_read(points, count, trend);
}

static void random_fixture(struct fixture *fixture, struct test_random *random)
{
    static const char *const names[] = {
        "", "RWS R50", "Eley Tenex kwaliteit met een bijzonder lange naam, partij zeven en meer",
        "ééééééééééééééééééééééééééééééééééééééééééééé"};
    memset(fixture, 0, sizeof *fixture);
    random_tally(&fixture->all, random);
    random_tally(&fixture->before, random);
    random_trend(&fixture->score, random);
    random_trend(&fixture->sigma, random);
    for (int i = 0; i < 4; i++) {
        fixture->ammunition[i].name = names[test_random_below(random, 4)];
        fixture->distances[i].name = names[test_random_below(random, 4)];
        random_tally(&fixture->ammunition[i].tally, random);
        random_tally(&fixture->distances[i].tally, random);
    }
    fixture->input.ammunition_count = test_random_below(random, 5);
    fixture->input.distance_count = test_random_below(random, 5);
    fixture->input.service_interval = test_random_below(random, 3) * 100000;
    fixture->input.rounds_since_service = test_random_below(random, 200000);
}

static void try_many(enum language language)
{
    struct test_random random;
    struct fixture *fixture = calloc(1, sizeof *fixture);
    i18n_set_language(language);
    test_random_start(&random);
    for (int i = 0; i < 2000; i++) {
        random_fixture(fixture, &random);
        fixture->input.decimal_point = i18n_decimal_point();
        reflect(fixture);
    }
    free(fixture);
    i18n_set_language(LANGUAGE_EN);
}

static void whatever_was_shot_every_sentence_is_whole_and_stands_on_a_number(void **state)
{
    (void)state;
    try_many(LANGUAGE_EN);
}

static void in_dutch_too(void **state)
{
    (void)state;
    try_many(LANGUAGE_NL);
}

static int start_language(void **state)
{
    (void)state;
    i18n_start();
    i18n_set_language(LANGUAGE_EN);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_shots_it_says_only_that),
        cmocka_unit_test(what_may_be_absent_is_left_out),
        cmocka_unit_test(sessions_shots_and_average_come_first),
        cmocka_unit_test(two_sessions_are_too_few_to_compare),
        cmocka_unit_test(the_group_is_judged_when_there_is_one),
        cmocka_unit_test(distances_stand_beside_each_other),
        cmocka_unit_test(the_average_is_compared_with_the_period_before),
        cmocka_unit_test(a_difference_within_noise_says_how_many_more_shots),
        cmocka_unit_test(a_tiny_difference_would_take_thousands_of_shots),
        cmocka_unit_test(the_spread_is_compared_with_the_period_before),
        cmocka_unit_test(the_score_rises_falls_or_stays_within_noise),
        cmocka_unit_test(the_spread_grows_shrinks_or_stays_within_noise),
        cmocka_unit_test(the_best_ammunition_is_named_beyond_noise_only),
        cmocka_unit_test(spreads_of_ammunition_compare_at_one_distance),
        cmocka_unit_test(a_group_off_the_centre_gives_clicks),
        cmocka_unit_test(over_several_distances_nothing_is_said_in_millimetres),
        cmocka_unit_test(a_tall_group_is_an_issue),
        cmocka_unit_test(service_is_due_or_comes_soon),
        cmocka_unit_test(whatever_was_shot_every_sentence_is_whole_and_stands_on_a_number),
        cmocka_unit_test(in_dutch_too),
    };
    return cmocka_run_group_tests(tests, start_language, NULL);
}
