/* The register of presence, how registers are read, and what the demonstration leaves: every rule,
 * every refusal. */
#include "register_support.h"

#include "core/ammunition.h"
#include "core/demo.h"
#include "core/verify.h"

/* --- presence ---------------------------------------------------------------------------------
 */

static void a_scanned_card_comes_in_and_later_goes_out(void **state)
{
    struct fixture *fixture = *state;
    char sentence[400];
    struct presence_result result = scan(fixture, "1");
    assert_int_equal(result.event, PRESENCE_CAME);
    assert_string_equal(presence_sentence(&result, sentence, sizeof sentence),
                        "Bakker, Anna is in, 12:00.");
    wait_s(fixture, INT64_C(2) * HOUR_S);
    result = scan(fixture, "1");
    assert_int_equal(result.event, PRESENCE_WENT);
    assert_string_equal(presence_sentence(&result, sentence, sizeof sentence),
                        "Bakker, Anna is out, 14:00.");
    assert_int_equal(number(fixture, "SELECT count(*) FROM presence WHERE out_at_ms ="
                                     " in_at_ms + 7200000"),
                     1);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit WHERE subject = 'presence'"), 2);
}

static void a_second_scan_within_a_minute_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    scan(fixture, "1");
    wait_s(fixture, MINUTE_S - 1);
    int64_t rows = all_rows(fixture);
    assert_int_equal(scan(fixture, "1").event, PRESENCE_STAYS_IN);
    assert_int_equal(all_rows(fixture), rows);
    assert_true(is_open(fixture, fixture->anna));
    wait_s(fixture, 1);
    assert_int_equal(scan(fixture, "1").event, PRESENCE_WENT);
    wait_s(fixture, MINUTE_S - 1);
    assert_int_equal(scan(fixture, "1").event, PRESENCE_STAYS_OUT);
    assert_false(is_open(fixture, fixture->anna));
    wait_s(fixture, 1);
    assert_int_equal(scan(fixture, "1").event, PRESENCE_CAME);
}

static void one_way_only_does_not_turn_round(void **state)
{
    struct fixture *fixture = *state;
    struct presence_result result;
    struct app *app = &fixture->app;
    struct err *err = &fixture->err;
    assert_refused(fixture, presence_book(app, fixture->anna, PRESENCE_GOES, 0, &result, err),
                   "Bakker, Anna is not in");
    assert_ok(presence_book(app, fixture->anna, PRESENCE_COMES, 7, &result, err), *err);
    wait_s(fixture, HOUR_S);
    assert_ok(presence_book(app, fixture->anna, PRESENCE_COMES, 7, &result, err), *err);
    assert_int_equal(result.event, PRESENCE_STAYS_IN);
    assert_int_equal(number(fixture, "SELECT lane FROM presence"), 7);
    assert_ok(presence_book(app, fixture->anna, PRESENCE_GOES, 0, &result, err), *err);
    assert_int_equal(result.event, PRESENCE_WENT);
    assert_refused(fixture, presence_book(app, fixture->anna, PRESENCE_COMES, 100, &result, err),
                   "Lane");
}

static void a_row_that_was_forgotten_is_ended_and_they_come_in(void **state)
{
    struct fixture *fixture = *state;
    scan(fixture, "1");
    wait_s(fixture, DAY_S);
    struct presence_result result = scan(fixture, "1");
    assert_int_equal(result.event, PRESENCE_CAME);
    assert_true(result.closed_old);
    assert_int_equal(number(fixture, "SELECT count(*) FROM presence"), 2);
    assert_int_equal(number(fixture, "SELECT count(*) FROM presence WHERE out_at_ms = 0"), 1);
}

static void who_left_the_club_does_not_come_in_but_goes_out(void **state)
{
    struct fixture *fixture = *state;
    struct presence_result result;
    scan(fixture, "1");
    leave_club(fixture, fixture->anna);
    leave_club(fixture, fixture->piet);
    assert_refused(fixture, presence_scan(&fixture->app, "2", &result, &fixture->err),
                   "Piet Mulder left the club");
    wait_s(fixture, HOUR_S);
    assert_int_equal(scan(fixture, "1").event, PRESENCE_WENT);
}

static void a_card_of_nobody_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct presence_result result;
    assert_refused(fixture, presence_scan(&fixture->app, "987654", &result, &fixture->err),
                   "987654");
}

static void the_database_itself_keeps_anybody_from_being_in_twice(void **state)
{
    struct fixture *fixture = *state;
    scan(fixture, "1");
    struct presence twice = {.id = app_new_id(&fixture->app),
                             .local_date = "2026-11-18",
                             .member_id = fixture->anna,
                             .in_at_ms = noon_ms};
    assert_ok(app_begin(&fixture->app, &fixture->err), fixture->err);
    assert_false(presence_insert(fixture->app.db, &twice, &fixture->err));
    app_abort(&fixture->app);
    twice.member_id = 0; /* neither a member nor a guest */
    assert_ok(app_begin(&fixture->app, &fixture->err), fixture->err);
    assert_false(presence_insert(fixture->app.db, &twice, &fixture->err));
    app_abort(&fixture->app);
}

static void everybody_goes_out_at_once(void **state)
{
    struct fixture *fixture = *state;
    int count = -1;
    scan(fixture, "1");
    scan(fixture, "2");
    wait_s(fixture, HOUR_S);
    assert_ok(presence_out_all(&fixture->app, &count, &fixture->err), fixture->err);
    assert_int_equal(count, 2);
    assert_int_equal(number(fixture, "SELECT count(*) FROM presence WHERE out_at_ms = 0"), 0);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit WHERE action = 'presence.out'"),
                     2);
    assert_ok(presence_out_all(&fixture->app, &count, &fixture->err), fixture->err);
    assert_int_equal(count, 0);
}

static void a_voided_row_no_longer_counts_but_stays(void **state)
{
    struct fixture *fixture = *state;
    struct presence_result result = scan(fixture, "1");
    assert_ok(presence_void(&fixture->app, result.id, &fixture->err), fixture->err);
    assert_false(is_open(fixture, fixture->anna));
    assert_int_equal(number(fixture, "SELECT count(*) FROM presence"), 1);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit WHERE action = 'presence.void'"),
                     1);
    assert_refused(fixture, presence_void(&fixture->app, result.id, &fixture->err), "void already");
    assert_int_equal(scan(fixture, "1").event, PRESENCE_CAME);
}

static void a_clock_that_went_back_ends_no_row_before_it_began(void **state)
{
    struct fixture *fixture = *state;
    struct presence_result result;
    scan(fixture, "1");
    wait_s(fixture, -INT64_C(2) * HOUR_S);
    assert_ok(presence_book(&fixture->app, fixture->anna, PRESENCE_GOES, 0, &result, &fixture->err),
              fixture->err);
    assert_int_equal(number(fixture, "SELECT count(*) FROM presence WHERE out_at_ms = in_at_ms"),
                     1);
}

static void nobody_writes_without_the_right(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = &fixture->app;
    struct err *err = &fixture->err;
    struct presence_result result = scan(fixture, "1");
    struct presence_line *rows = NULL;
    struct arena arena = {0};
    struct register_range range = {0};
    record_id id = 0;
    int count = 0;
    app->is_view_only = true;
    assert_refused(fixture, presence_scan(app, "2", &result, err), "cannot be written");
    assert_refused(fixture, presence_void(app, 1, err), "cannot be written");
    assert_refused(fixture, presence_out_all(app, &count, err), "cannot be written");
    assert_refused(fixture, weapon_issue_out(app, fixture->pistol, fixture->anna, "", &id, err),
                   "cannot be written");
    assert_refused(fixture, guest_add(app, &(struct guest_order){.name = "X"}, &id, NULL, err),
                   "cannot be written");
    assert_ok(presence_list(app, &arena, &range, &rows, &count, err), *err);
    assert_int_equal(count, 1);
    app->is_view_only = false;
    app->actor.is_present = false;
    assert_refused(fixture, presence_list(app, &arena, &range, &rows, &count, err), "Log in");
    arena_free(&arena);
}

/* --- reading ----------------------------------------------------------------------------------
 */

static void a_day_is_read_by_its_own_date_in_either_order(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct presence_line *rows = NULL;
    int count = 0;
    scan(fixture, "1");
    wait_s(fixture, DAY_S);
    scan(fixture, "1");
    record_id piet = scan(fixture, "2").id;
    struct register_range range = {.from = "2026-11-19", .to = "2026-11-19"};
    assert_ok(presence_list(&fixture->app, &arena, &range, &rows, &count, &fixture->err),
              fixture->err);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].member.number, "1");
    range.newest_first = true;
    assert_ok(presence_list(&fixture->app, &arena, &range, &rows, &count, &fixture->err),
              fixture->err);
    assert_string_equal(rows[0].member.number, "2");
    assert_ok(presence_void(&fixture->app, piet, &fixture->err), fixture->err);
    assert_ok(presence_list(&fixture->app, &arena, &range, &rows, &count, &fixture->err),
              fixture->err);
    assert_int_equal(count, 1);
    range.with_void = true;
    assert_ok(presence_list(&fixture->app, &arena, &range, &rows, &count, &fixture->err),
              fixture->err);
    assert_int_equal(count, 2);
    arena_free(&arena);
}

static void what_is_open_since_yesterday_still_shows_today(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct weapon_issue_line *rows = NULL;
    int count = 0;
    hand_out(fixture, fixture->anna);
    wait_s(fixture, INT64_C(2) * DAY_S);
    assert_ok(weapon_issue_now(&fixture->app, &arena, &rows, &count, &fixture->err), fixture->err);
    assert_int_equal(count, 1);
    assert_ok(weapon_issue_in(&fixture->app, rows[0].issue.id, "", &fixture->err), fixture->err);
    assert_ok(weapon_issue_now(&fixture->app, &arena, &rows, &count, &fixture->err), fixture->err);
    assert_int_equal(count, 0);
    arena_free(&arena);
}

static void more_rows_than_the_first_room_are_all_kept(void **state)
{
    enum { PEOPLE = 100 };
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct presence_line *rows = NULL;
    struct presence_result result;
    struct register_range range = {0};
    int count = 0;
    for (int i = 0; i < PEOPLE; i++) {
        record_id id = make_member(&fixture->app, "Schutter", "");
        assert_ok(presence_book(&fixture->app, id, PRESENCE_COMES, 0, &result, &fixture->err),
                  fixture->err);
    }
    assert_ok(presence_list(&fixture->app, &arena, &range, &rows, &count, &fixture->err),
              fixture->err);
    assert_int_equal(count, PEOPLE);
    for (int i = 1; i < PEOPLE; i++) {
        assert_true(rows[i].presence.id > rows[i - 1].presence.id);
    }
    arena_free(&arena);
}

static void book_rounds(struct fixture *fixture, record_id ammunition, enum move_reason reason,
                        int64_t rounds, const char *date, record_id member)
{
    struct ammunition_booking booking = {.ammunition_id = ammunition,
                                         .reason = reason,
                                         .rounds = rounds,
                                         .date = date,
                                         .member_id = member};
    assert_ok(ammunition_book(&fixture->app, &booking, NULL, &fixture->err), fixture->err);
}

struct seen {
    int count;
    int64_t rounds[8], balance[8];
    char name[8][NAME_ROOM], member[8][NAME_ROOM];
};

static bool see(void *context, const struct ammunition_register_line *line)
{
    struct seen *seen = context;
    seen->rounds[seen->count] = line->move.rounds;
    seen->balance[seen->count] = line->balance;
    text_copy(seen->name[seen->count], NAME_ROOM, line->ammunition);
    text_copy(seen->member[seen->count], NAME_ROOM, line->family_name);
    return ++seen->count < 8;
}

static void the_balance_counts_what_was_moved_before_the_range(void **state)
{
    struct fixture *fixture = *state;
    struct ammunition first = {.name = "CCI", .calibre = ".22 LR", .lot = "A1"};
    struct ammunition second = {.name = "Eley", .calibre = ".22 LR"};
    record_id cci = 0;
    record_id eley = 0;
    struct seen seen = {0};
    assert_ok(ammunition_add(&fixture->app, &first, &cci, &fixture->err), fixture->err);
    assert_ok(ammunition_add(&fixture->app, &second, &eley, &fixture->err), fixture->err);
    book_rounds(fixture, cci, MOVE_BOUGHT, 500, "2026-11-01", 0);
    book_rounds(fixture, eley, MOVE_BOUGHT, 70, "2026-11-02", 0);
    book_rounds(fixture, cci, MOVE_ISSUED, 50, "2026-11-10", fixture->anna);
    book_rounds(fixture, cci, MOVE_RETURNED, 8, "2026-11-11", fixture->anna);
    book_rounds(fixture, eley, MOVE_ISSUED, 20, "2026-11-11", 0);
    book_rounds(fixture, cci, MOVE_ISSUED, 100, "2026-11-12", 0);
    book_rounds(fixture, cci, MOVE_BOUGHT, 10, "2026-11-09", 0); /* entered late */
    struct register_range range = {.from = "2026-11-10", .to = "2026-11-11"};
    assert_ok(ammunition_register_each(fixture->app.db, &range, see, &seen, &fixture->err),
              fixture->err);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.rounds[0], -50);
    assert_int_equal(seen.balance[0], 460);
    assert_string_equal(seen.member[0], "Bakker");
    assert_int_equal(seen.balance[1], 468);
    assert_string_equal(seen.name[2], "Eley");
    assert_int_equal(seen.balance[2], 50);
    assert_string_equal(seen.member[2], "");
    seen = (struct seen){0};
    range = (struct register_range){0};
    assert_ok(ammunition_register_each(fixture->app.db, &range, see, &seen, &fixture->err),
              fixture->err);
    assert_int_equal(seen.count, 7);
    assert_int_equal(seen.balance[6], 368); /* the stock */
}

static bool stop(void *context, const struct presence_line *line)
{
    (void)line;
    ++*(int *)context;
    return false;
}

static void a_reader_stops_when_it_is_told_to(void **state)
{
    struct fixture *fixture = *state;
    struct register_range range = {0};
    int visited = 0;
    scan(fixture, "1");
    scan(fixture, "2");
    assert_false(presence_each(fixture->app.db, &range, stop, &visited, &fixture->err));
    assert_int_equal(visited, 1);
    assert_int_equal(fixture->err.kind, ERR_OK);
}

/* --- the demonstration ------------------------------------------------------------------------
 */

static void the_demonstration_takes_its_rows_of_the_registers_with_it(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = &fixture->app;
    struct err *err = &fixture->err;
    struct demo_options options = {.members = 6, .sessions = 40, .seed = 7};
    struct demo_result result;
    struct presence_result came;
    struct verify_report report;
    record_id id = 0;
    assert_ok(demo_load(app, &options, NULL, NULL, &result, err), *err);
    record_id member =
        number(fixture, "SELECT min(id) FROM member WHERE (id / 4096) % 1024 = 1023");
    record_id weapon = number(fixture, "SELECT min(id) FROM weapon WHERE (id / 4096) % 1024 = 1023"
                                       " AND owner_member_id IS NULL");
    assert_ok(presence_book(app, member, PRESENCE_COMES, 0, &came, err), *err);
    assert_ok(presence_book(app, fixture->anna, PRESENCE_COMES, 0, &came, err), *err);
    struct guest_order theirs = guest_of(member);
    struct guest_order ours = guest_of(fixture->anna);
    ours.weapon_id = weapon;
    add_guest(fixture, &theirs);
    record_id kept = add_guest(fixture, &ours);
    assert_ok(weapon_issue_out(app, weapon, fixture->anna, "", &id, err), *err);
    assert_ok(weapon_issue_out(app, fixture->pistol, member, "", &id, err), *err);
    assert_ok(demo_remove(app, &result, err), *err);
    assert_int_equal(number(fixture, "SELECT count(*) FROM weapon_issue"), 0);
    assert_int_equal(number(fixture, "SELECT count(*) FROM guest"), 1);
    assert_int_equal(number(fixture, "SELECT id FROM guest WHERE weapon_id IS NULL"), kept);
    assert_int_equal(number(fixture, "SELECT count(*) FROM presence"), 2); /* Anna, her guest */
    assert_ok(verify_run(app, NULL, NULL, &report, err), *err);
    assert_int_equal(report.problem_count, 0);
    hand_out(fixture, fixture->anna); /* free again */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_club(a_scanned_card_comes_in_and_later_goes_out),
        with_club(a_second_scan_within_a_minute_changes_nothing),
        with_club(one_way_only_does_not_turn_round),
        with_club(a_row_that_was_forgotten_is_ended_and_they_come_in),
        with_club(who_left_the_club_does_not_come_in_but_goes_out),
        with_club(a_card_of_nobody_is_refused),
        with_club(the_database_itself_keeps_anybody_from_being_in_twice),
        with_club(everybody_goes_out_at_once),
        with_club(a_voided_row_no_longer_counts_but_stays),
        with_club(a_clock_that_went_back_ends_no_row_before_it_began),
        with_club(nobody_writes_without_the_right),
        with_club(a_day_is_read_by_its_own_date_in_either_order),
        with_club(what_is_open_since_yesterday_still_shows_today),
        with_club(more_rows_than_the_first_room_are_all_kept),
        with_club(the_balance_counts_what_was_moved_before_the_range),
        with_club(a_reader_stops_when_it_is_told_to),
        with_club(the_demonstration_takes_its_rows_of_the_registers_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
