#include "store/member.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define MEMBER_COLUMNS                                                                             \
    "id, number, licence, family_name, given_name, birth_date, joined_on, left_on, notes, "        \
    "changed_at_ms, shares_notes, anonymised_at_ms <> 0"

/* Dutch and other particles that a name is not sorted by. */
static size_t particle_length(const char *folded)
{
    static const char *const particles[] = {
        "van den ", "van der ", "van de ", "van het ", "van 't ", "van ",    "de ",
        "den ",     "der ",     "ten ",    "ter ",     "te ",     "op den ", "op de ",
        "op 't ",   "in den ",  "in de ",  "in 't ",   "'t ",     "von ",    "el ",
        "al ",      "d'",       "la ",     "le "};
    for (size_t i = 0; i < sizeof particles / sizeof particles[0]; i++) {
        size_t length = strlen(particles[i]);
        if (strncmp(folded, particles[i], length) == 0 && folded[length] != '\0') {
            return length;
        }
    }
    return 0;
}

void member_sort_text(const struct member *member, char *dst, size_t size)
{
    char family[2 * NAME_ROOM];
    char given[2 * NAME_ROOM];
    text_fold(family, sizeof family, member->family_name);
    text_fold(given, sizeof given, member->given_name);
    size_t particle = particle_length(family);
    int written =
        snprintf(dst, size, "%s, %s %.*s", family + particle, given, (int)particle, family);
    if (written < 0 || (size_t)written >= size) {
        text_copy(dst, size, family + particle);
    }
}

static void find_text(const struct member *member, char *dst, size_t size)
{
    char plain[3 * NAME_ROOM];
    snprintf(plain, sizeof plain, "%s %s %s %s", member->family_name, member->given_name,
             member->number, member->licence);
    text_fold(dst, size, plain);
}

static const char *or_null(const char *text)
{
    return *text != '\0' ? text : NULL;
}

static void bind_member(struct db_stmt *stmt, const struct member *member)
{
    char find[4 * NAME_ROOM];
    char sort[4 * NAME_ROOM];
    find_text(member, find, sizeof find);
    member_sort_text(member, sort, sizeof sort);
    db_bind_int(stmt, 1, member->id);
    db_bind_text(stmt, 2, member->number);
    db_bind_text(stmt, 3, or_null(member->licence));
    db_bind_text(stmt, 4, member->family_name);
    db_bind_text(stmt, 5, member->given_name);
    db_bind_text(stmt, 6, find);
    db_bind_text(stmt, 7, sort);
    db_bind_text(stmt, 8, or_null(member->birth_date));
    db_bind_text(stmt, 9, or_null(member->joined_on));
    db_bind_text(stmt, 10, or_null(member->left_on));
    db_bind_text(stmt, 11, member->notes);
    db_bind_int(stmt, 12, member->changed_at_ms);
    db_bind_int(stmt, 13, member->shares_notes);
}

static void read_member(struct db_stmt *stmt, struct member *member)
{
    *member = (struct member){.id = db_int(stmt, 0),
                              .changed_at_ms = db_int(stmt, 9),
                              .shares_notes = db_int(stmt, 10) != 0,
                              .is_anonymous = db_int(stmt, 11) != 0};
    text_copy(member->number, sizeof member->number, db_text(stmt, 1));
    text_copy(member->licence, sizeof member->licence, db_text(stmt, 2));
    text_copy(member->family_name, sizeof member->family_name, db_text(stmt, 3));
    text_copy(member->given_name, sizeof member->given_name, db_text(stmt, 4));
    text_copy(member->birth_date, sizeof member->birth_date, db_text(stmt, 5));
    text_copy(member->joined_on, sizeof member->joined_on, db_text(stmt, 6));
    text_copy(member->left_on, sizeof member->left_on, db_text(stmt, 7));
    text_copy(member->notes, sizeof member->notes, db_text(stmt, 8));
}

bool member_insert(struct db *db, const struct member *member, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "INSERT INTO member (id, number, licence, family_name, given_name,"
                       " find_text, sort_text, birth_date, joined_on, left_on, notes,"
                       " changed_at_ms, shares_notes)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    bind_member(stmt, member);
    return db_run(stmt, err);
}

bool member_update(struct db *db, const struct member *member, int64_t known_ms, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "UPDATE member SET number = $2, licence = $3, family_name = $4, given_name = $5,"
            " find_text = $6, sort_text = $7, birth_date = $8, joined_on = $9, left_on = $10,"
            " notes = $11, changed_at_ms = $12, shares_notes = $13"
            " WHERE id = $1 AND changed_at_ms = $14");
    bind_member(stmt, member);
    db_bind_int(stmt, 14, known_ms);
    if (!db_run(stmt, err)) {
        return false;
    }
    return db_changes(db) == 1 ||
           err_set(err, ERR_BUSY,
                   _("Someone else changed this member meanwhile: nothing was saved. Look again."));
}

static bool read_one(struct db_stmt *stmt, struct member *member, struct err *err)
{
    *member = (struct member){0};
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_member(stmt, member);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such member."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool member_read(struct db *db, record_id id, struct member *member, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " MEMBER_COLUMNS " FROM member WHERE id = $1");
    db_bind_int(stmt, 1, id);
    return read_one(stmt, member, err);
}

bool member_read_card(struct db *db, const char *card, struct member *member, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " MEMBER_COLUMNS " FROM member WHERE number = $1 OR licence = $1"
                       " ORDER BY left_on IS NOT NULL, id LIMIT 1");
    db_bind_text(stmt, 1, card);
    return read_one(stmt, member, err);
}

/* All rows of a bound statement into the arena; at most limit. */
static bool read_rows(struct db_stmt *stmt, struct arena *arena, int limit, struct member **rows,
                      int *count, struct err *err)
{
    int room = 0;
    enum db_step step = DB_DONE;
    *rows = NULL;
    *count = 0;
    while (*count < limit && (step = db_step(stmt, err)) == DB_ROW) {
        if (*count == room) {
            int more = room > 0 ? room * 2 : 8;
            struct member *grown = arena_array(arena, (size_t)more, sizeof *grown);
            if (*count > 0) {
                memcpy(grown, *rows, sizeof *grown * (size_t)*count);
            }
            *rows = grown;
            room = more;
        }
        read_member(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

#define MEMBER_MATCHES                                                                             \
    " FROM member WHERE find_text LIKE $3 ESCAPE '\\' AND find_text LIKE $4 ESCAPE '\\'"           \
    " AND find_text LIKE $5 ESCAPE '\\' AND find_text LIKE $6 ESCAPE '\\'"                         \
    " AND (left_on IS NULL OR $7 = 1) AND $1 = $2"

static const char by_number[] = "SELECT " MEMBER_COLUMNS MEMBER_MATCHES
                                " ORDER BY length(number), number, id LIMIT $8 OFFSET $9";
static const char by_joined[] = "SELECT " MEMBER_COLUMNS MEMBER_MATCHES
                                " ORDER BY coalesce(joined_on, '') DESC, id LIMIT $8 OFFSET $9";

/* In an order without a keyset: the rows before are counted off. */
static struct db_stmt *prepare_ordered(struct db *db, const struct member_rows_query *query)
{
    struct db_stmt *stmt =
        db_prepare(db, query->order == MEMBERS_BY_NUMBER ? by_number : by_joined);
    db_bind_int(stmt, 1, 0);
    db_bind_int(stmt, 2, 0);
    db_bind_int(stmt, 9, query->offset);
    return stmt;
}

bool member_rows(struct db *db, struct arena *arena, const struct member_rows_query *query,
                 struct member **rows, int *count, struct err *err)
{
    struct db_stmt *stmt =
        query->order != MEMBERS_BY_NAME
            ? prepare_ordered(db, query)
            : db_prepare(db,
                         "SELECT " MEMBER_COLUMNS " FROM member WHERE (sort_text, id) > ($1, $2)"
                         " AND find_text LIKE $3 ESCAPE '\\' AND find_text LIKE $4 ESCAPE '\\'"
                         " AND find_text LIKE $5 ESCAPE '\\' AND find_text LIKE $6 ESCAPE '\\'"
                         " AND (left_on IS NULL OR $7 = 1) ORDER BY sort_text, id LIMIT $8");
    if (query->order == MEMBERS_BY_NAME) {
        db_bind_text(stmt, 1, query->after_id != 0 ? query->after_sort : "");
        db_bind_int(stmt, 2, query->after_id);
    }
    for (int i = 0; i < 4; i++) {
        db_bind_text(stmt, 3 + i, query->patterns[i] != NULL ? query->patterns[i] : "%");
    }
    db_bind_int(stmt, 7, query->with_left ? 1 : 0);
    db_bind_int(stmt, 8, query->limit);
    return read_rows(stmt, arena, query->limit, rows, count, err);
}

bool member_rows_left(struct db *db, struct arena *arena, struct member **rows, int *count,
                      struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " MEMBER_COLUMNS " FROM member WHERE left_on IS NOT NULL AND"
                       " anonymised_at_ms = 0 ORDER BY left_on, sort_text, id");
    return read_rows(stmt, arena, INT_MAX, rows, count, err);
}

bool member_rows_recent(struct db *db, struct arena *arena, int limit, struct member **rows,
                        int *count, struct err *err)
{
    /* The newest sessions name the regulars; 400 of them hold more members than a picker shows. */
    struct db_stmt *stmt = db_prepare(
        db, "SELECT " MEMBER_COLUMNS
            " FROM member JOIN (SELECT member_id, max(started_at_ms) AS newest FROM"
            " (SELECT member_id, started_at_ms FROM session ORDER BY started_at_ms DESC, id "
            "DESC LIMIT 400)"
            " AS recent GROUP BY member_id) AS latest ON latest.member_id = member.id"
            " WHERE left_on IS NULL ORDER BY latest.newest DESC, member.id LIMIT $1");
    db_bind_int(stmt, 1, limit);
    return read_rows(stmt, arena, limit, rows, count, err);
}

static bool read_number(struct db_stmt *stmt, int64_t *number, struct err *err)
{
    enum db_step step = db_step(stmt, err);
    *number = step == DB_ROW ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return step == DB_ROW;
}

bool member_count_rows(struct db *db, int *count, struct err *err)
{
    int64_t number = 0;
    struct db_stmt *stmt = db_prepare(db, "SELECT count(*) FROM member WHERE left_on IS NULL");
    bool ok = read_number(stmt, &number, err);
    *count = (int)number;
    return ok;
}

bool member_next_number(struct db *db, int64_t *number, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT coalesce(max(CASE WHEN rtrim(number, '0123456789') = ''"
            " AND length(number) < 10 THEN CAST(number AS INTEGER) END), 0) + 1 FROM member");
    return read_number(stmt, number, err);
}
