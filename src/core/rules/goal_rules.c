#include "core/rules/goal_rules.h"

#include <math.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/rules/stats_group.h"

static const char *const need_five = N_("from 5 complete sessions");

static const double gap_least = 1.0; /* rings */
static const double equal_within = 1e-9;

/* --- the weak series ---------------------------------------------------------------------------
 */

/* Rings above the mean of the other complete series of its kind; false when there is none. */
static bool gap_of(const struct card_sums *card, int series, double *gap)
{
    int64_t sum = 0;
    int others = 0;
    if (series >= card->series_count || !card->series[series].is_complete) {
        return false;
    }
    for (int i = 0; i < card->series_count; i++) {
        if (i != series && card->series[i].is_complete &&
            card->series[i].kind == card->series[series].kind) {
            sum += card->series[i].total_tenths;
            others++;
        }
    }
    if (others == 0) {
        return false;
    }
    *gap = ((double)card->series[series].total_tenths - (double)sum / others) / 10;
    return true;
}

/* gaps of the sessions that have them, in rings; cards are the last six. */
static void weigh_series(const struct card_sums *cards, int count, int series,
                         struct weak_series *found)
{
    double gaps[GOAL_SERIES_SESSIONS];
    double squares = 0;
    int series_count = 0;
    *found = (struct weak_series){.series = series + 1};
    for (int i = 0; i < count; i++) {
        if (gap_of(&cards[i], series, &gaps[found->sessions])) {
            found->gap += gaps[found->sessions];
            found->weak += gaps[found->sessions] <= -gap_least;
            found->sessions++;
            series_count = cards[i].series_count;
        }
    }
    if (found->sessions < GOAL_SERIES_SESSIONS_MIN) {
        return;
    }
    int n = found->sessions;
    found->gap /= n;
    for (int i = 0; i < n; i++) {
        squares += (gaps[i] - found->gap) * (gaps[i] - found->gap);
    }
    double margin = stats_t_quantile(1 - 0.025 / series_count, n - 1) * sqrt(squares / (n - 1) / n);
    found->is_certain = found->gap + margin < 0;
}

void goal_weak_series(const struct card_sums *cards, int count, struct weak_series *weak)
{
    int first = count > GOAL_SERIES_SESSIONS ? count - GOAL_SERIES_SESSIONS : 0;
    struct weak_series one;
    *weak = (struct weak_series){0};
    for (int i = 0; i < SERIES_MAX; i++) {
        weigh_series(cards + first, count - first, i, &one);
        bool is_weak = one.sessions >= GOAL_SERIES_SESSIONS_MIN &&
                       one.gap <= equal_within - gap_least && 3 * one.weak >= 2 * one.sessions;
        if (is_weak && (weak->series == 0 || one.gap < weak->gap - equal_within)) {
            *weak = one;
        }
    }
}

/* --- even sessions -----------------------------------------------------------------------------
 */

/* Sum of squares of that session's shots around its own mean, rings^2. */
static double squares_within(const struct drift_session *session)
{
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < session->count; i++) {
        sum += session->tenths[i];
    }
    for (int i = 0; i < session->count; i++) {
        double rest = session->tenths[i] - sum / session->count;
        squares += rest * rest / 100;
    }
    return squares;
}

/* The length of the newest complete session; 0 without any. */
static int usual_length(const struct goal_numbers *numbers)
{
    for (int i = numbers->count - 1; i >= 0; i--) {
        if (numbers->cards[i].is_complete) {
            return numbers->values[i].count;
        }
    }
    return 0;
}

static bool is_usual(const struct goal_numbers *numbers, int index, int length)
{
    return numbers->cards[index].is_complete && numbers->values[index].count == length;
}

void goal_consistency(const struct goal_numbers *numbers, struct consistency *consistency)
{
    int length = usual_length(numbers);
    double sum = 0;
    double between = 0;
    double within = 0;
    *consistency = (struct consistency){.deviation = stat_absent(need_five),
                                        .expected = stat_absent(need_five)};
    for (int i = 0; i < numbers->count; i++) {
        if (is_usual(numbers, i, length)) {
            consistency->sessions++;
            sum += (double)numbers->cards[i].total_tenths / 10;
            within += squares_within(&numbers->values[i]);
        }
    }
    int k = consistency->sessions;
    if (k < GOAL_TOTALS_MIN || length < 2) {
        return;
    }
    for (int i = 0; i < numbers->count; i++) {
        if (is_usual(numbers, i, length)) {
            double rest = (double)numbers->cards[i].total_tenths / 10 - sum / k;
            between += rest * rest;
        }
    }
    double expected_squared = within / ((double)k * (length - 1)) * length;
    consistency->deviation = stat_of(sqrt(between / (k - 1)));
    consistency->expected = stat_of(sqrt(expected_squared));
    consistency->is_uneven =
        between > 0 && between > expected_squared * stats_chi2_quantile(0.975, k - 1);
}

/* --- in words ----------------------------------------------------------------------------------
 */
enum { TEXT_ROOM = 32 };

static const char *number(char dst[TEXT_ROOM], const struct goal_numbers *numbers, double value,
                          int decimals)
{
    return decimal_write_rounded(dst, TEXT_ROOM, value, decimals, numbers->decimal_point);
}

struct draft { /* a suggestion while it is written */
    struct buf title, detail;
};

static void keep(struct draft *draft, struct goal_suggestions *suggestions, const char *rule)
{
    struct goal_suggestion *row = &suggestions->rows[suggestions->count++];
    text_copy(row->rule, sizeof row->rule, rule);
    text_copy(row->title, sizeof row->title, buf_text(&draft->title));
    text_copy(row->detail, sizeof row->detail, buf_text(&draft->detail));
    buf_free(&draft->title);
    buf_free(&draft->detail);
}

static void suggest_series(const struct goal_numbers *numbers, bool is_certain,
                           struct goal_suggestions *suggestions)
{
    struct draft draft = {0};
    char gap[TEXT_ROOM];
    struct weak_series weak;
    goal_weak_series(numbers->cards, numbers->count, &weak);
    if (weak.series == 0 || weak.is_certain != is_certain) {
        return;
    }
    number(gap, numbers, -weak.gap, 1);
    buf_printf(&draft.title, _("Strengthen series %d"), weak.series);
    buf_printf(&draft.detail,
               weak.is_certain
                   ? _("Series %d is on average %s below your other series, by a ring or more"
                       " in %d of %d sessions.")
                   : _("Series %d is on average %s below your other series, by a ring or more"
                       " in %d of %d sessions; that can still be chance."),
               weak.series, gap, weak.weak, weak.sessions);
    keep(&draft, suggestions, "series_weak");
}

/* Of slow and quick series the quick ones are weaker for everybody: that is no drift. */
static bool has_kinds(const struct goal_numbers *numbers)
{
    for (int i = 0; numbers->count > 0 && i < numbers->cards[0].series_count; i++) {
        if (numbers->cards[0].series[i].kind != 0) {
            return true;
        }
    }
    return false;
}

static void suggest_drift(const struct goal_numbers *numbers, struct goal_suggestions *suggestions)
{
    struct draft draft = {0};
    const struct drift *drift = numbers->drift;
    char difference[TEXT_ROOM];
    char low[TEXT_ROOM];
    char high[TEXT_ROOM];
    if (drift == NULL || drift->verdict != VERDICT_LOWER || has_kinds(numbers)) {
        return;
    }
    buf_printf(&draft.title, _("Hold the level in shots %d to %d"), drift->weak_first,
               drift->weak_last);
    buf_printf(&draft.detail,
               _("Shots %d to %d are %s a shot below the others of the same session (%s to %s)."),
               drift->weak_first, drift->weak_last,
               number(difference, numbers, -drift->difference.value, 2),
               number(high, numbers, -drift->high.value, 2),
               number(low, numbers, -drift->low.value, 2));
    keep(&draft, suggestions, "drift");
}

static void suggest_lean(const struct goal_numbers *numbers, struct goal_suggestions *suggestions)
{
    struct draft draft = {0};
    const struct heat_lean *lean = numbers->lean;
    if (lean == NULL || lean->verdict != VERDICT_HIGHER) {
        return;
    }
    buf_printf(&draft.title, _("Fewer shots at %d o'clock"), lean->hour);
    buf_printf(&draft.detail,
               _("Of %lld shots outside the ten %ld %% lie at %d o'clock (%ld to %ld %%); by chance"
                 " it would be 8 %%."),
               (long long)lean->shots, lround(100 * lean->share.value), lean->hour,
               lround(100 * lean->low.value), lround(100 * lean->high.value));
    keep(&draft, suggestions, "lean");
}

static void suggest_consistency(const struct goal_numbers *numbers,
                                struct goal_suggestions *suggestions)
{
    struct draft draft = {0};
    char deviation[TEXT_ROOM];
    char expected[TEXT_ROOM];
    struct consistency even;
    goal_consistency(numbers, &even);
    if (!even.is_uneven) {
        return;
    }
    buf_add_text(&draft.title, _("Shoot more even totals"));
    buf_printf(&draft.detail,
               _("The totals of %d sessions vary by %s (standard deviation); the scatter of single"
                 " shots explains %s."),
               even.sessions, number(deviation, numbers, even.deviation.value, 1),
               number(expected, numbers, even.expected.value, 1));
    keep(&draft, suggestions, "consistency");
}

static void suggest_turns(const struct goal_numbers *numbers, struct goal_suggestions *suggestions)
{
    struct draft draft = {0};
    char were[TEXT_ROOM];
    char needed[TEXT_ROOM];
    int missing = numbers->turns_required - numbers->turns;
    if (missing <= 0) {
        return;
    }
    buf_printf(&draft.title, _("Reach %d turns"), numbers->turns_required);
    buf_printf(&draft.detail,
               P_("%d turn in the last 12 months, %d short of %d: %s a month, %s are needed.",
                  "%d turns in the last 12 months, %d short of %d: %s a month, %s are needed.",
                  numbers->turns),
               numbers->turns, missing, numbers->turns_required,
               number(were, numbers, numbers->turns / 12.0, 1),
               number(needed, numbers, numbers->turns_required / 12.0, 1));
    keep(&draft, suggestions, "turns");
}

void goal_rules_suggest(const struct goal_numbers *numbers, struct goal_suggestions *suggestions)
{
    suggestions->count = 0;
    suggest_series(numbers, true, suggestions);
    suggest_drift(numbers, suggestions);
    suggest_lean(numbers, suggestions);
    suggest_consistency(numbers, suggestions);
    suggest_turns(numbers, suggestions);
    suggest_series(numbers, false, suggestions); /* last: it may be chance */
}
