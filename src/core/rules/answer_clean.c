/* A field of an answer as one plain line, and where its sentences end. */
#include <string.h>

#include "base/text.h"
#include "core/rules/answer_parts.h"
#include "core/rules/plain_text.h"

/* --- cleaning ------------------------------------------------------------------------------------
 */

/* Bytes of the terminal sequence that begins after an escape: all of it goes, or its parameters
 * would be left as text. */
static size_t sequence_length(const char *text, bool is_csi)
{
    size_t length = 0;
    if (!is_csi && *text != '[' && *text != ']') {
        return *text >= 0x20 && *text < 0x7F ? 1 : 0;
    }
    if (!is_csi && *text == ']') { /* a title: up to BEL or ESC \ */
        length = strcspn(text, "\x07\x1B");
        length += text[length] == '\x07';
        return length;
    }
    length = is_csi ? 0 : 1;
    length += strspn(text + length, "0123456789;:<=>?!\"#$%&'()*+,-./ ");
    return length + (text[length] >= 0x40 && text[length] < 0x7F ? 1 : 0);
}

/* Bytes of markup at the beginning of a line: "## ", "> ", "- ", "* ", and a fence with its
 * language. */
static size_t markup_length(const char *text)
{
    size_t length = strspn(text, " \t");
    const char *rest = text + length;
    if (strncmp(rest, "```", 3) == 0) {
        size_t line = strcspn(rest, "\n");
        return length + (rest[line] == '\n' && line < 24 ? line : strspn(rest, "`"));
    }
    if (*rest == '#' || *rest == '>') {
        return length + strspn(rest, "#> ");
    }
    if (*rest != '\0' && strchr("*-+", *rest) != NULL && rest[1] == ' ') {
        return length + 2;
    }
    return strncmp(rest, "\xE2\x80\xA2", 3) == 0 ? length + 3 : 0; /* a bullet */
}

static bool is_between_digits(const struct buf *out, const char *after)
{
    int next = 0;
    text_decode(after, &next);
    char before = out->size > 0 ? out->bytes[out->size - 1] : '\0';
    return before >= '0' && before <= '9' && plain_digit(next) >= 0;
}

static void add_blank(struct buf *out)
{
    if (out->size > 0 && out->bytes[out->size - 1] != ' ') {
        buf_add(out, " ", 1);
    }
}

/* Adds what is shown of the code point; more bytes to skip after it. */
static size_t take_point(struct buf *out, int code_point, const char *after)
{
    if (code_point == 0x1B || code_point == 0x9B) {
        return sequence_length(after, code_point == 0x9B);
    }
    if (code_point == '`' || (code_point == '*' && !is_between_digits(out, after))) {
        return 0;
    }
    switch (plain_kind(code_point)) {
    case PLAIN_BLANK:
        add_blank(out);
        return code_point == '\n' ? markup_length(after) : 0;
    case PLAIN_SHOWN:
        plain_add(out, code_point);
        return 0;
    default:
        return 0;
    }
}

void answer_clean(struct buf *out, const char *text)
{
    int code_point = 0;
    size_t used = 0;
    text += markup_length(text);
    while (out->size < ANSWER_FIELD_MAX && (used = text_decode(text, &code_point)) > 0) {
        text += used;
        text += take_point(out, code_point, text);
    }
    while (out->size > ANSWER_FIELD_MAX || (out->size > 0 && out->bytes[out->size - 1] == ' ')) {
        do {
            out->size--;
        } while (((unsigned char)out->bytes[out->size] & 0xC0) == 0x80);
        out->bytes[out->size] = '\0';
    }
}

/* --- sentences -----------------------------------------------------------------------------------
 */

/* The word that ends in a full stop is an abbreviation or an ordinal at the beginning. */
static bool is_abbreviation(const char *text, size_t stop)
{
    static const char known[] = ",bijv,bv,ca,circa,nr,no,max,min,gem,vs,approx,avg,resp,evt,incl,"
                                "excl,sec,tot,fig,o.a,d.w.z,"
                                "e.g,i.e,m.b.t,t.o.v,t/m,m.i,n.v.t,z.g,st,dr,mr,mrs,";
    char word[16];
    char listed[16];
    size_t from = stop;
    while (from > 0 && text[from - 1] != ' ' && text[from - 1] != '(') {
        from--;
    }
    size_t length = stop - from;
    if (length == 0 || length + 3 > sizeof word) {
        return false;
    }
    if (strspn(text + from, "0123456789") == length) {
        return from == 0;
    }
    memcpy(word, text + from, length);
    word[length] = '\0';
    text_fold(listed + 1, sizeof listed - 2, word);
    listed[0] = ',';
    memcpy(listed + 1 + strlen(listed + 1), ",", 2);
    return strstr(known, listed) != NULL || (length == 1 && plain_is_letter(text[from]));
}

/* Bytes of closing quotes and brackets. */
static size_t closing_length(const char *text)
{
    size_t length = strspn(text, "\"')].!?");
    if (strncmp(text + length, "\xE2\x80\x9D", 3) == 0 ||
        strncmp(text + length, "\xE2\x80\x99", 3) == 0) {
        length += 3;
    }
    return length;
}

/* A sentence does not begin with a small letter. */
static bool begins_small(const char *text)
{
    return *text >= 'a' && *text <= 'z';
}

size_t answer_sentence_length(const char *text)
{
    for (size_t at = 0; text[at] != '\0'; at++) {
        bool is_ellipsis = strncmp(text + at, "\xE2\x80\xA6", 3) == 0;
        if (strchr(".!?", text[at]) == NULL && !is_ellipsis) {
            continue;
        }
        size_t end = at + (is_ellipsis ? 3 : 1);
        end += closing_length(text + end);
        bool is_end = text[end] == '\0' || (text[end] == ' ' && !begins_small(text + end + 1));
        if (is_end && !(text[at] == '.' && text[end] != '\0' && is_abbreviation(text, at))) {
            return end;
        }
        at = end - 1;
    }
    return strlen(text);
}
