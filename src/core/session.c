/* The list of sessions: what a find means, one page at a time. The session itself:
 * session_detail.c. */
#include "core/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "core/card.h"
#include "core/find.h"
#include "core/member.h"
#include "core/rights.h"
#include "store/session.h"

enum { LIST_LIMIT = SESSION_PAGE_MAX - 1 };
static const int64_t day_ms = INT64_C(24) * 3600 * 1000;
static const int64_t last_ms = INT64_C(253402300800000); /* the year 10000 */

/* --- words ------------------------------------------------------------------------------------ */

/* Programmes whose id or name, in either language, holds the word: ",LP60,KKG60,". */
static void word_find_programmes(const struct app *app, struct session_word *word)
{
    size_t used = 0;
    for (int i = 0; i < app->programmes.count; i++) {
        const struct programme *programme = &app->programmes.rows[i];
        char name[3 * NAME_ROOM], folded[3 * NAME_ROOM];
        snprintf(name, sizeof name, "%s %s %s", programme->id, programme->name_en,
                 programme->name_nl);
        text_fold(folded, sizeof folded, name);
        size_t room = sizeof word->programmes - used;
        if (strstr(folded, word->text) != NULL && strlen(programme->id) + 3 < room) {
            used += (size_t)snprintf(word->programmes + used, room, used == 0 ? ",%s," : "%s,",
                                     programme->id);
        }
    }
}

/* The number 1..12 of a month that begins so, in English or Dutch; 0: none. At least 3 letters. */
static int month_of(const char *word)
{
    static const char *const names[][2] = {
        {"january", "januari"}, {"february", "februari"}, {"march", "maart"},
        {"april", "april"},     {"may", "mei"},           {"june", "juni"},
        {"july", "juli"},       {"august", "augustus"},   {"september", "september"},
        {"october", "oktober"}, {"november", "november"}, {"december", "december"}};
    size_t length = strlen(word);
    for (int i = 0; length >= 3 && i < 12; i++) {
        if (strncmp(names[i][0], word, length) == 0 || strncmp(names[i][1], word, length) == 0) {
            return i + 1;
        }
    }
    return 0;
}

static void word_add_date(struct session_word *word, const char *pattern)
{
    int room = (int)(sizeof word->dates / sizeof word->dates[0]);
    if (word->date_count < room) {
        text_copy(word->dates[word->date_count++], sizeof word->dates[0], pattern);
    }
}

/* Numbers between dashes or slashes, at most 3. Returns how many; 0 when there is anything else. */
static int word_read_numbers(const char *text, long numbers[3])
{
    int count = 0;
    while (count < 3 && *text >= '0' && *text <= '9') {
        char *end = NULL;
        numbers[count++] = strtol(text, &end, 10);
        if (*end == '\0') {
            return count;
        }
        if (*end != '-' && *end != '/') {
            return 0;
        }
        text = end + 1;
    }
    return 0;
}

/* "5-3", "05/03", "5-3-2024": day and month as people write them. Returns whether the word can
 * be nothing else. */
static bool word_find_day(struct session_word *word)
{
    long numbers[3] = {0};
    char pattern[48];
    int count = word_read_numbers(word->text, numbers);
    long day = numbers[0], month = numbers[1], year = numbers[2];
    if (count < 2 || day < 1 || day > 31 || month < 1 || month > 12 || year > 9999) {
        return false;
    }
    if (count == 3) {
        snprintf(pattern, sizeof pattern, "%04ld-%02ld-%02ld", year, month, day);
    } else {
        snprintf(pattern, sizeof pattern, "%%-%02ld-%02ld", month, day);
    }
    word_add_date(word, pattern);
    return count == 3 || strlen(word->text) < 5 || strchr(word->text, '/') != NULL;
}

/* Day and month as written, the name of a month, or digits and dashes of the date as stored:
 * "2024", "2024-03", "03-05". */
static void word_find_dates(struct session_word *word)
{
    char pattern[48];
    int month = month_of(word->text);
    if (word_find_day(word)) {
        return;
    }
    size_t length = strlen(word->text);
    bool is_numeric = strspn(word->text, "0123456789-") == length;
    if (is_numeric && length >= 2 && length < DATE_ROOM) {
        snprintf(pattern, sizeof pattern, length == DATE_ROOM - 1 ? "%.10s" : "%%%.10s%%",
                 word->text);
        word_add_date(word, pattern);
    }
    if (month > 0) {
        snprintf(pattern, sizeof pattern, "%%-%02d-%%", month);
        word_add_date(word, pattern);
    }
}

static void filter_read_find(const struct app *app, const char *find, struct session_filter *filter)
{
    char folded[4 * SESSION_FIND_ROOM];
    char *rest = NULL;
    text_fold(folded, sizeof folded, find == NULL ? "" : find);
    char *text = strtok_r(folded, " \t,", &rest);
    for (; text != NULL && filter->word_count < SESSION_FIND_WORDS;
         text = strtok_r(NULL, " \t,", &rest)) {
        struct session_word *word = &filter->words[filter->word_count++];
        text_copy(word->text, sizeof word->text, text);
        word_find_programmes(app, word);
        word_find_dates(word);
    }
}

/* --- a page ----------------------------------------------------------------------------------- */

/* Bounds on started_at_ms that surely hold the local dates, whatever the zone. */
static void filter_bound_dates(struct session_filter *filter)
{
    filter->from_ms = 0;
    filter->to_ms = last_ms;
    if (time_is_date(filter->from)) {
        filter->from_ms = time_date_days(filter->from) * day_ms - day_ms;
    }
    if (time_is_date(filter->to)) {
        filter->to_ms = time_date_days(filter->to) * day_ms + 2 * day_ms;
    }
}

static void filter_fill(const struct app *app, const struct session_query *query,
                        struct session_filter *filter)
{
    int limit = query->limit <= 0 || query->limit > LIST_LIMIT ? LIST_LIMIT : query->limit;
    *filter = (struct session_filter){
        .member_id = query->member_id,
        .weapon_id = query->weapon_id,
        .programme_id = query->programme_id == NULL ? "" : query->programme_id,
        .from = query->from == NULL ? "" : query->from,
        .to = query->to == NULL ? "" : query->to,
        .key_ms = query->from_started_ms,
        .key_id = query->from_id,
        .is_backward = query->is_backward,
        .with_void = query->with_void,
        .limit = limit + 1, /* one further row says that there is more */
    };
    if (query->from_id == 0) {
        filter->key_ms = query->is_backward ? 0 : last_ms;
    }
    filter_bound_dates(filter);
    filter_read_find(app, query->find, filter);
}

static void line_fill(const struct app *app, const struct session_row *row,
                      struct session_line *line)
{
    const struct programme *programme = programme_find(&app->programmes, row->programme_id);
    *line = (struct session_line){
        .id = row->id,
        .started_at_ms = row->started_at_ms,
        .state = row->state,
        .rounds = row->rounds,
        .shots = row->shots,
        .total_tenths = row->total_tenths,
        .has_decimals = card_has_decimals(programme, face_find(&app->faces, row->face_id)),
        .inner_tens = row->inner_tens,
        .has_notes = row->has_notes,
        .is_competition = row->is_competition,
        .lane = row->lane,
    };
    struct member *member = mem_alloc(sizeof *member);
    text_copy(member->family_name, sizeof member->family_name, row->family_name);
    text_copy(member->given_name, sizeof member->given_name, row->given_name);
    member_name(member, line->member, sizeof line->member);
    free(member);
    text_copy(line->local_date, sizeof line->local_date, row->local_date);
    text_copy(line->programme_id, sizeof line->programme_id, row->programme_id);
    text_copy(line->weapon, sizeof line->weapon, row->weapon);
}

static bool lines_read(struct app *app, struct arena *arena, const struct session_filter *filter,
                       struct session_line **rows, int *count, bool *more, struct err *err)
{
    record_id ids[SESSION_PAGE_MAX];
    if (!session_page_read(app->db, filter, ids, count, err)) {
        return false;
    }
    *more = *count == filter->limit;
    *count -= *more;
    *rows = arena_array(arena, (size_t)*count + 1, sizeof **rows);
    for (int i = 0; i < *count; i++) {
        struct session_row row;
        int place = filter->is_backward ? *count - 1 - i : i;
        if (!session_line_read(app->db, ids[i], &row, err)) {
            return false;
        }
        line_fill(app, &row, &(*rows)[place]);
    }
    return true;
}

bool session_list(struct app *app, struct arena *arena, const struct session_query *query,
                  struct session_line **rows, int *count, bool *more, struct err *err)
{
    *rows = NULL;
    *count = 0;
    *more = false;
    if (!rights_check(app, RIGHT_SEE, err) || !find_check(query->find, err) ||
        !db_begin_read(app->db, err)) {
        return false;
    }
    struct session_filter *filter = mem_alloc(sizeof *filter);
    filter_fill(app, query, filter);
    bool ok = lines_read(app, arena, filter, rows, count, more, err);
    db_rollback(app->db);
    free(filter);
    return ok;
}
