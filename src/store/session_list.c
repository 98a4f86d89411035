/* Finding sessions: one walk through the index session_by_time (or session_by_member_time), newest
 * first, until a page is full. The words of a find become small sets of members and weapons once.
 */
#include "store/session.h"

#include <string.h>

#include "base/text.h"

/* What a page asks of every row, over columns of the index only; parameters count in the order they
 * appear. The words stand first: in a long walk nearly every row fails there. A word has kinds of
 * match; kinds that nothing matches are switched off by their flag, so that a row costs only the
 * others. */
/* clang-format off */
#define PAGE_WORD(last, members, like, weapons, has_programmes, programmes, dates, date_1, date_2) \
    " AND ($5 < " last " OR (" members " = 1 AND s.member_id IN"                                   \
    " (SELECT id FROM member WHERE find_text LIKE " like " ESCAPE '!'))"                           \
    " OR (" weapons " = 1 AND s.weapon_id IN"                                                      \
    " (SELECT id FROM weapon WHERE find_text LIKE " like " ESCAPE '!'))"                           \
    " OR (" has_programmes " = 1 AND " programmes " LIKE '%,' || s.programme_id || ',%')"          \
    " OR (" dates " > 0 AND s.local_date LIKE " date_1 ")"                                         \
    " OR (" dates " > 1 AND s.local_date LIKE " date_2 "))"
#define PAGE_ROWS                                                                                  \
    "SELECT s.id FROM session s WHERE s.started_at_ms >= $1 AND s.started_at_ms <= $2"             \
    " AND ($3 = 0 OR s.weapon_id = $3) AND ($4 = '' OR s.programme_id = $4)"                       \
    PAGE_WORD("1", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13")                             \
    PAGE_WORD("2", "$14", "$15", "$16", "$17", "$18", "$19", "$20", "$21")                         \
    PAGE_WORD("3", "$22", "$23", "$24", "$25", "$26", "$27", "$28", "$29")                         \
    PAGE_WORD("4", "$30", "$31", "$32", "$33", "$34", "$35", "$36", "$37")                         \
    " AND s.state < $38"                                                                           \
    " AND ($39 = '' OR s.local_date >= $39) AND ($40 = '' OR s.local_date <= $40)"
/* clang-format on */

/* Beyond the row that the page starts from; equal moments are told apart by the id. */
#define PAGE_OLDER PAGE_ROWS " AND (s.started_at_ms < $41 OR s.id < $42)"
#define PAGE_NEWER PAGE_ROWS " AND (s.started_at_ms > $41 OR s.id > $42)"

enum { WORD_FIRST = 6, WORD_PARAMETERS = 8, AFTER_WORDS = 38 };

static const char all_older[] = PAGE_OLDER " ORDER BY s.started_at_ms DESC, s.id DESC LIMIT $43";
static const char all_newer[] = PAGE_NEWER " ORDER BY s.started_at_ms, s.id LIMIT $43";
static const char member_older[] =
    PAGE_OLDER " AND s.member_id = $43 ORDER BY s.started_at_ms DESC, s.id DESC LIMIT $44";
static const char member_newer[] =
    PAGE_NEWER " AND s.member_id = $43 ORDER BY s.started_at_ms, s.id LIMIT $44";

/* LIKE pattern for "contains": wild cards of the typed text stand for themselves. */
static void contains_pattern(char *dst, size_t size, const char *text)
{
    size_t used = 0;
    dst[used++] = '%';
    for (; *text != '\0' && used + 4 < size; text++) {
        if (*text == '%' || *text == '_' || *text == '!') {
            dst[used++] = '!';
        }
        dst[used++] = *text;
    }
    dst[used++] = '%';
    dst[used] = '\0';
}

static bool matches_any(struct db *db, const char *sql, const char *pattern, bool *any,
                        struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    db_bind_text(stmt, 1, pattern);
    enum db_step step = db_step(stmt, err);
    *any = step == DB_ROW;
    db_reset(stmt);
    return step != DB_FAILED;
}

/* What is known of a word before the walk. */
struct word_plan {
    char pattern[2 * SESSION_FIND_ROOM + 8];
    bool has_members, has_weapons;
};

static bool word_plan_make(struct db *db, const struct session_word *word, struct word_plan *plan,
                           struct err *err)
{
    contains_pattern(plan->pattern, sizeof plan->pattern, word->text);
    return matches_any(db, "SELECT 1 FROM member WHERE find_text LIKE $1 ESCAPE '!' LIMIT 1",
                       plan->pattern, &plan->has_members, err) &&
           matches_any(db, "SELECT 1 FROM weapon WHERE find_text LIKE $1 ESCAPE '!' LIMIT 1",
                       plan->pattern, &plan->has_weapons, err);
}

static bool word_can_match(const struct session_word *word, const struct word_plan *plan)
{
    return plan->has_members || plan->has_weapons || word->programmes[0] != '\0' ||
           word->date_count > 0;
}

/* The programme that a word can only mean: ",LP60,"; "" when it may mean something else. */
static void word_only_programme(const struct session_word *word, const struct word_plan *plan,
                                char id[CODE_ROOM])
{
    const char *end = word->programmes[0] == '\0' ? NULL : strchr(word->programmes + 1, ',');
    bool is_only = end != NULL && end[1] == '\0' && !plan->has_members && !plan->has_weapons &&
                   word->date_count == 0;
    id[0] = '\0';
    if (is_only && end - word->programmes <= CODE_ROOM) {
        size_t length = (size_t)(end - word->programmes) - 1;
        memcpy(id, word->programmes + 1, length);
        id[length] = '\0';
    }
}

/* The words of a find, understood. */
struct find_plan {
    int count;
    const struct session_word *words[SESSION_FIND_WORDS];
    struct word_plan plans[SESSION_FIND_WORDS];
    char programme_id[CODE_ROOM]; /* "": any; comparing it is cheaper than matching a word */
    bool is_hopeless;             /* nothing can match */
};

static void find_plan_add(struct find_plan *find, const struct session_word *word)
{
    struct word_plan *plan = &find->plans[find->count];
    char programme_id[CODE_ROOM];
    word_only_programme(word, plan, programme_id);
    bool is_same = strcmp(find->programme_id, programme_id) == 0;
    find->is_hopeless = find->is_hopeless || !word_can_match(word, plan) ||
                        (programme_id[0] != '\0' && find->programme_id[0] != '\0' && !is_same);
    if (programme_id[0] != '\0') {
        text_copy(find->programme_id, sizeof find->programme_id, programme_id);
    } else {
        find->words[find->count++] = word;
    }
}

static bool find_plan_make(struct db *db, const struct session_filter *filter,
                           struct find_plan *find, struct err *err)
{
    *find = (struct find_plan){0};
    text_copy(find->programme_id, sizeof find->programme_id, filter->programme_id);
    for (int i = 0; i < filter->word_count && !find->is_hopeless; i++) {
        if (!word_plan_make(db, &filter->words[i], &find->plans[find->count], err)) {
            return false;
        }
        find_plan_add(find, &filter->words[i]);
    }
    return true;
}

static void bind_word(struct db_stmt *stmt, int index, const struct session_word *word,
                      const struct word_plan *plan)
{
    int at = WORD_FIRST + index * WORD_PARAMETERS;
    db_bind_int(stmt, at++, plan->has_members);
    db_bind_text(stmt, at++, plan->pattern);
    db_bind_int(stmt, at++, plan->has_weapons);
    db_bind_int(stmt, at++, word->programmes[0] != '\0');
    db_bind_text(stmt, at++, word->programmes);
    db_bind_int(stmt, at++, word->date_count);
    db_bind_text(stmt, at++, word->dates[0]);
    db_bind_text(stmt, at++, word->dates[1]);
}

static void bind_filter(struct db_stmt *stmt, const struct session_filter *filter,
                        const struct find_plan *find)
{
    static const struct session_word no_word;
    static const struct word_plan no_plan;
    bool is_above = filter->is_backward && filter->key_ms > filter->from_ms;
    bool is_below = !filter->is_backward && filter->key_ms < filter->to_ms;
    db_bind_int(stmt, 1, is_above ? filter->key_ms : filter->from_ms);
    db_bind_int(stmt, 2, is_below ? filter->key_ms : filter->to_ms);
    db_bind_int(stmt, 3, filter->weapon_id);
    db_bind_text(stmt, 4, find->programme_id);
    db_bind_int(stmt, 5, find->count);
    for (int i = 0; i < SESSION_FIND_WORDS; i++) {
        bool is_used = i < find->count;
        bind_word(stmt, i, is_used ? find->words[i] : &no_word,
                  is_used ? &find->plans[i] : &no_plan);
    }
    int at = AFTER_WORDS;
    db_bind_int(stmt, at++, filter->with_void ? SESSION_VOID + 1 : SESSION_VOID);
    db_bind_text(stmt, at++, filter->from);
    db_bind_text(stmt, at++, filter->to);
    db_bind_int(stmt, at++, filter->key_ms);
    db_bind_int(stmt, at++, filter->key_id);
    if (filter->member_id != 0) {
        db_bind_int(stmt, at++, filter->member_id);
    }
    db_bind_int(stmt, at, filter->limit);
}

const char *session_page_sql(const struct session_filter *filter)
{
    if (filter->member_id != 0) {
        return filter->is_backward ? member_newer : member_older;
    }
    return filter->is_backward ? all_newer : all_older;
}

bool session_page_read(struct db *db, const struct session_filter *filter,
                       record_id ids[SESSION_PAGE_MAX], int *count, struct err *err)
{
    struct find_plan find;
    *count = 0;
    if (!find_plan_make(db, filter, &find, err)) {
        return false;
    }
    if (find.is_hopeless) {
        return true;
    }
    struct db_stmt *stmt = db_prepare(db, session_page_sql(filter));
    bind_filter(stmt, filter, &find);
    enum db_step step = db_step(stmt, err);
    for (; step == DB_ROW && *count < SESSION_PAGE_MAX; step = db_step(stmt, err)) {
        ids[(*count)++] = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

static void read_session(struct db_stmt *stmt, struct session_row *row)
{
    *row = (struct session_row){
        .id = db_int(stmt, 0),
        .started_at_ms = db_int(stmt, 1),
        .state = (enum session_state)db_int_in(stmt, 6, 0, SESSION_VOID),
        .lane = db_int_in(stmt, 7, 0, 99),
        .has_notes = db_int(stmt, 8) != 0,
        .is_competition = db_int(stmt, 15) != 0,
    };
    text_copy(row->local_date, sizeof row->local_date, db_text(stmt, 2));
    text_copy(row->programme_id, sizeof row->programme_id, db_text(stmt, 3));
    text_copy(row->family_name, sizeof row->family_name, db_text(stmt, 4));
    text_copy(row->given_name, sizeof row->given_name, db_text(stmt, 5));
    text_copy(row->face_id, sizeof row->face_id, db_text(stmt, 9));
    text_copy(row->weapon, sizeof row->weapon, db_text(stmt, 10));
}

bool session_line_read(struct db *db, record_id id, struct session_row *row, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "SELECT s.id, s.started_at_ms, s.local_date, s.programme_id, m.family_name, m.given_name,"
        " s.state, s.lane, CASE WHEN s.notes <> '' OR s.reflection <> '' THEN 1 ELSE 0 END,"
        " p.face_id, w.name, p.rounds_fired, u.shots, u.inner_tens, u.total_tenths,"
        " s.is_competition FROM session s JOIN member m ON m.id = s.member_id"
        " LEFT JOIN session_weapon p ON p.session_id = s.id"
        " LEFT JOIN weapon w ON w.id = p.weapon_id"
        " LEFT JOIN shot_summary u ON u.session_weapon_id = p.id"
        " WHERE s.id = $1 ORDER BY p.id");
    db_bind_int(stmt, 1, id);
    *row = (struct session_row){0};
    enum db_step step = db_step(stmt, err);
    for (; step == DB_ROW; step = db_step(stmt, err)) {
        if (row->id == 0) {
            read_session(stmt, row);
        }
        row->rounds += db_int_in(stmt, 11, 0, 1000000);
        row->shots += db_int_in(stmt, 12, 0, SESSION_SHOTS_MAX);
        row->inner_tens += db_int_in(stmt, 13, 0, SESSION_SHOTS_MAX);
        row->total_tenths += db_int(stmt, 14);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
