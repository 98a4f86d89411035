/* Argument of screen_text_editor: notes of several lines. The opener's notice() gets the text
 * (const char *) when it was saved, NULL when not. */
#ifndef UI_TEXT_EDITOR_H
#define UI_TEXT_EDITOR_H
#include <stddef.h>

struct text_editor_argument {
    const char *title;
    char *text; /* copied in at the start; not written to */
    size_t room;
};

#endif
