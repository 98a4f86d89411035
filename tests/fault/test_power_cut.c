/* The power goes at every single I/O of a scripted session: what was acknowledged is there, nothing
 * is half there, the database and its audit chain are whole. And the harness has teeth: the same
 * runs with a weaker setting, or on a disk that ignores syncs, lose or break something.
 * Quick: one seed. AIMTRACK_FULL=1: many. */
#include "fault/crash_vfs.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "core/member.h"
#include "core/range.h"
#include "core/verify.h"
#include "store/audit.h"
#include "store/migrate.h"
#include "store/setting.h"

enum { COMMITS = 14, CHECKPOINT_EVERY = 5, REOPEN_AT = 8, SHOTS = 12 };

enum outcome { RIGHT, LOST, HALF, BROKEN };

/* How the script runs, and what it was told is stored. */
struct script {
    struct crash_plan plan;
    const char *weakening; /* SQL after opening; NULL: as users run it */
    int acknowledged;
};

/* --- the script through store/db.h -------------------------------------------------------------
 */

/* A body that says its number and is never the same length twice in a row. */
static void make_body(int number, char body[4096])
{
    struct test_random random = {.state = (uint64_t)number * 7919};
    int size = 50 + test_random_below(&random, 3900);
    for (int i = 0; i < size; i++) {
        body[i] = (char)('a' + test_random_below(&random, 26));
    }
    body[size] = '\0';
}

static bool insert_mark(struct db *db, int number, struct err *err)
{
    char body[4096];
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO mark (number, body) VALUES ($1, $2)");
    make_body(number, body);
    db_bind_int(stmt, 1, number);
    db_bind_text(stmt, 2, body);
    return db_run(stmt, err);
}

static bool commit_mark(struct db *db, int number, struct err *err)
{
    const struct audit_actor actor = {.name = "test"};
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    bool ok = db_begin_write(db, err) && insert_mark(db, number, err) &&
              setting_put(db, "count", text, err) &&
              audit_add(db, &actor, number, "mark.add", "mark", number, "", text, err) &&
              db_commit(db, err);
    if (!ok) {
        db_rollback(db);
    }
    return ok;
}

static struct db *open_script(const char *path, const struct script *script, struct err *err)
{
    struct db *db = db_open(path, &(struct db_options){.create = true, .vfs = CRASH_VFS}, err);
    if (db != NULL && script->weakening != NULL && !db_script(db, script->weakening, err)) {
        db_close(db);
        return NULL;
    }
    return db;
}

static bool make_tables(struct db *db, struct err *err)
{
    return migrate_run(db, err) &&
           db_script(db,
                     "BEGIN; CREATE TABLE mark (number INTEGER PRIMARY KEY, body TEXT) STRICT;"
                     " INSERT INTO setting VALUES ('count', '0'); COMMIT",
                     err);
}

static void run_script(const char *path, struct script *script)
{
    struct err err = {0};
    struct db *db = open_script(path, script, &err);
    bool ok = db != NULL && make_tables(db, &err);
    for (int number = 1; ok && number <= COMMITS; number++) {
        ok = commit_mark(db, number, &err);
        script->acknowledged += ok;
        if (ok && number % CHECKPOINT_EVERY == 0) {
            ok = db_checkpoint(db, NULL, &err);
        }
        if (ok && number == REOPEN_AT) { /* the last one out deletes the WAL */
            db_close(db);
            db = open_script(path, script, &err);
            ok = db != NULL;
        }
    }
    if (!ok && script->plan.cut_at == 0) {
        fail_msg("%s (%s)", err.what, err.detail);
    }
    db_close(db);
}

/* --- what is there afterwards, with the real VFS -----------------------------------------------
 */

static bool read_number(struct db *db, const char *sql, int64_t *value)
{
    struct err err = {0};
    struct db_stmt *stmt = db_prepare(db, sql);
    if (db_step(stmt, &err) != DB_ROW) {
        return false;
    }
    *value = db_int(stmt, 0);
    db_reset(stmt);
    return true;
}

static bool bodies_are_right(struct db *db)
{
    struct err err = {0};
    struct db_stmt *stmt = db_prepare(db, "SELECT number, body FROM mark ORDER BY number");
    int number = 0;
    enum db_step step = DB_FAILED;
    while ((step = db_step(stmt, &err)) == DB_ROW) {
        char body[4096];
        make_body(++number, body);
        if (db_int(stmt, 0) != number || strcmp(db_text(stmt, 1), body) != 0) {
            db_reset(stmt);
            return false;
        }
    }
    return step == DB_DONE;
}

static enum outcome judge_open(struct db *db, int acknowledged)
{
    struct err err = {0};
    int64_t marks = 0;
    int64_t counted = 0;
    int64_t tables = 0;
    int64_t audited = 0;
    if (!migrate_run(db, &err) || !db_check(db, &err) ||
        !read_number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'mark'", &tables)) {
        return BROKEN;
    }
    if (tables == 0) { /* the cut came before the tables were there */
        return acknowledged == 0 ? RIGHT : LOST;
    }
    if (!read_number(db, "SELECT count(*) FROM mark", &marks) ||
        !read_number(db, "SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'count'",
                     &counted) ||
        !audit_verify(db, &audited, &err) || !bodies_are_right(db)) {
        return BROKEN;
    }
    if (marks != counted || marks != audited) {
        return HALF;
    }
    if (marks < acknowledged) {
        return LOST;
    }
    /* and it goes on from there */
    return marks <= acknowledged + 1 && commit_mark(db, (int)marks + 1, &err) ? RIGHT : BROKEN;
}

static enum outcome judge(const char *path, int acknowledged)
{
    struct err err = {0};
    struct db *db = db_open(path, &(struct db_options){.create = true}, &err);
    if (db == NULL) {
        return BROKEN;
    }
    bool is_quick = db_script(db, "PRAGMA synchronous=OFF", &err); /* nothing is cut any more */
    enum outcome outcome = is_quick ? judge_open(db, acknowledged) : BROKEN;
    db_close(db);
    return outcome;
}

static void remove_database(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char name[700];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        remove(name);
    }
}

/* One run with one cut. The path does not exist on the real disk until the survivors are put there.
 */
static enum outcome try_cut(const char *folder, struct script *script)
{
    char path[600];
    file_join(path, sizeof path, folder, "aimtrack.db");
    remove_database(path);
    script->acknowledged = 0;
    crash_start(&script->plan, false);
    run_script(path, script);
    crash_leave(folder);
    crash_end();
    return judge(path, script->acknowledged);
}

static int count_ios(const char *folder, const char *weakening)
{
    char path[600];
    struct script script = {.weakening = weakening};
    file_join(path, sizeof path, folder, "aimtrack.db");
    remove_database(path);
    crash_start(&script.plan, false);
    run_script(path, &script);
    int count = crash_count();
    crash_end();
    assert_int_equal(script.acknowledged, COMMITS);
    return count;
}

struct tally {
    int runs, outcomes[4];
};

/* Every I/O (or every step-th), `seeds` ways each. */
static struct tally cut_everywhere(const char *weakening, bool ignores_sync, int seeds, int step)
{
    char folder[512];
    struct tally tally = {0};
    test_folder(folder);
    int ios = count_ios(folder, weakening);
    for (int seed = 0; seed < seeds; seed++) {
        for (int cut = 1 + seed % step; cut <= ios; cut += step) {
            struct script script = {.plan = {.cut_at = cut,
                                             .seed = (uint64_t)seed * 1000003 + (uint64_t)cut,
                                             .ignores_sync = ignores_sync},
                                    .weakening = weakening};
            enum outcome outcome = try_cut(folder, &script);
            tally.runs++;
            tally.outcomes[outcome]++;
            if (outcome != RIGHT && weakening == NULL && !ignores_sync) {
                fail_msg("cut at I/O %d of %d, seed %d: outcome %d, %d acknowledged", cut, ios,
                         seed, (int)outcome, script.acknowledged);
            }
        }
    }
    print_message("  %d cuts over %d I/Os: %d right, %d lost, %d half, %d broken\n", tally.runs,
                  ios, tally.outcomes[RIGHT], tally.outcomes[LOST], tally.outcomes[HALF],
                  tally.outcomes[BROKEN]);
    return tally;
}

static bool is_full_run(void)
{
    return getenv("AIMTRACK_FULL") != NULL;
}

static void nothing_acknowledged_is_lost_wherever_the_power_goes(void **state)
{
    (void)state;
    struct tally tally = cut_everywhere(NULL, false, is_full_run() ? 10 : 1, 1);
    assert_int_equal(tally.outcomes[RIGHT], tally.runs);
    assert_true(tally.runs > 200);
}

static void a_weaker_synchronous_setting_is_caught(void **state)
{
    (void)state;
    int step = is_full_run() ? 1 : 6;
    struct tally normal = cut_everywhere("PRAGMA synchronous=NORMAL", false, 1, step);
    assert_true(normal.outcomes[LOST] > 0);
    struct tally off = cut_everywhere("PRAGMA synchronous=OFF", false, 1, step);
    assert_true(off.outcomes[LOST] > 0);
    assert_true(off.outcomes[LOST] + off.outcomes[BROKEN] > off.runs / 10);
}

static void a_disk_that_ignores_syncs_is_caught(void **state)
{
    (void)state;
    struct tally tally = cut_everywhere(NULL, true, 1, is_full_run() ? 1 : 6);
    assert_true(tally.outcomes[LOST] + tally.outcomes[BROKEN] > tally.runs / 10);
}

/* --- shots, as the range stores them -----------------------------------------------------------
 */

static void make_lane(const char *folder, record_id *session_id)
{
    struct app app;
    struct err err = {0};
    struct member member = {.family_name = "Bakker", .given_name = "Anna"};
    struct range_start start = {.programme_id = "LP60", .lane = 1};
    test_club(&app);
    assert_ok(member_add(&app, &member, &start.member_id, &err), err);
    assert_ok(range_open(&app, &start, session_id, &err), err);
    char command[1200];
    char from[512];
    text_copy(from, sizeof from, app.folder);
    app_close(&app);
    snprintf(command, sizeof command, "cp -a '%s/.' '%s'", from, folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a test's own folder */
}

/* Types shots until the power goes; gives those that were acknowledged. */
static int type_shots(const char *folder, record_id session_id)
{
    struct app app;
    struct err err = {0};
    struct lane lane = {0};
    int typed = 0;
    if (!app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err)) {
        return 0;
    }
    bool ok = range_load_lane(&app, session_id, &lane, &err);
    while (ok && typed < SHOTS && range_shot_value(&app, &lane, 10 * (typed % 11), false, &err)) {
        typed++;
        ok = typed % 5 != 0 || db_checkpoint(app.db, NULL, &err);
    }
    if (typed < SHOTS && !crash_happened()) {
        fail_msg("shot %d: %s (%s)", typed + 1, err.what, err.detail);
    }
    lane_free(&lane);
    app_close(&app);
    return typed;
}

static void check_shots(const char *folder, record_id session_id, int typed, int cut)
{
    struct app app;
    struct err err = {0};
    struct lane lane = {0};
    struct verify_report report;
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
    assert_ok(db_script(app.db, "PRAGMA synchronous=OFF", &err), err);
    assert_ok(range_load_lane(&app, session_id, &lane, &err), err);
    if (lane.shot_count < typed || lane.shot_count > typed + 1) {
        fail_msg("cut at I/O %d: %d shown as stored, %d there", cut, typed, lane.shot_count);
    }
    for (int i = 0; i < lane.shot_count; i++) {
        assert_int_equal(lane.shots[i].value_tenths, 10 * (i % 11));
    }
    assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
    if (report.problem_count != 0) {
        fail_msg("cut at I/O %d: %s", cut, report.problems[0]);
    }
    if (lane.shot_count < SHOTS) {
        assert_ok(range_shot_value(&app, &lane, 100, false, &err), err);
    }
    lane_free(&lane);
    app_close(&app);
}

static void no_shot_shown_as_stored_is_lost_wherever_the_power_goes(void **state)
{
    (void)state;
    char club[512];
    record_id session_id = 0;
    test_folder(club);
    make_lane(club, &session_id);
    crash_start(&(struct crash_plan){0}, true);
    assert_int_equal(type_shots(club, session_id), SHOTS);
    int ios = crash_count();
    crash_end();
    int seeds = is_full_run() ? 5 : 1;
    int step = is_full_run() ? 1 : 7;
    int runs = 0;
    for (int seed = 0; seed < seeds; seed++) {
        for (int cut = 1; cut <= ios; cut += step, runs++) {
            char survivors[512];
            char command[1200];
            struct crash_plan plan = {.cut_at = cut, .seed = (uint64_t)(seed * 7919 + cut)};
            crash_start(&plan, true);
            int typed = type_shots(club, session_id);
            test_folder(survivors);
            snprintf(command, sizeof command, "cp -a '%s/pepper' '%s'", club, survivors);
            assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c) */
            crash_leave(survivors);
            crash_end();
            check_shots(survivors, session_id, typed, cut);
        }
    }
    print_message("  %d cuts over %d I/Os: every acknowledged shot there\n", runs, ios);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_acknowledged_is_lost_wherever_the_power_goes),
        cmocka_unit_test(a_weaker_synchronous_setting_is_caught),
        cmocka_unit_test(a_disk_that_ignores_syncs_is_caught),
        cmocka_unit_test(no_shot_shown_as_stored_is_lost_wherever_the_power_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
