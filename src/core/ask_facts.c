/* The data of a request, fact by fact: what is not put in by name here cannot be sent. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/data.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/ask_parts.h"
#include "core/reflection.h"
#include "core/rules/answer.h"
#include "core/weapon.h"
#include "core/weapon_service.h"
#include "store/club_words.h"

bool asking_start(struct asking *asking, struct app *app, struct arena *arena, struct err *err)
{
    const struct data_file *file = data_find("programmes.csv");
    *asking = (struct asking){.app = app, .arena = arena, .err = err};
    return file == NULL || programme_list_read(arena, file->bytes, &asking->programmes, err);
}

/* --- facts ---------------------------------------------------------------------------------------
 */
static struct prompt_list *open_list(struct asking *asking)
{
    return &asking->lists[asking->list_count - 1];
}

static void begin_list(struct asking *asking, const char *name, bool is_array, int rows)
{
    asking->list_count += asking->list_count < ASK_LISTS_MAX;
    struct prompt_list *list = open_list(asking);
    *list = (struct prompt_list){.name = name, .is_array = is_array};
    list->fact_counts = arena_array(asking->arena, (size_t)rows + 1, sizeof *list->fact_counts);
    list->rows = arena_array(asking->arena, (size_t)rows + 1, sizeof(const struct prompt_fact *));
    asking->row_room = rows;
    asking->open_row = NULL;
}

void ask_row(struct asking *asking)
{
    struct prompt_list *list = open_list(asking);
    asking->open_row = NULL;
    if (list->row_count < asking->row_room) {
        asking->open_row = arena_array(asking->arena, ASK_FACTS_MAX, sizeof *asking->open_row);
        list->rows[list->row_count++] = asking->open_row;
    }
}

void ask_object(struct asking *asking, const char *name)
{
    begin_list(asking, name, false, 1);
    ask_row(asking);
}

void ask_array(struct asking *asking, const char *name, int most_rows)
{
    begin_list(asking, name, true, most_rows);
}

static void add_fact(struct asking *asking, struct prompt_fact fact)
{
    struct prompt_list *list = open_list(asking);
    int *count = &list->fact_counts[list->row_count - 1];
    if (asking->open_row != NULL && *count < ASK_FACTS_MAX) {
        asking->open_row[(*count)++] = fact;
    }
}

void ask_number(struct asking *asking, const char *name, double value, int decimals)
{
    if (isfinite(value)) {
        add_fact(asking, (struct prompt_fact){.name = name, .value = value, .decimals = decimals});
    }
}

void ask_count(struct asking *asking, const char *name, int64_t value)
{
    ask_number(asking, name, (double)value, 0);
}

void ask_measure(struct asking *asking, const char *name, const struct measure *measure,
                 int decimals)
{
    if (measure->has) {
        ask_number(asking, name, measure->value, decimals);
    }
}

void ask_text(struct asking *asking, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        add_fact(asking,
                 (struct prompt_fact){.name = name, .text = arena_text(asking->arena, text)});
    }
}

/* --- what several requests say alike -------------------------------------------------------------
 */
const char *ask_verdict(enum verdict verdict)
{
    static const char *const codes[] = {[VERDICT_NO_DATA] = "too little data",
                                        [VERDICT_NOISE] = "noise",
                                        [VERDICT_HIGHER] = "higher",
                                        [VERDICT_LOWER] = "lower"};
    return codes[verdict];
}

void ask_discipline(struct asking *asking, const char *programme_id)
{
    const struct programme *programme = programme_find(&asking->programmes, programme_id);
    if (programme != NULL) {
        ask_text(asking, "discipline", programme_name(programme));
    }
}

void ask_distance(struct asking *asking, int64_t distance_mm)
{
    if (distance_mm > 0) {
        ask_number(asking, "distance_m", (double)distance_mm / 1000, distance_mm % 1000 != 0);
    }
}

void ask_weapon_class(struct asking *asking, const struct weapon *weapon)
{
    if (weapon->id != 0) {
        ask_text(asking, "weapon", "weapon A");
        ask_text(asking, "weapon_kind", weapon_kind_code(weapon->kind));
        ask_text(asking, "calibre", ask_calibre_class(weapon));
    }
}

/* Whether a written calibre begins with these digits, a comma or a point between them alike, and
 * with a separator where one is written, as in ".22 LR", "9x19", "4,5 mm". */
static bool has_digits(const char *calibre, const char *digits)
{
    char plain[NUMBER_ROOM];
    size_t used = 0;
    for (const char *at = calibre + strspn(calibre, " .,"); *at != '\0'; at++) {
        plain[used] = '\0';
        char byte = *at == ',' ? '.' : *at;
        bool is_number = (byte >= '0' && byte <= '9') || byte == '.';
        if (!is_number || used + 1 >= sizeof plain) {
            break;
        }
        plain[used++] = byte;
    }
    plain[used] = '\0';
    return strcmp(plain, digits) == 0;
}

const char *ask_calibre_class(const struct weapon *weapon)
{
    static const struct {
        const char *digits, *name;
    } classes[] = {{"22", ".22"}, {"5.6", ".22"},      {"4.5", "4.5 mm air"}, {"177", "4.5 mm air"},
                   {"9", "9 mm"}, {"32", ".32"},       {"38", ".38/.357"},    {"357", ".38/.357"},
                   {"45", ".45"}, {"7.62", "7.62 mm"}, {"308", "7.62 mm"},    {"12", "12 gauge"}};
    bool is_air = weapon->kind == WEAPON_AIR_PISTOL || weapon->kind == WEAPON_AIR_RIFLE;
    if (weapon->calibre[0] == '\0') {
        return is_air ? "4.5 mm air" : "";
    }
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (has_digits(weapon->calibre, classes[i].digits)) {
            return classes[i].name;
        }
    }
    return "other";
}

static void ask_interval(struct asking *asking, const char *const names[3],
                         const struct measure *value, const struct measure *low,
                         const struct measure *high, int decimals)
{
    ask_measure(asking, names[0], value, decimals);
    ask_measure(asking, names[1], low, decimals);
    ask_measure(asking, names[2], high, decimals);
}

void ask_tally(struct asking *asking, const struct tally *tally, bool with_group)
{
    static const char *const average[] = {"average_rings", "average_low", "average_high"};
    static const char *const sigma[] = {"sigma_mm", "sigma_low", "sigma_high"};
    struct tally_numbers numbers;
    tally_numbers(tally, &numbers);
    ask_count(asking, "sessions", numbers.sessions);
    ask_count(asking, "shots", numbers.shots);
    ask_interval(asking, average, &numbers.average, &numbers.average_low, &numbers.average_high, 2);
    if (with_group) {
        ask_interval(asking, sigma, &numbers.sigma, &numbers.sigma_low, &numbers.sigma_high, 2);
    }
}

void ask_trend(struct asking *asking, const char *name, const struct insight_series *series)
{
    static const char *const slope[] = {"slope_per_30_days", "low", "high"};
    const struct trend *trend = &series->trend;
    ask_object(asking, name);
    ask_count(asking, "sessions", series->count);
    ask_interval(asking, slope, &trend->slope, &trend->low, &trend->high, 2);
    ask_text(asking, "verdict", ask_verdict(trend->verdict));
    if (trend->more_points > 0 && trend->more_points < 999) {
        ask_count(asking, "more_sessions_to_know", trend->more_points);
    }
}

void ask_before(struct asking *asking, const struct insight *look, bool with_group)
{
    static const char *const difference[] = {"average_difference", "low", "high"};
    if (!look->has_before || look->before.sessions == 0) {
        return;
    }
    ask_object(asking, "period_before");
    ask_tally(asking, &look->before, with_group);
    ask_interval(asking, difference, &look->average.difference, &look->average.low,
                 &look->average.high, 2);
    ask_text(asking, "average_now_verdict", ask_verdict(look->average.verdict));
    if (with_group) {
        ask_text(asking, "sigma_now_verdict", ask_verdict(look->sigma.verdict));
    }
}

static void ask_group_name(struct asking *asking, const struct insight_group *group,
                           enum insight_by by, int index)
{
    char label[NAME_ROOM] = "";
    switch (by) {
    case BY_DISTANCE:
        ask_distance(asking, group->id);
        break;
    case BY_PROGRAMME:
        ask_discipline(asking, group->code);
        break;
    case BY_AMMUNITION:
        reflection_ammunition_label(label, sizeof label, index);
        ask_text(asking, "ammunition", group->id != 0 ? label : "not said");
        break;
    case BY_SHOOTER:
        snprintf(label, sizeof label, "shooter %c", 'A' + index % 26);
        ask_text(asking, "shooter", label);
        break;
    default:
        break;
    }
}

void ask_groups(struct asking *asking, const char *name, const struct insight_groups *groups,
                bool with_group)
{
    ask_array(asking, name, ASK_GROUPS_MAX);
    for (int i = 0; i < groups->count && i < ASK_GROUPS_MAX; i++) {
        ask_row(asking);
        ask_group_name(asking, &groups->rows[i], groups->by, i);
        ask_tally(asking, &groups->rows[i].tally, with_group);
    }
}

void ask_findings(struct asking *asking, const struct reflection *reflection)
{
    ask_array(asking, "findings_by_rules", REFLECTION_SENTENCES_MAX);
    for (int i = 0; i < reflection->count; i++) {
        const struct reflection_sentence *sentence = &reflection->sentences[i];
        ask_row(asking);
        ask_text(asking, "part", reflection_part_code(reflection->subject, sentence->part));
        ask_text(asking, "text", sentence->text);
    }
}

bool ask_service(struct asking *asking, record_id weapon_id)
{
    struct weapon_service_state service;
    if (!weapon_service_state(asking->app, weapon_id, &service, asking->err)) {
        return false;
    }
    ask_object(asking, "service");
    ask_count(asking, "rounds_in_all", service.rounds);
    ask_count(asking, "rounds_since_service", service.since);
    if (service.interval > 0) {
        ask_count(asking, "service_interval_rounds", service.interval);
    }
    return true;
}

bool ask_has_one_distance(const struct asking *asking, const struct insight_lines *lines,
                          const struct insight_choice *choice)
{
    struct insight_groups groups;
    insight_groups_read(asking->arena, lines, choice, BY_DISTANCE, &groups);
    return groups.count == 1;
}

/* --- free text -----------------------------------------------------------------------------------
 */
struct words {
    struct arena *arena;
    int count, room;
    const char **rows;
};

static void keep_word(void *context, const char *word)
{
    struct words *words = context;
    if (word[0] == '\0') {
        return;
    }
    if (words->count == words->room) {
        int room = words->room > 0 ? words->room * 2 : 256;
        const char **grown = arena_array(words->arena, (size_t)room, sizeof *grown);
        if (words->count > 0) {
            memcpy(grown, words->rows, (size_t)words->count * sizeof *grown);
        }
        words->rows = grown;
        words->room = room;
    }
    words->rows[words->count++] = arena_text(words->arena, word);
}

bool ask_redacted(struct asking *asking, const char *text, size_t most, char **redacted)
{
    struct words words = {.arena = asking->arena};
    *redacted = arena_alloc(asking->arena, most + 1);
    if (!club_words_each(asking->app->db, keep_word, &words, asking->err)) {
        return false;
    }
    prompt_redact(*redacted, most + 1, text, words.rows, words.count);
    return true;
}

/* --- the end -------------------------------------------------------------------------------------
 */
void ask_session_ids(struct asking *asking, const struct insight_lines *lines,
                     const struct insight_choice *choice, struct ask *ask)
{
    struct buf ids = {0};
    record_id last = 0;
    int count = 0;
    for (int i = lines->count - 1; i >= 0 && count < ASK_SESSIONS_MAX; i--) {
        const struct insight_line *line = &lines->rows[i];
        if (line->session_id != last && insight_is_chosen(line, choice)) {
            buf_printf(&ids, "%s%lld", count > 0 ? "," : "", (long long)line->session_id);
            last = line->session_id;
            count++;
        }
    }
    ask->session_ids = arena_text(asking->arena, buf_text(&ids));
    buf_free(&ids);
}

static char *moved(struct arena *arena, struct buf *buf)
{
    char *text = arena_text(arena, buf_text(buf));
    buf_free(buf);
    return text;
}

void asking_finish(struct asking *asking, enum reflection_subject subject, const char *notes,
                   const char *question, const struct reflection *calculated, struct ask *ask)
{
    struct buf system = {0};
    struct buf user = {0};
    struct buf sources = {0};
    struct buf answer = {0};
    const struct prompt prompt = {.subject = subject,
                                  .language =
                                      i18n_language() == LANGUAGE_NL ? PROMPT_NL : PROMPT_EN,
                                  .list_count = asking->list_count,
                                  .lists = asking->lists,
                                  .notes = notes,
                                  .question = question};
    prompt_write(&prompt, &system, &user, &sources);
    answer_of_reflection(calculated, &answer);
    ask->system = moved(asking->arena, &system);
    ask->user = moved(asking->arena, &user);
    ask->sources = moved(asking->arena, &sources);
    ask->calculated = moved(asking->arena, &answer);
}
