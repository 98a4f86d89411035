/* The terminal is read here and nowhere else: ncurses only paints. input.c says what bytes mean. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "base/secret.h"
#include "base/time.h"
#include "ui/key_names.h"
#include "ui/term.h"
#include "ui/ui.h"

enum { READS_MAX = 32 }; /* then others have their turn, however much the terminal sends */

/* What is there already; false: nothing. Never waits, and needs no O_NONBLOCK, which others would
 * see who have the same terminal. */
static bool read_more(struct ui_reader *reader)
{
    struct pollfd waiting = {.fd = STDIN_FILENO, .events = POLLIN};
    secret_wipe(reader->bytes, reader->size); /* it may have been a PIN */
    reader->at = reader->size = 0;
    if (poll(&waiting, 1, 0) <= 0) {
        return false;
    }
    ssize_t size = read(STDIN_FILENO, reader->bytes, sizeof reader->bytes);
    if (size <= 0) {
        reader->is_closed = size == 0 || (errno != EAGAIN && errno != EINTR);
        return false;
    }
    reader->size = (size_t)size;
    reader->since_ms = time_monotonic_ms();
    return true;
}

static void next_event(struct ui_reader *reader, struct input_event *event)
{
    int64_t looked_ms =
        0; /* when there was nothing: a pause that ended since may have ended in bytes */
    *event = (struct input_event){0};
    for (int reads = 0; event->what == INPUT_NOTHING;) {
        looked_ms = time_monotonic_ms();
        if (reader->at < reader->size) {
            reader->at += input_take(&reader->input, reader->bytes + reader->at,
                                     reader->size - reader->at, event);
        } else if (reads == READS_MAX) {
            return;
        } else if (read_more(reader)) {
            reads++;
        } else {
            break;
        }
    }
    int64_t due_ms = ui_input_due_ms(reader);
    if (event->what == INPUT_NOTHING && due_ms != 0 && looked_ms >= due_ms) {
        input_pause(&reader->input, event);
    }
}

int64_t ui_input_due_ms(const struct ui_reader *reader)
{
    int wait_ms = input_wait_ms(&reader->input);
    return wait_ms != 0 ? reader->since_ms + wait_ms : 0;
}

bool ui_has_input(const struct ui *ui)
{
    int64_t due_ms = ui_input_due_ms(&ui->reader);
    return ui->reader.at < ui->reader.size || (due_ms != 0 && time_monotonic_ms() >= due_ms);
}

void ui_drop_keys(struct ui *ui)
{
    ui->scan_count = 0;
    tcflush(STDIN_FILENO, TCIFLUSH);
    struct ui_reader *reader = &ui->reader;
    secret_wipe(reader->bytes, reader->size);
    reader->at = reader->size = 0;
    input_forget(&reader->input);
}

int ui_read_key(struct ui *ui)
{
    struct input_event event;
    term_describe_input(&ui->reader.input.terms);
    next_event(&ui->reader, &event);
    switch (event.what) {
    case INPUT_KEY:
        return event.key;
    case INPUT_MOUSE:
        ui->mouse = event.mouse;
        return UI_KEY_MOUSE;
    case INPUT_PASTED:
        ui->is_paste_cut = event.is_cut;
        return UI_KEY_PASTE;
    default:
        return 0;
    }
}
