#include "schema_club.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

static void archive_path(int version, char path[600])
{
    snprintf(path, 600, TEST_DATA "/schema/%04d.tar.xz", version);
}

bool schema_club_is_kept(int version)
{
    char path[600];
    archive_path(version, path);
    return file_exists(path);
}

void schema_club(int version, char folder[512])
{
    char path[600];
    char command[1300];
    archive_path(version, path);
    test_folder(folder);
    snprintf(command, sizeof command, "tar -C '%s' -xJf '%s'", folder, path);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
}

static sqlite3 *open_plain(const char *database)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(database, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    return db;
}

static int take_column(void *into, int count, char **values, char **names)
{
    struct holding *holding = into;
    size_t used = strlen(holding->columns);
    (void)count;
    (void)names;
    snprintf(holding->columns + used, sizeof holding->columns - used, "%s\"%s\"",
             used > 0 ? "," : "", values[0]);
    return 0;
}

static int take_count(void *into, int count, char **values, char **names)
{
    (void)count;
    (void)names;
    ((struct holding *)into)->rows = strtoll(values[0], NULL, 10);
    return 0;
}

static int take_table(void *into, int count, char **values, char **names)
{
    struct holdings *holdings = into;
    (void)count;
    (void)names;
    assert_true(holdings->count < 80);
    text_copy(holdings->tables[holdings->count++].table, 64, values[0]);
    return 0;
}

void holdings_read(const char *database, struct holdings *holdings)
{
    char sql[300];
    sqlite3 *db = open_plain(database);
    *holdings = (struct holdings){0};
    assert_int_equal(sqlite3_exec(db,
                                  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <>"
                                  " 'schema_migration' AND name NOT LIKE 'sqlite_%'"
                                  " ORDER BY name",
                                  take_table, holdings, NULL),
                     SQLITE_OK);
    for (int i = 0; i < holdings->count; i++) {
        struct holding *holding = &holdings->tables[i];
        snprintf(sql, sizeof sql, "SELECT name FROM pragma_table_info('%s')", holding->table);
        assert_int_equal(sqlite3_exec(db, sql, take_column, holding, NULL), SQLITE_OK);
        snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\"", holding->table);
        assert_int_equal(sqlite3_exec(db, sql, take_count, holding, NULL), SQLITE_OK);
    }
    sqlite3_close(db);
}

static int take_row(void *into, int count, char **values, char **names)
{
    (void)names;
    for (int i = 0; i < count; i++) {
        buf_printf(into, "%s|", values[i] != NULL ? values[i] : "NULL");
    }
    buf_add_text(into, "\n");
    return 0;
}

void holdings_text(const char *database, const struct holdings *holdings, struct buf *text)
{
    sqlite3 *db = open_plain(database);
    buf_clear(text);
    for (int i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->tables[i];
        char sql[2000];
        snprintf(sql, sizeof sql, "SELECT %s FROM \"%s\" ORDER BY 1, 2 LIMIT %lld",
                 holding->columns, holding->table, (long long)holding->rows);
        buf_printf(text, "%s: %lld\n", holding->table, (long long)holding->rows);
        assert_int_equal(sqlite3_exec(db, sql, take_row, text, NULL), SQLITE_OK);
    }
    sqlite3_close(db);
}
