/* What the sessions of a weapon say. As in reflection_session.c: a rule says at most one sentence,
 * the table is in order of importance within a part. */
#include <math.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/rules/reflection_text.h"

enum {
    COMPARE_SESSIONS_MIN = 3,
    MORE_SHOTS_SENSIBLE = 2000, /* beyond: nobody shoots that to know */
    MORE_SESSIONS_SENSIBLE = 100,
    SERVICE_SOON_PERCENT = 90,
    SHORT_NAME_ROOM = 40 /* of an ammunition: two of them fit in one sentence */
};

struct pair { /* two groups to compare; NULL: there are not two */
    const struct reflection_group *best, *second;
    struct comparison comparison; /* second to best */
};

struct weapon_view {
    const struct reflection_weapon *input;
    bool is_one_distance; /* millimetres compare at one distance only */
    struct tally_numbers numbers, before_numbers;
    struct comparison average, sigma;  /* with the period before */
    struct pair by_average, by_spread; /* ammunition */
};

/* --- what is compared -------------------------------------------------------------------------
 */
/* Higher is better; false when this group cannot be compared. */
typedef bool (*group_worth)(const struct tally *tally, double *worth);

static bool worth_by_average(const struct tally *tally, double *worth)
{
    *worth = tally->shots > 0 ? (double)tally->total_tenths / (double)tally->shots : 0;
    return tally->sessions >= COMPARE_SESSIONS_MIN;
}

static bool worth_by_spread(const struct tally *tally, double *worth)
{
    struct tally_numbers numbers;
    tally_numbers(tally, &numbers);
    *worth = numbers.sigma.has ? -numbers.sigma.value : 0;
    return numbers.sigma_low.has && numbers.sigma.value > 0;
}

/* The best group and the next best: what the choice is between. */
static struct pair pair_of(const struct reflection_group *groups, int count, group_worth worth_of)
{
    struct pair pair = {0};
    double best = 0;
    double second = 0;
    for (int i = 0; i < count; i++) {
        double worth = 0;
        if (groups[i].name[0] == '\0' || !worth_of(&groups[i].tally, &worth)) {
            continue;
        }
        if (pair.best == NULL || worth > best) {
            pair.second = pair.best;
            second = best;
            pair.best = &groups[i];
            best = worth;
        } else if (pair.second == NULL || worth > second) {
            pair.second = &groups[i];
            second = worth;
        }
    }
    return pair;
}

static struct weapon_view view_of(const struct reflection_weapon *input)
{
    struct weapon_view view = {.input = input};
    view.is_one_distance = input->distance_count <= 1;
    tally_numbers(input->all, &view.numbers);
    if (input->before != NULL) {
        tally_numbers(input->before, &view.before_numbers);
        tally_compare_average(input->before, input->all, &view.average);
        tally_compare_sigma(input->before, input->all, &view.sigma);
    }
    view.by_average = pair_of(input->ammunition, input->ammunition_count, worth_by_average);
    if (view.by_average.second != NULL) {
        tally_compare_average(&view.by_average.second->tally, &view.by_average.best->tally,
                              &view.by_average.comparison);
    }
    if (view.is_one_distance) {
        view.by_spread = pair_of(input->ammunition, input->ammunition_count, worth_by_spread);
    }
    if (view.by_spread.second != NULL) {
        tally_compare_sigma(&view.by_spread.second->tally, &view.by_spread.best->tally,
                            &view.by_spread.comparison);
    }
    return view;
}

/* Clicks belong to one distance. */
static const struct sight_advice *advice_of(const struct weapon_view *view)
{
    static const struct sight_advice none;
    return view->is_one_distance && view->input->advice != NULL ? view->input->advice : &none;
}

/* Behind "within noise": how much more shooting would tell. */
static void add_more_shots(struct draft *draft, int more)
{
    if (more >= MORE_SHOTS_SENSIBLE) {
        buf_add_text(&draft->text, " ");
        buf_add_text(&draft->text, _("Telling would take thousands of shots."));
    } else if (more > 0) {
        buf_add_text(&draft->text, " ");
        buf_printf(&draft->text,
                   P_("About %d more shot would tell.", "About %d more shots would tell.", more),
                   more);
        buf_add_text(&draft->basis, ", ");
        buf_printf(&draft->basis, _("more shots %d"), more);
    }
}

static struct figure interval_low(const struct draft *draft, const struct comparison *comparison)
{
    return draft_two(draft, comparison->low.value);
}

static struct figure interval_high(const struct draft *draft, const struct comparison *comparison)
{
    return draft_two(draft, comparison->high.value);
}

/* A ratio of spreads as percent apart. */
static struct figure percent_apart(const struct draft *draft, const struct comparison *comparison)
{
    return draft_percent(draft, fabs(comparison->difference.value - 1));
}

/* --- summary ----------------------------------------------------------------------------------
 */
static bool say_nothing_shot(const struct weapon_view *view, struct draft *draft)
{
    if (view->numbers.shots > 0) {
        return false;
    }
    buf_add_text(&draft->text, _("No match shots in this period, so there is nothing to say yet."));
    buf_add_text(&draft->basis, _("0 match shots"));
    return true;
}

static bool say_all(const struct weapon_view *view, struct draft *draft)
{
    const struct tally_numbers *numbers = &view->numbers;
    if (!numbers->average.has) {
        return false;
    }
    long long shots = numbers->shots;
    struct figure average = draft_two(draft, numbers->average.value);
    buf_printf(&draft->text,
               P_("%d session with %lld shots in this period: %s on average.",
                  "%d sessions with %lld shots in this period: %s on average.", numbers->sessions),
               numbers->sessions, shots, average.text);
    buf_printf(&draft->basis, _("sessions %d, shots %lld, average %s"), numbers->sessions, shots,
               average.text);
    if (numbers->average_low.has && numbers->average_high.has) {
        buf_add_text(&draft->basis, ", ");
        buf_printf(&draft->basis, _("95 %% interval %s to %s"),
                   draft_two(draft, numbers->average_low.value).text,
                   draft_two(draft, numbers->average_high.value).text);
    }
    return true;
}

static bool say_few_sessions(const struct weapon_view *view, struct draft *draft)
{
    int sessions = view->numbers.sessions;
    if (view->numbers.shots == 0 || sessions >= COMPARE_SESSIONS_MIN) {
        return false;
    }
    buf_printf(&draft->text,
               P_("%d session is too few to compare anything: that asks for %d.",
                  "%d sessions are too few to compare anything: that asks for %d.", sessions),
               sessions, COMPARE_SESSIONS_MIN);
    buf_printf(&draft->basis, _("sessions %d, wanted %d"), sessions, COMPARE_SESSIONS_MIN);
    return true;
}

static bool say_sigma(const struct weapon_view *view, struct draft *draft)
{
    const struct tally_numbers *numbers = &view->numbers;
    if (!view->is_one_distance || !numbers->sigma.has || !numbers->sigma_low.has ||
        !numbers->sigma_high.has) {
        return false;
    }
    struct figure sigma = draft_one(draft, numbers->sigma.value);
    struct figure low = draft_one(draft, numbers->sigma_low.value);
    struct figure high = draft_one(draft, numbers->sigma_high.value);
    buf_printf(&draft->text,
               _("The spread (sigma) is %s mm; with so many shots anything from %s to %s mm fits."),
               sigma.text, low.text, high.text);
    buf_printf(&draft->basis, _("sigma %s mm, 95 %% interval %s to %s mm, %d plotted shots"),
               sigma.text, low.text, high.text, (int)view->input->all->plotted);
    return true;
}

static bool say_distances(const struct weapon_view *view, struct draft *draft)
{
    const struct reflection_weapon *input = view->input;
    struct pair pair = pair_of(input->distances, input->distance_count, worth_by_average);
    char best[SHORT_NAME_ROOM];
    char second[SHORT_NAME_ROOM];
    struct tally_numbers high;
    struct tally_numbers low;
    if (pair.second == NULL) {
        return false;
    }
    text_copy(best, sizeof best, pair.best->name);
    text_copy(second, sizeof second, pair.second->name);
    tally_numbers(&pair.best->tally, &high);
    tally_numbers(&pair.second->tally, &low);
    buf_printf(&draft->text,
               _("On average %s at %s and %s at %s. Another distance is often another target."),
               draft_two(draft, high.average.value).text, best,
               draft_two(draft, low.average.value).text, second);
    buf_printf(&draft->basis, _("averages %s and %s over %lld and %lld shots"),
               draft_two(draft, high.average.value).text, draft_two(draft, low.average.value).text,
               (long long)high.shots, (long long)low.shots);
    return true;
}

static bool say_sight_good(const struct weapon_view *view, struct draft *draft)
{
    return draft_sight_good(draft, advice_of(view), (int)view->input->all->plotted);
}

/* Each session around its own centre: half of the degrees of freedom belong to an axis. */
static struct spread weapon_spread(const struct weapon_view *view)
{
    const struct tally *all = view->input->all;
    double degrees = (double)all->group_degrees / 2;
    bool has = view->is_one_distance && degrees >= 1 && all->squares_x > 0 && all->squares_y > 0;
    return (struct spread){.sd_x = has ? sqrt(all->squares_x / degrees) / 1000 : 0,
                           .sd_y = has ? sqrt(all->squares_y / degrees) / 1000 : 0,
                           .degrees = degrees,
                           .plotted = (int)all->plotted};
}

static bool say_round(const struct weapon_view *view, struct draft *draft)
{
    struct spread spread = weapon_spread(view);
    return draft_spread_round(draft, &spread);
}

/* --- trends -----------------------------------------------------------------------------------
 */
static bool say_period_average(const struct weapon_view *view, struct draft *draft)
{
    const struct comparison *average = &view->average;
    if (average->verdict == VERDICT_NO_DATA) {
        return false;
    }
    struct figure rings = draft_two(draft, fabs(average->difference.value));
    draft->part = REFLECTION_STRONG;
    buf_printf(&draft->text,
               average->verdict == VERDICT_NOISE
                   ? _("The average differs %s rings a shot from the period before: within noise.")
               : average->verdict == VERDICT_HIGHER
                   ? _("The average is %s rings a shot higher than in the period before: more than"
                       " chance explains.")
                   : _("The average is %s rings a shot lower than in the period before: more than"
                       " chance explains."),
               rings.text);
    buf_printf(&draft->basis, _("average %s, before %s; difference %s rings, 95 %% %s to %s"),
               draft_two(draft, view->numbers.average.value).text,
               draft_two(draft, view->before_numbers.average.value).text,
               draft_two(draft, average->difference.value).text, interval_low(draft, average).text,
               interval_high(draft, average).text);
    if (average->verdict == VERDICT_NOISE) {
        add_more_shots(draft, average->more_shots);
    }
    return true;
}

static bool say_period_sigma(const struct weapon_view *view, struct draft *draft)
{
    const struct comparison *sigma = &view->sigma;
    if (!view->is_one_distance || sigma->verdict == VERDICT_NO_DATA) {
        return false;
    }
    struct figure percent = percent_apart(draft, sigma);
    draft->part = REFLECTION_STRONG;
    buf_printf(&draft->text,
               sigma->verdict == VERDICT_NOISE
                   ? _("The spread differs %s %% from the period before: within noise.")
               : sigma->verdict == VERDICT_HIGHER
                   ? _("The spread is %s %% larger than in the period before: more than chance"
                       " explains.")
                   : _("The spread is %s %% smaller than in the period before: more than chance"
                       " explains."),
               percent.text);
    buf_printf(&draft->basis, _("sigma over sigma before %s, 95 %% %s to %s: %s %%"),
               draft_two(draft, sigma->difference.value).text, interval_low(draft, sigma).text,
               interval_high(draft, sigma).text, percent.text);
    if (sigma->verdict == VERDICT_NOISE) {
        add_more_shots(draft, sigma->more_shots);
    }
    return true;
}

static void add_more_sessions(struct draft *draft, const struct trend *trend)
{
    int more = trend->more_points;
    if (trend->verdict == VERDICT_NOISE && more > 0 && more < MORE_SESSIONS_SENSIBLE) {
        buf_add_text(&draft->text, " ");
        buf_printf(
            &draft->text,
            P_("About %d more session would tell.", "About %d more sessions would tell.", more),
            more);
        buf_add_text(&draft->basis, ", ");
        buf_printf(&draft->basis, _("more sessions %d"), more);
    }
}

static bool say_score_trend(const struct weapon_view *view, struct draft *draft)
{
    const struct trend *trend = view->input->score;
    if (trend == NULL || !trend->slope.has || trend->verdict == VERDICT_NO_DATA) {
        return false;
    }
    struct figure rings = draft_two(draft, fabs(trend->slope.value));
    draft->part = REFLECTION_STRONG;
    buf_printf(&draft->text,
               trend->verdict == VERDICT_NOISE
                   ? _("Within this period the average changes %s rings a shot in 30 days: within"
                       " noise.")
               : trend->verdict == VERDICT_HIGHER
                   ? _("Within this period the average rises %s rings a shot in 30 days: more than"
                       " chance explains.")
                   : _("Within this period the average falls %s rings a shot in 30 days: more than"
                       " chance explains."),
               rings.text);
    buf_printf(&draft->basis, _("slope %s rings in 30 days, 95 %% %s to %s, %d sessions"),
               draft_two(draft, trend->slope.value).text, draft_two(draft, trend->low.value).text,
               draft_two(draft, trend->high.value).text, trend->count);
    add_more_sessions(draft, trend);
    return true;
}

static bool say_sigma_trend(const struct weapon_view *view, struct draft *draft)
{
    const struct trend *trend = view->input->sigma;
    if (!view->is_one_distance || trend == NULL || !trend->slope.has ||
        trend->verdict == VERDICT_NO_DATA) {
        return false;
    }
    struct figure mm = draft_two(draft, fabs(trend->slope.value));
    draft->part = REFLECTION_STRONG;
    buf_printf(&draft->text,
               trend->verdict == VERDICT_NOISE
                   ? _("Within this period the spread changes %s mm in 30 days: within noise.")
               : trend->verdict == VERDICT_HIGHER
                   ? _("Within this period the spread grows %s mm in 30 days: more than chance"
                       " explains.")
                   : _("Within this period the spread shrinks %s mm in 30 days: more than chance"
                       " explains."),
               mm.text);
    buf_printf(&draft->basis, _("slope %s mm in 30 days, 95 %% %s to %s, %d sessions"),
               draft_two(draft, trend->slope.value).text, draft_two(draft, trend->low.value).text,
               draft_two(draft, trend->high.value).text, trend->count);
    add_more_sessions(draft, trend);
    return true;
}

/* --- ammunition -------------------------------------------------------------------------------
 */
struct short_names {
    char best[SHORT_NAME_ROOM], second[SHORT_NAME_ROOM];
};

static struct short_names names_of(const struct pair *pair)
{
    struct short_names names;
    text_copy(names.best, sizeof names.best, pair->best->name);
    text_copy(names.second, sizeof names.second, pair->second->name);
    return names;
}

static void ammunition_basis(struct draft *draft, const struct comparison *average)
{
    buf_printf(&draft->basis, _("difference %s rings a shot, 95 %% %s to %s"),
               draft_two(draft, average->difference.value).text, interval_low(draft, average).text,
               interval_high(draft, average).text);
}

static bool say_ammunition(const struct weapon_view *view, struct draft *draft)
{
    const struct pair *pair = &view->by_average;
    if (pair->second == NULL || pair->comparison.verdict == VERDICT_NO_DATA) {
        return false;
    }
    struct short_names names = names_of(pair);
    struct figure rings = draft_two(draft, pair->comparison.difference.value);
    bool is_noise = pair->comparison.verdict != VERDICT_HIGHER;
    draft->part = REFLECTION_STRONG;
    buf_printf(&draft->text,
               is_noise ? _("%s makes %s rings a shot more than %s: within noise.")
                        : _("%s makes %s rings a shot more than %s: more than chance explains, if"
                            " both were shot under the same conditions."),
               names.best, rings.text, names.second);
    ammunition_basis(draft, &pair->comparison);
    if (is_noise) {
        add_more_shots(draft, pair->comparison.more_shots);
    }
    return true;
}

static bool say_ammunition_spread(const struct weapon_view *view, struct draft *draft)
{
    const struct pair *pair = &view->by_spread;
    if (pair->second == NULL || pair->comparison.verdict == VERDICT_NO_DATA) {
        return false;
    }
    struct short_names names = names_of(pair);
    struct figure percent = percent_apart(draft, &pair->comparison);
    bool is_noise = pair->comparison.verdict != VERDICT_LOWER;
    draft->part = REFLECTION_STRONG;
    buf_printf(&draft->text,
               is_noise ? _("%s spreads %s %% less than %s: within noise.")
                        : _("%s spreads %s %% less than %s: more than chance explains."),
               names.best, percent.text, names.second);
    buf_printf(&draft->basis, _("ratio of sigmas %s, 95 %% %s to %s: %s %%"),
               draft_two(draft, pair->comparison.difference.value).text,
               interval_low(draft, &pair->comparison).text,
               interval_high(draft, &pair->comparison).text, percent.text);
    if (is_noise) {
        add_more_shots(draft, pair->comparison.more_shots);
    }
    return true;
}

/* --- typical issues ---------------------------------------------------------------------------
 */
static bool say_sight_x(const struct weapon_view *view, struct draft *draft)
{
    return draft_sight_off(draft, &advice_of(view)->x, true, (int)view->input->all->plotted);
}

static bool say_sight_y(const struct weapon_view *view, struct draft *draft)
{
    return draft_sight_off(draft, &advice_of(view)->y, false, (int)view->input->all->plotted);
}

static bool say_spread(const struct weapon_view *view, struct draft *draft)
{
    struct spread spread = weapon_spread(view);
    return draft_spread(draft, &spread);
}

enum service { SERVICE_NOT_YET, SERVICE_SOON, SERVICE_DUE };

static enum service service_of(const struct weapon_view *view)
{
    int64_t rounds = view->input->rounds_since_service;
    int interval = view->input->service_interval;
    return interval <= 0                                              ? SERVICE_NOT_YET
           : rounds >= interval                                       ? SERVICE_DUE
           : rounds * 100 >= (int64_t)interval * SERVICE_SOON_PERCENT ? SERVICE_SOON
                                                                      : SERVICE_NOT_YET;
}

static void service_basis(const struct weapon_view *view, struct draft *draft)
{
    long long rounds = view->input->rounds_since_service;
    int interval = view->input->service_interval;
    buf_printf(&draft->basis, _("rounds since service %lld, interval %d, left %lld"), rounds,
               interval, rounds < interval ? interval - rounds : 0);
}

static bool say_service(const struct weapon_view *view, struct draft *draft)
{
    enum service service = service_of(view);
    if (service == SERVICE_NOT_YET) {
        return false;
    }
    draft->part = REFLECTION_IMPROVE;
    buf_printf(&draft->text,
               service == SERVICE_DUE
                   ? _("Service is due: %lld rounds since the last one, the interval is %d.")
                   : _("Service comes soon: %lld rounds since the last one, the interval is %d."),
               (long long)view->input->rounds_since_service, view->input->service_interval);
    service_basis(view, draft);
    return true;
}

/* --- recommendations --------------------------------------------------------------------------
 */
static bool next_service(const struct weapon_view *view, struct draft *draft)
{
    enum service service = service_of(view);
    long long left = view->input->service_interval - view->input->rounds_since_service;
    if (service == SERVICE_NOT_YET) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    if (service == SERVICE_DUE) {
        buf_add_text(&draft->text, _("Have the weapon serviced before the next session."));
    } else {
        buf_printf(&draft->text,
                   P_("Plan the service: it is due in %lld round.",
                      "Plan the service: it is due in %lld rounds.", left),
                   left);
    }
    service_basis(view, draft);
    return true;
}

static bool next_sight(const struct weapon_view *view, struct draft *draft)
{
    return draft_sight_turn(draft, advice_of(view));
}

static bool next_spread(const struct weapon_view *view, struct draft *draft)
{
    struct spread spread = weapon_spread(view);
    return draft_spread_work(draft, &spread);
}

static bool next_ammunition(const struct weapon_view *view, struct draft *draft)
{
    const struct pair *pair = &view->by_average;
    int more = pair->comparison.more_shots;
    if (pair->second == NULL) {
        return false;
    }
    struct short_names names = names_of(pair);
    draft->part = REFLECTION_NEXT;
    ammunition_basis(draft, &pair->comparison);
    if (pair->comparison.verdict == VERDICT_HIGHER) {
        buf_printf(&draft->text, _("Go on with %s rather than %s."), names.best, names.second);
        return true;
    }
    if (pair->comparison.verdict != VERDICT_NOISE || more < 1 || more >= MORE_SHOTS_SENSIBLE) {
        return false;
    }
    buf_printf(&draft->text,
               P_("Before choosing between %s and %s: shoot about %d more shot, by turns and under"
                  " the same conditions.",
                  "Before choosing between %s and %s: shoot about %d more shots, by turns and under"
                  " the same conditions.",
                  more),
               names.best, names.second, more);
    return true;
}

static bool next_sessions(const struct weapon_view *view, struct draft *draft)
{
    int sessions = view->numbers.sessions;
    if (view->numbers.shots == 0 || sessions >= COMPARE_SESSIONS_MIN) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_printf(&draft->text,
               _("Shoot at least %d sessions with this weapon: then they can be compared."),
               COMPARE_SESSIONS_MIN);
    buf_printf(&draft->basis, _("sessions %d, wanted %d"), sessions, COMPARE_SESSIONS_MIN);
    return true;
}

static bool next_leave(const struct weapon_view *view, struct draft *draft)
{
    if (!view->numbers.average.has || draft->next > 0) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_add_text(&draft->text,
                 _("Nothing asks for a change: leave weapon, sight and ammunition as they are."));
    buf_printf(&draft->basis, _("sessions %d, shots %lld, average %s"), view->numbers.sessions,
               (long long)view->numbers.shots, draft_two(draft, view->numbers.average.value).text);
    return true;
}

/* --- the table --------------------------------------------------------------------------------
 */
static const struct weapon_rule {
    const char *id;
    bool (*say)(const struct weapon_view *view, struct draft *draft);
} rules[] = {
    {"no_shots", say_nothing_shot},
    {"all", say_all},
    {"few_sessions", say_few_sessions},
    {"sigma", say_sigma},
    {"sight_good", say_sight_good},
    {"round", say_round},
    {"distances", say_distances},
    {"period_average", say_period_average},
    {"period_sigma", say_period_sigma},
    {"score_trend", say_score_trend},
    {"sigma_trend", say_sigma_trend},
    {"ammunition", say_ammunition},
    {"ammunition_spread", say_ammunition_spread},
    {"service", say_service},
    {"mpi_x", say_sight_x},
    {"mpi_y", say_sight_y},
    {"spread", say_spread},
    {"next_service", next_service},
    {"next_sight", next_sight},
    {"next_ammunition", next_ammunition},
    {"next_spread", next_spread},
    {"next_sessions", next_sessions},
    {"next_leave", next_leave},
};

void reflection_of_weapon(const struct reflection_weapon *input, struct reflection *reflection)
{
    struct weapon_view view = view_of(input);
    struct draft draft = {.point = input->decimal_point};
    reflection->subject = REFLECTION_WEAPON;
    reflection->count = 0;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        draft_begin(&draft);
        if (rules[i].say(&view, &draft)) {
            draft_keep(&draft, reflection, rules[i].id);
        }
    }
    draft_free(&draft);
}
