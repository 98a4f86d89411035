/* The seam to SQLite: whose file it is, what it promises, how it fails. */
#include "support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "store/db.h"
#include "store/db_copy.h"
#include "store/migrate.h"

static void new_path(char path[600])
{
    char folder[512];
    test_folder(folder);
    file_join(path, 600, folder, "aimtrack.db");
}

static struct db *open_at(const char *path, bool create)
{
    struct err err = {0};
    struct db *db = db_open(path, &(struct db_options){.create = create}, &err);
    if (db == NULL) {
        fail_msg("%s (%s)", err.what, err.detail);
    }
    return db;
}

static int64_t number(struct db *db, const char *sql)
{
    struct err err = {0};
    struct db_stmt *stmt = db_prepare(db, sql);
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    int64_t value = db_int(stmt, 0);
    db_reset(stmt);
    return value;
}

static void write_raw(const char *path, const char *sql)
{
    sqlite3 *handle = NULL;
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

/* --- opening -----------------------------------------------------------------------------------
 */

static void a_new_database_is_private_marked_and_durable(void **state)
{
    (void)state;
    char path[600];
    char wal[700];
    struct stat status;
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    assert_ok(db_script(db, "CREATE TABLE t (a INTEGER) STRICT", &err), err);
    assert_int_equal(number(db, "PRAGMA application_id"), 0x41494D54);
    assert_int_equal(number(db, "PRAGMA synchronous"), 2); /* FULL */
    assert_int_equal(number(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number(db, "PRAGMA cell_size_check"), 1);
    assert_int_equal(number(db, "PRAGMA trusted_schema"), 0);
    assert_int_equal(number(db, "PRAGMA temp_store"), 2);
    assert_int_equal(number(db, "SELECT CASE journal_mode WHEN 'wal' THEN 1 ELSE 0 END"
                                " FROM pragma_journal_mode"),
                     1);
    snprintf(wal, sizeof wal, "%s-wal", path);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(stat(wal, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    db_close(db);
}

static void the_mark_lies_in_the_file_before_any_wal(void **state)
{
    (void)state;
    char path[600];
    size_t size = 0;
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    char *bytes = file_read(path, 1 << 20, &size, &err);
    assert_true(size >= 100);
    assert_memory_equal(bytes + 68, "AIMT", 4);
    free(bytes);
    db_close(db);
}

static void assert_refused_untouched(const char *path, enum err_kind kind)
{
    size_t size = 0;
    size_t after_size = 0;
    struct err err = {0};
    struct err refusal = {0};
    char *before = file_read(path, 1 << 24, &size, &err);
    for (int read_only = 0; read_only < 2; read_only++) {
        struct db_options options = {.create = true, .read_only = read_only};
        assert_null(db_open(path, &options, &refusal));
        assert_int_equal(refusal.kind, kind);
        assert_true(refusal.what[0] != '\0');
    }
    char *after = file_read(path, 1 << 24, &after_size, &err);
    assert_int_equal(size, after_size);
    assert_memory_equal(before, after, size);
    free(before);
    free(after);
    char beside[700];
    snprintf(beside, sizeof beside, "%s-shm", path);
    assert_false(file_exists(beside));
}

static void another_programs_database_is_never_written(void **state)
{
    (void)state;
    char path[600];
    new_path(path);
    write_raw(path, "CREATE TABLE theirs (a)");
    assert_refused_untouched(path, ERR_CORRUPT);
    write_raw(path,
              "PRAGMA application_id=7; PRAGMA journal_mode=WAL; INSERT INTO theirs VALUES (1)");
    assert_refused_untouched(path, ERR_CORRUPT);
}

static void what_is_no_database_is_never_written(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    char noise[8192];
    new_path(path);
    assert_ok(file_write_durable(path, "hello\n", 6, &err), err);
    assert_refused_untouched(path, ERR_CORRUPT);
    memset(noise, 'x', sizeof noise);
    assert_ok(file_write_durable(path, noise, sizeof noise, &err), err);
    assert_refused_untouched(path, ERR_CORRUPT);
}

static void an_emptied_database_beside_its_wal_is_not_taken_for_new(void **state)
{
    (void)state;
    char path[600];
    char wal[700];
    struct err err = {0};
    new_path(path);
    snprintf(wal, sizeof wal, "%s-wal", path);
    assert_ok(file_write_durable(wal, "what was stored", 15, &err), err);
    assert_ok(file_write_durable(path, "", 0, &err), err);
    assert_null(db_open(path, &(struct db_options){.create = true}, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    assert_true(file_exists(wal));
}

static void missing_files_links_and_folders_are_refused(void **state)
{
    (void)state;
    char path[600];
    char link[700];
    struct err err = {0};
    new_path(path);
    assert_null(db_open(path, &(struct db_options){0}, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_false(file_exists(path));
    db_close(open_at(path, true));
    snprintf(link, sizeof link, "%s.link", path);
    assert_int_equal(symlink(path, link), 0);
    assert_null(db_open(link, &(struct db_options){.create = true}, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    snprintf(link, sizeof link, "%s.folder", path);
    assert_int_equal(mkdir(link, 0700), 0);
    assert_null(db_open(link, &(struct db_options){.create = true}, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
}

static void four_processes_may_make_the_same_club_at_once(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        char path[600];
        new_path(path);
        pid_t children[4];
        for (int i = 0; i < 4; i++) {
            children[i] = fork();
            if (children[i] == 0) {
                struct err err = {0};
                struct db *db =
                    db_open(path, &(struct db_options){.create = true, .busy_ms = 20000}, &err);
                bool ok = db != NULL && migrate_run(db, &err);
                if (!ok) {
                    fprintf(stderr, "%s (%s)\n", err.what, err.detail);
                }
                db_close(db);
                _exit(ok ? 0 : 1);
            }
        }
        for (int i = 0; i < 4; i++) {
            int status = -1;
            waitpid(children[i], &status, 0);
            assert_int_equal(status, 0);
        }
    }
}

static void a_viewer_reads_and_cannot_write(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    assert_ok(db_script(db, "CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (5)", &err),
              err);
    struct db *viewer = db_open(path, &(struct db_options){.read_only = true}, &err);
    assert_non_null(viewer);
    assert_true(db_is_read_only(viewer));
    assert_int_equal(number(viewer, "SELECT a FROM t"), 5);
    assert_false(db_begin_write(viewer, &err));
    assert_int_equal(err.kind, ERR_READONLY);
    assert_false(db_script(viewer, "INSERT INTO t VALUES (6)", &err));
    assert_int_equal(err.kind, ERR_READONLY);
    db_close(viewer);
    db_close(db);
}

/* --- statements and transactions ---------------------------------------------------------------
 */

static void values_come_back_as_they_were_bound(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    struct db_stmt *stmt = db_prepare(db, "SELECT $1, $2, $3, $4, $5, $6");
    db_bind_int(stmt, 1, INT64_MIN);
    db_bind_real(stmt, 2, 0.5);
    db_bind_text(stmt, 3, "Özgür");
    db_bind_text(stmt, 4, NULL);
    db_bind_id(stmt, 5, 0);
    db_bind_id(stmt, 6, 9);
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    assert_true(db_int(stmt, 0) == INT64_MIN);
    assert_true(db_real(stmt, 1) == 0.5);
    assert_string_equal(db_text(stmt, 2), "Özgür");
    assert_true(db_is_null(stmt, 3));
    assert_string_equal(db_text(stmt, 3), "");
    assert_true(db_is_null(stmt, 4));
    assert_int_equal(db_int(stmt, 5), 9);
    assert_int_equal(db_step(stmt, &err), DB_DONE);
    db_close(db);
}

static void a_statement_is_compiled_once(void **state)
{
    (void)state;
    static const char sql[] = "SELECT 1";
    char path[600];
    new_path(path);
    struct db *db = open_at(path, true);
    struct db_stmt *first = db_prepare(db, sql);
    assert_ptr_equal(db_prepare(db, sql), first);
    db_close(db);
}

static void wrong_sql_is_our_mistake_and_says_nothing_technical(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    struct db_stmt *stmt = db_prepare(db, "SELECT a FROM nowhere WHERE b = $1 AND c = $2");
    db_bind_int(stmt, 1, 5); /* as with any other: the first step says it */
    db_bind_text(stmt, 2, "text");
    struct db_stmt *whole = db_prepare(db, "SELECT 1");
    assert_int_equal(db_step(whole, &err), DB_ROW);
    assert_int_equal(err.kind, ERR_OK);
    db_reset(whole);
    assert_int_equal(db_step(stmt, &err), DB_FAILED);
    assert_int_equal(err.kind, ERR_BUG);
    assert_null(strstr(err.what, "nowhere"));
    assert_non_null(strstr(err.detail, "nowhere"));
    assert_int_equal(db_int(stmt, 0), 0);
    assert_string_equal(db_text(stmt, 0), "");
    db_reset(stmt);
    assert_false(db_run(stmt, &err));           /* and again */
    stmt = db_prepare(db, "SELECT \"a word\""); /* not taken for text */
    assert_int_equal(db_step(stmt, &err), DB_FAILED);
    db_close(db);
}

static void what_is_rolled_back_was_never_there(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    assert_ok(db_script(db, "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT", &err), err);
    assert_ok(db_begin_write(db, &err), err);
    assert_true(db_in_transaction(db));
    assert_ok(db_script(db, "INSERT INTO t VALUES (1)", &err), err);
    db_rollback(db);
    db_rollback(db); /* outside: nothing */
    assert_false(db_in_transaction(db));
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 0);
    assert_ok(db_script(db, "INSERT INTO t VALUES (1)", &err), err);
    assert_false(db_script(db, "INSERT INTO t VALUES (1)", &err));
    assert_int_equal(err.kind, ERR_INPUT); /* a constraint */
    db_close(db);
}

/* Without memory or room SQLite takes the transaction back by itself: what follows must not be
 * stored one by one. Here a plain ROLLBACK stands for that. */
static void nothing_is_stored_in_a_file_that_was_removed_or_replaced(void **state)
{
    (void)state;
    char path[600];
    char aside[700];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    assert_ok(db_script(db, "CREATE TABLE t (a INTEGER) STRICT", &err), err);
    snprintf(aside, sizeof aside, "%s.aside", path);
    assert_int_equal(rename(path, aside), 0);
    assert_ok(db_begin_write(db, &err), err);
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO t VALUES (1)");
    assert_ok(db_run(stmt, &err), err);
    assert_false(db_commit(db, &err));
    assert_int_equal(err.kind, ERR_IO);
    assert_non_null(strstr(err.what, "not saved"));
    db_rollback(db);
    assert_int_equal(rename(aside, path), 0); /* back again: it goes on */
    assert_ok(db_begin_write(db, &err), err);
    assert_ok(db_commit(db, &err), err);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 0);
    db_close(db);
}

static void what_follows_in_a_transaction_that_is_gone_is_refused(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    assert_ok(db_script(db, "CREATE TABLE t(a INTEGER)", &err), err);
    assert_ok(db_begin_write(db, &err), err);
    assert_ok(db_script(db, "INSERT INTO t VALUES (1); ROLLBACK", &err), err);
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO t VALUES (2)");
    assert_false(db_run(stmt, &err));
    assert_false(db_script(db, "INSERT INTO t VALUES (3)", &err));
    assert_false(db_commit(db, &err));
    db_rollback(db);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 0);
    assert_ok(db_begin_write(db, &err), err); /* and the next one is as ever */
    assert_ok(db_run(db_prepare(db, "INSERT INTO t VALUES (2)"), &err), err);
    assert_ok(db_commit(db, &err), err);
    assert_int_equal(number(db, "SELECT sum(a) FROM t"), 2);
    db_close(db);
}

static void a_second_writer_waits_then_is_told_so(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    struct db *other = db_open(path, &(struct db_options){.busy_ms = 50}, &err);
    assert_non_null(other);
    assert_ok(db_begin_write(db, &err), err);
    assert_false(db_begin_write(other, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    db_rollback(db);
    assert_ok(db_begin_write(other, &err), err);
    db_rollback(other);
    db_close(other);
    db_close(db);
}

static void a_reader_sees_one_moment(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    struct db *reader = open_at(path, false);
    assert_ok(db_script(db, "CREATE TABLE t (a INTEGER) STRICT", &err), err);
    assert_ok(db_begin_read(reader, &err), err);
    assert_int_equal(number(reader, "SELECT count(*) FROM t"), 0);
    assert_ok(db_script(db, "INSERT INTO t VALUES (1)", &err), err);
    assert_int_equal(number(reader, "SELECT count(*) FROM t"), 0);
    db_rollback(reader);
    assert_int_equal(number(reader, "SELECT count(*) FROM t"), 1);
    db_close(reader);
    db_close(db);
}

static void the_wal_is_counted_and_copied_back(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    int pages = 0;
    new_path(path);
    struct db *db = open_at(path, true);
    assert_ok(db_script(db, "CREATE TABLE t (a TEXT) STRICT", &err), err);
    for (int i = 0; i < 20; i++) {
        assert_ok(db_script(db, "INSERT INTO t VALUES (hex(randomblob(3000)))", &err), err);
    }
    assert_true(db_wal_pages(db) >= 20);
    assert_ok(db_checkpoint(db, &pages, &err), err);
    assert_int_equal(pages, db_wal_pages(db));
    assert_ok(db_script(db, "INSERT INTO t VALUES ('x')", &err), err);
    assert_true(db_wal_pages(db) < 10); /* begun anew */
    assert_ok(db_check(db, &err), err);
    db_close(db);
}

/* One function makes the copy for an upgrade and the one in a backup. */
static void a_copy_is_one_view_that_needs_no_wal(void **state)
{
    (void)state;
    char path[600];
    char copy_path[700];
    struct db_copied copied;
    struct stat status;
    struct err err = {0};
    unsigned char header[20] = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    assert_ok(db_script(db, "CREATE TABLE t (x); INSERT INTO t VALUES (1), (2)", &err), err);
    snprintf(copy_path, sizeof copy_path, "%s.copy", path);
    assert_ok(db_copy(db, copy_path, &copied, &err), err);
    FILE *file = fopen(copy_path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(header, sizeof header, 1, file), 1);
    fclose(file);
    assert_int_equal(header[18], 1); /* 2: says that a WAL belongs to it */
    assert_int_equal(header[19], 1);
    assert_int_equal(stat(copy_path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(status.st_size, copied.bytes);
    db_close(db);
    db = open_at(copy_path, false);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 2);
    db_close(db);
}

static void a_copy_that_cannot_be_written_is_named(void **state)
{
    (void)state;
    char path[600];
    struct db_copied copied;
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    assert_false(db_copy(db, "/nowhere/at/all.db", &copied, &err));
    assert_int_equal(err.kind, ERR_IO);
    assert_non_null(strstr(err.what, "The copy \"/nowhere/at/all.db\" could not be written."));
    db_close(db);
}

static void without_anyone_checkpointing_the_wal_stays_bounded(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    assert_ok(db_script(db, "CREATE TABLE t (a TEXT) STRICT; PRAGMA synchronous=OFF", &err), err);
    for (int i = 0; i < 60; i++) {
        assert_ok(db_script(db, "INSERT INTO t VALUES (hex(randomblob(200000)))", &err), err);
        assert_true(db_wal_pages(db) < 4000 + 300);
    }
    db_close(db);
}

static void bulk_loading_ends_durable(void **state)
{
    (void)state;
    char path[600];
    struct err err = {0};
    new_path(path);
    struct db *db = open_at(path, true);
    assert_ok(db_script(db, "CREATE TABLE t (a INTEGER) STRICT", &err), err);
    assert_ok(db_bulk_begin(db, &err), err);
    assert_ok(db_begin_write(db, &err), err);
    assert_ok(db_script(db, "INSERT INTO t VALUES (1)", &err), err);
    assert_ok(db_commit(db, &err), err);
    assert_ok(db_bulk_end(db, &err), err);
    assert_int_equal(number(db, "PRAGMA synchronous"), 2);
    assert_int_equal(number(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 1);
    db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_database_is_private_marked_and_durable),
        cmocka_unit_test(the_mark_lies_in_the_file_before_any_wal),
        cmocka_unit_test(another_programs_database_is_never_written),
        cmocka_unit_test(what_is_no_database_is_never_written),
        cmocka_unit_test(an_emptied_database_beside_its_wal_is_not_taken_for_new),
        cmocka_unit_test(missing_files_links_and_folders_are_refused),
        cmocka_unit_test(four_processes_may_make_the_same_club_at_once),
        cmocka_unit_test(a_viewer_reads_and_cannot_write),
        cmocka_unit_test(values_come_back_as_they_were_bound),
        cmocka_unit_test(a_statement_is_compiled_once),
        cmocka_unit_test(wrong_sql_is_our_mistake_and_says_nothing_technical),
        cmocka_unit_test(what_is_rolled_back_was_never_there),
        cmocka_unit_test(nothing_is_stored_in_a_file_that_was_removed_or_replaced),
        cmocka_unit_test(what_follows_in_a_transaction_that_is_gone_is_refused),
        cmocka_unit_test(a_second_writer_waits_then_is_told_so),
        cmocka_unit_test(a_reader_sees_one_moment),
        cmocka_unit_test(the_wal_is_counted_and_copied_back),
        cmocka_unit_test(a_copy_is_one_view_that_needs_no_wal),
        cmocka_unit_test(a_copy_that_cannot_be_written_is_named),
        cmocka_unit_test(without_anyone_checkpointing_the_wal_stays_bounded),
        cmocka_unit_test(bulk_loading_ends_durable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
