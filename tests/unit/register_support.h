/* A club with two members, a club pistol and one of their own, at noon: for the tests of the
 * registers. */
#ifndef TESTS_UNIT_REGISTER_SUPPORT_H
#define TESTS_UNIT_REGISTER_SUPPORT_H
#include "range_support.h"

#include <stdio.h>

#include "base/time.h"
#include "core/register.h"
#include "store/register.h"

/* 2026-11-18 12:00 UTC. */
static const int64_t noon_ms = INT64_C(1795003200000);
enum { MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400, HOUR_MS = 3600000 };

struct fixture {
    struct app app;
    struct err err;
    int64_t seconds; /* the clock stands this long after noon */
    record_id anna, piet, pistol, own;
};

static inline void set_clock(struct fixture *fixture)
{
    char text[32];
    int64_t at_ms = noon_ms + fixture->seconds * 1000;
    snprintf(text, sizeof text, "%lld", (long long)at_ms);
    setenv("AIMTRACK_CLOCK_MS", text, 1);
}

static inline void wait_s(struct fixture *fixture, int64_t seconds)
{
    fixture->seconds += seconds;
    set_clock(fixture);
}

static inline int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){0};
    set_clock(&fixture);
    test_club(&fixture.app);
    time_set_zone("UTC");
    fixture.anna = make_member(&fixture.app, "Bakker", "Anna"); /* number 1 */
    fixture.piet = make_member(&fixture.app, "Mulder", "Piet"); /* number 2 */
    fixture.pistol = make_weapon(&fixture.app, "Club pistol", WEAPON_PISTOL);
    struct weapon weapon = {.name = "Own pistol", .owner_member_id = fixture.anna};
    *state = &fixture;
    return !weapon_add(&fixture.app, &weapon, &fixture.own, &fixture.err);
}

static inline int tear_down(void **state)
{
    app_close(&((struct fixture *)*state)->app);
    unsetenv("AIMTRACK_CLOCK_MS");
    return 0;
}

static inline int64_t number(struct fixture *fixture, const char *sql)
{
    struct db_stmt *stmt = db_prepare(fixture->app.db, sql);
    assert_int_equal(db_step(stmt, &fixture->err), DB_ROW);
    int64_t value = db_int(stmt, 0);
    db_reset(stmt);
    return value;
}

/* What must fail, says something with those words, and changes no register and no trail. */
#define assert_refused(fixture, call, words)                                                       \
    do {                                                                                           \
        int64_t rows_before = all_rows(fixture);                                                   \
        (fixture)->err = (struct err){0};                                                          \
        assert_false(call);                                                                        \
        if (strstr((fixture)->err.what, words) == NULL) {                                          \
            fail_msg("\"%s\" is not in \"%s\"", words, (fixture)->err.what);                       \
        }                                                                                          \
        assert_int_equal(all_rows(fixture), rows_before);                                          \
        (fixture)->err = (struct err){0};                                                          \
    } while (0)

static inline int64_t all_rows(struct fixture *fixture)
{
    return number(fixture, "SELECT (SELECT count(*) FROM presence) + (SELECT count(*) FROM guest)"
                           " + (SELECT count(*) FROM weapon_issue) + (SELECT count(*) FROM audit)");
}

static inline struct presence_result scan(struct fixture *fixture, const char *card)
{
    struct presence_result result;
    assert_ok(presence_scan(&fixture->app, card, &result, &fixture->err), fixture->err);
    return result;
}

static inline void leave_club(struct fixture *fixture, record_id id)
{
    struct member member;
    assert_ok(member_get(&fixture->app, id, &member, &fixture->err), fixture->err);
    text_copy(member.left_on, sizeof member.left_on, "2026-11-01");
    assert_ok(member_edit(&fixture->app, &member, &fixture->err), fixture->err);
}

static inline bool is_open(struct fixture *fixture, record_id member_id)
{
    struct presence last;
    assert_ok(presence_last_of(fixture->app.db, member_id, 0, &last, &fixture->err), fixture->err);
    return last.id != 0 && last.out_at_ms == 0;
}

static inline struct guest_order guest_of(record_id host)
{
    return (struct guest_order){.name = "Kees de Groot",
                                .document_type = "passport",
                                .document_number = "NX1234567",
                                .host_member_id = host};
}

static inline record_id add_guest(struct fixture *fixture, const struct guest_order *order)
{
    record_id id = 0;
    assert_ok(guest_add(&fixture->app, order, &id, NULL, &fixture->err), fixture->err);
    return id;
}

static inline record_id hand_out(struct fixture *fixture, record_id member)
{
    record_id id = 0;
    assert_ok(weapon_issue_out(&fixture->app, fixture->pistol, member, "clean", &id, &fixture->err),
              fixture->err);
    return id;
}

#define with_club(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
