/* From what ncurses delivers to enum ui_key. */
#include <curses.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

#include "ui/key_sequences.h"
#include "ui/ui.h"

enum { REPORT_MS = 300 };

static const struct {
    int code, key;
} plain[] = {
    {KEY_UP, UI_KEY_UP},        {KEY_DOWN, UI_KEY_DOWN},        {KEY_LEFT, UI_KEY_LEFT},
    {KEY_RIGHT, UI_KEY_RIGHT},  {KEY_HOME, UI_KEY_HOME},        {KEY_END, UI_KEY_END},
    {KEY_A1, UI_KEY_HOME},      {KEY_C1, UI_KEY_END},           {KEY_A3, UI_KEY_PAGE_UP},
    {KEY_C3, UI_KEY_PAGE_DOWN}, {KEY_PPAGE, UI_KEY_PAGE_UP},    {KEY_NPAGE, UI_KEY_PAGE_DOWN},
    {KEY_DC, UI_KEY_DELETE},    {KEY_BTAB, UI_KEY_SHIFT_TAB},   {KEY_BACKSPACE, UI_KEY_BACKSPACE},
    {KEY_ENTER, UI_KEY_ENTER},  {KEY_SLEFT, UI_KEY_SHIFT_LEFT}, {KEY_SRIGHT, UI_KEY_SHIFT_RIGHT},
    {KEY_SR, UI_KEY_SHIFT_UP},  {KEY_SF, UI_KEY_SHIFT_DOWN},
};

/* Names of extended capabilities whose codes are given at run time. */
static const struct {
    const char *capability;
    int key;
} extended[] = {
    {"kUP", UI_KEY_SHIFT_UP},   {"kDN", UI_KEY_SHIFT_DOWN},  {"kUP5", UI_KEY_CTRL_UP},
    {"kDN5", UI_KEY_CTRL_DOWN}, {"kLFT5", UI_KEY_CTRL_LEFT}, {"kRIT5", UI_KEY_CTRL_RIGHT},
};

static int extended_key(int code)
{
    for (size_t i = 0; i < sizeof extended / sizeof extended[0]; i++) {
        const char *sequence = tigetstr(extended[i].capability);
        if (sequence != NULL && sequence != (const char *)-1 && key_defined(sequence) == code) {
            return extended[i].key;
        }
    }
    return 0;
}

static int function_key(struct ui *ui, int code)
{
    if (code == KEY_RESIZE) {
        ui->needs_paint = true;
        return 0;
    }
    if (code >= KEY_F(1) && code <= KEY_F(12)) {
        return UI_KEY_F1 + (code - KEY_F(1));
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (plain[i].code == code) {
            return plain[i].key;
        }
    }
    int key = key_sequence_key(code);
    return key != 0 ? key : extended_key(code);
}

static int mouse_key(struct ui *ui)
{
    MEVENT event;
    if (getmouse(&event) != OK) {
        return 0;
    }
    ui->mouse.line = event.y;
    ui->mouse.column = event.x;
    if ((event.bstate & BUTTON4_PRESSED) != 0) {
        ui->mouse.what = MOUSE_WHEEL_UP;
    } else if ((event.bstate & BUTTON5_PRESSED) != 0) {
        ui->mouse.what = MOUSE_WHEEL_DOWN;
    } else if ((event.bstate & BUTTON1_DOUBLE_CLICKED) != 0) {
        ui->mouse.what = MOUSE_DOUBLE;
    } else if ((event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)) != 0) {
        ui->mouse.what = MOUSE_CLICK;
    } else {
        return 0;
    }
    return UI_KEY_MOUSE;
}

static void set_alarm_ms(int ms)
{
    const struct timeval after = {.tv_usec = (suseconds_t)ms * 1000};
    const struct itimerval alarm = {.it_interval = after, .it_value = after};
    setitimer(ITIMER_REAL, &alarm, NULL); /* the kernel gives it to this thread, the first one */
}

/* ncurses reads a report of the mouse to its end, and waits for it: one that was cut on the way
 * would hold the screen and the signals until the next key. */
static int read_wide(wint_t *character)
{
    set_alarm_ms(REPORT_MS);
    int what = get_wch(character);
    set_alarm_ms(0);
    return what;
}

/* After an ESC: a sequence that nobody knows is taken whole, because its digits would be shots. */
static bool swallow_sequence(void)
{
    wint_t character = 0;
    int what = read_wide(&character);
    if (what == KEY_CODE_YES) {
        ungetch((int)character); /* Esc and then a key */
    } else if (what == OK && character != '[') {
        unget_wch((wchar_t)character);
    }
    if (what != OK || character != '[') {
        return false;
    }
    what = read_wide(&character);
    if (what == OK && character == '[') { /* the Linux console's function keys: one letter more */
        what = read_wide(&character);
    }
    while (what == OK && character >= 0x20 && character < 0x40) {
        what = read_wide(&character);
    }
    return true;
}

static int character_key(wint_t character)
{
    if (character == '\r' || character == '\n') {
        return UI_KEY_ENTER;
    }
    if (character == 127 || character == '\b') {
        return UI_KEY_BACKSPACE;
    }
    return character == UI_KEY_ESCAPE && swallow_sequence() ? 0 : (int)character;
}

static int bytes_waiting(void)
{
    int bytes = 0;
    return ioctl(STDIN_FILENO, FIONREAD, &bytes) == 0 ? bytes : 0;
}

/* get_wch also gives ERR for bytes that are no character, and then keeps the key behind them for
 * itself, where poll does not see it: only an ERR that took nothing means that nothing is there. */
static int next_wide(wint_t *character)
{
    bool is_first = true;
    for (;;) {
        int before = bytes_waiting();
        int what = read_wide(character);
        if (what != ERR || (before == bytes_waiting() && !is_first)) {
            return what;
        }
        is_first = false;
    }
}

void ui_drop_keys(struct ui *ui)
{
    ui->scan_count = 0;
    flushinp();
}

int ui_read_key(struct ui *ui)
{
    wint_t character = 0;
    for (;;) {
        int key = 0;
        int what = next_wide(&character);
        if (what == ERR) {
            return 0;
        }
        if (what != KEY_CODE_YES) {
            key = character_key(character);
        } else if (character == KEY_MOUSE) {
            key = mouse_key(ui);
        } else {
            key = function_key(ui, (int)character);
        }
        if (key != 0) {
            return key;
        }
    }
}
