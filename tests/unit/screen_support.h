/* A terminal that nobody sees: widgets paint on it, tests read its cells. Nothing is ever sent. */
#ifndef TESTS_UNIT_SCREEN_SUPPORT_H
#define TESTS_UNIT_SCREEN_SUPPORT_H
#include "support.h"

#include <curses.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "ui/draw.h"
#include "ui/term.h"
#include "ui/theme.h"

/* term_start wants a terminal on standard input and output: they are lent one while it looks. */
static inline void screen_start(int lines, int columns, bool ascii, const char *theme)
{
    struct winsize size = {.ws_row = (unsigned short)lines, .ws_col = (unsigned short)columns};
    struct term_options options = {.ascii = ascii, .no_mouse = true};
    struct err err = {0};
    int ours = -1;
    int theirs = -1;
    setenv("TERM", "xterm-256color", 1);
    unsetenv("NO_COLOR");
    unsetenv("LINES");
    unsetenv("COLUMNS");
    i18n_start();
    i18n_set_language(LANGUAGE_EN);
    assert_int_equal(openpty(&ours, &theirs, NULL, NULL, &size), 0);
    int input = dup(STDIN_FILENO);
    int output = dup(STDOUT_FILENO);
    dup2(theirs, STDIN_FILENO);
    dup2(theirs, STDOUT_FILENO);
    bool started = term_start(&options, &err);
    fflush(stdout);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    close(input);
    close(output);
    close(ours);
    close(theirs);
    assert_true(started);
    theme_use(theme_find(theme));
    erase();
}

static inline struct area screen_area(void)
{
    return (struct area){0, 0, LINES, COLS};
}

/* The characters of a cell as UTF-8; its attributes and colour pair where asked for. */
static inline void screen_cell(int line, int column, char text[32], attr_t *attributes, int *pair)
{
    cchar_t cell;
    wchar_t wide[CCHARW_MAX + 1] = {0};
    attr_t found = 0;
    short short_pair = 0;
    int found_pair = 0;
    mvin_wch(line, column, &cell);
    getcchar(&cell, wide, &found, &short_pair, &found_pair);
    size_t size = wcstombs(text, wide, 31);
    text[size < 32 ? size : 0] = '\0';
    if (attributes != NULL) {
        *attributes = found & (A_BOLD | A_REVERSE | A_DIM | A_UNDERLINE);
    }
    if (pair != NULL) {
        *pair = found_pair;
    }
}

/* A row without the blanks at its end. */
static inline const char *screen_row(int line)
{
    static char row[2048];
    row[0] = '\0';
    for (int column = 0; column < COLS; column++) {
        char text[32];
        screen_cell(line, column, text, NULL, NULL);
        if (strlen(row) + strlen(text) + 1 < sizeof row) {
            memcpy(row + strlen(row), text, strlen(text) + 1);
        }
    }
    size_t end = strlen(row);
    while (end > 0 && row[end - 1] == ' ') {
        row[--end] = '\0';
    }
    return row;
}

static inline bool screen_has(const char *text)
{
    for (int line = 0; line < LINES; line++) {
        if (strstr(screen_row(line), text) != NULL) {
            return true;
        }
    }
    return false;
}

static inline void assert_screen_has(const char *text)
{
    if (!screen_has(text)) {
        for (int line = 0; line < LINES; line++) {
            print_message("|%s\n", screen_row(line));
        }
        fail_msg("\"%s\" is not on the screen", text);
    }
}

static inline void screen_stop(void)
{
    fflush(stdout);
    int output = dup(STDOUT_FILENO);
    FILE *nowhere = fopen("/dev/null", "w");
    dup2(fileno(nowhere), STDOUT_FILENO);
    term_stop();
    fflush(stdout);
    dup2(output, STDOUT_FILENO);
    fclose(nowhere);
    close(output);
}

#endif
