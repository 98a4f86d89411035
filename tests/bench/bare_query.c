/* The bare summary query that an insight is measured against: SQLite and nothing else reads every
 * column of the summary rows of a weapon, of a member, or of everybody since a moment.
 * usage: bare_query DATABASE weapon|member|since NUMBER ROUNDS   prints one time in ms a line */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COLUMNS                                                                                    \
    "s.id, s.member_id, s.local_date, s.started_at_ms, s.programme_id, l.weapon_id,"               \
    " l.ammunition_id, l.distance_mm, l.rounds_fired, u.shots, u.total_tenths, u.inner_tens,"      \
    " u.plotted, u.sum_x_um, u.sum_y_um, u.sum_xx, u.sum_yy, u.spread_squared, u.series_tenths"

static const char of_weapon[] =
    "SELECT " COLUMNS " FROM session_weapon l CROSS JOIN session s ON s.id = l.session_id"
    " CROSS JOIN shot_summary u ON u.session_weapon_id = l.id WHERE l.weapon_id = ? AND s.state = "
    "1";
static const char of_member[] =
    "SELECT " COLUMNS " FROM session s CROSS JOIN session_weapon l ON l.session_id = s.id"
    " CROSS JOIN shot_summary u ON u.session_weapon_id = l.id WHERE s.member_id = ? AND s.state = "
    "1";
static const char since[] =
    "SELECT " COLUMNS " FROM session s CROSS JOIN session_weapon l ON l.session_id = s.id"
    " CROSS JOIN shot_summary u ON u.session_weapon_id = l.id WHERE s.started_at_ms >= ?"
    " AND s.state = 1";

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    const char *sql = argc != 5                        ? NULL
                      : strcmp(argv[2], "weapon") == 0 ? of_weapon
                      : strcmp(argv[2], "member") == 0 ? of_member
                                                       : since;
    if (sql == NULL || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        fprintf(stderr, "bare_query: %s\n", db != NULL ? sqlite3_errmsg(db) : "usage");
        return 1;
    }
    sqlite3_int64 total = 0;
    for (long round = strtol(argv[4], NULL, 10); round > 0; round--) {
        double started = now_ms();
        sqlite3_bind_int64(stmt, 1, strtoll(argv[3], NULL, 10));
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(stmt); i++) {
                total += sqlite3_column_int64(stmt, i);
            }
        }
        sqlite3_reset(stmt);
        printf("%.3f\n", now_ms() - started);
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return total == 1;
}
