/* Keys with any bytes, as a terminal sends them, through ncurses and into the rules of score entry:
 * only keys that exist, only values that exist. */
#include "fuzz/fuzz.h"

#include <curses.h>
#include <fcntl.h>
#include <locale.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/rules/entry.h"
#include "ui/term.h"
#include "ui/ui.h"

enum { BYTES_MAX = 4096 }; /* what a pipe takes at once */

static int typed = -1; /* the writing end of what ncurses reads */

/* A crash is reported by who watches us, not by the program's own handlers. */
static void start_terminal(void)
{
    static const int watched[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    enum { COUNT = sizeof watched / sizeof watched[0] };
    struct sigaction before[COUNT];
    struct err err = {0};
    for (int i = 0; i < COUNT; i++) {
        sigaction(watched[i], NULL, &before[i]);
    }
    must(term_start(&(struct term_options){.ascii = false}, &err), err.what);
    for (int i = 0; i < COUNT; i++) {
        sigaction(watched[i], &before[i], NULL);
    }
}

/* term_start wants a terminal; then standard input becomes a pipe that is never closed. */
static void start(void)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    int ours = -1;
    int theirs = -1;
    int pipes[2];
    must(setlocale(LC_ALL, "C.UTF-8") != NULL, "no UTF-8");
    setenv("TERM", "xterm-256color", 1);
    must(openpty(&ours, &theirs, NULL, NULL, &size) == 0 && pipe(pipes) == 0, "no terminal");
    int output = dup(STDOUT_FILENO);
    dup2(theirs, STDIN_FILENO);
    dup2(theirs, STDOUT_FILENO);
    start_terminal();
    fflush(stdout);
    dup2(output, STDOUT_FILENO);
    close(output);
    dup2(pipes[0], STDIN_FILENO);
    fcntl(pipes[0], F_SETFL, O_NONBLOCK);
    typed = pipes[1];
    set_escdelay(0);
}

/* Bytes that poll would still tell of. */
static int waiting(void)
{
    int bytes = 0;
    return ioctl(STDIN_FILENO, FIONREAD, &bytes) == 0 ? bytes : 0;
}

static void enter(struct entry *entry, int key)
{
    struct entry_value value = {.tenths = -1};
    bool decimals = entry->decimals;
    int known = key == UI_KEY_ENTER ? '\n' : key == UI_KEY_BACKSPACE ? '\b' : key;
    enum entry_outcome outcome = entry_key(entry, known, &value);
    must(strnlen(entry->pending, sizeof entry->pending) < sizeof entry->pending, "pending");
    must(entry->decimals == decimals, "the kind of programme changed");
    if (outcome == ENTRY_SHOT) {
        must(value.tenths >= 0 && value.tenths <= 109, "no such value");
        must(decimals || value.tenths % 10 == 0, "tenths on whole rings");
        must(decimals || value.tenths <= 100, "more than ten");
        must(!value.is_inner_ten || value.tenths == 100, "an inner ten that is no ten");
        must(entry->pending[0] == '\0', "a shot and half a value");
    } else if (outcome == ENTRY_PENDING) {
        must(entry->pending[0] != '\0', "pending without keys");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ui ui = {0};
    struct entry rings = {.decimals = false};
    struct entry decimals = {.decimals = true};
    if (typed < 0) {
        start();
    }
    size = size < BYTES_MAX ? size : BYTES_MAX;
    if (size == 0 || write(typed, data, size) != (ssize_t)size) {
        return 0;
    }
    size_t keys = 0;
    int key = ui_read_key(&ui);
    for (; key != 0 || waiting() > 0; key = ui_read_key(&ui)) {
        if (key == 0) {
            continue; /* bytes that are no character: the loop polls again */
        }
        must(++keys <= size, "more keys than bytes");
        must(key > 0, "a key below nothing");
        enter(&rings, key);
        enter(&decimals, key);
    }
    must(ui_read_key(&ui) == 0, "keys were left behind"); /* they would wait for the next one */
    return 0;
}
