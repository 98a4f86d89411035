#include "ui/key_names.h"

#include <curses.h>
#include <string.h>
#include <term.h>

/* Sequences only: a description that calls Ctrl-H the left arrow would take Backspace away. */
static const struct {
    const char *capability;
    int key;
} capabilities[] = {
    {"kcuu1", UI_KEY_UP},
    {"kcud1", UI_KEY_DOWN},
    {"kcub1", UI_KEY_LEFT},
    {"kcuf1", UI_KEY_RIGHT},
    {"khome", UI_KEY_HOME},
    {"kend", UI_KEY_END},
    {"kpp", UI_KEY_PAGE_UP},
    {"knp", UI_KEY_PAGE_DOWN},
    {"kdch1", UI_KEY_DELETE},
    {"kcbt", UI_KEY_SHIFT_TAB},
    {"kbs", UI_KEY_BACKSPACE},
    {"kent", UI_KEY_ENTER},
    {"kLFT", UI_KEY_SHIFT_LEFT},
    {"kRIT", UI_KEY_SHIFT_RIGHT},
    {"kri", UI_KEY_SHIFT_UP},
    {"kind", UI_KEY_SHIFT_DOWN},
    {"kUP", UI_KEY_SHIFT_UP},
    {"kDN", UI_KEY_SHIFT_DOWN},
    {"kUP5", UI_KEY_CTRL_UP},
    {"kDN5", UI_KEY_CTRL_DOWN},
    {"kLFT5", UI_KEY_CTRL_LEFT},
    {"kRIT5", UI_KEY_CTRL_RIGHT},
    {"kf1", UI_KEY_F1},
    {"kf2", UI_KEY_F1 + 1},
    {"kf3", UI_KEY_F1 + 2},
    {"kf4", UI_KEY_F1 + 3},
    {"kf5", UI_KEY_F1 + 4},
    {"kf6", UI_KEY_F1 + 5},
    {"kf7", UI_KEY_F1 + 6},
    {"kf8", UI_KEY_F1 + 7},
    {"kf9", UI_KEY_F1 + 8},
    {"kf10", UI_KEY_F1 + 9},
    {"kf11", UI_KEY_F1 + 10},
    {"kf12", UI_KEY_F1 + 11},
    {"kDC", 0}, /* rxvt ends these with a $, where others are still in the middle */
    {"kEND", 0},
    {"kHOM", 0},
    {"kNXT", 0},
    {"kPRV", 0},
    {"kIC", 0},
};
enum { CAPABILITIES = sizeof capabilities / sizeof capabilities[0] };

/* Of the one terminal there is. */
static struct input_name names[CAPABILITIES];
static int name_count;

void key_names_read(void)
{
    name_count = 0;
    for (int i = 0; i < CAPABILITIES; i++) {
        const char *bytes = tigetstr(capabilities[i].capability);
        bool is_sequence = bytes != NULL && bytes != (const char *)-1 && bytes[0] == '\033' &&
                           strlen(bytes) < sizeof names[0].bytes;
        if (is_sequence) {
            struct input_name *name = &names[name_count++];
            memcpy(name->bytes, bytes, strlen(bytes) + 1);
            name->key = capabilities[i].key;
        }
    }
}

const struct input_name *key_names(int *count)
{
    *count = name_count;
    return names;
}
