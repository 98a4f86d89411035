#include "store/privacy.h"

#include <string.h>

#include "base/text.h"
#include "store/member.h"
#include "store/person_sql.h"
#include "store/weapon.h"

static bool count_of(struct db *db, const char *sql, record_id id, int *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    *count = step == DB_ROW ? db_int_in(stmt, 0, 0, INT32_MAX) : 0;
    db_reset(stmt);
    return step != DB_FAILED;
}

bool privacy_hindrance_read(struct db *db, record_id member_id, struct privacy_hindrance *hindrance,
                            struct err *err)
{
    return count_of(db, "SELECT count(*) FROM session WHERE member_id = $1 AND state = 0",
                    member_id, &hindrance->open_sessions, err) &&
           count_of(db,
                    "SELECT count(*) FROM weapon_issue WHERE member_id = $1 AND in_at_ms = 0"
                    " AND voided_at_ms = 0",
                    member_id, &hindrance->weapons_out, err) &&
           count_of(db,
                    "SELECT count(*) FROM account WHERE member_id = $1 AND role = 2"
                    " AND is_disabled = 0 AND NOT EXISTS (SELECT 1 FROM account o WHERE o.role = 2"
                    " AND o.is_disabled = 0 AND (o.member_id IS NULL OR o.member_id <> $1))",
                    member_id, &hindrance->last_admins, err);
}

/* --- a member ---------------------------------------------------------------------------------
 */
/* Each with the member as $1. */
static const char *const blanks[] = {
    "UPDATE session SET notes = '', reflection = '' WHERE member_id = $1",
    "UPDATE session_weapon SET grouping = '' WHERE session_id IN " THEIR_SESSIONS,
    "UPDATE goal SET title = '', detail = '' WHERE member_id = $1",
    "UPDATE answer SET sentences = '[]' WHERE " THEIR_SUBJECTS,
    "UPDATE job SET system_text = '', user_text = '', sources = '', calculated = '',"
    " error_detail = '' WHERE " THEIR_SUBJECTS,
    "UPDATE job SET state = 3 WHERE state <= 1 AND user_text = ''",
    "UPDATE question SET text = '', session_ids = '' WHERE member_id = $1",
    "UPDATE ammunition_move SET note = '' WHERE member_id = $1",
    "UPDATE weapon_issue SET condition_out = '', condition_in = '' WHERE member_id = $1",
    "UPDATE note SET text = '' WHERE " THEIR_NOTES,
    "UPDATE export SET file_name = '' WHERE file_name <> '' AND id IN " THEIR_EXPORTS,
    "UPDATE weapon_service SET what = '' WHERE weapon_id IN " THEIR_WEAPONS,
};

/* A weapon keeps its make and calibre: its rounds are counted under them. */
static bool blank_weapon(struct db *db, const struct weapon *weapon, int64_t at_ms, struct err *err)
{
    struct weapon plain = *weapon;
    char find[4 * NAME_ROOM];
    text_copy(plain.serial, sizeof plain.serial, "");
    weapon_find_text(&plain, find, sizeof find);
    struct db_stmt *stmt =
        db_prepare(db, "UPDATE weapon SET serial = '', notes = '', storage = '', find_text = $2,"
                       " changed_at_ms = $3 WHERE id = $1");
    db_bind_int(stmt, 1, weapon->id);
    db_bind_text(stmt, 2, find);
    db_bind_int(stmt, 3, at_ms);
    return db_run(stmt, err);
}

static bool next_weapon(struct db *db, record_id member_id, record_id *id, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT min(id) FROM weapon WHERE owner_member_id = $1 AND id > $2");
    db_bind_int(stmt, 1, member_id);
    db_bind_int(stmt, 2, *id);
    enum db_step step = db_step(stmt, err);
    *id = step == DB_ROW ? db_int(stmt, 0) : 0; /* 0: no more */
    db_reset(stmt);
    return step != DB_FAILED;
}

static bool blank_weapons(struct db *db, record_id member_id, int64_t at_ms, struct err *err)
{
    struct weapon weapon;
    record_id id = 0;
    bool ok = next_weapon(db, member_id, &id, err);
    while (ok && id != 0) {
        ok = weapon_read(db, id, &weapon, err) && blank_weapon(db, &weapon, at_ms, err) &&
             next_weapon(db, member_id, &id, err);
    }
    return ok;
}

/* The account stays for the records that it made, but nobody logs in with it. */
static bool blank_account(struct db *db, record_id member_id, const char *label, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "UPDATE account SET login = 'gone-' || id, name = $2, secret_hash = '',"
            " shown_secret = NULL, is_disabled = 1, member_id = NULL WHERE member_id = $1");
    db_bind_int(stmt, 1, member_id);
    db_bind_text(stmt, 2, label);
    return db_run(stmt, err);
}

static bool blank_record(struct db *db, record_id member_id, const char *label, const char *number,
                         int64_t at_ms, struct err *err)
{
    struct member member = {.id = member_id};
    char find[4 * NAME_ROOM];
    char sort[4 * NAME_ROOM];
    char text[2 * NAME_ROOM];
    text_copy(member.family_name, sizeof member.family_name, label);
    text_copy(text, sizeof text, label);
    text_copy(text + strlen(text), sizeof text - strlen(text), " ");
    text_copy(text + strlen(text), sizeof text - strlen(text), number);
    text_fold(find, sizeof find, text);
    member_sort_text(&member, sort, sizeof sort);
    struct db_stmt *stmt = db_prepare(
        db, "UPDATE member SET number = $2, licence = NULL, family_name = $3, given_name = '',"
            " find_text = $4, sort_text = $5, birth_date = NULL, notes = '', shares_notes = 0,"
            " changed_at_ms = $6, anonymised_at_ms = $6 WHERE id = $1");
    db_bind_int(stmt, 1, member_id);
    db_bind_text(stmt, 2, number);
    db_bind_text(stmt, 3, label);
    db_bind_text(stmt, 4, find);
    db_bind_text(stmt, 5, sort);
    db_bind_int(stmt, 6, at_ms);
    return db_run(stmt, err);
}

bool privacy_blank_member(struct db *db, record_id member_id, const char *label, const char *number,
                          int64_t at_ms, struct err *err)
{
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++) {
        struct db_stmt *stmt = db_prepare(db, blanks[i]);
        if (strstr(blanks[i], "$1") != NULL) {
            db_bind_int(stmt, 1, member_id);
        }
        if (!db_run(stmt, err)) {
            return false;
        }
    }
    return blank_weapons(db, member_id, at_ms, err) && blank_account(db, member_id, label, err) &&
           blank_record(db, member_id, label, number, at_ms, err);
}

/* --- the audit trail -----------------------------------------------------------------------------
 */
static bool holds_word(const char *text, const char *const *words, int count)
{
    char folded[1024];
    text_fold(folded, sizeof folded, text);
    for (int i = 0; i < count; i++) {
        char word[2 * NAME_ROOM];
        text_fold(word, sizeof word, words[i]);
        if (word[0] != '\0' && strstr(folded, word) != NULL) {
            return true;
        }
    }
    return false;
}

/* Of these nothing but the text that goes is lost; the course of a session (shots and their
 * corrections, lanes) and the comings and goings hold none, but for a name. */
static bool holds_text(struct db_stmt *stmt)
{
    static const char *const subjects[] = {"member",  "goal",           "question",
                                           "weapon",  "weapon_service", "attachment",
                                           "account", "weapon_issue",   "ammunition"};
    static const char *const actions[] = {"session.notes", "session.reflection",
                                          "session.weapon_line"};
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        if (strcmp(db_text(stmt, 1), subjects[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(db_text(stmt, 4), actions[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool privacy_audit_rows(struct db *db, struct arena *arena, record_id member_id,
                        const char *const *words, int word_count, int64_t **numbers, int *count,
                        struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT number, subject, before, after, action FROM audit"
            " WHERE redacted_at_ms = 0 AND (before <> '' OR after <> '') AND " THEIR_AUDIT
            " ORDER BY number");
    int room = 0;
    enum db_step step = DB_FAILED;
    *count = 0;
    *numbers = NULL;
    db_bind_int(stmt, 1, member_id);
    while ((step = db_step(stmt, err)) == DB_ROW) {
        if (!holds_text(stmt) && !holds_word(db_text(stmt, 2), words, word_count) &&
            !holds_word(db_text(stmt, 3), words, word_count)) {
            continue;
        }
        if (*count == room) {
            int64_t *more = arena_array(arena, (size_t)room * 2 + 64, sizeof *more);
            if (room > 0) {
                memcpy(more, *numbers, (size_t)room * sizeof *more);
            }
            *numbers = more;
            room = room * 2 + 64;
        }
        (*numbers)[(*count)++] = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool privacy_audit_blank(struct db *db, int64_t number, int64_t at_ms, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "UPDATE audit SET before = '', after = '', redacted_at_ms = $2 WHERE number = $1");
    db_bind_int(stmt, 1, number);
    db_bind_int(stmt, 2, at_ms);
    return db_run(stmt, err);
}

/* --- files --------------------------------------------------------------------------------------
 */
bool privacy_take_attachments(struct db *db, record_id member_id, struct buf *names,
                              struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT stored_name FROM attachment WHERE id IN " THEIR_ATTACHMENTS);
    enum db_step step = DB_FAILED;
    db_bind_int(stmt, 1, member_id);
    while ((step = db_step(stmt, err)) == DB_ROW) {
        buf_printf(names, "%s\n", db_text(stmt, 0));
    }
    db_reset(stmt);
    if (step == DB_FAILED) {
        return false;
    }
    stmt = db_prepare(db, "DELETE FROM attachment WHERE id IN " THEIR_ATTACHMENTS);
    db_bind_int(stmt, 1, member_id);
    return db_run(stmt, err);
}

/* --- guests -----------------------------------------------------------------------------------
 */
bool privacy_blank_guests(struct db *db, const char *until, int64_t at_ms, const char *label,
                          int *count, struct err *err)
{
    char oldest[DATE_ROOM];
    struct db_stmt *stmt = NULL;
    if (!privacy_count(db, PRIVACY_GUESTS, until, count, oldest, err)) {
        return false;
    }
    stmt = db_prepare(db, "UPDATE guest SET name = $3, find_text = '', document_type = '',"
                          " document_number = '', blanked_at_ms = $2"
                          " WHERE local_date <= $1 AND blanked_at_ms = 0");
    db_bind_text(stmt, 1, until);
    db_bind_int(stmt, 2, at_ms);
    db_bind_text(stmt, 3, label);
    return db_run(stmt, err);
}

/* --- what is due --------------------------------------------------------------------------------
 */
bool privacy_count(struct db *db, enum privacy_kind kind, const char *until, int *count,
                   char oldest[DATE_ROOM], struct err *err)
{
    static const char *const selects[PRIVACY_KINDS] = {
        [PRIVACY_PRESENCE] =
            "SELECT count(*), min(local_date) FROM presence WHERE local_date <= $1",
        [PRIVACY_GUESTS] = "SELECT count(*), min(local_date) FROM guest WHERE local_date <= $1"
                           " AND blanked_at_ms = 0",
        [PRIVACY_ISSUES] =
            "SELECT count(*), min(local_date) FROM weapon_issue WHERE local_date <= $1",
        [PRIVACY_AMMUNITION] = "SELECT count(*), min(local_date) FROM ammunition_move"
                               " WHERE local_date <= $1 AND member_id IS NOT NULL",
        [PRIVACY_MEMBERS] = "SELECT count(*), min(left_on) FROM member WHERE left_on <= $1"
                            " AND anonymised_at_ms = 0",
    };
    struct db_stmt *stmt = db_prepare(db, selects[kind]);
    db_bind_text(stmt, 1, until);
    enum db_step step = db_step(stmt, err);
    *count = step == DB_ROW ? db_int_in(stmt, 0, 0, INT32_MAX) : 0;
    text_copy(oldest, DATE_ROOM, step == DB_ROW ? db_text(stmt, 1) : "");
    db_reset(stmt);
    return step != DB_FAILED;
}
