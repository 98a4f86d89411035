#include "ui/term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "ui/key_names.h"

/* The one terminal there is. */
static SCREEN *screen;
static bool is_ascii;
static bool sends_mouse, sends_old_mouse, marks_pastes;
static struct termios before;
static char restore_bytes[256];
static size_t restore_size;

/* Only what may be called in a signal handler: the terminal as it was, then the signal again. */
static void restore_and_die(int number)
{
    ssize_t written = write(STDOUT_FILENO, restore_bytes, restore_size);
    (void)written;
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    signal(number, SIG_DFL);
    raise(number);
}

/* --- a terminal that takes nothing ---------------------------------------------------------------
 * A connection that hangs leaves the program waiting in write(), where the loop sees no signal: the
 * handler drops what waits to be taken, so that the write ends and the loop can too. */

static volatile sig_atomic_t is_asked_to_end;

static void stop_writing(int number)
{
    (void)number;
    int kept = errno;
    is_asked_to_end = 1;
    tcflush(STDOUT_FILENO, TCOFLUSH);
    errno = kept;
}

static void catch_ending_signals(void)
{
    struct sigaction action = {.sa_handler = stop_writing, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

void term_show(void)
{
    sigset_t ending;
    sigset_t before_it;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    pthread_sigmask(SIG_UNBLOCK, &ending, &before_it);
    refresh();
    pthread_sigmask(SIG_SETMASK, &before_it, NULL);
}

void term_drop_output(void)
{
    stop_writing(0);
}

bool term_was_asked_to_end(void)
{
    return is_asked_to_end != 0;
}

/* --- start and end ------------------------------------------------------------------------------
 */

static void add_restore(const char *bytes)
{
    if (bytes == NULL || bytes == (const char *)-1) {
        return;
    }
    for (; *bytes != '\0' && restore_size < sizeof restore_bytes; bytes++) {
        restore_bytes[restore_size++] = *bytes; /* counted, not terminated */
    }
}

/* Reports of the mouse in both forms, and pastes between ESC [ 200 ~ and ESC [ 201 ~. */
static const char modes_off[] = "\033[?1000l\033[?1006l\033[?2004l";

static bool has_capability(const char *name, const char *beginning)
{
    const char *bytes = tigetstr(name);
    return bytes != NULL && bytes != (const char *)-1 &&
           strncmp(bytes, beginning, strlen(beginning)) == 0;
}

static void find_what_it_sends(const struct term_options *options)
{
    sends_mouse = !options->no_mouse && has_capability("kmous", "");
    sends_old_mouse = sends_mouse && has_capability("kmous", "\033[M");
    marks_pastes = has_capability("cup", "\033["); /* who knows no such mode passes over it */
}

static void send(const char *bytes)
{
    ssize_t written = write(STDOUT_FILENO, bytes, strlen(bytes));
    (void)written; /* a terminal that takes nothing is not waited for */
}

static void set_modes(bool on)
{
    if (sends_mouse) {
        send(on ? "\033[?1006h\033[?1000h" : "\033[?1000l\033[?1006l");
    }
    if (marks_pastes) {
        send(on ? "\033[?2004h" : "\033[?2004l");
    }
}

void term_describe_input(struct input_terms *terms)
{
    terms->names = key_names(&terms->count);
    terms->has_mouse = sends_mouse;
    terms->has_old_mouse = sends_old_mouse;
}

static void prepare_restore(void)
{
    restore_size = 0;
    add_restore(modes_off);
    add_restore(tigetstr("sgr0"));
    add_restore(tigetstr("op"));
    add_restore(tigetstr("cnorm"));
    add_restore(tigetstr("rmkx"));
    add_restore(tigetstr("rmcup"));
}

static void catch_fatal_signals(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT};
    struct sigaction action = {.sa_handler = restore_and_die, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++) {
        sigaction(fatal[i], &action, NULL);
    }
}

/* Ctrl-S and Ctrl-Q are keys here, not a frozen screen; Ctrl-C, Ctrl-Z and Ctrl-\\ neither end a
 * kiosk nor (as the kernel does with keys that signal) throw away what is painted and typed just
 * then. */
static void take_control_keys(void)
{
    struct termios modes;
    if (tcgetattr(STDIN_FILENO, &modes) == 0) {
        modes.c_iflag &= ~(tcflag_t)IXON;
        modes.c_lflag &= ~(tcflag_t)ISIG;
        tcsetattr(STDIN_FILENO, TCSANOW, &modes);
        def_prog_mode();
    }
}

bool term_start(const struct term_options *options, struct err *err)
{
    const char *type = getenv("TERM");
    int status = 0;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        return err_set(
            err, ERR_CONFIG,
            _("The screens need a terminal. Commands work without one: aimtrack --help."));
    }
    if (type == NULL || setupterm(type, STDOUT_FILENO, &status) != OK || tigetstr("cup") == NULL) {
        return err_set(
            err, ERR_CONFIG,
            _("The terminal type \"%s\" is not known here, or cannot place text. Nothing was"
              " changed. Set TERM, for example: TERM=xterm-256color aimtrack"),
            type != NULL ? type : "");
    }
    del_curterm(cur_term); /* newterm makes its own */
    tcgetattr(STDIN_FILENO, &before);
    screen = newterm(type, stdout, stdin);
    if (screen == NULL) {
        return err_set(err, ERR_CONFIG,
                       _("The terminal could not be started. Nothing was changed."));
    }
    set_term(screen);
    is_ascii = options->ascii || strcmp(type, "linux") == 0;
    cbreak();
    noecho();
    nonl();
    take_control_keys();
    keypad(stdscr, TRUE);
    typeahead(-1); /* ncurses paints: what comes in is not its business */
    idlok(stdscr, TRUE);
    curs_set(0);
    key_names_read();
    find_what_it_sends(options);
    set_modes(true);
    prepare_restore();
    catch_fatal_signals();
    catch_ending_signals();
    return true;
}

void term_stop(void)
{
    if (screen != NULL) {
        set_modes(false);
        endwin();
        delscreen(screen);
        screen = NULL;
    }
}

bool term_is_ascii(void)
{
    return is_ascii;
}

int term_columns(void)
{
    return COLS;
}

int term_lines(void)
{
    return LINES;
}

bool term_is_too_small(void)
{
    return COLS < TERM_MIN_COLUMNS || LINES < TERM_MIN_LINES;
}

void term_forget(void)
{
    const char *clear_scrollback = tigetstr("E3");
    clear();
    term_show();
    if (clear_scrollback != NULL && clear_scrollback != (char *)-1) {
        putp(clear_scrollback);
        fflush(stdout);
    }
}
