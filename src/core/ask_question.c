/* What a model may know for a question about a shooter, a weapon, or a shooter with a weapon. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ask_parts.h"
#include "core/member.h"
#include "core/weapon.h"
#include "store/shot.h"

enum { LAST_SESSIONS = 5, LEAN_LINES = 20, DRIFT_BLOCK = 10, DRIFT_BLOCKS = 12 };

struct asked {
    struct asking asking;
    struct weapon weapon; /* id 0: every weapon */
    struct insight_lines lines;
    struct insight_choice choice;
    struct ask_question_numbers numbers;
};

/* --- reading -------------------------------------------------------------------------------------
 */

/* The engine reads by one of the two; the other is sorted out here. */
static void keep_lines_of(struct insight_lines *lines, record_id weapon_id)
{
    int kept = 0;
    for (int i = 0; i < lines->count; i++) {
        if (lines->rows[i].weapon_id == weapon_id) {
            lines->rows[kept++] = lines->rows[i];
        }
    }
    lines->count = kept;
}

static bool read_lines(struct asked *asked, const struct question_input *input)
{
    struct asking *asking = &asked->asking;
    struct insight_of of = {.member_id = input->member_id};
    struct member *member = arena_alloc(asking->arena, sizeof *member);
    if (input->member_id == 0) {
        of.weapon_id = input->weapon_id;
    } else if (!member_get(asking->app, input->member_id, member, asking->err)) {
        return false;
    }
    if (input->weapon_id != 0 &&
        !weapon_get(asking->app, input->weapon_id, &asked->weapon, asking->err)) {
        return false;
    }
    if (!insight_read(asking->app, asking->arena, &of, &asked->lines, asking->err)) {
        return false;
    }
    if (input->weapon_id != 0) {
        keep_lines_of(&asked->lines, input->weapon_id);
    }
    text_copy(asked->choice.from, sizeof asked->choice.from, input->from);
    text_copy(asked->choice.to, sizeof asked->choice.to, input->to);
    return true;
}

/* The hour of the clock that shots outside the ten lean to, over the last lines of the programme.
 */
static bool read_lean(struct asked *asked)
{
    struct asking *asking = &asked->asking;
    struct shot_list list = {0};
    struct heat *heat = arena_alloc(asking->arena, sizeof *heat);
    int read = 0;
    bool ok = true;
    heat_start(heat, 0); /* the hours only */
    for (int i = asked->lines.count - 1; ok && i >= 0 && read < LEAN_LINES; i--) {
        const struct insight_line *line = &asked->lines.rows[i];
        if (!insight_is_chosen(line, &asked->numbers.main_choice)) {
            continue;
        }
        ok = shot_list_current(asking->app->db, line->line_id, &list, asking->err);
        for (int k = 0; ok && k < list.count; k++) {
            heat_add(heat, &list.rows[k]);
        }
        read++;
    }
    shot_list_free(&list);
    heat_lean(heat, &asked->numbers.lean);
    return ok;
}

static bool read_shooter(struct asked *asked)
{
    struct asking *asking = &asked->asking;
    struct ask_question_numbers *numbers = &asked->numbers;
    if (numbers->input->member_id == 0) {
        return true;
    }
    numbers->shooter = arena_alloc(asking->arena, sizeof *numbers->shooter);
    return shooter_read(asking->app, asking->arena, numbers->input->member_id, &asked->lines,
                        &numbers->main_choice, numbers->shooter, asking->err) &&
           goal_suggestions(asking->app, numbers->input->member_id, numbers->programme_id,
                            &numbers->suggestions, asking->err);
}

static bool read_numbers(struct asked *asked, const struct question_input *input)
{
    struct asking *asking = &asked->asking;
    struct ask_question_numbers *numbers = &asked->numbers;
    numbers->input = input;
    insight_look(&asked->lines, &asked->choice, &numbers->look);
    if (numbers->look.tally.shots == 0) {
        return err_set(asking->err, ERR_INPUT,
                       _("Nothing was shot in this period, so there is nothing to ask."));
    }
    insight_programmes(&asked->lines, &asked->choice, &numbers->programme_id, 1);
    numbers->main_choice = asked->choice;
    numbers->main_choice.programme_id = numbers->programme_id;
    numbers->has_one_distance = ask_has_one_distance(asking, &asked->lines, &asked->choice);
    insight_series_read(asking->app, asking->arena, &asked->lines, &numbers->main_choice,
                        NUMBER_AVERAGE, &numbers->average);
    return read_lean(asked) && read_shooter(asked);
}

/* --- the data ------------------------------------------------------------------------------------
 */
static void ask_period(struct asked *asked)
{
    struct asking *asking = &asked->asking;
    const struct question_input *input = asked->numbers.input;
    ask_object(asking, "asked_about");
    ask_text(asking, "shooter", input->member_id != 0 ? "one shooter" : "every shooter");
    ask_weapon_class(asking, &asked->weapon);
    ask_text(asking, "period_from", asked->choice.from);
    ask_text(asking, "period_to", asked->choice.to);
    ask_tally(asking, &asked->numbers.look.tally, asked->numbers.has_one_distance);
    ask_count(asking, "interval_percent", ASK_INTERVAL_PERCENT);
    ask_count(asking, "sessions_wanted", ASK_FEW_SESSIONS);
}

static void ask_drift(struct asking *asking, const struct drift *drift)
{
    ask_object(asking, "over_the_shots_of_a_session");
    ask_count(asking, "sessions", drift->sessions);
    ask_count(asking, "shot_positions", drift->positions);
    if (drift->why == NULL && drift->weak_first > 0) {
        ask_count(asking, "weakest_from_shot", drift->weak_first);
        ask_count(asking, "weakest_to_shot", drift->weak_last);
        ask_number(asking, "weakest_average_rings", drift->weak_average, 2);
        ask_measure(asking, "difference_with_the_others", &drift->difference, 2);
        ask_measure(asking, "low", &drift->low, 2);
        ask_measure(asking, "high", &drift->high, 2);
    }
    ask_text(asking, "verdict", ask_verdict(drift->verdict));
    ask_array(asking, "average_by_shot_position", DRIFT_BLOCKS);
    for (int first = 0; first + DRIFT_BLOCK <= drift->positions; first += DRIFT_BLOCK) {
        double sum = 0;
        for (int i = first; i < first + DRIFT_BLOCK; i++) {
            sum += drift->average[i];
        }
        ask_row(asking);
        ask_count(asking, "from_shot", first + 1);
        ask_count(asking, "to_shot", first + DRIFT_BLOCK);
        ask_number(asking, "average_rings", sum / DRIFT_BLOCK, 2);
    }
}

static void ask_cadence(struct asking *asking, const struct cadence *cadence)
{
    if (!cadence->mean_s.has) {
        return;
    }
    ask_object(asking, "rhythm");
    ask_measure(asking, "mean_seconds_between_shots", &cadence->mean_s, 1);
    ask_measure(asking, "median_seconds_between_shots", &cadence->median_s, 1);
    ask_measure(asking, "correlation_of_time_and_value", &cadence->correlation, 2);
    ask_measure(asking, "low", &cadence->low, 2);
    ask_measure(asking, "high", &cadence->high, 2);
    ask_text(asking, "slower_is", ask_verdict(cadence->verdict));
    ask_measure(asking, "average_of_quickest_third", &cadence->quick, 2);
    ask_measure(asking, "average_of_middle_third", &cadence->middle, 2);
    ask_measure(asking, "average_of_slowest_third", &cadence->slow, 2);
}

static void ask_lean(struct asking *asking, const struct heat_lean *lean)
{
    if (lean->hour == 0 || !lean->share.has) {
        return;
    }
    ask_object(asking, "shots_outside_the_ten");
    ask_count(asking, "shots", lean->shots);
    ask_count(asking, "most_at_hour_of_the_clock", lean->hour);
    ask_number(asking, "share_percent", lean->share.value * 100, 2);
    ask_number(asking, "low_percent", lean->low.value * 100, 2);
    ask_number(asking, "high_percent", lean->high.value * 100, 2);
    ask_text(asking, "verdict",
             lean->verdict == VERDICT_HIGHER ? "more than chance" : "can be chance");
}

static void ask_last_sessions(struct asked *asked)
{
    struct asking *asking = &asked->asking;
    int count = 0;
    ask_array(asking, "last_sessions_newest_first", LAST_SESSIONS);
    for (int i = asked->lines.count - 1; i >= 0 && count < LAST_SESSIONS; i--) {
        const struct insight_line *line = &asked->lines.rows[i];
        if (!insight_is_chosen(line, &asked->choice) || line->sums.shots == 0) {
            continue;
        }
        ask_row(asking);
        ask_text(asking, "date", line->sums.local_date);
        ask_discipline(asking, line->programme_id);
        ask_distance(asking, line->distance_mm);
        ask_count(asking, "shots", line->sums.shots);
        ask_number(asking, "total", (double)line->sums.total_tenths / 10,
                   line->sums.total_tenths % 10 != 0);
        ask_number(asking, "average_rings", (double)line->sums.total_tenths / 10 / line->sums.shots,
                   2);
        count++;
    }
}

/* Titles are free text of people: of an open goal only its rule is told. */
static bool ask_goals(struct asked *asked)
{
    struct asking *asking = &asked->asking;
    const struct goal_suggestions *suggestions = &asked->numbers.suggestions;
    struct goal *goals = NULL;
    int count = 0;
    if (asked->numbers.input->member_id == 0) {
        return true;
    }
    if (!goal_list(asking->app, asking->arena, asked->numbers.input->member_id, &goals, &count,
                   asking->err)) {
        return false;
    }
    ask_array(asking, "open_goals", ASK_GROUPS_MAX);
    for (int i = 0; i < count; i++) {
        if (goals[i].done_at_ms == 0) {
            ask_row(asking);
            ask_text(asking, "rule", goals[i].rule[0] != '\0' ? goals[i].rule : "own");
        }
    }
    ask_array(asking, "goals_suggested_by_rules", GOAL_SUGGESTIONS_MAX);
    for (int i = 0; i < suggestions->count; i++) {
        ask_row(asking);
        ask_text(asking, "rule", suggestions->rows[i].rule);
        ask_text(asking, "goal", suggestions->rows[i].title);
        ask_text(asking, "why", suggestions->rows[i].detail);
    }
    return true;
}

static void ask_steadiness(struct asking *asking, const struct shooter *shooter)
{
    ask_object(asking, "whole_cards_of_most_shot_discipline");
    ask_discipline(asking, shooter->programme != NULL ? shooter->programme->id : "");
    ask_count(asking, "whole_cards", shooter->whole_cards);
    if (shooter->bests.total.date[0] != '\0') {
        ask_number(asking, "own_best_total", (double)shooter->bests.total.tenths / 10,
                   shooter->has_decimals);
        ask_text(asking, "own_best_date", shooter->bests.total.date);
    }
    ask_measure(asking, "totals_deviation_rings", &shooter->steadiness, 1);
    ask_measure(asking, "series_deviation_rings", &shooter->series_steadiness, 1);
}

static bool ask_all(struct asked *asked)
{
    struct asking *asking = &asked->asking;
    const struct ask_question_numbers *numbers = &asked->numbers;
    struct insight_groups groups;
    ask_period(asked);
    insight_groups_read(asking->arena, &asked->lines, &asked->choice, BY_PROGRAMME, &groups);
    ask_groups(asking, "by_discipline", &groups, true);
    if (numbers->input->member_id == 0) {
        insight_groups_read(asking->arena, &asked->lines, &asked->choice, BY_SHOOTER, &groups);
        ask_groups(asking, "by_shooter", &groups, numbers->has_one_distance);
    }
    insight_groups_read(asking->arena, &asked->lines, &asked->choice, BY_AMMUNITION, &groups);
    ask_groups(asking, "by_ammunition", &groups, numbers->has_one_distance);
    ask_trend(asking, "trend_of_average_rings_of_most_shot_discipline", &numbers->average);
    ask_before(asking, &numbers->look, numbers->has_one_distance);
    if (numbers->shooter != NULL) {
        ask_steadiness(asking, numbers->shooter);
        ask_drift(asking, &numbers->shooter->drift);
        ask_cadence(asking, &numbers->shooter->cadence);
    }
    ask_lean(asking, &numbers->lean);
    ask_last_sessions(asked);
    return (asked->weapon.id == 0 || ask_service(asking, asked->weapon.id)) && ask_goals(asked);
}

/* --- use case ------------------------------------------------------------------------------------
 */
static bool check_input(const struct question_input *input, struct err *err)
{
    if (input->member_id == 0 && input->weapon_id == 0) {
        return err_set(err, ERR_INPUT, _("Say which shooter or which weapon it is about."));
    }
    if (input->text[strspn(input->text, " \t\r\n")] == '\0') {
        return err_set(err, ERR_INPUT, _("Question: this is needed."));
    }
    if (!text_is_clean(input->text, strlen(input->text))) {
        return err_set(err, ERR_INPUT, _("Question: this holds characters that are no text."));
    }
    return (input->from[0] == '\0' || time_is_date(input->from)) &&
                   (input->to[0] == '\0' || time_is_date(input->to))
               ? true
               : err_set(err, ERR_INPUT, _("Period: write dates as 31-12-2001."));
}

bool ask_question(struct app *app, struct arena *arena, const struct question_input *input,
                  struct ask *ask, struct err *err)
{
    struct asked *asked = arena_alloc(arena, sizeof *asked);
    struct reflection *says = arena_alloc(arena, sizeof *says);
    char *question = NULL;
    *ask = (struct ask){0};
    if (!check_input(input, err) || !asking_start(&asked->asking, app, arena, err) ||
        !read_lines(asked, input) || !read_numbers(asked, input) || !ask_all(asked) ||
        !ask_redacted(&asked->asking, input->text, PROMPT_QUESTION_MAX, &question)) {
        return false;
    }
    ask_says(&asked->numbers, says);
    asking_finish(&asked->asking, REFLECTION_QUESTION, NULL, question, says, ask);
    ask_session_ids(&asked->asking, &asked->lines, &asked->choice, ask);
    return true;
}
