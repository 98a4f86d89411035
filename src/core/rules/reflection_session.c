/* What the numbers of one session say. A rule says at most one sentence; the order of the table is
 * the order of importance within a part, and so decides which recommendations are kept. */
#include <math.h>

#include "base/i18n.h"
#include "core/rules/reflection_view.h"

enum {
    STEADY_SERIES_MIN = 3,   /* complete series before they can be called even */
    STEADY_TENTHS_A_SHOT = 3 /* 10 shots: within 3 rings of each other */
};
static const double hasty_s = 15; /* on a precision programme */

/* --- summary ----------------------------------------------------------------------------------
 */
static bool say_nothing_shot(const struct session_view *view, struct draft *draft)
{
    if (view->stats->shots > 0) {
        return false;
    }
    buf_add_text(&draft->text, _("There are no match shots, so there is nothing to say yet."));
    buf_add_text(&draft->basis, _("0 match shots"));
    return true;
}

static bool say_total(const struct session_view *view, struct draft *draft)
{
    const struct session_stats *stats = view->stats;
    if (stats->shots == 0 || !stats->average.has) {
        return false;
    }
    struct figure total = draft_total(draft, stats->total_tenths, view->input->has_decimals);
    buf_printf(&draft->text,
               P_("Total %s with %d shot: %s on average.", "Total %s with %d shots: %s on average.",
                  stats->shots),
               total.text, stats->shots, draft_two(draft, stats->average.value).text);
    buf_printf(&draft->basis, _("total %s, shots %d, average %s"), total.text, stats->shots,
               draft_two(draft, stats->average.value).text);
    return true;
}

static bool say_few_shots(const struct session_view *view, struct draft *draft)
{
    int shots = view->stats->shots;
    if (shots == 0 || shots >= FEW_SHOTS) {
        return false;
    }
    buf_printf(&draft->text,
               P_("%d shot is too few to say much: most numbers ask for %d.",
                  "%d shots are too few to say much: most numbers ask for %d.", shots),
               shots, FEW_SHOTS);
    buf_printf(&draft->basis, _("shots %d, wanted %d"), shots, FEW_SHOTS);
    return true;
}

void session_missing_basis(const struct session_view *view, struct draft *draft)
{
    int shots = view->stats->shots;
    int expected = view->input->expected_shots;
    buf_printf(&draft->basis, _("%d of %d shots, missing %d"), shots, expected, expected - shots);
}

static bool say_incomplete(const struct session_view *view, struct draft *draft)
{
    int expected = view->input->expected_shots;
    if (view->stats->shots == 0 || view->stats->shots >= expected) {
        return false;
    }
    buf_printf(&draft->text,
               _("The programme is not complete, %d of %d shots: the total is not compared with"
                 " other sessions."),
               view->stats->shots, expected);
    session_missing_basis(view, draft);
    return true;
}

static bool say_versus(const struct session_view *view, struct draft *draft)
{
    struct measure versus = view->input->versus_average;
    if (!view->is_complete || !versus.has) {
        return false;
    }
    double total = (double)view->stats->total_tenths / 10;
    struct figure rings = draft_one(draft, fabs(versus.value));
    if (draft_is_zero(versus.value)) {
        buf_add_text(&draft->text, _("That is just the own average."));
    } else if (versus.value > 0) {
        buf_printf(&draft->text, _("That is %s rings above the own average."), rings.text);
    } else {
        buf_printf(&draft->text, _("That is %s rings below the own average."), rings.text);
    }
    buf_printf(&draft->basis, _("total %s, own average %s, difference %s"),
               draft_total(draft, view->stats->total_tenths, view->input->has_decimals).text,
               draft_one(draft, total - versus.value).text, rings.text);
    return true;
}

static bool say_own_best(const struct session_view *view, struct draft *draft)
{
    struct measure best = view->input->own_best;
    if (!view->is_complete || !best.has) {
        return false;
    }
    bool has_decimals = view->input->has_decimals;
    double above = (double)view->stats->total_tenths / 10 - best.value;
    struct figure old = draft_number(draft, best.value, has_decimals ? 1 : 0);
    struct figure rings = draft_one(draft, fabs(above));
    if (draft_is_zero(above)) {
        buf_printf(&draft->text, _("As good as the own best of %s."), old.text);
    } else if (above > 0) {
        buf_printf(&draft->text, _("A new own best, %s rings above the old one of %s."), rings.text,
                   old.text);
    } else {
        buf_printf(&draft->text, _("The own best of %s is %s rings higher."), old.text, rings.text);
    }
    draft->part = above > -0.05 ? REFLECTION_STRONG : REFLECTION_SUMMARY;
    buf_printf(&draft->basis, _("total %s, own best %s, difference %s"),
               draft_total(draft, view->stats->total_tenths, has_decimals).text, old.text,
               rings.text);
    return true;
}

static bool say_percentile(const struct session_view *view, struct draft *draft)
{
    struct measure percentile = view->input->percentile;
    if (!view->is_complete || !percentile.has) {
        return false;
    }
    int lower = (int)lround(fmax(0, fmin(100, percentile.value)));
    if (percentile.value >= 100) {
        buf_add_text(&draft->text, _("Better than every other own total of this programme."));
    } else if (percentile.value <= 0) {
        buf_add_text(&draft->text, _("Every other own total of this programme was better."));
    } else if (lower >= 50) {
        buf_printf(&draft->text, _("Better than %d %% of the other own totals of this programme."),
                   lower);
    } else {
        buf_printf(&draft->text, _("%d %% of the other own totals of this programme were better."),
                   100 - lower);
    }
    buf_printf(&draft->basis, _("lower %d %%, higher %d %%; equal totals count half"), lower,
               100 - lower);
    return true;
}

static bool say_inner_tens(const struct session_view *view, struct draft *draft)
{
    const struct session_stats *stats = view->stats;
    if (stats->shots < FEW_SHOTS || stats->inner_tens == 0) {
        return false;
    }
    struct figure share = draft_percent(draft, (double)stats->inner_tens / stats->shots);
    buf_printf(&draft->text,
               P_("%d inner ten: %s %% of the shots.", "%d inner tens: %s %% of the shots.",
                  stats->inner_tens),
               stats->inner_tens, share.text);
    buf_printf(&draft->basis, _("inner tens %d of %d shots, %s %%"), stats->inner_tens,
               stats->shots, share.text);
    return true;
}

static bool say_hit_rate(const struct session_view *view, struct draft *draft)
{
    const struct hit_rate *rate = &view->stats->nine_or_better;
    if (!rate->share.has) {
        return false;
    }
    struct figure share = draft_percent(draft, rate->share.value);
    struct figure low = draft_percent(draft, rate->low.value);
    struct figure high = draft_percent(draft, rate->high.value);
    if (rate->hits == rate->shots) {
        draft->part = REFLECTION_STRONG;
        buf_printf(&draft->text, _("All %d shots are nine or better."), rate->shots);
    } else {
        buf_printf(&draft->text,
                   _("%s %% of the shots are nine or better; with so many shots anything from %s to"
                     " %s %% fits."),
                   share.text, low.text, high.text);
    }
    buf_printf(&draft->basis, _("nine or better %d of %d shots: %s %%, 95 %% interval %s to %s %%"),
               rate->hits, rate->shots, share.text, low.text, high.text);
    return true;
}

static bool say_sigma(const struct session_view *view, struct draft *draft)
{
    const struct session_stats *stats = view->stats;
    if (!stats->sigma.has || !stats->sigma_low.has || !stats->sigma_high.has) {
        return false;
    }
    struct figure sigma = draft_one(draft, stats->sigma.value);
    struct figure low = draft_one(draft, stats->sigma_low.value);
    struct figure high = draft_one(draft, stats->sigma_high.value);
    buf_printf(&draft->text,
               _("The spread (sigma) is %s mm; with so many shots anything from %s to %s mm fits."),
               sigma.text, low.text, high.text);
    buf_printf(&draft->basis, _("sigma %s mm, 95 %% interval %s to %s mm, %d plotted shots"),
               sigma.text, low.text, high.text, stats->plotted);
    return true;
}

void session_hasty_basis(const struct session_view *view, struct draft *draft)
{
    buf_printf(&draft->basis, _("mean time between entries %s s, %d shots"),
               draft_one(draft, view->stats->cadence_s.value).text, view->stats->shots);
}

bool session_is_hasty(const struct session_view *view)
{
    struct measure cadence = view->stats->cadence_s;
    return view->input->has_decimals && view->stats->shots >= FEW_SHOTS && cadence.has &&
           cadence.value < hasty_s;
}

static bool say_cadence(const struct session_view *view, struct draft *draft)
{
    struct measure cadence = view->stats->cadence_s;
    if (!cadence.has || view->stats->shots < FEW_SHOTS || session_is_hasty(view)) {
        return false;
    }
    buf_printf(&draft->text, _("Between two entered shots lie %s seconds on average."),
               draft_one(draft, cadence.value).text);
    session_hasty_basis(view, draft);
    return true;
}

/* --- strong points ----------------------------------------------------------------------------
 */
static bool say_best_series(const struct session_view *view, struct draft *draft)
{
    const struct compared *compared = &view->series;
    if (compared->best == NULL || compared->weakest == NULL) {
        return false;
    }
    double above = series_above_others(compared, compared->best);
    double noise = series_noise(view, compared->count - 1);
    struct figure total = series_total(view, draft, compared->best);
    struct figure rings = draft_one(draft, above);
    draft->part = above > noise ? REFLECTION_STRONG : REFLECTION_SUMMARY;
    buf_printf(&draft->text,
               above > noise
                   ? _("Series %d was the strongest with %s: %s rings above the mean of the others."
                       " That is more than chance explains.")
                   : _("Series %d was the strongest with %s: %s rings above the mean of the others."
                       " That is within noise."),
               compared->best->number, total.text, rings.text);
    buf_printf(&draft->basis, _("series %d: %s; mean of the other %d: %s; difference %s, noise %s"),
               compared->best->number, total.text, compared->count - 1,
               draft_one(draft, (double)compared->best->total_tenths / 10 - above).text, rings.text,
               draft_one(draft, noise).text);
    return true;
}

static bool say_steady(const struct session_view *view, struct draft *draft)
{
    const struct compared *compared = &view->series;
    if (compared->count < STEADY_SERIES_MIN || view->has_dip || view->has_slow_start ||
        view->has_weak_finish) {
        return false;
    }
    int64_t range = compared->weakest == NULL
                        ? 0
                        : compared->best->total_tenths - compared->weakest->total_tenths;
    if (range > (int64_t)STEADY_TENTHS_A_SHOT * compared->shots) {
        return false;
    }
    struct figure rings = draft_one(draft, (double)range / 10);
    draft->part = REFLECTION_STRONG;
    if (range == 0) {
        buf_printf(&draft->text, _("Very even: all %d complete series have the same total."),
                   compared->count);
    } else {
        buf_printf(&draft->text, _("Even: all %d complete series lie within %s rings."),
                   compared->count, rings.text);
    }
    buf_printf(&draft->basis, _("%d series of %d shots, highest minus lowest %s rings"),
               compared->count, compared->shots, rings.text);
    return true;
}

struct spread session_spread(const struct session_view *view)
{
    const struct session_stats *stats = view->stats;
    bool has = stats->sd_x.has && stats->sd_y.has;
    return (struct spread){.sd_x = has ? stats->sd_x.value : 0,
                           .sd_y = has ? stats->sd_y.value : 0,
                           .degrees = stats->plotted - 1,
                           .plotted = stats->plotted};
}

static bool say_sight_good(const struct session_view *view, struct draft *draft)
{
    draft->part = REFLECTION_STRONG;
    return view->input->advice != NULL &&
           draft_sight_good(draft, view->input->advice, view->stats->plotted);
}

static bool say_round(const struct session_view *view, struct draft *draft)
{
    struct spread spread = session_spread(view);
    draft->part = REFLECTION_STRONG;
    return draft_spread_round(draft, &spread);
}

/* --- to improve -------------------------------------------------------------------------------
 */
static bool say_misses(const struct session_view *view, struct draft *draft)
{
    const struct session_stats *stats = view->stats;
    int others = stats->shots - stats->misses;
    if (stats->misses == 0 || others == 0) {
        return false;
    }
    double average = (double)stats->total_tenths / others / 10;
    struct figure cost = draft_one(draft, average * stats->misses);
    draft->part = REFLECTION_IMPROVE;
    buf_printf(&draft->text,
               P_("%d miss: beside the other shots (%s on average) it cost %s rings.",
                  "%d misses: beside the other shots (%s on average) they cost %s rings.",
                  stats->misses),
               stats->misses, draft_two(draft, average).text, cost.text);
    buf_printf(&draft->basis, _("misses %d of %d shots; average of the other %d: %s; cost %s"),
               stats->misses, stats->shots, others, draft_two(draft, average).text, cost.text);
    return true;
}

static bool say_sight_x(const struct session_view *view, struct draft *draft)
{
    return view->input->advice != NULL &&
           draft_sight_off(draft, &view->input->advice->x, true, view->stats->plotted);
}

static bool say_sight_y(const struct session_view *view, struct draft *draft)
{
    return view->input->advice != NULL &&
           draft_sight_off(draft, &view->input->advice->y, false, view->stats->plotted);
}

static bool say_slow_start(const struct session_view *view, struct draft *draft)
{
    const struct series_stats *first = view->series.first;
    if (!view->has_slow_start) {
        return false;
    }
    draft->part = REFLECTION_IMPROVE;
    buf_printf(&draft->text,
               _("A slow start: series %d made %s: %s rings below the mean of the series between"
                 " first and last. That is more than chance explains."),
               first->number, series_total(view, draft, first).text,
               draft_one(draft, -series_above_middle(&view->series, first)).text);
    series_end_basis(view, draft, first);
    return true;
}

static bool say_weak_finish(const struct session_view *view, struct draft *draft)
{
    const struct series_stats *last = view->series.last;
    if (!view->has_weak_finish) {
        return false;
    }
    draft->part = REFLECTION_IMPROVE;
    buf_printf(&draft->text,
               _("A weak finish: series %d made %s: %s rings below the mean of the series between"
                 " first and last. That is more than chance explains."),
               last->number, series_total(view, draft, last).text,
               draft_one(draft, -series_above_middle(&view->series, last)).text);
    series_end_basis(view, draft, last);
    return true;
}

static bool say_dip(const struct session_view *view, struct draft *draft)
{
    const struct compared *compared = &view->series;
    if (compared->weakest == NULL || series_is_end(view, compared->weakest)) {
        return false;
    }
    draft->part = view->has_dip ? REFLECTION_IMPROVE : REFLECTION_SUMMARY;
    buf_printf(
        &draft->text,
        view->has_dip
            ? _("Series %d (shots %d to %d) was the weakest with %s: %s rings below the mean of"
                " the others. That is more than chance explains.")
            : _("Series %d (shots %d to %d) was the weakest with %s: %s rings below the mean of"
                " the others. That is within noise."),
        compared->weakest->number, view->stats->dip_first, view->stats->dip_last,
        series_total(view, draft, compared->weakest).text,
        draft_one(draft, -series_above_others(compared, compared->weakest)).text);
    series_dip_basis(view, draft);
    return true;
}

static bool say_spread(const struct session_view *view, struct draft *draft)
{
    struct spread spread = session_spread(view);
    return draft_spread(draft, &spread);
}

void session_flier_basis(const struct session_view *view, struct draft *draft)
{
    buf_printf(&draft->basis,
               _("fliers %d of %d plotted shots, 2.5 times as far out as the farthest other shot"),
               view->stats->flier_count, view->stats->plotted);
}

bool session_has_fliers(const struct session_view *view)
{
    return view->stats->flier_reason.has && view->stats->flier_count > 0;
}

static bool say_fliers(const struct session_view *view, struct draft *draft)
{
    const struct session_stats *stats = view->stats;
    int room = (int)(sizeof stats->fliers / sizeof stats->fliers[0]);
    struct buf numbers = {0};
    if (!session_has_fliers(view)) {
        return false;
    }
    for (int i = 0; i < stats->flier_count && i < room; i++) {
        buf_printf(&numbers, i > 0 ? ", %d" : "%d", stats->fliers[i]);
    }
    draft->part = REFLECTION_IMPROVE;
    buf_printf(&draft->text,
               P_("Shot %s lies far from all others: look at what happened there. It still counts.",
                  "Shots %s lie far from all others: look at what happened there. They still"
                  " count.",
                  stats->flier_count),
               buf_text(&numbers));
    session_flier_basis(view, draft);
    buf_printf(&draft->basis, ": %s", buf_text(&numbers));
    buf_free(&numbers);
    return true;
}

static bool say_hasty(const struct session_view *view, struct draft *draft)
{
    if (!session_is_hasty(view)) {
        return false;
    }
    draft->part = REFLECTION_IMPROVE;
    buf_printf(&draft->text,
               _("Only %s seconds lie between two entered shots: hasty for precision, if they were"
                 " entered while shooting."),
               draft_one(draft, view->stats->cadence_s.value).text);
    session_hasty_basis(view, draft);
    return true;
}

/* --- the table --------------------------------------------------------------------------------
 */
static const struct session_rule {
    const char *id;
    session_say *say;
} rules[] = {
    {"no_shots", say_nothing_shot},
    {"total", say_total},
    {"few_shots", say_few_shots},
    {"incomplete", say_incomplete},
    {"versus_average", say_versus},
    {"own_best", say_own_best},
    {"percentile", say_percentile},
    {"best_series", say_best_series},
    {"dip", say_dip},
    {"inner_tens", say_inner_tens},
    {"hit_rate", say_hit_rate},
    {"sigma", say_sigma},
    {"cadence", say_cadence},
    {"steady", say_steady},
    {"sight_good", say_sight_good},
    {"round", say_round},
    {"misses", say_misses},
    {"mpi_x", say_sight_x},
    {"mpi_y", say_sight_y},
    {"slow_start", say_slow_start},
    {"weak_finish", say_weak_finish},
    {"spread", say_spread},
    {"fliers", say_fliers},
    {"hasty", say_hasty},
    {"next_misses", next_misses},
    {"next_sight", next_sight},
    {"next_start", next_start},
    {"next_break", next_break},
    {"next_spread", next_spread},
    {"next_hasty", next_hasty},
    {"next_fliers", next_fliers},
    {"next_more_shots", next_more_shots},
    {"next_complete", next_complete},
    {"next_watch", next_watch},
    {"next_plot", next_plot},
    {"next_hold", next_hold},
};

void reflection_of_session(const struct reflection_session *input, struct reflection *reflection)
{
    struct session_view view = session_view_of(input);
    struct draft draft = {.point = input->decimal_point};
    reflection->subject = REFLECTION_SESSION;
    reflection->count = 0;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        draft_begin(&draft);
        if (rules[i].say(&view, &draft)) {
            draft_keep(&draft, reflection, rules[i].id);
        }
    }
    draft_free(&draft);
}
