/* Terminals that go away, signals in every order, sizes that storm, terminals and locales of every
 * kind: the program ends within a second, leaves the terminal as it was, uses no processor while it
 * waits, and what was shown as stored is stored. */
#include "fault/fault.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "core/demo.h"

/* --- ends --------------------------------------------------------------------------------------
 */

/* Two shots on lane 1, shown as stored. */
static struct tui *shoot_two(const char *folder)
{
    fault_control();
    struct tui *tui = fault_entry(folder);
    tui_type(tui, "98");
    tui_expect(tui, "Shot 2: 8 stored");
    return tui;
}

/* Sanitizers make the end slower: they look for leaks. */
static int end_ms(void)
{
    return getenv("ASAN_OPTIONS") != NULL ? 5000 : 1000;
}

static void expect_end(struct tui *tui, int status, const char *what)
{
    int64_t since = fault_now_ms();
    int got = tui_wait_exit(tui, end_ms());
    if (got != status) {
        fail_msg("%s: ended with %d after %lld ms", what, got, (long long)(fault_now_ms() - since));
    }
    tui_stop(tui);
}

static const struct {
    const char *name;
    int signals[3]; /* one after the other, at once */
} endings[] = {
    {"SIGTERM", {SIGTERM}},
    {"SIGHUP", {SIGHUP}},
    {"SIGTERM twice", {SIGTERM, SIGTERM}},
    {"SIGHUP and SIGTERM", {SIGHUP, SIGTERM}},
    {"SIGINT, SIGTSTP, SIGTERM", {SIGINT, SIGTSTP, SIGTERM}},
    {"SIGWINCH, SIGHUP, SIGHUP", {SIGWINCH, SIGHUP, SIGHUP}},
};

static void every_signal_to_end_ends_it_within_a_second_and_keeps_the_shots(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char folder[512];
        tui_demo_folder(folder);
        struct tui *tui = shoot_two(folder);
        for (int j = 0; j < 3 && endings[i].signals[j] != 0; j++) {
            tui_signal(tui, endings[i].signals[j]);
        }
        expect_end(tui, 0, endings[i].name);
        assert_int_equal(fault_count_shots(folder), 2);
    }
}

static void a_closed_terminal_ends_it_wherever_it_is(void **state)
{
    (void)state;
    /* On the range, in a half value, in help, in the palette, in a form, on every section. */
    static const char *const places[] = {
        "",       "1",      "<F1>",   "<C-p>mem", "<Esc>n",        "<Esc>2", "<Esc>3n",
        "<Esc>4", "<Esc>5", "<Esc>6", "<Esc>7",   "<Esc>3<Enter>", "<Esc>q"};
    char folder[512];
    tui_demo_folder(folder);
    size_t step = fault_is_full_run() ? 1 : 3;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i += step) {
        fault_control();
        struct tui *tui = fault_range(folder);
        tui_expect(tui, "Range");
        tui_type(tui, places[i]);
        tui_hang_up(tui);
        expect_end(tui, 0, places[i]);
    }
    fault_assert_whole(folder);
}

/* Waits for its end without reading a byte of what it writes. */
static bool ends_unread(pid_t pid, int ms)
{
    int64_t until = fault_now_ms() + ms;
    siginfo_t info = {0};
    while (fault_now_ms() < until) {
        if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            info.si_pid == pid) {
            return true;
        }
        usleep(2000);
    }
    return false;
}

/* A connection that hangs: the terminal is open and takes nothing more. */
static void a_terminal_that_takes_nothing_does_not_keep_it_from_ending(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP};
    for (int i = 0; i < 2; i++) {
        char folder[512];
        tui_demo_folder(folder);
        struct tui *tui = shoot_two(folder);
        for (int j = 0; j < 300; j++) {
            tui_keys(tui, "<C-l>"); /* the whole screen again, which nobody reads */
        }
        usleep(300000); /* until what the terminal holds is full */
        tui_signal(tui, signals[i]);
        if (!ends_unread(tui_pid(tui), end_ms())) {
            fail_msg("signal %d: it still writes to a terminal that nobody reads", signals[i]);
        }
        tui_stop(tui);
        assert_int_equal(fault_count_shots(folder), 2);
    }
}

static void a_signal_meant_for_others_changes_nothing(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTSTP, SIGPIPE, SIGWINCH, SIGCHLD, SIGCONT, SIGURG};
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = shoot_two(folder);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
            tui_signal(tui, signals[i]);
        }
    }
    tui_type(tui, "<C-c><C-z>\x1c"); /* Ctrl-C, Ctrl-Z, Ctrl-\ are keys of nobody */
    tui_type(tui, "7");
    tui_expect(tui, "Shot 3: 7 stored");
    tui_stop(tui);
}

/* --- the terminal afterwards -------------------------------------------------------------------
 */

/* The modes of a line of the shell that started the program, before and after it. */
static void expect_terminal_back(const char *folder, int number, const char *name)
{
    char script[1400];
    char before[4096] = "";
    char after[4096] = "";
    char path[600];
    snprintf(script, sizeof script,
             "stty -a > '%s/before'; '%s' --data '%s'; stty -a > '%s/after'; echo; echo back again",
             folder, TEST_PROGRAM, folder, folder);
    const char *argv[] = {"-c", script, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.program = "/bin/sh", .argv = argv});
    tui_expect(tui, "Who are you?");
    fault_run("pkill -%d -P %d", number, (int)tui_pid(tui));
    tui_expect(tui, "back again");
    assert_true(tui_wait_exit(tui, TEST_PATIENCE_MS) == 0);
    tui_expect_not(tui, "Who are you?"); /* the other screen came back */
    tui_stop(tui);
    size_t size = 0;
    struct err err = {0};
    file_join(path, sizeof path, folder, "before");
    char *one = file_read(path, sizeof before, &size, &err);
    file_join(path, sizeof path, folder, "after");
    char *two = file_read(path, sizeof after, &size, &err);
    assert_non_null(one);
    assert_non_null(two);
    if (strcmp(one, two) != 0) {
        fail_msg("%s: the terminal was\n%sand is\n%s", name, one, two);
    }
    free(one);
    free(two);
}

static void the_terminal_is_as_it_was_after_every_end(void **state)
{
    (void)state;
    static const struct {
        int number;
        const char *name;
    } ends[] = {{SIGTERM, "SIGTERM"}, {SIGHUP, "SIGHUP"},   {SIGQUIT, "SIGQUIT"},
                {SIGABRT, "SIGABRT"}, {SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"}};
    char folder[512];
    tui_demo_folder(folder);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        expect_terminal_back(folder, ends[i].number, ends[i].name);
    }
    fault_assert_whole(folder);
}

/* --- idle --------------------------------------------------------------------------------------
 */

/* Milliseconds of processor that it used while nothing happened for `ms`. */
static int64_t idle_cpu_ms(struct tui *tui, int ms)
{
    tui_text(tui);
    int64_t before = fault_cpu_ms(tui_pid(tui));
    assert_true(before >= 0);
    tui_wait(tui, "nothing says this", ms);
    return fault_cpu_ms(tui_pid(tui)) - before;
}

static void it_uses_no_processor_while_nothing_happens(void **state)
{
    (void)state;
    static const char *const places[] = {"", "10", "<F1>", "<Esc>2", "<Esc>\x1b[", "<Esc>7"};
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = shoot_two(folder);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        tui_type(tui, places[i]);
        int64_t used = idle_cpu_ms(tui, 1500);
        if (used > 300) {
            fail_msg("after \"%s\" it used %lld ms of 1500", places[i], (long long)used);
        }
    }
    tui_stop(tui);
}

/* --- sizes -------------------------------------------------------------------------------------
 */

static void a_storm_of_sizes_over_every_screen_does_no_harm(void **state)
{
    (void)state;
    static const char *const places[] = {
        "",       "<Esc>2", "<Esc>2<Enter>", "<Esc>3", "<Esc>3<Enter>", "<Esc>4<Enter>",
        "<Esc>5", "<Esc>6", "<Esc>7",        "<F1>",   "<C-p>",         "<Esc>1p"};
    struct test_random random;
    char folder[512];
    tui_demo_folder(folder);
    test_random_start(&random);
    struct tui *tui = shoot_two(folder);
    int sizes = fault_is_full_run() ? 400 : 15;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        tui_resize(tui, 24, 80);
        tui_type(tui, "<Esc><Esc>");
        tui_type(tui, places[i]);
        for (int j = 0; j < sizes; j++) {
            tui_resize_now(tui, 1 + test_random_below(&random, 60),
                           1 + test_random_below(&random, 200));
        }
        tui_resize_now(tui, 1, 1);
        tui_resize(tui, 60, 200);
        tui_expect(tui, "AimTrack");
    }
    tui_resize(tui, 24, 80);
    tui_type(tui, "<Esc><Esc>1<Enter>7");
    tui_expect(tui, "Shot 3: 7 stored");
    tui_stop(tui);
    assert_int_equal(fault_count_shots(folder), 3);
}

/* --- terminals and locales ---------------------------------------------------------------------
 */

static const char *const terms[] = {
    "dumb", "vt100", "linux", "xterm-256color", "no-such-term", "../../etc/passwd", "", NULL};

/* Can place text: the rest is refused with 78. */
static bool can_be_used(const char *term)
{
    return term != NULL && (strcmp(term, "vt100") == 0 || strcmp(term, "linux") == 0 ||
                            strcmp(term, "xterm-256color") == 0);
}

static void expect_refused(struct tui *tui, const char *term)
{
    tui_expect(tui, "aimtrack:");
    int status = tui_wait_exit(tui, TEST_PATIENCE_MS);
    if (status != 78) {
        fail_msg("TERM=%s: ended with %d", term != NULL ? term : "(unset)", status);
    }
    tui_stop(tui);
}

static void expect_ascii(struct tui *tui)
{
    for (const char *at = tui_text(tui); *at != '\0'; at++) {
        assert_true((unsigned char)*at < 128);
    }
}

static void try_terminal(const char *folder, const char *term, const char *locale)
{
    char term_is[64];
    char locale_is[64];
    snprintf(term_is, sizeof term_is, "TERM=%s", term != NULL ? term : "");
    snprintf(locale_is, sizeof locale_is, "LC_ALL=%s", locale);
    const char *script = "exec env -u TERM \"$0\" --data \"$1\"";
    const char *unset[] = {"-c", script, TEST_PROGRAM, folder, NULL};
    const char *plain[] = {"--data", folder, NULL};
    struct tui *tui = tui_start(&(struct tui_options){
        .program = term == NULL ? "/bin/sh" : NULL,
        .argv = term == NULL ? unset : plain,
        .env = (const char *const[]){term_is, locale_is, "LANGUAGE=en", NULL}});
    if (!can_be_used(term)) {
        expect_refused(tui, term);
        return;
    }
    tui_login(tui, "", demo_accounts[0].secret);
    tui_expect(tui, "Nobody is shooting");
    tui_type(tui, "nvisser<Enter><Enter>LP60<Enter>9");
    tui_expect(tui, "Shot 1: 9 stored");
    if (strcmp(locale, "C") == 0 || strcmp(term, "linux") == 0) {
        expect_ascii(tui);
    }
    tui_type(tui, "<BS>f"); /* taken back; the lane goes */
    tui_stop(tui);
}

static void every_terminal_and_locale_scores_or_says_why_not(void **state)
{
    (void)state;
    static const char *const locales[] = {"C", "C.UTF-8", "nl_NL.UTF-8"};
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        for (size_t j = 0; j < sizeof locales / sizeof locales[0]; j++) {
            char folder[512];
            if (!fault_is_full_run() && i % 3 != j) {
                continue;
            }
            tui_demo_folder(folder);
            try_terminal(folder, terms[i], locales[j]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_signal_to_end_ends_it_within_a_second_and_keeps_the_shots),
        cmocka_unit_test(a_closed_terminal_ends_it_wherever_it_is),
        cmocka_unit_test(a_terminal_that_takes_nothing_does_not_keep_it_from_ending),
        cmocka_unit_test(a_signal_meant_for_others_changes_nothing),
        cmocka_unit_test(the_terminal_is_as_it_was_after_every_end),
        cmocka_unit_test(it_uses_no_processor_while_nothing_happens),
        cmocka_unit_test(a_storm_of_sizes_over_every_screen_does_no_harm),
        cmocka_unit_test(every_terminal_and_locale_scores_or_says_why_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
