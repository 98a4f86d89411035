/* Finding sessions: one walk through the index session_by_time (or session_by_member_time), newest
 * first, until a page is full. The words of a find become small sets of members and weapons once.
 */
#include "store/session.h"

#include <string.h>

#include "base/text.h"

/* What a page asks of every row, over columns of the index only; parameters count in the order they
 * appear. A word has five kinds of match; kinds that nothing matches are switched off by their
 * flag, so that a row costs only the others. */
/* clang-format off */
#define PAGE_WORD(last, members, like, weapons, programmes, date_1, date_2, date_3)                \
    " AND ($10 < " last " OR (" members " = 1 AND s.member_id IN"                                  \
    " (SELECT id FROM member WHERE find_text LIKE " like " ESCAPE '!'))"                           \
    " OR (" weapons " = 1 AND s.weapon_id IN"                                                      \
    " (SELECT id FROM weapon WHERE find_text LIKE " like " ESCAPE '!'))"                           \
    " OR (" programmes " <> '' AND " programmes " LIKE '%,' || s.programme_id || ',%')"            \
    " OR (" date_1 " <> '' AND s.local_date LIKE " date_1 ")"                                      \
    " OR (" date_2 " <> '' AND s.local_date LIKE " date_2 ")"                                      \
    " OR (" date_3 " <> '' AND s.local_date LIKE " date_3 "))"
#define PAGE_CONDITIONS                                                                            \
    " AND s.started_at_ms >= $3 AND s.started_at_ms <= $4"                                         \
    " AND s.local_date >= $5 AND s.local_date <= $6 AND s.state < $7"                              \
    " AND ($8 = 0 OR s.weapon_id = $8) AND ($9 = '' OR s.programme_id = $9)"                       \
    PAGE_WORD("1", "$11", "$12", "$13", "$14", "$15", "$16", "$17")                                \
    PAGE_WORD("2", "$18", "$19", "$20", "$21", "$22", "$23", "$24")                                \
    PAGE_WORD("3", "$25", "$26", "$27", "$28", "$29", "$30", "$31")                                \
    PAGE_WORD("4", "$32", "$33", "$34", "$35", "$36", "$37", "$38")
#define PAGE_OLDER                                                                                 \
    "SELECT s.id FROM session s WHERE (s.started_at_ms, s.id) < ($1, $2)" PAGE_CONDITIONS
#define PAGE_NEWER                                                                                 \
    "SELECT s.id FROM session s WHERE (s.started_at_ms, s.id) > ($1, $2)" PAGE_CONDITIONS
/* clang-format on */

enum { WORD_FIRST = 11, WORD_PARAMETERS = 7, PARAMETERS_AFTER = 39 };

static const char all_older[] = PAGE_OLDER " ORDER BY s.started_at_ms DESC, s.id DESC LIMIT $39";
static const char all_newer[] = PAGE_NEWER " ORDER BY s.started_at_ms, s.id LIMIT $39";
static const char member_older[] =
    PAGE_OLDER " AND s.member_id = $39 ORDER BY s.started_at_ms DESC, s.id DESC LIMIT $40";
static const char member_newer[] =
    PAGE_NEWER " AND s.member_id = $39 ORDER BY s.started_at_ms, s.id LIMIT $40";

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
    struct db_stmt *stmt = db_prepare(db, sql, err);
    if (stmt == NULL) {
        return false;
    }
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
           word->dates[0][0] != '\0' || word->dates[1][0] != '\0' || word->dates[2][0] != '\0';
}

static void bind_word(struct db_stmt *stmt, int index, const struct session_word *word,
                      const struct word_plan *plan)
{
    int first = WORD_FIRST + index * WORD_PARAMETERS;
    db_bind_int(stmt, first, plan->has_members);
    db_bind_text(stmt, first + 1, plan->pattern);
    db_bind_int(stmt, first + 2, plan->has_weapons);
    db_bind_text(stmt, first + 3, word->programmes);
    for (int i = 0; i < 3; i++) {
        db_bind_text(stmt, first + 4 + i, word->dates[i]);
    }
}

static void bind_filter(struct db_stmt *stmt, const struct session_filter *filter,
                        const struct word_plan *plans)
{
    static const struct session_word no_word;
    static const struct word_plan no_plan;
    db_bind_int(stmt, 1, filter->key_ms);
    db_bind_int(stmt, 2, filter->key_id);
    db_bind_int(stmt, 3, filter->from_ms);
    db_bind_int(stmt, 4, filter->to_ms);
    db_bind_text(stmt, 5, filter->from);
    db_bind_text(stmt, 6, filter->to[0] == '\0' ? "9999" : filter->to);
    db_bind_int(stmt, 7, filter->with_void ? SESSION_VOID + 1 : SESSION_VOID);
    db_bind_int(stmt, 8, filter->weapon_id);
    db_bind_text(stmt, 9, filter->programme_id);
    db_bind_int(stmt, 10, filter->word_count);
    for (int i = 0; i < SESSION_FIND_WORDS; i++) {
        bool is_used = i < filter->word_count;
        bind_word(stmt, i, is_used ? &filter->words[i] : &no_word, is_used ? &plans[i] : &no_plan);
    }
    int after = PARAMETERS_AFTER;
    if (filter->member_id != 0) {
        db_bind_int(stmt, after++, filter->member_id);
    }
    db_bind_int(stmt, after, filter->limit);
}

static const char *page_sql(const struct session_filter *filter)
{
    if (filter->member_id != 0) {
        return filter->is_backward ? member_newer : member_older;
    }
    return filter->is_backward ? all_newer : all_older;
}

bool session_page_read(struct db *db, const struct session_filter *filter,
                       record_id ids[SESSION_PAGE_MAX], int *count, struct err *err)
{
    struct word_plan plans[SESSION_FIND_WORDS];
    *count = 0;
    for (int i = 0; i < filter->word_count; i++) {
        if (!word_plan_make(db, &filter->words[i], &plans[i], err)) {
            return false;
        }
        if (!word_can_match(&filter->words[i], &plans[i])) {
            return true;
        }
    }
    struct db_stmt *stmt = db_prepare(db, page_sql(filter), err);
    if (stmt == NULL) {
        return false;
    }
    bind_filter(stmt, filter, plans);
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
        .state = (enum session_state)db_int(stmt, 6),
        .lane = (int)db_int(stmt, 7),
        .has_notes = db_int(stmt, 8) != 0,
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
        " p.face_id, w.name, p.rounds_fired, u.shots, u.inner_tens, u.total_tenths"
        " FROM session s JOIN member m ON m.id = s.member_id"
        " LEFT JOIN session_weapon p ON p.session_id = s.id"
        " LEFT JOIN weapon w ON w.id = p.weapon_id"
        " LEFT JOIN shot_summary u ON u.session_weapon_id = p.id"
        " WHERE s.id = $1 ORDER BY p.id",
        err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_int(stmt, 1, id);
    *row = (struct session_row){0};
    enum db_step step = db_step(stmt, err);
    for (; step == DB_ROW; step = db_step(stmt, err)) {
        if (row->id == 0) {
            read_session(stmt, row);
        }
        row->rounds += (int)db_int(stmt, 11);
        row->shots += (int)db_int(stmt, 12);
        row->inner_tens += (int)db_int(stmt, 13);
        row->total_tenths += db_int(stmt, 14);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
