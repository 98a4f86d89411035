/* What the numbers say when a question is asked and no model is there to read it: honest about
 * that, and then useful. */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ask_parts.h"
#include "core/rules/reflection_text.h"
#include "core/verdict.h"

enum { GOALS_SAID = 3 };

struct saying {
    const struct ask_question_numbers *numbers;
    struct reflection *reflection;
    struct draft draft;
};

typedef bool say(struct saying *saying);

/* --- what was asked about ------------------------------------------------------------------------
 */
static bool say_not_read(struct saying *saying)
{
    const struct question_input *input = saying->numbers->input;
    const char *text =
        input->member_id == 0
            ? _("The question was not read: there is no model to read it. This is only what the"
                " numbers say about this weapon in this period.")
        : input->weapon_id == 0
            ? _("The question was not read: there is no model to read it. This is only what the"
                " numbers say about this shooter in this period.")
            : _("The question was not read: there is no model to read it. This is only what the"
                " numbers say about this shooter with this weapon in this period.");
    buf_add_text(&saying->draft.text, text);
    return true;
}

static bool say_how_much(struct saying *saying)
{
    const struct tally *tally = &saying->numbers->look.tally;
    char sessions[64];
    char shots[64];
    snprintf(sessions, sizeof sessions, P_("%d session", "%d sessions", tally->sessions),
             tally->sessions);
    snprintf(shots, sizeof shots, P_("%d shot", "%d shots", (int)tally->shots), (int)tally->shots);
    buf_printf(&saying->draft.text, _("There are %s with %s."), sessions, shots);
    return true;
}

static bool say_too_little(struct saying *saying)
{
    if (saying->numbers->look.tally.sessions >= ASK_FEW_SESSIONS) {
        return false;
    }
    buf_printf(&saying->draft.text, _("That is little: from %d sessions on more can be said."),
               ASK_FEW_SESSIONS);
    return true;
}

/* --- how good ------------------------------------------------------------------------------------
 */
static bool say_average(struct saying *saying)
{
    const struct draft *draft = &saying->draft;
    const struct tally_numbers *numbers = &saying->numbers->look.numbers;
    if (!numbers->average.has) {
        return false;
    }
    if (numbers->average_low.has) {
        buf_printf(&saying->draft.text,
                   _("The average is %s rings a shot, with 95 %% certainty between %s and %s."),
                   draft_two(draft, numbers->average.value).text,
                   draft_two(draft, numbers->average_low.value).text,
                   draft_two(draft, numbers->average_high.value).text);
    } else {
        buf_printf(&saying->draft.text, _("The average is %s rings a shot."),
                   draft_two(draft, numbers->average.value).text);
    }
    return true;
}

static bool say_trend(struct saying *saying)
{
    char verdict[VERDICT_ROOM];
    const struct trend *trend = &saying->numbers->average.trend;
    if (trend->verdict == VERDICT_NO_DATA) {
        return false;
    }
    verdict_of_trend(verdict, sizeof verdict, trend, _("rings"), saying->draft.point);
    buf_printf(&saying->draft.text, _("Over time in the discipline most shot: %s."), verdict);
    return true;
}

static bool say_before(struct saying *saying)
{
    char verdict[VERDICT_ROOM];
    const struct insight *look = &saying->numbers->look;
    if (!look->has_before || look->average.verdict == VERDICT_NO_DATA) {
        return false;
    }
    verdict_of_average(verdict, sizeof verdict, &look->average, saying->draft.point);
    buf_printf(&saying->draft.text, _("Against the same length of time before: %s."), verdict);
    return true;
}

static bool say_group(struct saying *saying)
{
    const struct draft *draft = &saying->draft;
    const struct tally_numbers *numbers = &saying->numbers->look.numbers;
    if (!saying->numbers->has_one_distance || !numbers->sigma.has || !numbers->sigma_low.has) {
        return false;
    }
    buf_printf(&saying->draft.text,
               _("The group (sigma) is %s mm, with 95 %% certainty between %s and %s mm."),
               draft_two(draft, numbers->sigma.value).text,
               draft_two(draft, numbers->sigma_low.value).text,
               draft_two(draft, numbers->sigma_high.value).text);
    return true;
}

/* --- where points are lost -----------------------------------------------------------------------
 */
static bool say_window(struct saying *saying)
{
    const struct draft *draft = &saying->draft;
    const struct shooter *shooter = saying->numbers->shooter;
    if (shooter == NULL || shooter->drift.why != NULL || shooter->drift.weak_first == 0 ||
        !shooter->drift.difference.has) {
        return false;
    }
    const struct drift *drift = &shooter->drift;
    buf_printf(&saying->draft.text,
               drift->verdict == VERDICT_LOWER
                   ? _("Points are lost in shots %d to %d: %s rings a shot against the others of"
                       " the same sessions (%s to %s).")
                   : _("Shots %d to %d are the weakest, %s rings a shot against the others of the"
                       " same sessions (%s to %s): that can be chance."),
               drift->weak_first, drift->weak_last, draft_two(draft, drift->difference.value).text,
               draft_two(draft, drift->low.value).text, draft_two(draft, drift->high.value).text);
    return true;
}

static bool say_lean(struct saying *saying)
{
    const struct draft *draft = &saying->draft;
    const struct heat_lean *lean = &saying->numbers->lean;
    if (lean->hour == 0 || lean->verdict != VERDICT_HIGHER) {
        return false;
    }
    buf_printf(
        &saying->draft.text,
        _("Of the shots outside the ten %s %% lie at %d o'clock: more than chance explains."),
        draft_percent(draft, lean->share.value).text, lean->hour);
    return true;
}

static bool say_rhythm(struct saying *saying)
{
    const struct draft *draft = &saying->draft;
    const struct shooter *shooter = saying->numbers->shooter;
    if (shooter == NULL || !shooter->cadence.mean_s.has) {
        return false;
    }
    struct figure seconds = draft_one(draft, shooter->cadence.mean_s.value);
    switch (shooter->cadence.verdict) {
    case VERDICT_HIGHER:
        buf_printf(&saying->draft.text,
                   _("There are %s seconds between shots; slower shots are worth more."),
                   seconds.text);
        return true;
    case VERDICT_LOWER:
        buf_printf(&saying->draft.text,
                   _("There are %s seconds between shots; quicker shots are worth more."),
                   seconds.text);
        return true;
    default:
        buf_printf(&saying->draft.text,
                   _("There are %s seconds between shots; no link with their value shows."),
                   seconds.text);
        return true;
    }
}

/* --- goals ---------------------------------------------------------------------------------------
 */
static void say_goals(struct saying *saying)
{
    const struct goal_suggestions *suggestions = &saying->numbers->suggestions;
    for (int i = 0; i < suggestions->count && i < GOALS_SAID; i++) {
        const struct goal_suggestion *suggestion = &suggestions->rows[i];
        draft_begin(&saying->draft);
        saying->draft.part = REFLECTION_NEXT;
        buf_printf(&saying->draft.text, "%s.", suggestion->title);
        if (saying->draft.text.size + 1 + strlen(suggestion->detail) < REFLECTION_TEXT_ROOM) {
            buf_printf(&saying->draft.text, " %s", suggestion->detail);
        }
        draft_keep(&saying->draft, saying->reflection, suggestion->rule);
    }
}

void ask_says(const struct ask_question_numbers *numbers, struct reflection *reflection)
{
    static say *const all[] = {say_not_read, say_how_much, say_too_little, say_average, say_trend,
                               say_before,   say_group,    say_window,     say_lean,    say_rhythm};
    struct saying saying = {
        .numbers = numbers, .reflection = reflection, .draft = {.point = i18n_decimal_point()}};
    *reflection = (struct reflection){.subject = REFLECTION_QUESTION};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        draft_begin(&saying.draft);
        if (all[i](&saying)) {
            draft_keep(&saying.draft, reflection, "question");
        }
    }
    say_goals(&saying);
    draft_free(&saying.draft);
}
