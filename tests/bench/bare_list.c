/* The bare program that AimTrack is measured against: ncurses and SQLite, nothing else. Opens the
 * database, paints the newest 50 sessions as plain rows, moves a reversed row with the arrow keys.
 * `c` clears the screen, `r` runs the query and paints the list again; `q` leaves.  usage:
 * bare_list DATABASE */
#include <ncurses.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 50 };
static char rows[ROWS][256];
static int count;

static int load(sqlite3 *db)
{
    static const char sql[] =
        "SELECT s.local_date, m.family_name || ', ' || m.given_name, s.programme_id, w.name, "
        "u.shots,"
        " u.total_tenths, u.inner_tens FROM session s JOIN member m ON m.id = s.member_id"
        " LEFT JOIN session_weapon l ON l.session_id = s.id LEFT JOIN weapon w ON w.id = "
        "l.weapon_id"
        " LEFT JOIN shot_summary u ON u.session_weapon_id = l.id"
        " ORDER BY s.started_at_ms DESC, s.id DESC LIMIT 50";
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return 1;
    }
    count = 0;
    while (count < ROWS && sqlite3_step(stmt) == SQLITE_ROW) {
        snprintf(
            rows[count++], sizeof rows[0], "%-10s  %-24s  %-6s  %-20s  %3d  %5d  %3d",
            (const char *)sqlite3_column_text(stmt, 0), (const char *)sqlite3_column_text(stmt, 1),
            (const char *)sqlite3_column_text(stmt, 2), (const char *)sqlite3_column_text(stmt, 3),
            sqlite3_column_int(stmt, 4), sqlite3_column_int(stmt, 5), sqlite3_column_int(stmt, 6));
    }
    sqlite3_finalize(stmt);
    return 0;
}

static void paint(int cursor)
{
    erase();
    for (int i = 0; i < count && i < LINES - 2; i++) {
        if (i == cursor) {
            attron(A_REVERSE);
        }
        mvprintw(i + 1, 0, "%-*.*s", COLS - 1, COLS - 1, rows[i]);
        attroff(A_REVERSE);
    }
    mvprintw(0, 0, "sessions %d", count);
    refresh();
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    if (argc != 2 || sqlite3_open(argv[1], &db) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", NULL, NULL, NULL) !=
            SQLITE_OK ||
        load(db) != 0) {
        fprintf(stderr, "bare_list: %s\n",
                db != NULL ? sqlite3_errmsg(db) : "usage: bare_list DATABASE");
        return 1;
    }
    initscr();
    noecho();
    cbreak();
    curs_set(0);
    keypad(stdscr, TRUE);
    int cursor = 0;
    for (int key = 0; key != 'q'; key = getch()) {
        if (key == ERR) {
            break;
        }
        if (key == KEY_DOWN && cursor < count - 1) {
            cursor++;
        } else if (key == KEY_UP && cursor > 0) {
            cursor--;
        } else if (key == 'r' && load(db) != 0) {
            break;
        }
        if (key == 'c') {
            erase();
            mvprintw(0, 0, "another picture");
            refresh();
        } else {
            paint(cursor);
        }
    }
    endwin();
    sqlite3_close(db);
    return 0;
}
