/* Every use case of members, weapons, places and accounts asks core's table, whatever a screen
 * shows. The table itself stands in test_people.c. */
#include "range_support.h"

#include <stdio.h>

#include "core/account.h"
#include "core/ammunition.h"
#include "core/location.h"
#include "core/queue.h"
#include "core/rights.h"

/* What the cases work on. */
struct subject {
    struct member member;
    struct weapon weapon;
    struct account account;
};

static bool run_member_list(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    struct arena arena = {0};
    struct member *rows = NULL;
    int count = 0;
    bool ok = member_list(app, &arena, &(struct member_query){.limit = 5}, &rows, &count, err);
    arena_free(&arena);
    return ok;
}

static bool run_member_recent(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    struct arena arena = {0};
    struct member *rows = NULL;
    int count = 0;
    bool ok = member_recent(app, &arena, 5, &rows, &count, err);
    arena_free(&arena);
    return ok;
}

static bool run_member_get(struct app *app, const struct subject *subject, struct err *err)
{
    struct member member;
    return member_get(app, subject->member.id, &member, err);
}

static bool run_member_card(struct app *app, const struct subject *subject, struct err *err)
{
    struct member member;
    return member_by_card(app, subject->member.number, &member, err);
}

static bool run_member_add(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    record_id id = 0;
    return member_add(app, &(struct member){.family_name = "New"}, &id, err);
}

static bool run_member_edit(struct app *app, const struct subject *subject, struct err *err)
{
    struct member member;
    struct err ignored = {0};
    if (!member_get(app, subject->member.id, &member, &ignored)) {
        member = subject->member;
    }
    return member_edit(app, &member, err);
}

static bool run_weapon_list(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    struct arena arena = {0};
    struct weapon *rows = NULL;
    int count = 0;
    bool ok = weapon_list(app, &arena, &(struct weapon_query){.limit = 5}, &rows, &count, err);
    arena_free(&arena);
    return ok;
}

static bool run_weapon_get(struct app *app, const struct subject *subject, struct err *err)
{
    struct weapon weapon;
    return weapon_get(app, subject->weapon.id, &weapon, err);
}

static bool run_weapon_rounds(struct app *app, const struct subject *subject, struct err *err)
{
    int64_t rounds = 0;
    return weapon_rounds(app, subject->weapon.id, &rounds, err);
}

static bool run_weapon_add(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    record_id id = 0;
    return weapon_add(app, &(struct weapon){.name = "New"}, &id, err);
}

static bool run_weapon_edit(struct app *app, const struct subject *subject, struct err *err)
{
    struct weapon weapon;
    struct err ignored = {0};
    if (!weapon_get(app, subject->weapon.id, &weapon, &ignored)) {
        weapon = subject->weapon;
    }
    return weapon_edit(app, &weapon, err);
}

static bool run_location_list(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    struct arena arena = {0};
    struct location *rows = NULL;
    int count = 0;
    bool ok = location_list(app, &arena, true, &rows, &count, err);
    arena_free(&arena);
    return ok;
}

/* Names are unique: each time another. */
static bool run_location_add(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    struct location location = {0};
    record_id id = 0;
    snprintf(location.name, sizeof location.name, "%lld", (long long)app_new_id(app));
    return location_add(app, &location, &id, err);
}

static bool run_ammunition_list(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    struct arena arena = {0};
    struct ammunition *rows = NULL;
    int count = 0;
    bool ok = ammunition_list(app, &arena, &(struct ammunition_query){0}, &rows, &count, err);
    arena_free(&arena);
    return ok;
}

static bool run_ammunition_add(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    record_id id = 0;
    return ammunition_add(app, &(struct ammunition){.name = "New"}, &id, err);
}

static bool run_account_list_all(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    struct arena arena = {0};
    struct account *rows = NULL;
    int count = 0;
    bool ok = account_list(app, &arena, true, &rows, &count, err);
    arena_free(&arena);
    return ok;
}

static bool run_account_add(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    record_id id = 0;
    struct account_input input = {.name = "New", .secret = "482913"};
    snprintf(input.login, sizeof input.login, "%lld", (long long)app_new_id(app));
    return account_add(app, &input, &id, err);
}

static bool run_account_secret(struct app *app, const struct subject *subject, struct err *err)
{
    return account_set_secret(app, subject->account.id, "482914", err);
}

static bool run_account_disable(struct app *app, const struct subject *subject, struct err *err)
{
    return account_disable(app, subject->account.id, err);
}

static bool run_queue_list(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    struct arena arena = {0};
    struct queue_line *rows = NULL;
    int count = 0;
    bool ok = queue_list(app, &arena, &(struct queue_filter){.state = -1}, &rows, &count, err);
    arena_free(&arena);
    return ok;
}

static bool run_queue_stats(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    struct queue_stats stats;
    return queue_stats(app, &stats, err);
}

static bool run_queue_pause(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    return queue_pause(app, err);
}

static bool run_queue_resume(struct app *app, const struct subject *subject, struct err *err)
{
    (void)subject;
    return queue_resume(app, err);
}

static const struct use_case {
    const char *name;
    enum right right;
    bool is_write;
    bool (*run)(struct app *app, const struct subject *subject, struct err *err);
} use_cases[] = {
    {"member_list", RIGHT_SEE, false, run_member_list},
    {"member_recent", RIGHT_SEE, false, run_member_recent},
    {"member_get", RIGHT_SEE, false, run_member_get},
    {"member_by_card", RIGHT_SEE, false, run_member_card},
    {"member_add", RIGHT_ADD_MEMBER, true, run_member_add},
    {"member_edit", RIGHT_EDIT_MEMBER, true, run_member_edit},
    {"weapon_list", RIGHT_SEE, false, run_weapon_list},
    {"weapon_get", RIGHT_SEE, false, run_weapon_get},
    {"weapon_rounds", RIGHT_SEE, false, run_weapon_rounds},
    {"weapon_add", RIGHT_ADD_MEMBER, true, run_weapon_add},
    {"weapon_edit", RIGHT_EDIT_MEMBER, true, run_weapon_edit},
    {"location_list", RIGHT_SEE, false, run_location_list},
    {"location_add", RIGHT_ADD_MEMBER, true, run_location_add},
    {"ammunition_list", RIGHT_SEE, false, run_ammunition_list},
    {"ammunition_add", RIGHT_ADD_MEMBER, true, run_ammunition_add},
    {"queue_list", RIGHT_MANAGE_QUEUE, false, run_queue_list},
    {"queue_stats", RIGHT_MANAGE_QUEUE, false, run_queue_stats},
    {"queue_pause", RIGHT_MANAGE_QUEUE, true, run_queue_pause},
    {"queue_resume", RIGHT_MANAGE_QUEUE, true, run_queue_resume},
    {"account_list of all", RIGHT_MANAGE_ACCOUNTS, false, run_account_list_all},
    {"account_add", RIGHT_MANAGE_ACCOUNTS, true, run_account_add},
    {"account_set_secret", RIGHT_MANAGE_ACCOUNTS, true, run_account_secret},
    {"account_disable", RIGHT_MANAGE_ACCOUNTS, true, run_account_disable},
};
enum { USE_CASES = sizeof use_cases / sizeof use_cases[0] };

static void open_subject(struct app *app, struct subject *subject)
{
    struct err err = {0};
    record_id id = 0;
    test_club(app);
    assert_ok(member_get(app, make_member(app, "Bakker", "Anna"), &subject->member, &err), err);
    assert_ok(
        weapon_get(app, make_weapon(app, "Club pistol", WEAPON_PISTOL), &subject->weapon, &err),
        err);
    struct account_input input = {.login = "other", .name = "Other", .secret = "482913"};
    assert_ok(account_add(app, &input, &id, &err), err);
    assert_ok(account_get(app, id, &subject->account, &err), err);
}

static int64_t trail_length(struct app *app)
{
    int64_t rows = 0;
    struct err err = {0};
    assert_ok(audit_verify(app->db, &rows, &err), err);
    return rows;
}

static void expect(struct app *app, const struct use_case *use_case, const struct subject *subject,
                   bool is_allowed, enum err_kind refusal)
{
    struct err err = {0};
    int64_t before = trail_length(app);
    bool ok = use_case->run(app, subject, &err);
    if (ok != is_allowed || (!ok && err.kind != refusal)) {
        fail_msg("%s as role %d: %s, %s", use_case->name, (int)app->actor.role,
                 ok ? "allowed" : "refused", err.what);
    }
    int64_t written = trail_length(app) - before;
    if (written != (is_allowed && use_case->is_write ? 1 : 0)) {
        fail_msg("%s wrote %lld rows of the trail", use_case->name, (long long)written);
    }
}

static void every_use_case_allows_and_refuses_as_the_table_says(void **state)
{
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct app app;
        struct subject subject;
        open_subject(&app, &subject);
        app.actor = (struct actor){.role = (enum role)role, .is_present = true};
        for (int i = 0; i < USE_CASES; i++) {
            expect(&app, &use_cases[i], &subject, rights_has(&app.actor, use_cases[i].right),
                   ERR_DENIED);
        }
        app_close(&app);
    }
}

static void nobody_may_do_anything(void **state)
{
    (void)state;
    struct app app;
    struct subject subject;
    open_subject(&app, &subject);
    app.actor.is_present = false; /* the role stays an administrator's: it must not count */
    for (int i = 0; i < USE_CASES; i++) {
        expect(&app, &use_cases[i], &subject, false, ERR_DENIED);
    }
    app_close(&app);
}

static void a_view_only_database_is_looked_at_and_nothing_else(void **state)
{
    (void)state;
    struct app app;
    struct subject subject;
    open_subject(&app, &subject);
    app.is_view_only = true;
    for (int i = 0; i < USE_CASES; i++) {
        expect(&app, &use_cases[i], &subject, use_cases[i].right == RIGHT_SEE, ERR_READONLY);
    }
    app_close(&app);
}

static void a_refusal_names_who_may(void **state)
{
    (void)state;
    struct app app = {.actor = {.role = ROLE_OFFICER, .is_present = true}};
    struct err err = {0};
    assert_false(rights_check(&app, RIGHT_EDIT_MEMBER, &err));
    assert_non_null(strstr(err.what, "coach or an administrator"));
    assert_false(rights_check(&app, RIGHT_MANAGE_ACCOUNTS, &err));
    assert_null(strstr(err.what, "coach"));
    app.actor.role = ROLE_COACH;
    assert_false(rights_check(&app, RIGHT_VOID_SESSION, &err));
    assert_non_null(strstr(err.what, "range officer"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_use_case_allows_and_refuses_as_the_table_says),
        cmocka_unit_test(nobody_may_do_anything),
        cmocka_unit_test(a_view_only_database_is_looked_at_and_nothing_else),
        cmocka_unit_test(a_refusal_names_who_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
