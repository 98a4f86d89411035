/* What a terminal sends besides keys, on every kind of terminal, at the login screen and at score
 * entry: nothing is typed, nothing is done, and the keyboard is alive. What is pasted goes into
 * fields and nowhere else. */
#include "tui/tui.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "core/demo.h"

static struct tui *start(const char *term)
{
    char folder[512];
    char is_term[64];
    tui_demo_folder(folder);
    snprintf(is_term, sizeof is_term, "TERM=%s", term);
    const char *argv[] = {"--data", folder, NULL};
    const char *env[] = {is_term, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.argv = argv, .env = env});
    tui_expect(tui, "Who are you?");
    return tui;
}

static void go_to_entry(struct tui *tui)
{
    tui_login(tui, "", demo_accounts[0].secret);
    tui_expect(tui, "Nobody is shooting");
    tui_type(tui, "nbak<Enter><Enter>LP60<Enter>");
    tui_expect(tui, "Bakker, Anna");
}

/* --- what is thrown at it ----------------------------------------------------------------------
 */

static const char *const sequences[] = {
    "\033[M999",                        /* a click as three bytes */
    "\033[M\r\r\r",                     /* ... whatever they are */
    "\033[M\377\376\375",               /* */
    "\033[?1;2c",                       /* what the terminal is */
    "\033[>41;390;0c",                  /* */
    "\033[24;80R",                      /* where the cursor is */
    "\033[0n",                          /* that it is well */
    "\033[?2026;2$y",                   /* a mode */
    "\033[8;24;80t",                    /* its size */
    "\033[I",                           /* it has the focus */
    "\033[O",                           /* */
    "\033]11;rgb:1e1e/1e1e/2e2e\033\\", /* OSC */
    "\033]0;9\r9\n9\a",                 /* */
    "\033P>|XTerm(390)99\r\033\\",      /* DCS */
    "\033_Gi=31;99\r\033\\",            /* APC */
    "\033^99\r\033\\",                  /* PM */
    "\033X99\r\033\\",                  /* SOS */
    "\235099\r\234",                    /* OSC, DCS, CSI in eight bits */
    "\22099\r\234",                     /* */
    "\233?1;9c",                        /* */
    "\033[1;9A",                        /* keys that nobody knows */
    "\033[99~",                         /* */
    "\302\233\302\235\377\300\200",     /* no characters */
    "\033[<35;9;9M",                    /* the mouse moves */
};

static const struct {
    const char *first, *middle, *last;
} long_ones[] = {
    {"\033[<0", ";1", "M"}, {"\033[<0", ";1", "m"},   {"\033O", "9", "z"},
    {"\033[", ";9", "~"},   {"\033]0;", "9\r", "\a"}, {"\033P", "9\r", "\033\\"},
    {"\033_", "9\r", "\a"}, {"\033^", "9\r", "\a"},   {"\033X", "9\r", "\033\\"},
};
static const int lengths[] = {31, 32, 100, 100000};

static const char *const cut_ones[] = {"\033[<0;9;9", "\033[M9",   "\033[9", "\033]0;9\r9",
                                       "\033P9\r9",   "\033_9\r9", "\033O",  "\342\202"};

static void throw_long(struct tui *tui, size_t index, int length)
{
    struct buf bytes = {0};
    buf_add_text(&bytes, long_ones[index].first);
    for (int i = 0; i < length; i++) {
        buf_add_text(&bytes, long_ones[index].middle);
    }
    buf_add_text(&bytes, long_ones[index].last);
    tui_keys(tui, buf_text(&bytes));
    buf_free(&bytes);
}

/* One byte a write; ESC with what follows: alone it is a key after 25 ms, and a busy machine does
 * not let a test write twice in that time. */
static void drip(struct tui *tui, const char *bytes)
{
    while (*bytes != '\0') {
        char some[3] = {*bytes++, '\0'};
        if (some[0] == '\033' && *bytes != '\0') {
            some[1] = *bytes++;
        }
        tui_keys(tui, some);
    }
}

static void throw_all(struct tui *tui)
{
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++) {
        tui_keys(tui, sequences[i]);
        drip(tui, sequences[i]);
    }
    for (size_t i = 0; i < sizeof long_ones / sizeof long_ones[0]; i++) {
        for (size_t j = 0; j < sizeof lengths / sizeof lengths[0]; j++) {
            throw_long(tui, i, lengths[j]);
        }
    }
}

/* The rest never comes: a pause ends it. */
static void throw_cut(struct tui *tui)
{
    for (size_t i = 0; i < sizeof cut_ones / sizeof cut_ones[0]; i++) {
        tui_keys(tui, cut_ones[i]);
        tui_wait(tui, "nothing says this", 700);
    }
}

/* A minute may go by. */
static void add_without_clock(struct buf *dst, const char *text)
{
    for (; *text != '\0'; text++) {
        char one = *text >= '0' && *text <= '9' ? '#' : *text;
        buf_add(dst, &one, 1);
    }
}

static void bytes_that_are_no_keys_do_nothing_on_any_terminal(void **state)
{
    static const char *const terms[] = {"xterm-256color",  "linux",         "vt100",
                                        "screen-256color", "tmux-256color", "rxvt-unicode-256color",
                                        "alacritty",       "vt220"};
    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        struct tui *tui = start(terms[i]);
        struct buf before = {0};
        add_without_clock(&before, tui_text(tui));
        throw_all(tui);
        struct buf after = {0};
        add_without_clock(&after, tui_text(tui));
        assert_string_equal(buf_text(&after), buf_text(&before));
        buf_free(&after);
        go_to_entry(tui);
        throw_all(tui);
        tui_expect_not(tui, "stored");
        tui_expect_not(tui, "Not a possible value");
        tui_type(tui, "9");
        tui_expect(tui, "Shot 1: 9 stored");
        tui_stop(tui);
        buf_free(&before);
    }
}

static void what_was_cut_ends_with_a_pause(void **state)
{
    (void)state;
    struct tui *tui = start("xterm-256color");
    throw_cut(tui);
    go_to_entry(tui);
    throw_cut(tui);
    tui_expect_not(tui, "stored");
    tui_type(tui, "9");
    tui_expect(tui, "Shot 1: 9 stored");
    tui_stop(tui);
}

/* --- keys ---------------------------------------------------------------------------------------
 */

static void keys_work_on_every_terminal(void **state)
{
    static const struct {
        const char *term, *down, *up, *f1, *shift_tab;
    } terms[] = {
        {"xterm-256color", "\033OB", "\033OA", "\033OP", "\033[Z"},
        {"linux", "\033[B", "\033[A", "\033[[A", "\033\t"},
        {"vt100", "\033OB", "\033[A", "\033OP", "\033[Z"},
        {"vt220", "\033[B", "\033[A", "\033[11~", "\033[Z"},
        {"screen-256color", "\033OB", "\033OA", "\033OP", "\033[Z"},
        {"rxvt-unicode-256color", "\033[B", "\033[A", "\033[11~", "\033[Z"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        struct tui *tui = start(terms[i].term);
        tui_keys(tui, terms[i].down);
        tui_keys(tui, terms[i].down);
        tui_keys(tui, terms[i].up);
        tui_keys(tui, "\r");
        tui_expect(tui, "Carla Bos");
        tui_expect_not(tui, "Jan de Vries");
        tui_type(tui, "<Esc>");
        tui_keys(tui, terms[i].f1);
        tui_expect(tui, "Keys everywhere");
        tui_type(tui, "<Esc>");
        tui_expect(tui, "Who are you?");
        tui_keys(tui, terms[i].up);
        go_to_entry(tui);
        tui_keys(tui, "98\b");
        tui_expect(tui, "Taken back");
        tui_stop(tui);
    }
}

/* Where a terminal's description knows the older form of the mouse only. */
static void a_click_of_three_bytes_is_a_click(void **state)
{
    (void)state;
    struct tui *tui = start("rxvt-unicode-256color");
    go_to_entry(tui);
    int column = tui_column(tui, 1, "4 Weapons");
    assert_true(column >= 0);
    char click[8] = {'\033', '[', 'M', ' ', (char)(column + 33), '!' + 1, '\0'};
    tui_keys(tui, click);
    tui_expect(tui, "AimTrack › Weapons");
    tui_stop(tui);
}

/* --- what is pasted -----------------------------------------------------------------------------
 */

static void a_paste_outside_a_field_does_nothing_and_says_so(void **state)
{
    (void)state;
    struct tui *tui = start("xterm-256color");
    go_to_entry(tui);
    tui_keys(tui, "\033[200~9\r8\r\n7\n;900\rqy\033\033[201~");
    tui_expect(tui, "Pasted text was ignored here");
    tui_expect_not(tui, "stored");
    tui_type(tui, "<Esc>");
    tui_keys(tui, "\033[200~3\r8\r\n7\n90001\rqy\033[201~"); /* on the lanes: sections, cards */
    tui_expect(tui, "Pasted text was ignored here");
    tui_expect(tui, "AimTrack › Range");
    tui_type(tui, "<Enter>9");
    tui_expect(tui, "Shot 1: 9 stored");
    tui_stop(tui);
}

static void a_paste_without_an_end_keeps_the_keyboard(void **state)
{
    (void)state;
    struct tui *tui = start("xterm-256color");
    go_to_entry(tui);
    tui_keys(tui, "\033[200~987");
    tui_expect(tui, "Pasted text was ignored here");
    tui_expect_not(tui, "stored");
    tui_type(tui, "9");
    tui_expect(tui, "Shot 1: 9 stored");
    tui_stop(tui);
}

static void a_paste_of_100000_bytes_is_over_at_once(void **state)
{
    (void)state;
    struct tui *tui = start("xterm-256color");
    struct buf bytes = {0};
    go_to_entry(tui);
    buf_add_text(&bytes, "\033[200~");
    for (int i = 0; i < 50000; i++) {
        buf_add_text(&bytes, "9\r");
    }
    buf_add_text(&bytes, "\033[201~");
    tui_keys(tui, buf_text(&bytes));
    tui_expect(tui, "Pasted text was ignored here");
    tui_type(tui, "<Esc>3/");
    tui_keys(tui, buf_text(&bytes)); /* into a field */
    tui_expect(tui, "Not all of the pasted text fits here");
    tui_expect(tui, "9 9 9");
    tui_stop(tui);
    buf_free(&bytes);
}

static void a_paste_into_a_line_confirms_nothing(void **state)
{
    (void)state;
    struct tui *tui = start("xterm-256color");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "PIN");
    tui_keys(tui, "\033[200~246810\r\n\033[201~"); /* copied with the end of its line */
    tui_expect_not(tui, "Nobody is shooting");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Nobody is shooting");
    tui_type(tui, "3/");
    tui_keys(tui, "\033[200~bak\tan\033[31m\r\nna\033[201~");
    tui_expect(tui, "bak an[31m na");
    tui_type(tui, "<C-u>");
    tui_keys(tui, "\033[200~bakker\033[201~");
    tui_expect(tui, "Bakker, Anna");
    tui_stop(tui);
}

static void a_paste_into_a_note_keeps_its_lines(void **state)
{
    (void)state;
    struct tui *tui = start("xterm-256color");
    tui_login(tui, "", demo_accounts[0].secret);
    tui_expect(tui, "Nobody is shooting");
    tui_type(tui, "2/lp60<Enter>");
    tui_expect(tui, "[Series]");
    tui_type(tui, "e");
    tui_keys(tui, "\033[200~calm\r\nwind from\tthe left\033[201~");
    tui_expect(tui, "calm");
    tui_expect_not(tui, "calm wind");
    tui_expect(tui, "wind from the left");
    tui_stop(tui);
}

/* What has no room is said at the very letter; the letters before it stay. */
static void a_full_field_says_so(void **state)
{
    char letters[141];
    (void)state;
    struct tui *tui = start("xterm-256color");
    tui_login(tui, "", demo_accounts[0].secret);
    tui_expect(tui, "Nobody is shooting");
    memset(letters, 'w', 90);
    letters[90] = '\0';
    tui_type(tui, "3n");
    tui_expect(tui, "Family name");
    tui_keys(tui, letters);
    tui_expect_not(tui, "This is full");
    tui_keys(tui, "abcdefgh");
    tui_expect(tui, "wwabcde");
    tui_expect(tui, "This is full");
    tui_expect_not(tui, "wwabcdef");
    tui_stop(tui);
}

/* --- the terminal is told, and left as it was ----------------------------------------------------
 */

static void keep(const char *bytes, size_t size, void *context)
{
    buf_add(context, bytes, size);
}

static void pastes_are_marked_from_the_start_until_every_end(void **state)
{
    static const int ends[] = {SIGTERM, SIGHUP, SIGSEGV, SIGABRT};
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct buf bytes = {0};
        char folder[512];
        tui_demo_folder(folder);
        const char *argv[] = {"--data", folder, NULL};
        struct tui *tui = tui_start(&(struct tui_options){.argv = argv});
        tui_watch(tui, keep, &bytes);
        tui_expect(tui, "Who are you?");
        assert_non_null(strstr(buf_text(&bytes), "\033[?2004h"));
        assert_null(strstr(buf_text(&bytes), "\033[?2004l"));
        tui_signal(tui, ends[i]);
        assert_true(tui_wait_exit(tui, TEST_PATIENCE_MS) != -1000);
        assert_non_null(strstr(buf_text(&bytes), "\033[?2004l"));
        assert_non_null(strstr(buf_text(&bytes), "\033[?1000l"));
        tui_stop(tui);
        buf_free(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_are_no_keys_do_nothing_on_any_terminal),
        cmocka_unit_test(what_was_cut_ends_with_a_pause),
        cmocka_unit_test(keys_work_on_every_terminal),
        cmocka_unit_test(a_click_of_three_bytes_is_a_click),
        cmocka_unit_test(a_paste_outside_a_field_does_nothing_and_says_so),
        cmocka_unit_test(a_paste_without_an_end_keeps_the_keyboard),
        cmocka_unit_test(a_paste_of_100000_bytes_is_over_at_once),
        cmocka_unit_test(a_paste_into_a_line_confirms_nothing),
        cmocka_unit_test(a_paste_into_a_note_keeps_its_lines),
        cmocka_unit_test(a_full_field_says_so),
        cmocka_unit_test(pastes_are_marked_from_the_start_until_every_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
