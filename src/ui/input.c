#include "ui/input.h"

#include <string.h>

#include "base/secret.h"

enum {
    BEL = 0x07,
    CAN = 0x18,
    SUB = 0x1A,
    ESC = 0x1B,
    DEL = 0x7F,
    NUMBER_MOST = 9999,
    ESCAPE_MS = 25,    /* a key that sends ESC and more comes in one breath */
    SEQUENCE_MS = 300, /* the rest of a sequence that was cut on its way */
    LONG_MS = 500,     /* strings and pastes come in many parts */
};

static const char paste_end[] = "\033[201~";

/* --- keys ---------------------------------------------------------------------------------------
 */

/* ESC [ number ~ */
static const struct {
    int number, key;
} numbered[] = {
    {1, UI_KEY_HOME},    {7, UI_KEY_HOME},     {4, UI_KEY_END},       {8, UI_KEY_END},
    {3, UI_KEY_DELETE},  {5, UI_KEY_PAGE_UP},  {6, UI_KEY_PAGE_DOWN}, {11, UI_KEY_F1},
    {12, UI_KEY_F1 + 1}, {13, UI_KEY_F1 + 2},  {14, UI_KEY_F1 + 3},   {15, UI_KEY_F1 + 4},
    {17, UI_KEY_F1 + 5}, {18, UI_KEY_F1 + 6},  {19, UI_KEY_F1 + 7},   {20, UI_KEY_F1 + 8},
    {21, UI_KEY_F1 + 9}, {23, UI_KEY_F1 + 10}, {24, UI_KEY_F1 + 11},
};

/* ESC [ letter or ESC O letter; with ;2 Shift, with ;5 Ctrl. 0: not with that. */
static const struct {
    char letter;
    int plain, shift, ctrl;
} lettered[] = {
    {'A', UI_KEY_UP, UI_KEY_SHIFT_UP, UI_KEY_CTRL_UP},
    {'B', UI_KEY_DOWN, UI_KEY_SHIFT_DOWN, UI_KEY_CTRL_DOWN},
    {'C', UI_KEY_RIGHT, UI_KEY_SHIFT_RIGHT, UI_KEY_CTRL_RIGHT},
    {'D', UI_KEY_LEFT, UI_KEY_SHIFT_LEFT, UI_KEY_CTRL_LEFT},
    {'H', UI_KEY_HOME, 0, 0},
    {'F', UI_KEY_END, 0, 0},
};

/* rxvt's arrows: ESC [ with Shift, ESC O with Ctrl. */
static const struct {
    char letter;
    int shift, ctrl;
} small_lettered[] = {
    {'a', UI_KEY_SHIFT_UP, UI_KEY_CTRL_UP},
    {'b', UI_KEY_SHIFT_DOWN, UI_KEY_CTRL_DOWN},
    {'c', UI_KEY_SHIFT_RIGHT, UI_KEY_CTRL_RIGHT},
    {'d', UI_KEY_SHIFT_LEFT, UI_KEY_CTRL_LEFT},
};

/* ESC O letter on the numeric keypad in application mode: scores are typed there, so digits stay
 * digits even where the terminal's description calls 7 the upper left key, or 5 a function key. */
static const char keypad_letters[] = "pqrstuvwxynlmkjoXM";
static const char keypad_characters[] = "0123456789.,-+*/=\n";

static void tell_key(struct input_event *event, int key)
{
    if (key != 0) {
        *event = (struct input_event){.what = INPUT_KEY, .key = key};
    }
}

static int arrow_key(char letter, int modifier)
{
    for (size_t i = 0; i < sizeof lettered / sizeof lettered[0]; i++) {
        if (lettered[i].letter == letter) {
            return modifier <= 1   ? lettered[i].plain
                   : modifier == 2 ? lettered[i].shift
                   : modifier == 5 ? lettered[i].ctrl
                                   : 0;
        }
    }
    return 0;
}

static int small_arrow_key(char letter, bool is_ctrl)
{
    for (size_t i = 0; i < sizeof small_lettered / sizeof small_lettered[0]; i++) {
        if (small_lettered[i].letter == letter) {
            return is_ctrl ? small_lettered[i].ctrl : small_lettered[i].shift;
        }
    }
    return 0;
}

static int numbered_key(int number)
{
    for (size_t i = 0; i < sizeof numbered / sizeof numbered[0]; i++) {
        if (numbered[i].number == number) {
            return numbered[i].key;
        }
    }
    return 0;
}

/* Whether this terminal calls the sequence so far by a name. */
static bool find_name(const struct input *input, int *key)
{
    for (int i = 0; i < input->terms.count && input->raw_size < INPUT_RAW_ROOM; i++) {
        const struct input_name *name = &input->terms.names[i];
        if (strlen(name->bytes) == (size_t)input->raw_size &&
            memcmp(name->bytes, input->raw, (size_t)input->raw_size) == 0) {
            *key = name->key;
            return true;
        }
    }
    return false;
}

/* --- characters --------------------------------------------------------------------------------
 */

static bool is_continuing(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The first byte of a character of several; false: it is none. */
static bool begin_character(struct input *input, unsigned char byte)
{
    if (byte < 0xC2 || byte > 0xF4) {
        return false;
    }
    input->left = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    input->least = byte >= 0xF0 ? 0x10000 : byte >= 0xE0 ? 0x800 : 0x80;
    input->point = byte & (0x3F >> input->left);
    return true;
}

/* One more byte of it; the character when that was the last, 0 when not or when there is none such:
 * too long a form, half a pair, beyond Unicode, a control character. */
static int go_on_with_character(struct input *input, unsigned char byte)
{
    input->point = input->point << 6 | (byte & 0x3F);
    if (--input->left > 0) {
        return 0;
    }
    bool is_half = input->point >= 0xD800 && input->point <= 0xDFFF;
    bool is_wrong = input->point < input->least || input->point > 0x10FFFF || is_half;
    return is_wrong || input->point < 0xA0 ? 0 : input->point;
}

static int character_key(unsigned char byte)
{
    return byte == '\r' ? UI_KEY_ENTER : byte == DEL ? UI_KEY_BACKSPACE : byte;
}

/* --- where a sequence begins --------------------------------------------------------------------
 */

static void add_raw(struct input *input, unsigned char byte)
{
    if (input->raw_size < INPUT_RAW_ROOM) {
        input->raw[input->raw_size++] = (char)byte;
    }
}

static void begin_escape(struct input *input)
{
    input->state = INPUT_ESCAPE;
    input->left = 0;
    input->raw_size = 0;
    add_raw(input, ESC);
}

/* What stands behind ESC, or is said by one byte of 0x80 to 0x9F. False: it begins nothing. */
static bool begin_sequence(struct input *input, unsigned char kind)
{
    switch (kind) {
    case '[':
        input->state = INPUT_CSI;
        input->marker = '\0';
        input->is_odd = false;
        input->number_count = 0;
        memset(input->numbers, 0, sizeof input->numbers);
        break;
    case 'O':
        input->state = INPUT_SS3;
        input->is_odd = false;
        break;
    case 'P': /* DCS, SOS, OSC, PM, APC */
    case 'X':
    case ']':
    case '^':
    case '_':
        input->state = INPUT_STRING;
        input->is_single_byte = false;
        break;
    default:
        return false;
    }
    add_raw(input, kind);
    return true;
}

/* --- one byte in each state: whether it was used -------------------------------------------------
 */

static bool ground(struct input *input, unsigned char byte, struct input_event *event)
{
    if (byte == ESC) {
        begin_escape(input);
    } else if (input->left > 0 && !is_continuing(byte)) {
        input->left = 0;
        return false;
    } else if (input->left > 0) {
        tell_key(event, go_on_with_character(input, byte));
    } else if (byte < 0x80) {
        tell_key(event, character_key(byte));
    } else if (byte < 0xA0) { /* no character begins so: a terminal that speaks in eight bits */
        begin_escape(input);
        bool is_begun = begin_sequence(input, byte - 0x40);
        input->is_single_byte = true;
        input->state = is_begun ? input->state : INPUT_GROUND;
    } else {
        (void)begin_character(input, byte);
    }
    return true;
}

/* ESC and anything that begins no sequence are two keys. */
static bool escape(struct input *input, unsigned char byte, struct input_event *event)
{
    int key = 0;
    if (begin_sequence(input, byte)) {
        return true;
    }
    add_raw(input, byte);
    input->state = INPUT_GROUND;
    if (find_name(input, &key)) {
        tell_key(event, key);
        return true;
    }
    tell_key(event, UI_KEY_ESCAPE);
    return false;
}

/* Bytes that may stand in any sequence and belong to none. True: it was one, and was used. */
static bool is_between(struct input *input, unsigned char byte)
{
    if (byte == ESC) {
        begin_escape(input);
    } else if (byte == CAN || byte == SUB) {
        input->state = INPUT_GROUND;
    }
    return byte < ' ' || byte >= DEL;
}

static bool ss3(struct input *input, unsigned char byte, struct input_event *event)
{
    int key = 0;
    if (is_between(input, byte)) {
        return true;
    }
    if (byte < '@') {
        input->is_odd = true;
        return true;
    }
    add_raw(input, byte);
    input->state = INPUT_GROUND;
    if (input->is_odd) {
        return true;
    }
    const char *on_keypad = strchr(keypad_letters, byte);
    if (on_keypad != NULL) {
        key = (unsigned char)keypad_characters[on_keypad - keypad_letters];
    } else if (!find_name(input, &key)) {
        key = byte >= 'P' && byte <= 'S' ? UI_KEY_F1 + byte - 'P' : arrow_key((char)byte, 0);
        key = key != 0 ? key : small_arrow_key((char)byte, true);
    }
    tell_key(event, key);
    return true;
}

static void tell_mouse(const struct input *input, int button, int column, int line,
                       struct input_event *event)
{
    enum { LEFT = 0, WHEEL_UP = 64, WHEEL_DOWN = 65, WITH_KEYS = 4 | 8 | 16 };
    struct ui_mouse mouse = {.line = line, .column = column};
    switch (button & ~WITH_KEYS) {
    case LEFT:
        mouse.what = MOUSE_CLICK;
        break;
    case WHEEL_UP:
        mouse.what = MOUSE_WHEEL_UP;
        break;
    case WHEEL_DOWN:
        mouse.what = MOUSE_WHEEL_DOWN;
        break;
    default:
        return;
    }
    if (input->terms.has_mouse && line >= 0 && column >= 0) {
        *event = (struct input_event){.what = INPUT_MOUSE, .mouse = mouse};
    }
}

static void begin_paste(struct input *input)
{
    input->state = INPUT_PASTE;
    input->paste_size = 0;
    input->ending = 0;
    input->is_cut = input->is_after_return = false;
}

/* A whole sequence without an odd part. */
static void csi_key(struct input *input, char letter, struct input_event *event)
{
    const int *numbers = input->numbers;
    int count = input->number_count;
    int modifier = count == 2 ? numbers[1] : 0;
    if (input->marker == '<' && letter == 'M' && count == 3) {
        tell_mouse(input, numbers[0], numbers[1] - 1, numbers[2] - 1, event);
    }
    if (input->marker != '\0' || count > 2) {
        return;
    }
    if (letter == '~' && numbers[0] == 200 && count == 1) {
        begin_paste(input);
    } else if (letter == '~' && modifier <= 1) {
        tell_key(event, numbered_key(numbers[0]));
    } else if (letter == 'Z' && (count == 0 || modifier == 2)) {
        tell_key(event, UI_KEY_SHIFT_TAB);
    } else if (numbers[0] <= 1) {
        tell_key(event, arrow_key(letter, modifier));
    }
    if (count == 0) {
        tell_key(event, small_arrow_key(letter, false));
    }
}

static void end_csi(struct input *input, unsigned char letter, struct input_event *event)
{
    int key = 0;
    input->state = INPUT_GROUND;
    if (find_name(input, &key)) {
        tell_key(event, key);
    } else if (letter == 'M' && input->raw_size == 3) {
        input->state = INPUT_OLD_MOUSE;
        input->reported = 0;
    } else if (!input->is_odd) {
        csi_key(input, (char)letter, event);
    }
}

static void add_digit(struct input *input, int digit)
{
    input->number_count = input->number_count == 0 ? 1 : input->number_count;
    if (input->number_count <= INPUT_NUMBERS) {
        int *number = &input->numbers[input->number_count - 1];
        *number = *number * 10 + digit;
        *number = *number < NUMBER_MOST ? *number : NUMBER_MOST;
    }
}

static void next_number(struct input *input)
{
    input->number_count += input->number_count == 0 ? 1 : 0; /* the first was left out */
    input->number_count += input->number_count <= INPUT_NUMBERS ? 1 : 0;
}

static bool csi(struct input *input, unsigned char byte, struct input_event *event)
{
    int key = 0;
    if (is_between(input, byte)) {
        return true;
    }
    bool is_first = input->raw_size == 2;
    add_raw(input, byte);
    if (byte == '[' && is_first) {
        input->state = INPUT_CONSOLE_KEY;
    } else if (byte >= '@') {
        end_csi(input, byte, event);
    } else if (byte >= '0' && byte <= '9') {
        add_digit(input, byte - '0');
    } else if (byte == ';') {
        next_number(input);
    } else if (byte >= '<' && is_first) {
        input->marker = (char)byte;
    } else if (find_name(input, &key)) { /* rxvt ends some with a $ */
        input->state = INPUT_GROUND;
        tell_key(event, key);
    } else {
        input->is_odd = true;
    }
    return true;
}

static bool console_key(struct input *input, unsigned char byte, struct input_event *event)
{
    if (is_between(input, byte)) {
        return true;
    }
    input->state = INPUT_GROUND;
    tell_key(event, byte >= 'A' && byte <= 'E' ? UI_KEY_F1 + byte - 'A' : 0);
    return true;
}

/* Three bytes of whatever value, but never an ESC. */
static bool old_mouse(struct input *input, unsigned char byte, struct input_event *event)
{
    if (byte == ESC) {
        begin_escape(input);
        return true;
    }
    input->report[input->reported++] = byte;
    if (input->reported == 3) {
        input->state = INPUT_GROUND;
        if (input->terms.has_old_mouse && input->report[0] >= ' ') {
            tell_mouse(input, input->report[0] - ' ', input->report[1] - '!',
                       input->report[2] - '!', event);
        }
    }
    return true;
}

/* An ESC that ends no string is part of it. */
static bool string(struct input *input, unsigned char byte)
{
    bool is_end = byte == BEL || byte == CAN || byte == SUB ||
                  (byte == '\\' && input->state == INPUT_STRING_ESCAPE) ||
                  (byte == 0x9C && input->is_single_byte);
    input->state = is_end ? INPUT_GROUND : byte == ESC ? INPUT_STRING_ESCAPE : INPUT_STRING;
    return true;
}

/* --- what is pasted -----------------------------------------------------------------------------
 */

static void add_pasted(struct input *input, const char *bytes, size_t size)
{
    if (input->paste_size + size >= sizeof input->paste) {
        input->is_cut = true;
    }
    if (!input->is_cut) {
        memcpy(input->paste + input->paste_size, bytes, size);
        input->paste_size += size;
    }
}

static void tell_paste(struct input *input, struct input_event *event)
{
    input->state = INPUT_GROUND;
    input->left = 0;
    input->paste[input->paste_size] = '\0';
    *event =
        (struct input_event){.what = INPUT_PASTED, .text = input->paste, .is_cut = input->is_cut};
}

/* A line ends with \r, \n or both; a tab is a blank; other control characters are dropped. */
static void paste_plain(struct input *input, char byte)
{
    bool is_second = byte == '\n' && input->is_after_return;
    if ((byte == '\r' || byte == '\n') && !is_second) {
        add_pasted(input, "\n", 1);
    } else if (byte == '\t') {
        add_pasted(input, " ", 1);
    } else if (byte >= ' ' && byte != DEL) {
        add_pasted(input, &byte, 1);
    }
    input->is_after_return = byte == '\r';
}

static void paste_wide(struct input *input, int point)
{
    char bytes[4] = {(char)(0xF0 | point >> 18), (char)(0x80 | (point >> 12 & 0x3F)),
                     (char)(0x80 | (point >> 6 & 0x3F)), (char)(0x80 | (point & 0x3F))};
    if (point == 0) {
        return;
    }
    size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    char *first = bytes + 4 - size;
    *first = size == 2   ? (char)(0xC0 | point >> 6)
             : size == 3 ? (char)(0xE0 | point >> 12)
                         : *first;
    add_pasted(input, first, size);
    input->is_after_return = false;
}

static bool paste(struct input *input, unsigned char byte, struct input_event *event)
{
    if (byte == (unsigned char)paste_end[input->ending]) {
        input->left = 0;
        if (paste_end[++input->ending] == '\0') {
            tell_paste(input, event);
        }
        return true;
    }
    if (input->ending > 0) { /* it was not the end: what followed the ESC is text */
        add_pasted(input, paste_end + 1, (size_t)input->ending - 1);
        input->ending = 0;
        return false;
    }
    if (input->left > 0 && !is_continuing(byte)) {
        input->left = 0;
        return false;
    }
    if (input->left > 0) {
        paste_wide(input, go_on_with_character(input, byte));
    } else if (byte < 0x80) {
        paste_plain(input, (char)byte);
    } else {
        (void)begin_character(input, byte);
    }
    return true;
}

/* --- all of it ----------------------------------------------------------------------------------
 */

static bool take_byte(struct input *input, unsigned char byte, struct input_event *event)
{
    switch (input->state) {
    case INPUT_ESCAPE:
        return escape(input, byte, event);
    case INPUT_SS3:
        return ss3(input, byte, event);
    case INPUT_CSI:
        return csi(input, byte, event);
    case INPUT_CONSOLE_KEY:
        return console_key(input, byte, event);
    case INPUT_OLD_MOUSE:
        return old_mouse(input, byte, event);
    case INPUT_STRING:
    case INPUT_STRING_ESCAPE:
        return string(input, byte);
    case INPUT_PASTE:
        return paste(input, byte, event);
    case INPUT_GROUND:
    default:
        return ground(input, byte, event);
    }
}

size_t input_take(struct input *input, const char *bytes, size_t size, struct input_event *event)
{
    size_t at = 0;
    *event = (struct input_event){0};
    while (at < size && event->what == INPUT_NOTHING) {
        at += take_byte(input, (unsigned char)bytes[at], event) ? 1 : 0;
    }
    return at;
}

int input_wait_ms(const struct input *input)
{
    switch (input->state) {
    case INPUT_GROUND:
        return input->left > 0 ? SEQUENCE_MS : 0;
    case INPUT_ESCAPE:
        return ESCAPE_MS;
    case INPUT_STRING:
    case INPUT_STRING_ESCAPE:
    case INPUT_PASTE:
        return LONG_MS;
    default:
        return SEQUENCE_MS;
    }
}

void input_pause(struct input *input, struct input_event *event)
{
    enum input_state state = input->state;
    *event = (struct input_event){0};
    input->state = INPUT_GROUND;
    input->left = 0;
    if (state == INPUT_ESCAPE) {
        tell_key(event, UI_KEY_ESCAPE);
    } else if (state == INPUT_PASTE) {
        tell_paste(input, event);
    }
}

void input_forget(struct input *input)
{
    if (input->state == INPUT_ESCAPE || input->state == INPUT_GROUND) {
        input->state = INPUT_GROUND;
        input->left = 0;
    }
    secret_wipe(input->paste, sizeof input->paste);
    input->paste_size = 0;
}
