#include "ui/field.h"

#include <string.h>

#include "base/text.h"
#include "ui/screen.h"

enum { CONTROL_U = 21, CONTROL_W = 23 };

void field_start(struct field *field, char *text, size_t room)
{
    *field = (struct field){.text = text,
                            .room = room,
                            .cursor = strlen(text),
                            .is_secret = field->is_secret,
                            .has_lines = field->has_lines};
}

/* Byte offset of the cluster before `at`. */
static size_t before(const char *text, size_t at)
{
    size_t previous = 0;
    for (size_t next = 0; next < at; next += text_cluster(text + next)) {
        previous = next;
        if (text_cluster(text + next) == 0) {
            break;
        }
    }
    return previous;
}

static void remove_range(struct field *field, size_t from, size_t to)
{
    memmove(field->text + from, field->text + to, strlen(field->text + to) + 1);
    field->cursor = from;
}

static size_t encode(int code_point, char bytes[5])
{
    unsigned c = (unsigned)code_point;
    if (c < 0x80) {
        bytes[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        bytes[0] = (char)(0xC0 | c >> 6);
        bytes[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        bytes[0] = (char)(0xE0 | c >> 12);
        bytes[1] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    bytes[0] = (char)(0xF0 | c >> 18);
    bytes[1] = (char)(0x80 | (c >> 12 & 0x3F));
    bytes[2] = (char)(0x80 | (c >> 6 & 0x3F));
    bytes[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* No control characters, and none that turn the direction of what follows. */
static bool is_printable(int code_point)
{
    bool is_control = code_point < 32 || (code_point >= 127 && code_point < 160);
    bool is_direction = (code_point >= 0x202A && code_point <= 0x202E) ||
                        (code_point >= 0x2066 && code_point <= 0x2069);
    bool is_half = code_point >= 0xD800 && code_point <= 0xDFFF;
    return !is_control && !is_direction && !is_half && code_point <= 0x10FFFF;
}

/* All or nothing. */
static bool insert_bytes(struct field *field, const char *bytes, size_t size)
{
    size_t length = strlen(field->text);
    if (length + size >= field->room) {
        return false;
    }
    memmove(field->text + field->cursor + size, field->text + field->cursor,
            length - field->cursor + 1);
    memcpy(field->text + field->cursor, bytes, size);
    field->cursor += size;
    return true;
}

static bool was_full; /* of the one screen there is */

static bool insert(struct field *field, int code_point)
{
    char bytes[5] = {0};
    if (!is_printable(code_point)) {
        return false;
    }
    was_full = !insert_bytes(field, bytes, encode(code_point, bytes)) || was_full;
    return true;
}

bool field_was_full(void)
{
    bool is_full = was_full;
    was_full = false;
    return is_full;
}

/* --- pasted text: one piece, so that what follows from a change is done once -------------------
 */

static const char *offered; /* by the one screen there is, while it dispatches the key */
static enum field_paste outcome;

void field_offer_paste(const char *text)
{
    offered = text;
    outcome = FIELD_PASTE_LEFT;
}

enum field_paste field_end_paste(void)
{
    offered = NULL;
    return outcome;
}

/* The line ends at the very end come along with a line that was copied, and are not meant. */
static size_t meant_size(const struct field *field)
{
    size_t size = strlen(offered);
    while (!field->has_lines && size > 0 && offered[size - 1] == '\n') {
        size--;
    }
    return size;
}

static bool paste(struct field *field)
{
    if (offered == NULL) {
        return false;
    }
    size_t size = meant_size(field);
    outcome = FIELD_PASTE_TAKEN;
    for (size_t at = 0; at < size && outcome == FIELD_PASTE_TAKEN;) {
        int code_point = 0;
        size_t next = text_decode(offered + at, &code_point);
        bool is_fitting = true;
        if (code_point == '\n') {
            is_fitting = insert_bytes(field, field->has_lines ? "\n" : " ", 1);
        } else if (is_printable(code_point)) {
            is_fitting = insert_bytes(field, offered + at, next);
        }
        outcome = is_fitting ? FIELD_PASTE_TAKEN : FIELD_PASTE_CUT;
        at += next;
    }
    return true;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\n';
}

static void remove_word(struct field *field)
{
    size_t from = field->cursor;
    while (from > 0 && is_blank(field->text[from - 1])) {
        from--;
    }
    while (from > 0 && !is_blank(field->text[from - 1])) {
        from--;
    }
    remove_range(field, from, field->cursor);
}

/* A screen may have changed the text below the field: spaces trimmed before a save that failed. */
static void keep_cursor_inside(struct field *field)
{
    size_t length = strlen(field->text);
    field->cursor = field->cursor < length ? field->cursor : length;
    while (field->cursor > 0 && ((unsigned char)field->text[field->cursor] & 0xC0) == 0x80) {
        field->cursor--; /* to where a letter begins */
    }
}

bool field_key(struct field *field, int key)
{
    keep_cursor_inside(field);
    switch (key) {
    case UI_KEY_LEFT:
        field->cursor = before(field->text, field->cursor);
        return true;
    case UI_KEY_RIGHT:
        field->cursor += text_cluster(field->text + field->cursor);
        return true;
    case UI_KEY_HOME:
        field->cursor = 0;
        return true;
    case UI_KEY_END:
        field->cursor = strlen(field->text);
        return true;
    case UI_KEY_BACKSPACE:
        if (field->cursor > 0) {
            remove_range(field, before(field->text, field->cursor), field->cursor);
        }
        return true;
    case UI_KEY_DELETE:
        remove_range(field, field->cursor,
                     field->cursor + text_cluster(field->text + field->cursor));
        return true;
    case CONTROL_U:
        remove_range(field, 0, strlen(field->text));
        return true;
    case CONTROL_W:
        remove_word(field);
        return true;
    case UI_KEY_PASTE:
        return paste(field);
    default:
        return insert(field, key);
    }
}

static void dots(const struct field *field, char *dst, size_t size, size_t *cursor)
{
    const char *dot = draw_symbol("•", "*");
    size_t used = 0;
    dst[0] = '\0';
    *cursor = 0;
    for (size_t at = 0; field->text[at] != '\0' && used + 4 < size;
         at += text_cluster(field->text + at)) {
        memcpy(dst + used, dot, strlen(dot) + 1);
        used += strlen(dot);
        if (at < field->cursor) {
            *cursor = used;
        }
    }
}

void field_draw(const struct field *field, struct area area, int line, int column, int columns,
                bool has_focus)
{
    char shown[1024];
    char head[1024];
    size_t cursor = field->cursor;
    if (field->is_secret) {
        dots(field, shown, sizeof shown, &cursor);
    } else {
        text_copy(shown, sizeof shown, field->text);
    }
    cursor = cursor < strlen(shown) ? cursor : strlen(shown);
    memcpy(head, shown, cursor);
    head[cursor] = '\0';
    /* What does not fit goes out on the left, so that the cursor stays in sight. */
    size_t from = 0;
    while (text_width(head + from) >= columns && head[from] != '\0') {
        from += text_cluster(shown + from);
    }
    draw_cell(area, line, column, columns, has_focus ? INK_SELECTION : INK_TEXT, shown + from);
    if (has_focus) {
        draw_cursor(area, line, column + text_width(head + from));
    }
}
