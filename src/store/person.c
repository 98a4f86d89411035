#include "store/person.h"

#include "base/i18n.h"
#include "store/person_sql.h"

static const struct person_table tables[] = {
    {"member",
     N_("As a member"),
     "SELECT number, coalesce(licence, ''), family_name, given_name, birth_date, joined_on,"
     " left_on, shares_notes, notes"
     " FROM member WHERE id = $1",
     {{N_("Number"), PERSON_TEXT, 8},
      {N_("Licence"), PERSON_TEXT, 9},
      {N_("Family name"), PERSON_TEXT, 15},
      {N_("Given name"), PERSON_TEXT, 12},
      {N_("Born"), PERSON_DATE, 10},
      {N_("Member since"), PERSON_DATE, 10},
      {N_("Left on"), PERSON_DATE, 10},
      {N_("Shares notes"), PERSON_YES_NO, 7},
      {N_("Notes"), PERSON_TEXT, 20}}},
    {"accounts",
     N_("Accounts"),
     "SELECT login, name, role, is_disabled, last_login_ms, failed_count FROM account"
     " WHERE member_id = $1 ORDER BY id",
     {{N_("Login"), PERSON_TEXT, 15},
      {N_("Name"), PERSON_TEXT, 30},
      {N_("Role"), PERSON_ROLE, 12},
      {N_("Disabled"), PERSON_YES_NO, 8},
      {N_("Last login"), PERSON_MOMENT, 16},
      {N_("Wrong secrets"), PERSON_NUMBER, 8}}},
    {"account_work",
     N_("What those accounts did"),
     "SELECT action, count(*), min(at_ms), max(at_ms) FROM audit WHERE actor_id IN"
     " (SELECT id FROM account WHERE member_id = $1) GROUP BY action ORDER BY action",
     {{N_("What"), PERSON_TEXT, 30},
      {N_("Times"), PERSON_NUMBER, 10},
      {N_("First"), PERSON_MOMENT, 18},
      {N_("Last"), PERSON_MOMENT, 18}}},
    {"weapons",
     N_("Own weapons"),
     "SELECT name, calibre, serial, storage, owned_since, retired_on, front_sight, rear_sight,"
     " trigger_weight, grip, notes FROM weapon WHERE owner_member_id = $1 ORDER BY id",
     {{N_("Weapon"), PERSON_TEXT, 16},
      {N_("Calibre"), PERSON_TEXT, 8},
      {N_("Serial number"), PERSON_TEXT, 11},
      {N_("Storage"), PERSON_TEXT, 10},
      {N_("Since"), PERSON_DATE, 9},
      {N_("Retired"), PERSON_DATE, 9},
      {N_("Front sight"), PERSON_TEXT, 9},
      {N_("Rear sight"), PERSON_TEXT, 9},
      {N_("Trigger"), PERSON_TEXT, 9},
      {N_("Grip"), PERSON_TEXT, 9},
      {N_("Notes"), PERSON_TEXT, 18}}},
    {"weapon_service",
     N_("Service of own weapons"),
     "SELECT v.local_date, w.name, v.rounds, v.what, v.by_name, v.voided_at_ms"
     " FROM weapon_service v JOIN weapon w ON w.id = v.weapon_id WHERE w.owner_member_id = $1"
     " ORDER BY v.id",
     {{N_("Date"), PERSON_DATE, 10},
      {N_("Weapon"), PERSON_TEXT, 18},
      {N_("Rounds"), PERSON_NUMBER, 8},
      {N_("Service"), PERSON_TEXT, 30},
      {N_("By"), PERSON_TEXT, 14},
      {N_("Taken out"), PERSON_MOMENT, 14}}},
    {"weapon_settings",
     N_("Settings of own weapons"),
     "SELECT v.local_date, w.name, v.front_sight, v.rear_sight, v.trigger_weight, v.grip,"
     " v.by_name FROM weapon_setting v JOIN weapon w ON w.id = v.weapon_id"
     " WHERE w.owner_member_id = $1 ORDER BY v.id",
     {{N_("Date"), PERSON_DATE, 10},
      {N_("Weapon"), PERSON_TEXT, 18},
      {N_("Front sight"), PERSON_TEXT, 12},
      {N_("Rear sight"), PERSON_TEXT, 12},
      {N_("Trigger"), PERSON_TEXT, 12},
      {N_("Grip"), PERSON_TEXT, 12},
      {N_("By"), PERSON_TEXT, 14}}},
    {"sessions",
     N_("Sessions"),
     "SELECT s.local_date, s.programme_id, coalesce(l.name, ''), s.lane, s.state,"
     " s.is_competition, s.started_at_ms, s.finished_at_ms, coalesce(a.name, ''), s.notes,"
     " s.reflection FROM session s LEFT JOIN location l ON l.id = s.location_id"
     " LEFT JOIN account a ON a.id = s.officer_id WHERE s.member_id = $1"
     " ORDER BY s.started_at_ms, s.id",
     {{N_("Date"), PERSON_DATE, 10},
      {N_("Programme"), PERSON_TEXT, 9},
      {N_("Location"), PERSON_TEXT, 12},
      {N_("Lane"), PERSON_NUMBER, 6},
      {N_("State"), PERSON_STATE, 8},
      {N_("Competition"), PERSON_YES_NO, 8},
      {N_("Started"), PERSON_MOMENT, 14},
      {N_("Finished"), PERSON_MOMENT, 14},
      {N_("Range officer"), PERSON_TEXT, 12},
      {N_("Notes"), PERSON_TEXT, 24},
      {N_("Own reflection"), PERSON_TEXT, 20}}},
    {"session_weapons",
     N_("Weapons of the sessions"),
     "SELECT s.local_date, coalesce(w.name, ''), sw.face_id, sw.distance_mm, sw.rounds_fired,"
     " coalesce(a.name, ''), sw.grouping, sw.deviation, sw.fliers, u.shots, u.total_tenths, "
     "u.inner_tens"
     " FROM session s JOIN session_weapon sw ON sw.session_id = s.id"
     " LEFT JOIN weapon w ON w.id = sw.weapon_id LEFT JOIN ammunition a ON a.id = sw.ammunition_id"
     " LEFT JOIN shot_summary u ON u.session_weapon_id = sw.id"
     " WHERE s.member_id = $1 ORDER BY s.started_at_ms, s.id, sw.id",
     {{N_("Date"), PERSON_DATE, 10},
      {N_("Weapon"), PERSON_TEXT, 16},
      {N_("Face"), PERSON_TEXT, 8},
      {N_("Distance, mm"), PERSON_NUMBER, 9},
      {N_("Rounds"), PERSON_NUMBER, 8},
      {N_("Ammunition"), PERSON_TEXT, 14},
      {N_("Grouping"), PERSON_TEXT, 12},
      {N_("Deviation"), PERSON_DEVIATION, 8},
      {N_("Fliers"), PERSON_NUMBER, 7},
      {N_("Shots"), PERSON_NUMBER, 7},
      {N_("Total, tenths"), PERSON_NUMBER, 8},
      {N_("Inner tens"), PERSON_NUMBER, 7}}},
    {"shots",
     N_("Shots"),
     "SELECT s.local_date, sh.series, sh.number, sh.revision, sh.value_tenths, sh.is_inner_ten,"
     " sh.x_um, sh.y_um, sh.call_x_um, sh.call_y_um, sh.entered_at_ms, sh.voided_at_ms"
     " FROM session s JOIN session_weapon sw ON sw.session_id = s.id"
     " JOIN shot sh ON sh.session_weapon_id = sw.id WHERE s.member_id = $1"
     " ORDER BY s.started_at_ms, s.id, sw.id, sh.series, sh.number, sh.revision",
     {{N_("Date"), PERSON_DATE, 10},
      {N_("Series"), PERSON_NUMBER, 7},
      {N_("Shot"), PERSON_NUMBER, 7},
      {N_("Revision"), PERSON_NUMBER, 7},
      {N_("Value, tenths"), PERSON_NUMBER, 8},
      {N_("Inner ten"), PERSON_YES_NO, 7},
      {N_("X, um"), PERSON_NUMBER, 8},
      {N_("Y, um"), PERSON_NUMBER, 8},
      {N_("Called X, um"), PERSON_NUMBER, 8},
      {N_("Called Y, um"), PERSON_NUMBER, 8},
      {N_("Entered"), PERSON_MOMENT, 15},
      {N_("Taken back"), PERSON_MOMENT, 15}}},
    {"goals",
     N_("Goals"),
     "SELECT month, title, detail, by_name, at_ms, done_at_ms, voided_at_ms FROM goal"
     " WHERE member_id = $1 ORDER BY id",
     {{N_("Month"), PERSON_TEXT, 9},
      {N_("Goal"), PERSON_TEXT, 26},
      {N_("Detail"), PERSON_TEXT, 26},
      {N_("By"), PERSON_TEXT, 14},
      {N_("Written"), PERSON_MOMENT, 15},
      {N_("Done on"), PERSON_MOMENT, 15},
      {N_("Taken out"), PERSON_MOMENT, 15}}},
    {"questions",
     N_("Questions to the coach"),
     "SELECT at_ms, by_name, text FROM question WHERE member_id = $1 ORDER BY id",
     {{N_("When"), PERSON_MOMENT, 15},
      {N_("By"), PERSON_TEXT, 18},
      {N_("Question"), PERSON_TEXT, 67}}},
    {"answers",
     N_("Answers of the coach"),
     "SELECT kind, at_ms, provider, model, sentences FROM answer WHERE " THEIR_SUBJECTS
     " ORDER BY id",
     {{N_("About"), PERSON_ASKED, 10},
      {N_("When"), PERSON_MOMENT, 15},
      {N_("Provider"), PERSON_TEXT, 10},
      {N_("Model"), PERSON_TEXT, 12},
      {N_("Answer"), PERSON_SENTENCES, 50}}},
    {"requests",
     N_("What was written for the coach (word for word in the JSON)"),
     "SELECT kind, created_at_ms, by_name, length(user_text), user_text FROM job"
     " WHERE " THEIR_SUBJECTS " ORDER BY id",
     {{N_("About"), PERSON_ASKED, 20},
      {N_("When"), PERSON_MOMENT, 20},
      {N_("By"), PERSON_TEXT, 30},
      {N_("Characters"), PERSON_NUMBER, 15},
      {N_("Text"), PERSON_TEXT, 0}}},
    {"presence",
     N_("Presence register"),
     "SELECT local_date, in_at_ms, out_at_ms, lane, in_by, out_by, voided_at_ms FROM presence"
     " WHERE member_id = $1 ORDER BY id",
     {{N_("Date"), PERSON_DATE, 10},
      {N_("In"), PERSON_MOMENT, 15},
      {N_("Out"), PERSON_MOMENT, 15},
      {N_("Lane"), PERSON_NUMBER, 6},
      {N_("By"), PERSON_TEXT, 14},
      {N_("By"), PERSON_TEXT, 14},
      {N_("Taken out"), PERSON_MOMENT, 15}}},
    {"guests",
     N_("Guests they brought"),
     "SELECT local_date, name, document_type, document_number, by_name, voided_at_ms FROM guest"
     " WHERE host_member_id = $1 ORDER BY id",
     {{N_("Date"), PERSON_DATE, 10},
      {N_("Guest"), PERSON_TEXT, 22},
      {N_("Document"), PERSON_DOCUMENT, 12},
      {N_("Number"), PERSON_TEXT, 12},
      {N_("By"), PERSON_TEXT, 14},
      {N_("Taken out"), PERSON_MOMENT, 15}}},
    {"issues",
     N_("Club weapons they had"),
     "SELECT i.local_date, w.name, w.serial, i.out_at_ms, i.in_at_ms, i.out_by, i.in_by,"
     " i.condition_out, i.condition_in, i.voided_at_ms FROM weapon_issue i"
     " JOIN weapon w ON w.id = i.weapon_id WHERE i.member_id = $1 ORDER BY i.id",
     {{N_("Date"), PERSON_DATE, 10},
      {N_("Weapon"), PERSON_TEXT, 14},
      {N_("Serial number"), PERSON_TEXT, 10},
      {N_("Out"), PERSON_MOMENT, 14},
      {N_("In"), PERSON_MOMENT, 14},
      {N_("By"), PERSON_TEXT, 10},
      {N_("By"), PERSON_TEXT, 10},
      {N_("Condition"), PERSON_TEXT, 10},
      {N_("Condition"), PERSON_TEXT, 10},
      {N_("Taken out"), PERSON_MOMENT, 14}}},
    {"ammunition",
     N_("Ammunition issue list"),
     "SELECT v.local_date, a.name, a.calibre, v.rounds, v.reason, v.note, v.by_name"
     " FROM ammunition_move v JOIN ammunition a ON a.id = v.ammunition_id WHERE v.member_id = $1"
     " ORDER BY v.id",
     {{N_("Date"), PERSON_DATE, 10},
      {N_("Ammunition"), PERSON_TEXT, 20},
      {N_("Calibre"), PERSON_TEXT, 9},
      {N_("Rounds"), PERSON_NUMBER, 8},
      {N_("Reason"), PERSON_REASON, 10},
      {N_("Note"), PERSON_TEXT, 20},
      {N_("By"), PERSON_TEXT, 14}}},
    {"attachments",
     N_("Files"),
     "SELECT at_ms, CASE WHEN weapon_id IS NULL THEN 0 ELSE 1 END, file_name, media_type, size,"
     " sha256, by_name, voided_at_ms FROM attachment WHERE id IN " THEIR_ATTACHMENTS " ORDER BY id",
     {{N_("When"), PERSON_MOMENT, 14},
      {N_("About"), PERSON_ASKED, 8},
      {N_("File"), PERSON_TEXT, 18},
      {N_("Kind"), PERSON_TEXT, 11},
      {N_("Bytes"), PERSON_NUMBER, 8},
      {N_("SHA-256"), PERSON_TEXT, 28},
      {N_("By"), PERSON_TEXT, 12},
      {N_("Taken out"), PERSON_MOMENT, 14}}},
    /* But those of this report: the next one would differ from the last by the last. */
    {"exports",
     N_("Exports about them"),
     "SELECT at_ms, report, format, target, file_name, by_name FROM export"
     " WHERE id IN " THEIR_EXPORTS " AND report <> 'person' ORDER BY id",
     {{N_("When"), PERSON_MOMENT, 15},
      {N_("Report"), PERSON_TEXT, 10},
      {N_("Kind"), PERSON_TEXT, 7},
      {N_("Folder"), PERSON_TEXT, 26},
      {N_("File"), PERSON_TEXT, 28},
      {N_("By"), PERSON_TEXT, 14}}},
    {"notes",
     N_("Audit notes"),
     "SELECT at_ms, subject, by_name, text FROM note WHERE " THEIR_NOTES " ORDER BY id",
     {{N_("When"), PERSON_MOMENT, 15},
      {N_("About"), PERSON_TEXT, 10},
      {N_("By"), PERSON_TEXT, 14},
      {N_("Note"), PERSON_TEXT, 60}}},
    {"audit",
     N_("Changes, from the audit trail"),
     "SELECT at_ms, action, actor_name, before, after FROM audit WHERE " THEIR_AUDIT
     " AND subject <> 'export' ORDER BY number",
     {{N_("When"), PERSON_MOMENT, 15},
      {N_("What"), PERSON_TEXT, 14},
      {N_("By"), PERSON_TEXT, 14},
      {N_("Before"), PERSON_TEXT, 30},
      {N_("After"), PERSON_TEXT, 30}}},
};

const struct person_table *person_table_at(int index)
{
    return index >= 0 && index < (int)(sizeof tables / sizeof tables[0]) ? &tables[index] : NULL;
}

int person_column_count(const struct person_table *table)
{
    int count = 0;
    while (count < PERSON_COLUMNS_MAX && table->columns[count].title != NULL) {
        count++;
    }
    return count;
}

bool person_each(struct db *db, const struct person_table *table, record_id member_id,
                 bool (*visit)(void *context, const char *const *cells), void *context,
                 struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, table->sql);
    int count = person_column_count(table);
    enum db_step step = DB_FAILED;
    bool goes_on = true;
    db_bind_int(stmt, 1, member_id);
    while (goes_on && (step = db_step(stmt, err)) == DB_ROW) {
        const char *cells[PERSON_COLUMNS_MAX];
        for (int i = 0; i < count; i++) {
            cells[i] = db_text(stmt, i);
        }
        goes_on = visit(context, cells);
    }
    db_reset(stmt);
    return goes_on && step != DB_FAILED;
}
