/* Text that nobody checked, in every column where a person's words stand, through every screen: no
 * byte reaches the terminal but characters and the program's own sequences, and nothing that stands
 * beside a name moves. The sanitizer alone, over every code point: tests/unit/test_text.c. */
#include "fault/fault.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>
#include <wchar.h>

#include "base/buf.h"
#include "base/sanitize.h"
#include "core/demo.h"

/* --- what the program writes -------------------------------------------------------------------
 */

enum where { IN_TEXT, AFTER_ESCAPE, IN_SEQUENCE, IN_CHARSET };

/* Reads what goes to the terminal as a terminal does; the first thing that is not ours is kept. */
struct watch {
    enum where where;
    unsigned long bytes, sequences;
    int left, point; /* of a character of several bytes */
    char wrong[128];
};

static void wrong(struct watch *watch, const char *what, int value)
{
    if (watch->wrong[0] == '\0') {
        snprintf(watch->wrong, sizeof watch->wrong, "%s 0x%X at byte %lu", what, (unsigned)value,
                 watch->bytes);
    }
}

static bool is_hidden(int point)
{
    return (point >= 0x80 && point < 0xA0) || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) ||
           point == 0xFEFF || (point >= 0xE0000 && point <= 0xE007F);
}

static void see_text(struct watch *watch, unsigned char byte)
{
    if (watch->left > 0) {
        watch->point = watch->point << 6 | (byte & 0x3F);
        if ((byte & 0xC0) != 0x80) {
            wrong(watch, "half a character before", byte);
            watch->left = 0;
        } else if (--watch->left == 0 && is_hidden(watch->point)) {
            wrong(watch, "hidden character", watch->point);
        }
    } else if (byte == 0x1B) {
        watch->where = AFTER_ESCAPE;
    } else if (byte < 0x20 && strchr("\r\n\b\t\x0e\x0f", byte) == NULL) {
        wrong(watch, "control", byte);
    } else if (byte == 0x7F || (byte >= 0x80 && byte < 0xC2) || byte > 0xF4) {
        wrong(watch, "byte", byte);
    } else if (byte >= 0xC2) {
        watch->left = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
        watch->point = byte & (0x3F >> watch->left);
    }
}

static void see(const char *bytes, size_t size, void *context)
{
    struct watch *watch = context;
    for (size_t i = 0; i < size; i++, watch->bytes++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (watch->where == IN_TEXT) {
            see_text(watch, byte);
        } else if (watch->where ==
                   AFTER_ESCAPE) { /* [ sequence, ( character set, = > keypad, 7 8 */
            watch->where = byte == '[' ? IN_SEQUENCE : byte == '(' ? IN_CHARSET : IN_TEXT;
            watch->sequences++;
            if (strchr("[(=>78M", byte) == NULL) {
                wrong(watch, "sequence ESC", byte);
            }
        } else if (watch->where == IN_CHARSET) {
            watch->where = IN_TEXT;
        } else if (byte >= 0x40 && byte <= 0x7E) {
            watch->where = IN_TEXT;
            if (strchr("ABCDGHJKLMPSTXZbdhlmr@t", byte) == NULL) {
                wrong(watch, "sequence ESC [ ...", byte);
            }
        }
    }
}

static void expect_ours(const struct watch *watch, const char *where)
{
    if (watch->wrong[0] != '\0') {
        fail_msg("%s: %s", where, watch->wrong);
    }
}

/* --- hostile text ------------------------------------------------------------------------------
 */

/* As bytes, whether such a character exists or not: surrogates and what lies beyond too. */
static void add_point(struct buf *text, int point)
{
    unsigned char bytes[4];
    size_t size = 1;
    if (point < 0x80) {
        bytes[0] = (unsigned char)point;
    } else if (point < 0x800) {
        bytes[0] = (unsigned char)(0xC0 | point >> 6);
        size = 2;
    } else if (point < 0x10000) {
        bytes[0] = (unsigned char)(0xE0 | point >> 12);
        size = 3;
    } else {
        bytes[0] = (unsigned char)(0xF0 | point >> 18);
        size = 4;
    }
    for (size_t i = 1; i < size; i++) {
        bytes[i] = (unsigned char)(0x80 | (point >> (6 * (size - 1 - i)) & 0x3F));
    }
    buf_add(text, bytes, size);
}

static const char *const hostile[] = {
    "\x1b]0;owned\x07",
    "\x1b[2J\x1b[H",
    "\x1b]52;c;eA==\x07",
    "\xc2\x9b"
    "31m\xc2\x9d",
    "\xff\xfe\xc0\x80",
    "\xe2\x80\xae"
    "abc",
    "a\x08\x08\x7f\r\nb",
    "\x0e\x0f\x05\x1b"
    "c",
    "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
    "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
    "\xf0\x9f\x87\xb3\xf0\x9f\x87\xb1",
    "\xef\xbb\xbf\xe2\x81\xa6",
    "\xed\xa0\x80",
    "\xe2\x80\xa8x",
};
enum { HOSTILE = sizeof hostile / sizeof hostile[0] };

/* The eyes of these tests, libvterm, have an older table of widths than the C library: U+06DE takes
 * no column there. A word on which the two disagree says nothing about our columns. */
static bool is_seen_right(const char *text)
{
    char shown[400];
    wchar_t wide[400];
    VTermPos place = {0};
    snprintf(shown, sizeof shown, "a");
    sanitize_screen(shown + 1, sizeof shown - 1, text);
    VTerm *eyes = vterm_new(2, 200);
    vterm_set_utf8(eyes, 1);
    VTermState *state = vterm_obtain_state(eyes);
    vterm_state_reset(state, 1);
    vterm_input_write(eyes, shown, strlen(shown));
    vterm_state_get_cursorpos(state, &place);
    vterm_free(eyes);
    setlocale(LC_CTYPE, "C.UTF-8");
    size_t count = mbstowcs(wide, shown, 400);
    return count < 400 && wcswidth(wide, count) == place.col;
}

/* Every column in which a person's words stand gets them, another text in every row. */
static void hurt_club(const char *folder, int first_point, int points, bool is_for_columns)
{
    static const char columns[] =
        "'name','city','certification','family_name','given_name','notes','storage','serial',"
        "'front_sight','rear_sight','trigger_weight','grip','what','title','detail','text','note',"
        "'filter','target','file_name','bullet','lot','by_name','actor_name','subject','before',"
        "'after','condition_out','condition_in','error_detail','calibre','reflection','distances'";
    struct buf sql = {0};
    struct err err = {0};
    char path[600];
    buf_add_text(&sql, "PRAGMA ignore_check_constraints=1; CREATE TEMP TABLE words(n, t);");
    for (int i = 0; i < HOSTILE + points / 12; i++) {
        struct buf text = {0};
        if (i < HOSTILE) {
            buf_add_text(&text, hostile[i]);
        }
        for (int j = 0; i >= HOSTILE && j < 12; j++) {
            add_point(&text, first_point + (i - HOSTILE) * 12 + j);
        }
        if (i >= HOSTILE && is_for_columns && !is_seen_right(buf_text(&text))) {
            buf_clear(&text);
            buf_printf(&text, "word %d", i);
        }
        buf_printf(&sql, "INSERT INTO words VALUES (%d, CAST(X'", i);
        for (size_t j = 0; j < text.size; j++) {
            buf_printf(&sql, "%02X", (unsigned)(unsigned char)text.bytes[j]);
        }
        buf_add_text(&sql, "' AS TEXT));\n");
        buf_free(&text);
    }
    snprintf(path, sizeof path, "%s.sql", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fwrite(sql.bytes, 1, sql.size, file);
    fclose(file);
    buf_free(&sql);
    (void)err;
    fault_run("sqlite3 '%s/aimtrack.db' \"SELECT 'UPDATE OR IGNORE '||m.name||' SET '||p.name||' = "
              "(SELECT t FROM words WHERE n = CASE WHEN '||m.name||'.rowid %% 2 THEN "
              "abs('||m.name||'.rowid / 2 + '||p.cid||') %% %d ELSE %d + abs('||m.name||'.rowid / "
              "2 * 7 + '||p.cid||') %% (SELECT count(*) - %d FROM words) END);' FROM sqlite_master "
              "m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND p.type = 'TEXT' AND "
              "m.name NOT IN ('schema_migration', 'setting', 'session_weapon') AND m.sql NOT LIKE "
              "'%%WITHOUT ROWID%%' AND p.name IN (%s)\" >> '%s.sql'",
              folder, HOSTILE, HOSTILE, HOSTILE, columns, folder);
    fault_status("sqlite3 '%s/aimtrack.db' < '%s.sql' > '%s.out' 2>&1", folder, folder, folder);
    fault_run("sqlite3 '%s/aimtrack.db' 'SELECT hex(family_name) FROM member' | grep -q "
              "1B5D303B6F776E656407",
              folder);
}

/* --- every screen ------------------------------------------------------------------------------
 */

static const char *const places[] = {
    "1",
    "nvi<Down><Down><Esc><Esc>",
    "2",
    "<Down><Down><Enter>",
    "<PgDn><PgDn><Esc>",
    "2/a<Esc><Esc>",
    "3",
    "<Down><Enter>",
    "<Tab><Tab><Tab><Tab><Tab><Tab><Tab>",
    "<Esc>",
    "4<Down><Enter>",
    "<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>",
    "<Esc>",
    "5<Enter><Esc>",
    "6<Enter><Esc>",
    "7<Down><Down><Enter><Esc>",
    "7<Tab><Tab><Tab>",
    "<C-p>e",
    "<Esc><F1><PgDn><PgDn><Esc>",
    "3e<Tab><Tab><Tab><Tab><Esc><Esc>",
    "3n<Esc><Esc>",
    "4e<Esc><Esc>",
};

static void walk(const char *folder, const char *locale, int lines, int columns)
{
    struct watch watch = {0};
    const char *argv[] = {"--data", folder, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.argv = argv,
                                                      .lines = lines,
                                                      .columns = columns,
                                                      .env = (const char *const[]){locale, NULL}});
    tui_watch(tui, see, &watch);
    tui_login(tui, "petra", "vijf ringen");
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        tui_type(tui, places[i]);
        expect_ours(&watch, places[i]);
    }
    assert_true(watch.sequences > 100);
    tui_stop(tui);
    expect_ours(&watch, "at the end");
}

static void nothing_but_characters_and_our_own_sequences_reaches_the_terminal(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    hurt_club(folder, 0x80, 3000, false);
    walk(folder, "LC_ALL=C.UTF-8", 24, 80);
    if (fault_is_full_run()) {
        walk(folder, "LC_ALL=C.UTF-8", 60, 200);
        walk(folder, "LC_ALL=C", 24, 80);
    }
}

/* In the list of sessions the programme stands behind the name: at the same column in every row. */
static void what_stands_beside_a_name_stays_in_its_column(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    const int starts[] = {0x20, 0x300, 0x1100, 0x4E00, 0xFB00, 0x1F300};
    int rows = 0;
    for (int i = 0; i < (fault_is_full_run() ? 6 : 2); i++) {
        hurt_club(folder, starts[i], 1200, true);
        const char *argv[] = {"--data", folder, NULL};
        struct tui *tui = tui_start(&(struct tui_options){.argv = argv});
        tui_login(tui, "petra", "vijf ringen");
        tui_type(tui, "2");
        int column = -1;
        for (int line = 2; line < 22; line++) {
            int here = -1;
            for (int j = 0; j < 3 && here < 0; j++) {
                here = tui_column(tui, line, (const char *[]){" LP60 ", " LG60 ", " KKP60 "}[j]);
            }
            rows += here >= 0;
            if (here >= 0 && column >= 0 && here != column) {
                fail_msg("row %d: column %d, not %d\n%s", line, here, column, tui_text(tui));
            }
            column = here >= 0 ? here : column;
        }
        tui_stop(tui);
    }
    print_message("  %d rows\n", rows);
    assert_true(rows > 5);
}

/* What commands print, through a pipe as to a terminal. */
static void commands_print_no_control_character_either(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "member list --limit 500",
        "weapon list",
        "session list --limit 200",
        "location list",
        "ammunition list",
        "account list",
        "export list",
        "export reports",
        "guest list",
        "presence list",
        "issue list --all",
        "queue list",
        "setting list",
        "privacy due",
        "stats member $(M)",
        "member show $(M)",
        "permit $(M)",
        "goal list --member $(M)",
        "weapon show $(W)",
        "service list --weapon $(W)",
        "service settings --weapon $(W)",
        "attachment list --weapon $(W)",
        "session show $(S)",
        "session reflect $(S)",
        "stats session $(S)",
        "chart weapon $(W)",
        "ask session $(S) --show",
        "verify",
    };
    char folder[512];
    tui_demo_folder(folder);
    hurt_club(folder, 0x80, 3000, false);
    fault_run("for p in 'M member' 'W weapon' 'S session'; do set -- $p; sqlite3 "
              "'%s/aimtrack.db' \"SELECT id FROM $2 ORDER BY id LIMIT 1\" > '%s.'$1; done",
              folder, folder);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char words[200];
        snprintf(words, sizeof words, "%s", commands[i]);
        char *hole = strstr(words, "$(");
        char which = hole != NULL ? hole[2] : 'M';
        int length = hole != NULL ? (int)(hole - words) : (int)strlen(words);
        const char *rest = hole != NULL ? hole + 4 : "";
        fault_status("LC_ALL=C.UTF-8 '%s' %.*s $([ %d = 0 ] || cat '%s.%c') %s --data '%s' > "
                     "'%s.said' 2>&1",
                     TEST_PROGRAM, length, words, hole != NULL, folder, which, rest, folder,
                     folder);
        bool has_rows = i < 3; /* of the rest there may be none */
        if (has_rows && fault_status("test -s '%s.said'", folder) != 0) {
            fail_msg("aimtrack %s prints nothing", commands[i]);
        }
        if (fault_status("LC_ALL=C grep -qP '[\\x00-\\x08\\x0b-\\x1f\\x7f]|\\xc2[\\x80-\\x9f]|"
                         "\\xe2\\x80[\\x8b-\\x8f\\xaa-\\xae]|\\xef\\xbb\\xbf' '%s.said'",
                         folder) == 0) {
            fault_status("LC_ALL=C grep -nP '[\\x00-\\x08\\x0b-\\x1f\\x7f]|\\xc2[\\x80-\\x9f]|"
                         "\\xe2\\x80[\\x8b-\\x8f\\xaa-\\xae]' '%s.said' | head -3 | cat -v",
                         folder);
            fail_msg("aimtrack %s prints control characters", commands[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_but_characters_and_our_own_sequences_reaches_the_terminal),
        cmocka_unit_test(what_stands_beside_a_name_stays_in_its_column),
        cmocka_unit_test(commands_print_no_control_character_either),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
