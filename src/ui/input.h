/* The bytes of a terminal become keys, places of the mouse and pasted text: a state machine of
 * fixed size that reads one byte at a time, wherever they were cut, and knows no time and no file.
 * What is none of these types nothing: replies of terminals, strings, sequences that nobody knows.
 */
#ifndef UI_INPUT_H
#define UI_INPUT_H
#include <stdbool.h>
#include <stddef.h>

#include "ui/screen.h"

enum { INPUT_RAW_ROOM = 12, INPUT_NUMBERS = 3, INPUT_PASTE_ROOM = 8192 };

/* A sequence that this terminal's description names. Key 0: known, and of no use here. */
struct input_name {
    char bytes[INPUT_RAW_ROOM];
    int key;
};

/* What the terminal can send. */
struct input_terms {
    const struct input_name *names; /* NULL: none */
    int count;
    bool has_mouse;     /* reports were asked for */
    bool has_old_mouse; /* and may come as ESC [ M and three bytes */
};

enum input_state {
    INPUT_GROUND,
    INPUT_ESCAPE,
    INPUT_SS3,
    INPUT_CSI,
    INPUT_CONSOLE_KEY, /* ESC [ [ and a letter: the Linux console's F1 to F5 */
    INPUT_OLD_MOUSE,
    INPUT_STRING,
    INPUT_STRING_ESCAPE,
    INPUT_PASTE
};

struct input { /* zeroed: ready */
    enum input_state state;
    struct input_terms terms;
    int point, left, least; /* a character of several bytes: so far, bytes to come, not below */
    char raw[INPUT_RAW_ROOM];
    int raw_size; /* INPUT_RAW_ROOM: it was longer */
    char marker;  /* < = > ? before the numbers; '\0': none */
    bool is_odd;  /* holds what no key and no report of the mouse has */
    int numbers[INPUT_NUMBERS];
    int number_count;    /* INPUT_NUMBERS + 1: more of them */
    bool is_single_byte; /* the string began with a C1 byte: 0x9C ends it, elsewhere part of text */
    unsigned char report[3];
    int reported;
    int ending; /* bytes of the end of a paste seen */
    bool is_after_return, is_cut;
    size_t paste_size;
    char paste[INPUT_PASTE_ROOM];
};

struct input_event {
    enum { INPUT_NOTHING, INPUT_KEY, INPUT_MOUSE, INPUT_PASTED } what;
    int key; /* a character, or enum ui_key */
    struct ui_mouse mouse;
    const char *text; /* pasted: UTF-8 without control characters but \n; until the next call */
    bool is_cut;      /* more was pasted than there is room for */
};

/* Reads until something happened or the bytes are used up. Returns how many it took. */
size_t input_take(struct input *input, const char *bytes, size_t size, struct input_event *event);

/* After so many milliseconds without a byte input_pause has to be called; 0: never. */
int input_wait_ms(const struct input *input);
/* What began and was not ended is over: an ESC alone is the key, a paste is all there is, anything
 * else was cut and types nothing. */
void input_pause(struct input *input, struct input_event *event);

/* What was typed and not told yet is forgotten; the rest of a sequence under way still types
 * nothing. */
void input_forget(struct input *input);

#endif
