/* Any bytes, as a terminal sends them, down the program's own way: read from a file descriptor,
 * parsed, and typed into score entry, a field and a note: only keys that exist, only values that
 * exist, and nothing is left behind or read from beyond. */
#include "fuzz/fuzz.h"

#include <fcntl.h>
#include <locale.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "core/rules/entry.h"
#include "ui/field.h"
#include "ui/term.h"
#include "ui/ui.h"

enum { BYTES_MAX = 4096, FIELD_ROOM = 40 }; /* what a pipe takes at once */

static int typed = -1; /* the writing end of what the program reads */

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
    int pipes[2] = {-1, -1};
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
    typed = pipes[1];
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
    enum entry_outcome outcome = entry_key(entry, key, &value);
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

/* Where keys go: two programmes, a line of text, and a note. */
struct places {
    struct entry rings, decimals;
    struct field line, note;
    char line_text[FIELD_ROOM], note_text[FIELD_ROOM];
};

static void see_text(const struct field *field)
{
    size_t size = strnlen(field->text, FIELD_ROOM);
    must(size < FIELD_ROOM && field->cursor <= size, "text beyond its room");
    must(text_is_clean(field->text, size), "text that is not clean");
    must(field->has_lines || strchr(field->text, '\n') == NULL, "two lines in a field of one");
}

static void use(struct places *places, const struct ui *ui, int key)
{
    must(key > 0 && key <= UI_KEY_PASTE, "no such key");
    must(key < 0x80 || key >= 0xA0, "a control character");
    must(key < 0xD800 || key > 0xDFFF, "half a pair");
    if (key == UI_KEY_MOUSE) {
        must(ui->mouse.line >= 0 && ui->mouse.column >= 0, "a place outside");
    }
    if (key == UI_KEY_PASTE) {
        must(text_is_clean(ui->reader.input.paste, strlen(ui->reader.input.paste)), "not clean");
    }
    enter(&places->rings, key);
    enter(&places->decimals, key);
    field_offer_paste(ui->reader.input.paste);
    (void)field_key(&places->line, key);
    (void)field_key(&places->note, key);
    field_end_paste();
    see_text(&places->line);
    see_text(&places->note);
}

/* All keys that are there. Returns how many. */
static size_t use_all(struct places *places, struct ui *ui)
{
    size_t keys = 0;
    for (int key = ui_read_key(ui); key != 0; key = ui_read_key(ui)) {
        use(places, ui, key);
        keys++;
    }
    must(waiting() == 0, "bytes were left behind"); /* they would wait for the next key */
    return keys;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ui ui; /* as big as what is pasted */
    struct places places = {.decimals = {.decimals = true}, .note = {.has_lines = true}};
    if (typed < 0) {
        start();
    }
    memset(&ui, 0, sizeof ui);
    field_start(&places.line, places.line_text, FIELD_ROOM);
    field_start(&places.note, places.note_text, FIELD_ROOM);
    size = size < BYTES_MAX ? size : BYTES_MAX;
    size_t half = size / 2; /* cut once, wherever that is */
    size_t keys = 0;
    for (int part = 0; part < 2; part++) {
        size_t count = part == 0 ? half : size - half;
        if (count > 0 && write(typed, data + (part == 0 ? 0 : half), count) != (ssize_t)count) {
            return 0;
        }
        keys += use_all(&places, &ui);
    }
    ui.reader.since_ms = INT64_MIN / 2; /* a pause: what began is over */
    keys += use_all(&places, &ui);
    must(keys <= size, "more keys than bytes");
    must(!ui_has_input(&ui) && ui_read_key(&ui) == 0, "keys were left behind");
    return 0;
}
