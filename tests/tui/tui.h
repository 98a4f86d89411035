/* Drives the real program in a pseudo-terminal and reads its screen through libvterm. */
#ifndef TESTS_TUI_TUI_H
#define TESTS_TUI_TUI_H
#include "support.h"
#include <stdbool.h>
#include <sys/types.h>

struct tui;
struct tui_options {
    int lines, columns;      /* 24 x 80 when 0 */
    const char *const *argv; /* after the program's name; NULL-ended; NULL: none */
    const char *const *env;  /* "NAME=value", NULL-ended, on top of a small clean environment */
    const char *program;     /* NULL: TEST_PROGRAM */
};
struct tui *tui_start(const struct tui_options *options);
void tui_stop(struct tui *tui); /* SIGTERM, then SIGKILL; frees */
pid_t tui_pid(const struct tui *tui);

/* "<Enter>" "<Esc>" "<Up>" "<Down>" "<Left>" "<Right>" "<Tab>" "<BTab>" "<BS>" "<PgDn>" "<PgUp>"
 * "<Home>" "<End>" "<F1>" "<C-p>"; every other byte is itself. One write for the whole text. */
void tui_keys(struct tui *tui, const char *keys);
/* Same, but waits after every key until the program has answered and gone quiet. */
void tui_type(struct tui *tui, const char *keys);
void tui_click(struct tui *tui, int line, int column);
void tui_resize(struct tui *tui, int lines, int columns);
/* Same, without waiting until the program has drawn it. */
void tui_resize_now(struct tui *tui, int lines, int columns);

/* Waits until the text is somewhere on the screen (at most 5 s, 30 s under valgrind/sanitizers);
 * fails the test with the screen printed otherwise. */
void tui_expect(struct tui *tui, const char *text);
bool tui_wait(struct tui *tui, const char *text, int ms);
void tui_expect_not(struct tui *tui, const char *text); /* now, after it went quiet */
bool tui_has(struct tui *tui, const char *text);
/* The screen as UTF-8 rows joined by \n; valid until the next call. */
const char *tui_text(struct tui *tui);
/* The same at once, without waiting until the program has gone quiet. */
const char *tui_text_now(struct tui *tui);
const char *tui_row(struct tui *tui, int line);
/* The column of that ASCII text on a line, as the terminal has it; -1: not there. */
int tui_column(struct tui *tui, int line, const char *text);
/* Attributes of a cell. */
bool tui_is_reverse(struct tui *tui, int line, int column);
bool tui_has_any_colour(struct tui *tui);
/* Waits for its end; the exit status, or -signal. -1000 when it does not end in time. */
int tui_wait_exit(struct tui *tui, int ms);
void tui_signal(struct tui *tui, int signal_number);
void tui_hang_up(struct tui *tui);     /* closes the terminal */
long tui_bytes(const struct tui *tui); /* written by the program so far */
/* Every byte that the program writes from now on goes there too, as it comes. */
void tui_watch(struct tui *tui, void (*seen)(const char *bytes, size_t size, void *context),
               void *context);

/* A data folder with the demonstration club (made once per test program, copied). dst 512 bytes. */
void tui_demo_folder(char dst[512]);
/* From the login screen to the range as that demonstration account. */
void tui_login(struct tui *tui, const char *login, const char *secret);

#endif
