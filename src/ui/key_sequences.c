#include "ui/key_sequences.h"

#include <curses.h>
#include <stdbool.h>
#include <stddef.h>

#include "ui/screen.h"

/* ncurses keeps codes in 16 bits: ours stand above its own. */
enum { CODE_OF_KEY = 0x4000, CODE_OF_CHARACTER = 0x4100, KEYS_FIRST = 0x110000 };

static const struct {
    const char *sequence;
    int key;
} sequences[] = {
    {"\033[1~", UI_KEY_HOME},
    {"\033[4~", UI_KEY_END},
    {"\033[7~", UI_KEY_HOME},
    {"\033[8~", UI_KEY_END},
    {"\033[H", UI_KEY_HOME},
    {"\033[F", UI_KEY_END},
    {"\033OH", UI_KEY_HOME},
    {"\033OF", UI_KEY_END},
    {"\033[A", UI_KEY_UP},
    {"\033[B", UI_KEY_DOWN},
    {"\033[C", UI_KEY_RIGHT},
    {"\033[D", UI_KEY_LEFT},
    {"\033OA", UI_KEY_UP},
    {"\033OB", UI_KEY_DOWN},
    {"\033OC", UI_KEY_RIGHT},
    {"\033OD", UI_KEY_LEFT},
    {"\033[3~", UI_KEY_DELETE},
    {"\033[5~", UI_KEY_PAGE_UP},
    {"\033[6~", UI_KEY_PAGE_DOWN},
    {"\033[Z", UI_KEY_SHIFT_TAB},
    {"\033OP", UI_KEY_F1},
    {"\033[11~", UI_KEY_F1},
    {"\033[[A", UI_KEY_F1},
    {"\033[12~", UI_KEY_F1 + 1},
    {"\033[[B", UI_KEY_F1 + 1},
    {"\033OQ", UI_KEY_F1 + 1},
    {"\033[21~", UI_KEY_F1 + 9},
    {"\033[1;2A", UI_KEY_SHIFT_UP},
    {"\033[1;2B", UI_KEY_SHIFT_DOWN},
    {"\033[1;2C", UI_KEY_SHIFT_RIGHT},
    {"\033[1;2D", UI_KEY_SHIFT_LEFT},
    {"\033[1;5A", UI_KEY_CTRL_UP},
    {"\033[1;5B", UI_KEY_CTRL_DOWN},
    {"\033[1;5C", UI_KEY_CTRL_RIGHT},
    {"\033[1;5D", UI_KEY_CTRL_LEFT},
    {"\033[a", UI_KEY_SHIFT_UP},
    {"\033[b", UI_KEY_SHIFT_DOWN},
    {"\033[c", UI_KEY_SHIFT_RIGHT},
    {"\033[d", UI_KEY_SHIFT_LEFT},
    {"\033Oa", UI_KEY_CTRL_UP},
    {"\033Ob", UI_KEY_CTRL_DOWN},
    {"\033Oc", UI_KEY_CTRL_RIGHT},
    {"\033Od", UI_KEY_CTRL_LEFT},
};

/* The numeric keypad in application mode: scores are typed there, so digits stay digits even where
 * terminfo calls 7 the upper left key. */
static const struct {
    const char *sequence;
    int character;
} keypad_characters[] = {
    {"\033Op", '0'}, {"\033Oq", '1'}, {"\033Or", '2'}, {"\033Os", '3'},          {"\033Ot", '4'},
    {"\033Ou", '5'}, {"\033Ov", '6'}, {"\033Ow", '7'}, {"\033Ox", '8'},          {"\033Oy", '9'},
    {"\033On", '.'}, {"\033Ol", ','}, {"\033Om", '-'}, {"\033OM", UI_KEY_ENTER}, {"\033Ok", '+'},
    {"\033Oj", '*'}, {"\033Oo", '/'}, {"\033OX", '='},
};

void key_sequences_define(void)
{
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++) {
        if (key_defined(sequences[i].sequence) == 0) { /* terminfo knows its own better */
            define_key(sequences[i].sequence, CODE_OF_KEY + sequences[i].key - KEYS_FIRST);
        }
    }
    for (size_t i = 0; i < sizeof keypad_characters / sizeof keypad_characters[0]; i++) {
        define_key(keypad_characters[i].sequence,
                   CODE_OF_CHARACTER + keypad_characters[i].character);
    }
}

int key_sequence_key(int code)
{
    if (code >= CODE_OF_CHARACTER && code < CODE_OF_CHARACTER + 128) {
        return code - CODE_OF_CHARACTER;
    }
    bool is_ours = code > CODE_OF_KEY && code < CODE_OF_CHARACTER;
    return is_ours ? code - CODE_OF_KEY + KEYS_FIRST : 0;
}
