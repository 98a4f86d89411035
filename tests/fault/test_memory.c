/* SQLite gets no memory once, at any of its requests during an upgrade: a clean refusal, the club
 * as it was, and the next try succeeds. Nobody's memory is lost on the way (AddressSanitizer). */
#include "schema_club.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "core/migrate_app.h"

enum { MOMENTS = 60, MOMENTS_FULL = 600 };

/* The n-th request from now fails; 0: none does. */
static int countdown;
static int64_t requests;
static sqlite3_mem_methods plain;

static bool is_refused(void)
{
    requests++;
    return countdown > 0 && --countdown == 0;
}

static void *failing_malloc(int size)
{
    return is_refused() ? NULL : plain.xMalloc(size);
}

static void *failing_realloc(void *memory, int size)
{
    return is_refused() ? NULL : plain.xRealloc(memory, size);
}

static int use_failing_memory(void **state)
{
    (void)state;
    sqlite3_mem_methods failing;
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK) {
        return 1;
    }
    failing = plain;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) != SQLITE_OK;
}

static int schema_of(const char *path)
{
    struct err err = {0};
    struct db *db = db_open(path, &(struct db_options){.read_only = true}, &err);
    assert_ok(db != NULL, err);
    int version = migrate_version(db, &err);
    db_close(db);
    return version;
}

/* How many requests one whole upgrade makes. */
static int64_t count_requests(void)
{
    char folder[512];
    struct upgrade done;
    struct err err = {0};
    schema_club(6, folder);
    requests = 0;
    assert_ok(migrate_app_run(folder, &done, &err), err);
    return requests;
}

/* Whether it was refused. */
static bool upgrade_without_memory_at(int moment)
{
    char folder[512];
    char path[600];
    struct holdings holdings;
    struct buf before = {0};
    struct buf after = {0};
    struct upgrade done;
    struct err err = {0};
    schema_club(6, folder);
    assert_true(file_join(path, sizeof path, folder, "aimtrack.db"));
    holdings_read(path, &holdings);
    holdings_text(path, &holdings, &before);
    countdown = moment;
    bool ok = migrate_app_run(folder, &done, &err);
    countdown = 0;
    assert_true(ok || (err.kind != ERR_OK && err.what[0] != '\0'));
    assert_int_equal(schema_of(path), ok ? migrate_newest() : 6);
    err_clear(&err);
    assert_ok(migrate_app_run(folder, &done, &err), err);
    assert_int_equal(schema_of(path), migrate_newest());
    holdings_text(path, &holdings, &after);
    assert_string_equal(buf_text(&after), buf_text(&before));
    buf_free(&before);
    buf_free(&after);
    return !ok;
}

static void an_upgrade_without_memory_at_any_moment_changes_nothing(void **state)
{
    (void)state;
    int64_t all = count_requests();
    int moments = getenv("AIMTRACK_FULL") != NULL ? MOMENTS_FULL : MOMENTS;
    int refused = 0;
    for (int i = 0; i < moments; i++) {
        refused += upgrade_without_memory_at(1 + (int)(all * i / moments)) ? 1 : 0;
    }
    print_message("  %d of %d moments of %lld refused\n", refused, moments, (long long)all);
    assert_true(refused > moments / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_upgrade_without_memory_at_any_moment_changes_nothing),
    };
    return cmocka_run_group_tests(tests, use_failing_memory, NULL);
}
