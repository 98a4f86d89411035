/* The terminal: started, restored whatever happens, measured. */
#ifndef UI_TERM_H
#define UI_TERM_H
#include "base/err.h"
#include "ui/input.h"
#include <stdbool.h>

enum { TERM_MIN_COLUMNS = 80, TERM_MIN_LINES = 24 };

struct term_options {
    bool ascii; /* --ascii, the Linux console, or a locale without UTF-8 */
    bool no_mouse;
};

/* Starts ncurses (newterm, so that an unknown TERM is an error with a sentence, not an exit),
 * mouse, pastes marked as such, no echo, bracketed out of signals; ERR_CONFIG when it cannot.
 * Restores the terminal at exit, on fatal signals, on abort. */
bool term_start(const struct term_options *options, struct err *err);
void term_stop(void);
/* What this terminal can send: for the parser of its bytes. */
void term_describe_input(struct input_terms *terms);
bool term_is_ascii(void);
int term_columns(void);
int term_lines(void);
bool term_is_too_small(void);

/* Sends what changed to the terminal. A SIGTERM or SIGHUP meanwhile ends the writing, even when the
 * terminal takes nothing, and term_was_asked_to_end is true from then on. */
void term_show(void);
bool term_was_asked_to_end(void);
/* The program ends: what the terminal has not taken yet is not waited for. */
void term_drop_output(void);

/* Erases what was shown, scrollback too: for the lock. */
void term_forget(void);

#endif
