#include "core/rules/reflection_text.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/rules/score.h"

enum { RECOMMENDATIONS_MAX = 3, SPREAD_SHOTS_MIN = 20, CHECK_SHOTS = 10 };

/* --- numbers ----------------------------------------------------------------------------------
 */
struct figure draft_number(const struct draft *draft, double value, int decimals)
{
    struct figure figure;
    decimal_write_rounded(figure.text, sizeof figure.text, value, decimals, draft->point);
    return figure;
}

struct figure draft_one(const struct draft *draft, double value)
{
    return draft_number(draft, value, 1);
}

struct figure draft_two(const struct draft *draft, double value)
{
    return draft_number(draft, value, 2);
}

struct figure draft_percent(const struct draft *draft, double share)
{
    return draft_number(draft, share * 100, 0);
}

struct figure draft_total(const struct draft *draft, int64_t tenths, bool has_decimals)
{
    struct figure figure;
    score_total_text(figure.text, sizeof figure.text, tenths, has_decimals, draft->point);
    return figure;
}

bool draft_is_zero(double value)
{
    return fabs(value) < 0.05;
}

/* --- keeping ----------------------------------------------------------------------------------
 */
void draft_begin(struct draft *draft)
{
    buf_clear(&draft->text);
    buf_clear(&draft->basis);
    draft->part = REFLECTION_SUMMARY;
}

void draft_keep(struct draft *draft, struct reflection *reflection, const char *rule)
{
    bool is_next = draft->part == REFLECTION_NEXT;
    if (reflection->count == REFLECTION_SENTENCES_MAX ||
        (is_next && draft->next == RECOMMENDATIONS_MAX)) {
        return;
    }
    int place = reflection->count;
    while (place > 0 && reflection->sentences[place - 1].part > draft->part) {
        place--;
    }
    struct reflection_sentence *sentence = &reflection->sentences[place];
    memmove(sentence + 1, sentence, (size_t)(reflection->count - place) * sizeof *sentence);
    reflection->count++;
    draft->next += is_next;
    sentence->part = draft->part;
    text_copy(sentence->text, sizeof sentence->text, buf_text(&draft->text));
    text_copy(sentence->basis, sizeof sentence->basis, buf_text(&draft->basis));
    text_copy(sentence->rule, sizeof sentence->rule, rule);
}

void draft_free(struct draft *draft)
{
    buf_free(&draft->text);
    buf_free(&draft->basis);
}

/* --- the sight --------------------------------------------------------------------------------
 */
static void sight_basis(struct draft *draft, const struct sight_axis *axis, bool is_sideways,
                        int plotted)
{
    buf_printf(&draft->basis,
               is_sideways ? P_("sideways %s mm, noise %s mm, %d shot",
                                "sideways %s mm, noise %s mm, %d shots", plotted)
                           : P_("height %s mm, noise %s mm, %d shot",
                                "height %s mm, noise %s mm, %d shots", plotted),
               draft_one(draft, fabs(axis->offset_mm)).text, draft_one(draft, axis->noise_mm).text,
               plotted);
}

bool draft_sight_off(struct draft *draft, const struct sight_axis *axis, bool is_sideways,
                     int plotted)
{
    bool is_plus = axis->offset_mm > 0;
    if (axis->verdict != SIGHT_MOVE) {
        return false;
    }
    draft->part = REFLECTION_IMPROVE;
    buf_printf(&draft->text,
               is_sideways
                   ? (is_plus
                          ? _("The group lies %s mm to the right: more than its noise of %s mm.")
                          : _("The group lies %s mm to the left: more than its noise of %s mm."))
                   : (is_plus ? _("The group lies %s mm too high: more than its noise of %s mm.")
                              : _("The group lies %s mm too low: more than its noise of %s mm.")),
               draft_one(draft, fabs(axis->offset_mm)).text, draft_one(draft, axis->noise_mm).text);
    sight_basis(draft, axis, is_sideways, plotted);
    return true;
}

bool draft_sight_good(struct draft *draft, const struct sight_advice *advice, int plotted)
{
    if (advice->x.verdict != SIGHT_WITHIN_NOISE || advice->y.verdict != SIGHT_WITHIN_NOISE) {
        return false;
    }
    buf_printf(&draft->text,
               _("The group lies on the centre as far as %d shots can tell: the sight needs no"
                 " change."),
               plotted);
    sight_basis(draft, &advice->x, true, plotted);
    buf_add_text(&draft->basis, "; ");
    sight_basis(draft, &advice->y, false, plotted);
    return true;
}

/* "3 clicks to the left", or in mm when a click is not known or too coarse. The sight turns against
 * the offset. */
static void add_turn(struct draft *draft, struct buf *to, const struct sight_axis *axis,
                     bool is_sideways)
{
    int clicks = axis->clicks < 0 ? -axis->clicks : axis->clicks;
    bool is_plus = axis->offset_mm > 0;
    if (clicks == 0) {
        buf_printf(to,
                   is_sideways ? (is_plus ? _("%s mm to the left") : _("%s mm to the right"))
                               : (is_plus ? _("%s mm down") : _("%s mm up")),
                   draft_one(draft, fabs(axis->offset_mm)).text);
        return;
    }
    buf_printf(to,
               is_sideways
                   ? (is_plus ? P_("%d click to the left", "%d clicks to the left", clicks)
                              : P_("%d click to the right", "%d clicks to the right", clicks))
                   : (is_plus ? P_("%d click down", "%d clicks down", clicks)
                              : P_("%d click up", "%d clicks up", clicks)),
               clicks);
}

bool draft_sight_turn(struct draft *draft, const struct sight_advice *advice)
{
    bool x = advice->x.verdict == SIGHT_MOVE;
    bool y = advice->y.verdict == SIGHT_MOVE;
    struct buf sideways = {0};
    struct buf height = {0};
    if (!x && !y) {
        return false;
    }
    add_turn(draft, &sideways, &advice->x, true);
    add_turn(draft, &height, &advice->y, false);
    draft->part = REFLECTION_NEXT;
    if (x && y) {
        buf_printf(&draft->text, _("Set the rear sight %s and %s, then shoot %d shots to check."),
                   buf_text(&sideways), buf_text(&height), CHECK_SHOTS);
    } else {
        buf_printf(&draft->text, _("Set the rear sight %s, then shoot %d shots to check."),
                   buf_text(x ? &sideways : &height), CHECK_SHOTS);
    }
    buf_printf(
        &draft->basis, _("offset sideways %s mm (noise %s), height %s mm (noise %s)"),
        draft_one(draft, advice->x.offset_mm).text, draft_one(draft, advice->x.noise_mm).text,
        draft_one(draft, advice->y.offset_mm).text, draft_one(draft, advice->y.noise_mm).text);
    buf_free(&sideways);
    buf_free(&height);
    return true;
}

/* --- height against width ---------------------------------------------------------------------
 */
static double spread_limit(const struct spread *spread)
{
    return sqrt(stats_f_quantile(0.975, spread->degrees, spread->degrees));
}

static double spread_ratio(const struct spread *spread)
{
    return spread->sd_y > spread->sd_x ? spread->sd_y / spread->sd_x : spread->sd_x / spread->sd_y;
}

enum spread_shape spread_shape(const struct spread *spread)
{
    if (spread->plotted < SPREAD_SHOTS_MIN || spread->degrees < 1 || !(spread->sd_x > 0) ||
        !(spread->sd_y > 0)) {
        return SPREAD_UNKNOWN;
    }
    if (spread_ratio(spread) <= spread_limit(spread)) {
        return SPREAD_ROUND;
    }
    return spread->sd_y > spread->sd_x ? SPREAD_HIGH : SPREAD_WIDE;
}

static void spread_basis(struct draft *draft, const struct spread *spread)
{
    buf_printf(&draft->basis,
               _("SD height %s mm, sideways %s mm, ratio %s; by chance up to %s (%d shots)"),
               draft_one(draft, spread->sd_y).text, draft_one(draft, spread->sd_x).text,
               draft_two(draft, spread_ratio(spread)).text,
               draft_two(draft, spread_limit(spread)).text, spread->plotted);
}

bool draft_spread(struct draft *draft, const struct spread *spread)
{
    enum spread_shape shape = spread_shape(spread);
    if (shape != SPREAD_HIGH && shape != SPREAD_WIDE) {
        return false;
    }
    draft->part = REFLECTION_IMPROVE;
    buf_printf(&draft->text,
               shape == SPREAD_HIGH ? _("The shots spread %s times as much in height as sideways:"
                                        " more than chance explains.")
                                    : _("The shots spread %s times as much sideways as in height:"
                                        " more than chance explains."),
               draft_two(draft, spread_ratio(spread)).text);
    spread_basis(draft, spread);
    return true;
}

bool draft_spread_round(struct draft *draft, const struct spread *spread)
{
    if (spread_shape(spread) != SPREAD_ROUND) {
        return false;
    }
    buf_add_text(&draft->text, _("The group is round: spread in height and sideways differ no more"
                                 " than chance explains."));
    spread_basis(draft, spread);
    return true;
}

bool draft_spread_work(struct draft *draft, const struct spread *spread)
{
    enum spread_shape shape = spread_shape(spread);
    if (shape != SPREAD_HIGH && shape != SPREAD_WIDE) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_printf(&draft->text,
               shape == SPREAD_HIGH
                   ? _("Work on breathing and an even grip; check with %d plotted shots.")
                   : _("Work on the trigger and the stance; check with %d plotted shots."),
               SPREAD_SHOTS_MIN);
    spread_basis(draft, spread);
    return true;
}
