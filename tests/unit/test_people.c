/* Members, weapons and rights: what core accepts, refuses and finds. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "core/ammunition.h"
#include "core/demo.h"
#include "core/member.h"
#include "core/rights.h"
#include "core/session.h"
#include "core/verify.h"
#include "core/weapon.h"

static record_id add_member(struct app *app, const char *family, const char *given,
                            const char *licence)
{
    struct member member = {0};
    struct err err = {0};
    record_id id = 0;
    snprintf(member.family_name, sizeof member.family_name, "%s", family);
    snprintf(member.given_name, sizeof member.given_name, "%s", given);
    snprintf(member.licence, sizeof member.licence, "%s", licence);
    assert_ok(member_add(app, &member, &id, &err), err);
    return id;
}

static int find(struct app *app, const char *typed, char first[200])
{
    struct arena arena = {0};
    struct member *rows = NULL;
    int count = 0;
    struct err err = {0};
    struct member_query query = {.find = typed, .limit = 50};
    assert_ok(member_list(app, &arena, &query, &rows, &count, &err), err);
    if (count > 0) {
        member_name(&rows[0], first, 200);
    }
    arena_free(&arena);
    return count;
}

static void a_member_is_found_by_parts_of_name_number_and_licence_without_accents(void **state)
{
    (void)state;
    struct app app;
    char first[200] = "";
    test_club(&app);
    add_member(&app, "d'Été", "Renée", "D1234");
    add_member(&app, "Özdemir", "Yasmin", "D9876");
    add_member(&app, "de Vries", "Jan", "");
    assert_int_equal(find(&app, "ete", first), 1);
    assert_string_equal(first, "d'Été, Renée");
    assert_int_equal(find(&app, "yas ozd", first), 1);
    assert_int_equal(find(&app, "d9876", first), 1);
    assert_int_equal(find(&app, "vries jan", first), 1);
    assert_int_equal(find(&app, "100%", first), 0);
    assert_int_equal(find(&app, "_", first), 0); /* no wild cards from outside */
    assert_int_equal(find(&app, "", first), 3);
    app_close(&app);
}

/* Cut, a word would find who was not asked for. */
static void a_search_is_never_cut(void **state)
{
    (void)state;
    static const struct {
        size_t length;
        const char *words;
        bool is_taken;
    } cases[] = {{95, "", true}, {96, "", false}, {0, "a b\tc,d ", true}, {0, "a b\tc,d e", false}};
    struct app app;
    char first[200] = "";
    char family[NAME_ROOM] = "";
    char typed[NAME_ROOM + 1];
    test_club(&app);
    memset(family, 'x', sizeof family - 1);
    add_member(&app, family, "", "");
    assert_int_equal(find(&app, family, first), 1);
    family[sizeof family - 2] = 'y'; /* the last letter counts too */
    assert_int_equal(find(&app, family, first), 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = {0};
        struct member *members = NULL;
        struct weapon *weapons = NULL;
        struct session_line *sessions = NULL;
        struct ammunition *ammunition = NULL;
        int count = 0;
        bool more = false;
        struct err err = {0};
        memset(typed, 'x', sizeof typed);
        typed[cases[i].length] = '\0';
        const char *text = cases[i].length > 0 ? typed : cases[i].words;
        bool taken[] = {member_list(&app, &arena, &(struct member_query){.find = text, .limit = 9},
                                    &members, &count, &err),
                        weapon_list(&app, &arena, &(struct weapon_query){.find = text, .limit = 9},
                                    &weapons, &count, &err),
                        session_list(&app, &arena,
                                     &(struct session_query){.find = text, .limit = 9}, &sessions,
                                     &count, &more, &err),
                        ammunition_list(&app, &arena, &(struct ammunition_query){.find = text},
                                        &ammunition, &count, &err)};
        for (size_t list = 0; list < sizeof taken / sizeof taken[0]; list++) {
            assert_int_equal(taken[list], cases[i].is_taken);
        }
        assert_int_equal(err.kind, cases[i].is_taken ? ERR_OK : ERR_INPUT);
        assert_true(cases[i].is_taken || strstr(err.what, "at most 4 words") != NULL);
        arena_free(&arena);
    }
    app_close(&app);
}

static void dutch_particles_do_not_sort(void **state)
{
    (void)state;
    struct app app;
    char first[200] = "";
    test_club(&app);
    add_member(&app, "Zwart", "A", "");
    add_member(&app, "van den Berg", "B", "");
    add_member(&app, "Dekker", "C", "");
    assert_int_equal(find(&app, "", first), 3);
    assert_string_equal(first, "van den Berg, B");
    app_close(&app);
}

static void a_card_number_belongs_to_one_member_only(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member member;
    record_id id = 0;
    test_club(&app);
    record_id anna = add_member(&app, "Bakker", "Anna", "D111");
    assert_ok(member_by_card(&app, " D111 ", &member, &err), err);
    assert_true(member.id == anna);
    struct member other = {.family_name = "Other", .licence = "D111"};
    assert_false(member_add(&app, &other, &id, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_false(member_by_card(&app, "D999", &member, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_non_null(strstr(err.what, "D999"));
    app_close(&app);
}

static void an_edit_of_an_old_copy_is_refused(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member first;
    test_club(&app);
    record_id id = add_member(&app, "Bakker", "Anna", "");
    assert_ok(member_get(&app, id, &first, &err), err);
    struct member second = first;
    snprintf(first.given_name, sizeof first.given_name, "Annie");
    assert_ok(member_edit(&app, &first, &err), err);
    snprintf(second.given_name, sizeof second.given_name, "Ann");
    assert_false(member_edit(&app, &second, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_ok(member_get(&app, id, &second, &err), err);
    assert_string_equal(second.given_name, "Annie");
    app_close(&app);
}

static void every_role_has_exactly_its_rights(void **state)
{
    (void)state;
    /* officer, coach, admin */
    static const bool may[RIGHT_COUNT][ROLE_COUNT] = {
        [RIGHT_SEE] = {true, true, true},
        [RIGHT_SCORE] = {true, true, true},
        [RIGHT_EDIT_NOTES] = {true, true, true},
        [RIGHT_ADD_MEMBER] = {true, true, true},
        [RIGHT_EDIT_MEMBER] = {false, true, true},
        [RIGHT_VOID_SESSION] = {true, false, true},
        [RIGHT_MARK_COMPETITION] = {true, false, true},
        [RIGHT_ASK] = {true, true, true},
        [RIGHT_MANAGE_QUEUE] = {false, false, true},
        [RIGHT_EXPORT] = {true, true, true},
        [RIGHT_SET_LOOK] = {true, true, true},
        [RIGHT_MANAGE_ACCOUNTS] = {false, false, true},
        [RIGHT_MANAGE_SYSTEM] = {false, false, true},
    };
    for (int right = 0; right < RIGHT_COUNT; right++) {
        for (int role = 0; role < ROLE_COUNT; role++) {
            struct app app = {.actor = {.role = (enum role)role, .is_present = true}};
            struct err err = {0};
            assert_int_equal(rights_check(&app, (enum right)right, &err), may[right][role]);
            app.actor.is_present = false;
            assert_false(rights_check(&app, (enum right)right, &err));
            app.actor.is_present = true;
            app.is_view_only = true;
            assert_int_equal(rights_check(&app, (enum right)right, &err), right == RIGHT_SEE);
        }
    }
}

static void core_itself_refuses_what_a_role_may_not(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member member;
    struct demo_result result;
    test_club(&app);
    record_id id = add_member(&app, "Bakker", "Anna", "");
    assert_ok(member_get(&app, id, &member, &err), err);
    app.actor = (struct actor){.role = ROLE_OFFICER, .is_present = true};
    assert_false(member_edit(&app, &member, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    assert_false(demo_load(&app, &(struct demo_options){.members = 1}, NULL, NULL, &result, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    app.actor.is_present = false;
    assert_false(member_add(&app, &member, &id, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    app_close(&app);
}

static void the_demonstration_is_the_same_every_time_and_goes_without_a_trace(void **state)
{
    (void)state;
    int64_t totals[2] = {0};
    for (int round = 0; round < 2; round++) {
        struct app app;
        struct err err = {0};
        struct demo_result result;
        struct verify_report report;
        struct demo_options options = {.members = 6, .sessions = 40, .seed = 7};
        test_club(&app);
        record_id own = add_member(&app, "Own", "Member", "");
        assert_ok(demo_load(&app, &options, NULL, NULL, &result, &err), err);
        assert_int_equal(result.sessions, 40);
        assert_true(demo_is_loaded(&app));
        struct arena arena = {0};
        struct session_line *lines = NULL;
        int count = 0;
        bool more = false;
        struct session_query query = {.find = "", .limit = 200};
        assert_ok(session_list(&app, &arena, &query, &lines, &count, &more, &err), err);
        assert_int_equal(count, 40);
        for (int i = 0; i < count; i++) {
            totals[round] += lines[i].total_tenths;
        }
        arena_free(&arena);
        assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
        assert_int_equal(report.problem_count, 0);
        assert_ok(demo_remove(&app, &result, &err), err);
        assert_false(demo_is_loaded(&app));
        struct member member;
        assert_ok(member_get(&app, own, &member, &err), err);
        assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
        assert_int_equal(report.problem_count, 0);
        app_close(&app);
    }
    assert_true(totals[0] > 0);
    assert_true(totals[0] == totals[1]);
}

static void the_weapon_last_used_stands_first(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct weapon *rows = NULL;
    int count = 0;
    record_id own = 0;
    test_club(&app);
    record_id anna = add_member(&app, "Bakker", "Anna", "");
    struct weapon weapon = {.name = "A club pistol", .kind = WEAPON_AIR_PISTOL};
    assert_ok(weapon_add(&app, &weapon, &own, &err), err);
    weapon =
        (struct weapon){.name = "B own pistol", .kind = WEAPON_AIR_PISTOL, .owner_member_id = anna};
    assert_ok(weapon_add(&app, &weapon, &own, &err), err);
    weapon = (struct weapon){.name = "C rifle", .kind = WEAPON_RIFLE};
    record_id rifle = 0;
    assert_ok(weapon_add(&app, &weapon, &rifle, &err), err);
    struct weapon_query query = {
        .find = "", .for_member = anna, .kinds = 1U << WEAPON_AIR_PISTOL, .limit = 10};
    assert_ok(weapon_list(&app, &arena, &query, &rows, &count, &err), err);
    assert_int_equal(count, 3);
    assert_string_equal(rows[0].name, "B own pistol");
    assert_string_equal(rows[2].name, "C rifle"); /* another kind comes last */
    arena_free(&arena);
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_is_found_by_parts_of_name_number_and_licence_without_accents),
        cmocka_unit_test(a_search_is_never_cut),
        cmocka_unit_test(dutch_particles_do_not_sort),
        cmocka_unit_test(a_card_number_belongs_to_one_member_only),
        cmocka_unit_test(an_edit_of_an_old_copy_is_refused),
        cmocka_unit_test(every_role_has_exactly_its_rights),
        cmocka_unit_test(core_itself_refuses_what_a_role_may_not),
        cmocka_unit_test(the_demonstration_is_the_same_every_time_and_goes_without_a_trace),
        cmocka_unit_test(the_weapon_last_used_stands_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
