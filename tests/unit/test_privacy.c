/* A person is taken out and what they shot stays; what is kept too long is listed; settings. */
#include "range_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/time.h"
#include "core/export.h"
#include "core/member.h"
#include "core/privacy.h"
#include "core/register.h"
#include "core/session.h"
#include "core/settings.h"
#include "store/audit.h"

struct fixture {
    struct app app;
    struct err err;
    record_id zyx, session;
};

/* A name that stands nowhere else. */
static const char family[] = "Quexwort";
static const char licence[] = "L7718293";

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){0};
    test_club(&fixture.app);
    fixture.zyx = make_member(&fixture.app, family, "Zyx");
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    app_close(&((struct fixture *)*state)->app);
    return 0;
}

static void set_member(struct fixture *fixture, const char *left_on)
{
    struct member member;
    assert_ok(member_get(&fixture->app, fixture->zyx, &member, &fixture->err), fixture->err);
    snprintf(member.licence, sizeof member.licence, "%s", licence);
    snprintf(member.birth_date, sizeof member.birth_date, "1970-02-03");
    snprintf(member.left_on, sizeof member.left_on, "%s", left_on);
    snprintf(member.notes, sizeof member.notes, "%s wears glasses", family);
    assert_ok(member_edit(&fixture->app, &member, &fixture->err), fixture->err);
}

static int64_t number(struct fixture *fixture, const char *sql)
{
    struct db_stmt *stmt = db_prepare(fixture->app.db, sql);
    assert_int_equal(db_step(stmt, &fixture->err), DB_ROW);
    int64_t value = db_int(stmt, 0);
    db_reset(stmt);
    return value;
}

/* Whether any file of the data folder holds those bytes. */
static bool is_on_disk(struct fixture *fixture, const char *text)
{
    static const char *const names[] = {"aimtrack.db", "aimtrack.db-wal"};
    bool found = false;
    for (size_t i = 0; i < 2; i++) {
        char path[700];
        struct err ignored = {0};
        size_t size = 0;
        assert_true(file_join(path, sizeof path, fixture->app.folder, names[i]));
        char *bytes = file_read(path, (size_t)256 * 1024 * 1024, &size, &ignored);
        found = found || (bytes != NULL && memmem(bytes, size, text, strlen(text)) != NULL);
        free(bytes);
    }
    return found;
}

static void shoot(struct fixture *fixture)
{
    struct app *app = &fixture->app;
    struct lane lane;
    record_id pistol = make_weapon(app, "Air pistol", WEAPON_AIR_PISTOL);
    open_lane(app, fixture->zyx, pistol, "LP60", 1, &lane);
    type_shots(app, &lane, 20, 90);
    fixture->session = lane.session.id;
    assert_ok(range_finish(app, &lane, &fixture->err), fixture->err);
    lane_free(&lane);
    assert_ok(session_set_notes(app, fixture->session, "Quexwort was tired", &fixture->err),
              fixture->err);
}

static void who_is_still_a_member_is_not_taken_out(void **state)
{
    struct fixture *fixture = *state;
    struct privacy_result result;
    assert_false(privacy_anonymise(&fixture->app, fixture->zyx, &result, &fixture->err));
    assert_int_equal(fixture->err.kind, ERR_INPUT);
    assert_non_null(strstr(fixture->err.what, "left"));
}

static void who_still_has_a_weapon_is_not_taken_out(void **state)
{
    struct fixture *fixture = *state;
    struct privacy_result result;
    record_id pistol = make_weapon(&fixture->app, "Club pistol", WEAPON_PISTOL);
    record_id issue = 0;
    assert_ok(weapon_issue_out(&fixture->app, pistol, fixture->zyx, NULL, &issue, &fixture->err),
              fixture->err);
    set_member(fixture, "2024-01-01");
    assert_false(privacy_anonymise(&fixture->app, fixture->zyx, &result, &fixture->err));
    assert_non_null(strstr(fixture->err.what, "weapon"));
}

static void the_person_goes_from_every_file_and_the_turns_stay(void **state)
{
    struct fixture *fixture = *state;
    struct privacy_result result;
    struct member member;
    record_id note = 0;
    shoot(fixture);
    set_member(fixture, "2024-01-01");
    assert_ok(
        note_add(&fixture->app, "member", fixture->zyx, "Quexwort was asked", &note, &fixture->err),
        fixture->err);
    int64_t shots = number(fixture, "SELECT count(*) FROM shot");
    assert_true(is_on_disk(fixture, family));
    assert_true(is_on_disk(fixture, licence));
    assert_ok(privacy_anonymise(&fixture->app, fixture->zyx, &result, &fixture->err), fixture->err);
    assert_false(is_on_disk(fixture, family));
    assert_false(is_on_disk(fixture, "quexwort"));
    assert_false(is_on_disk(fixture, licence));
    assert_ok(member_get(&fixture->app, fixture->zyx, &member, &fixture->err), fixture->err);
    assert_true(member.is_anonymous);
    assert_string_equal(member.birth_date, "");
    assert_int_equal(number(fixture, "SELECT count(*) FROM shot"), shots);
    assert_int_equal(number(fixture, "SELECT count(*) FROM session WHERE state = 1"), 1);
    assert_true(result.audit_rows >= 2);
    /* the trail is whole, and says what was taken out */
    int64_t rows = 0;
    assert_ok(audit_verify(fixture->app.db, &rows, &fixture->err), fixture->err);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit WHERE redacted_at_ms > 0"),
                     result.audit_rows);
    assert_false(privacy_anonymise(&fixture->app, fixture->zyx, &result, &fixture->err));
    assert_non_null(strstr(fixture->err.what, "already"));
}

/* Says nothing of the name: only whose it is tells that it has to go. */
static void texts_without_the_name_go_from_the_trail_too(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = &fixture->app;
    struct privacy_result result;
    record_id own = make_weapon(app, "Own pistol", WEAPON_PISTOL);
    struct weapon weapon;
    shoot(fixture);
    assert_ok(session_set_notes(app, fixture->session, "vexgrom in the shoulder", &fixture->err),
              fixture->err);
    assert_ok(weapon_get(app, own, &weapon, &fixture->err), fixture->err);
    weapon.owner_member_id = fixture->zyx;
    snprintf(weapon.serial, sizeof weapon.serial, "vexgrom-17");
    assert_ok(weapon_edit(app, &weapon, &fixture->err), fixture->err);
    set_member(fixture, "2024-01-01");
    assert_true(is_on_disk(fixture, "vexgrom"));
    assert_ok(privacy_anonymise(app, fixture->zyx, &result, &fixture->err), fixture->err);
    assert_false(is_on_disk(fixture, "vexgrom"));
}

/* A second person, after the first was taken out on the same connection. */
static void what_was_written_over_long_ago_is_not_left_in_the_file(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = &fixture->app;
    struct privacy_result result;
    char text[NOTE_ROOM];
    set_member(fixture, "2024-01-01");
    assert_ok(privacy_anonymise(app, fixture->zyx, &result, &fixture->err), fixture->err);
    fixture->zyx = make_member(app, "Second", "One");
    for (int i = 0; i < 4; i++) {
        shoot(fixture);
        snprintf(text, sizeof text, "vexgrom %3800d", i);
        assert_ok(session_set_notes(app, fixture->session, text, &fixture->err), fixture->err);
        assert_ok(session_set_notes(app, fixture->session, "", &fixture->err), fixture->err);
    }
    set_member(fixture, "2024-01-01");
    assert_ok(privacy_anonymise(app, fixture->zyx, &result, &fixture->err), fixture->err);
    assert_false(is_on_disk(fixture, "vexgrom"));
}

static void an_account_goes_but_never_the_last_administrator(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = &fixture->app;
    struct privacy_result result;
    char sql[200];
    set_member(fixture, "2024-01-01");
    snprintf(sql, sizeof sql,
             "INSERT INTO account (id, login, name, role, secret_hash, member_id) VALUES"
             " (77, 'vexgrom', 'Vexgrom', 2, '', %lld)",
             (long long)fixture->zyx);
    assert_ok(db_script(app->db, sql, &fixture->err), fixture->err);
    assert_ok(
        db_script(app->db, "UPDATE account SET is_disabled = 1 WHERE id <> 77", &fixture->err),
        fixture->err);
    assert_false(privacy_anonymise(app, fixture->zyx, &result, &fixture->err));
    assert_non_null(strstr(fixture->err.what, "last administrator"));
    assert_ok(db_script(app->db, "UPDATE account SET is_disabled = 0", &fixture->err),
              fixture->err);
    snprintf(sql, sizeof sql,
             "INSERT INTO account (id, login, name, role, secret_hash) VALUES"
             " (78, 'other', 'Other', 2, '')");
    assert_ok(db_script(app->db, sql, &fixture->err), fixture->err);
    assert_ok(privacy_anonymise(app, fixture->zyx, &result, &fixture->err), fixture->err);
    assert_false(is_on_disk(fixture, "vexgrom"));
    assert_false(is_on_disk(fixture, "Vexgrom"));
}

static void who_left_is_listed_oldest_first_whatever_the_club_counts(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = &fixture->app;
    struct arena arena = {0};
    struct member *rows = NULL;
    int count = 0;
    record_id quex = fixture->zyx;
    char sql[400];
    snprintf(sql, sizeof sql,
             "INSERT INTO member (id, number, family_name, find_text, sort_text, changed_at_ms)"
             " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)"
             " SELECT i, 'N' || i, 'Aa', 'aa', 'aa', 0 FROM n");
    assert_ok(db_script(app->db, sql, &fixture->err), fixture->err);
    set_member(fixture, "2024-01-01");
    fixture->zyx = make_member(app, "Zz", "Top");
    assert_ok(db_script(app->db,
                        "UPDATE member SET left_on = '2020-01-01' WHERE family_name = 'Zz'",
                        &fixture->err),
              fixture->err);
    assert_ok(privacy_left(app, &arena, &rows, &count, &fixture->err), fixture->err);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].family_name, "Zz");
    assert_int_equal(rows[1].id, quex);
    arena_free(&arena);
}

static void only_an_administrator_takes_a_person_out(void **state)
{
    struct fixture *fixture = *state;
    struct privacy_result result;
    int count = 0;
    set_member(fixture, "2024-01-01");
    fixture->app.actor.role = ROLE_OFFICER;
    assert_false(privacy_anonymise(&fixture->app, fixture->zyx, &result, &fixture->err));
    assert_int_equal(fixture->err.kind, ERR_DENIED);
    assert_false(privacy_blank_due_guests(&fixture->app, &count, &fixture->err));
    assert_int_equal(fixture->err.kind, ERR_DENIED);
}

static void what_is_due_follows_the_setting_and_goes_only_when_told(void **state)
{
    struct fixture *fixture = *state;
    struct privacy_due due[PRIVACY_KINDS];
    int count = 0;
    assert_ok(db_script(fixture->app.db,
                        "INSERT INTO guest (id, local_date, name, find_text, document_type,"
                        " document_number, host_member_id, by_name, at_ms) SELECT 5, '2020-01-02',"
                        " 'Old Guest', 'old guest', 'passport', 'X1', id, 'x', 1 FROM member",
                        &fixture->err),
              fixture->err);
    assert_ok(privacy_due_read(&fixture->app, due, &fixture->err), fixture->err);
    assert_int_equal(due[PRIVACY_GUESTS].count, 1);
    assert_string_equal(due[PRIVACY_GUESTS].oldest, "2020-01-02");
    assert_ok(app_setting_put(&fixture->app, "retention.guests", "0", &fixture->err), fixture->err);
    assert_ok(privacy_due_read(&fixture->app, due, &fixture->err), fixture->err);
    assert_int_equal(due[PRIVACY_GUESTS].count, 0);
    assert_ok(app_setting_put(&fixture->app, "retention.guests", "12", &fixture->err),
              fixture->err);
    assert_ok(privacy_blank_due_guests(&fixture->app, &count, &fixture->err), fixture->err);
    assert_int_equal(count, 1);
    assert_int_equal(number(fixture, "SELECT count(*) FROM guest WHERE document_number = ''"), 1);
    assert_false(is_on_disk(fixture, "Old Guest"));
}

static void a_setting_takes_only_what_it_may_be(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = &fixture->app;
    assert_false(app_setting_put(app, "permit.turns", "0", &fixture->err));
    assert_false(app_setting_put(app, "permit.turns", "12x", &fixture->err));
    assert_false(app_setting_put(app, "permit.turn", "da", &fixture->err));
    assert_false(app_setting_put(app, "permit.turn", "", &fixture->err));
    assert_false(app_setting_put(app, "no.such", "1", &fixture->err));
    assert_int_equal(setting_number(app, "permit.turns"), 18);
    assert_ok(app_setting_put(app, "permit.turns", "20", &fixture->err), fixture->err);
    assert_ok(app_setting_put(app, "permit.turn", "session", &fixture->err), fixture->err);
    assert_int_equal(setting_number(app, "permit.turns"), 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_is_still_a_member_is_not_taken_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_still_has_a_weapon_is_not_taken_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_person_goes_from_every_file_and_the_turns_stay, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(texts_without_the_name_go_from_the_trail_too, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_was_written_over_long_ago_is_not_left_in_the_file,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_account_goes_but_never_the_last_administrator, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(who_left_is_listed_oldest_first_whatever_the_club_counts,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_an_administrator_takes_a_person_out, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_due_follows_the_setting_and_goes_only_when_told,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_setting_takes_only_what_it_may_be, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
