/* The bytes of a terminal: what is a key, what is pasted, and that nothing else types anything,
 * however the bytes were cut on their way. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/input.h"

static const struct input_name names[] = {
    {"\033\t", UI_KEY_SHIFT_TAB}, {"\033[3$", 0}, {"\033[42z", UI_KEY_HOME}, {"\033Ot", UI_KEY_F1}};

static struct input fresh(void)
{
    return (struct input){.terms = {names, 4, .has_mouse = true, .has_old_mouse = true}};
}

/* --- events as words ---------------------------------------------------------------------------
 */

static const struct {
    int key;
    const char *name;
} key_words[] = {
    {UI_KEY_ESCAPE, "Esc"},
    {UI_KEY_ENTER, "Enter"},
    {UI_KEY_TAB, "Tab"},
    {UI_KEY_BACKSPACE, "BS"},
    {UI_KEY_SHIFT_TAB, "S-Tab"},
    {UI_KEY_SHIFT_UP, "S-Up"},
    {UI_KEY_SHIFT_DOWN, "S-Down"},
    {UI_KEY_SHIFT_LEFT, "S-Left"},
    {UI_KEY_SHIFT_RIGHT, "S-Right"},
    {UI_KEY_CTRL_UP, "C-Up"},
    {UI_KEY_CTRL_DOWN, "C-Down"},
    {UI_KEY_CTRL_LEFT, "C-Left"},
    {UI_KEY_CTRL_RIGHT, "C-Right"},
    {UI_KEY_UP, "Up"},
    {UI_KEY_DOWN, "Down"},
    {UI_KEY_LEFT, "Left"},
    {UI_KEY_RIGHT, "Right"},
    {UI_KEY_HOME, "Home"},
    {UI_KEY_END, "End"},
    {UI_KEY_PAGE_UP, "PgUp"},
    {UI_KEY_PAGE_DOWN, "PgDn"},
    {UI_KEY_DELETE, "Del"},
};

static void add_key(struct buf *said, int key)
{
    for (size_t i = 0; i < sizeof key_words / sizeof key_words[0]; i++) {
        if (key_words[i].key == key) {
            buf_printf(said, "%s ", key_words[i].name);
            return;
        }
    }
    if (key >= UI_KEY_F1 && key < UI_KEY_F1 + 12) {
        buf_printf(said, "F%d ", key - UI_KEY_F1 + 1);
    } else if (key > ' ' && key < 127) {
        buf_printf(said, "%c ", key);
    } else {
        buf_printf(said, "U+%04X ", (unsigned)key);
    }
}

static void add_event(struct buf *said, const struct input_event *event)
{
    static const char *const whats[] = {"click", "double", "wheel-up", "wheel-down"};
    if (event->what == INPUT_KEY) {
        add_key(said, event->key);
    } else if (event->what == INPUT_MOUSE) {
        buf_printf(said, "%s:%d,%d ", whats[event->mouse.what], event->mouse.line,
                   event->mouse.column);
    } else if (event->what == INPUT_PASTED) {
        buf_printf(said, "{%s}%s ", event->text, event->is_cut ? "..." : "");
    }
}

static void feed(struct input *input, const char *bytes, size_t size, struct buf *said)
{
    struct input_event event;
    for (size_t at = 0; at < size;) {
        size_t used = input_take(input, bytes + at, size - at, &event);
        assert_true(used <= size - at);
        assert_true(used > 0 || event.what != INPUT_NOTHING);
        at += used;
        add_event(said, &event);
    }
}

static void let_pass(struct input *input, struct buf *said)
{
    struct input_event event;
    bool has_begun = input_wait_ms(input) > 0;
    input_pause(input, &event);
    assert_true(has_begun || event.what == INPUT_NOTHING);
    assert_int_equal(input_wait_ms(input), 0);
    add_event(said, &event);
}

/* The same events however the bytes come: whole, one by one, in any two parts. */
static void expect_bytes(const char *bytes, size_t size, const char *events)
{
    for (size_t cut = 0; cut <= size + 1; cut++) {
        struct input input = fresh();
        struct buf said = {0};
        for (size_t i = 0; cut > size && i < size; i++) {
            feed(&input, bytes + i, 1, &said);
        }
        if (cut <= size) {
            feed(&input, bytes, cut, &said);
            feed(&input, bytes + cut, size - cut, &said);
        }
        let_pass(&input, &said);
        if (strcmp(buf_text(&said), events) != 0) {
            fail_msg("cut at %zu of %zu, ESC%s: \"%s\" in place of \"%s\"", cut, size, bytes + 1,
                     buf_text(&said), events);
        }
        feed(&input, "7", 1, &said); /* the keyboard is alive */
        assert_int_equal(said.size, strlen(events) + 2);
        buf_free(&said);
    }
}

static void expect(const char *bytes, const char *events)
{
    expect_bytes(bytes, strlen(bytes), events);
}

/* --- keys --------------------------------------------------------------------------------------
 */

static void keys_of_every_terminal_are_keys(void **state)
{
    static const char *const keys[][2] = {
        {"\033[A\033[B\033[C\033[D", "Up Down Right Left "},
        {"\033OA\033OB\033OC\033OD", "Up Down Right Left "},
        {"\033[H\033OH\033[1~\033[7~", "Home Home Home Home "},
        {"\033[F\033OF\033[4~\033[8~", "End End End End "},
        {"\033[3~\033[5~\033[6~\033[Z", "Del PgUp PgDn S-Tab "},
        {"\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4 "},
        {"\033[[A\033[[B\033[[C\033[[D\033[[E", "F1 F2 F3 F4 F5 "},
        {"\033[11~\033[12~\033[13~\033[14~\033[15~", "F1 F2 F3 F4 F5 "},
        {"\033[17~\033[18~\033[19~\033[20~\033[21~", "F6 F7 F8 F9 F10 "},
        {"\033[23~\033[24~", "F11 F12 "},
        {"\033[1;2A\033[1;2B\033[1;2C\033[1;2D", "S-Up S-Down S-Right S-Left "},
        {"\033[1;5A\033[1;5B\033[1;5C\033[1;5D", "C-Up C-Down C-Right C-Left "},
        {"\033[a\033[b\033[c\033[d", "S-Up S-Down S-Right S-Left "},
        {"\033Oa\033Ob\033Oc\033Od", "C-Up C-Down C-Right C-Left "},
        {"\033Op\033Oq\033Or\033Os\033Ot\033Ou\033Ov\033Ow\033Ox\033Oy", "0 1 2 3 4 5 6 7 8 9 "},
        {"\033On\033Ol\033Om\033Ok\033Oj\033Oo\033OX\033OM", ". , - + * / = Enter "},
        {"\r\n\t\b\177", "Enter Enter Tab BS BS "},
        {"\020\f\023", "U+0010 U+000C U+0013 "},
        {"\033\t\033[42z", "S-Tab Home "},
        {"\033[3$9", "9 "},
        {"\233A\217P", "Up F1 "}, /* the same in eight bits */
    };
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        expect(keys[i][0], keys[i][1]);
    }
}

static void escape_is_a_key_alone_and_before_a_key(void **state)
{
    (void)state;
    expect("\033", "Esc ");
    expect("\033\033", "Esc Esc ");
    expect("\0333", "Esc 3 ");
    expect("\033\r", "Esc Enter ");
    expect("\033\033[A", "Esc Up ");
    expect("\033\303\251", "Esc U+00E9 ");
}

static void letters_are_strict_utf8(void **state)
{
    (void)state;
    expect("\303\251\342\202\254\360\237\230\200", "U+00E9 U+20AC U+1F600 ");
    expect("\xFF\xC3", "");
    expect("\xFF"
           "9\xC3"
           "8",
           "9 8 ");
    expect("\xC0\xAF\xE0\x80\xAF\xED\xA0\x80\xF4\x90\x80\x80\xF5", "");
    expect("\302\220\302\233\302\235\302\237", ""); /* C1 as characters */
    expect("\342\202\033[A", "Up ");
    expect_bytes("\0", 1, "");
}

static void the_mouse_is_read_in_both_forms(void **state)
{
    (void)state;
    expect("\033[<0;5;3M\033[<0;5;3m", "click:2,4 ");
    expect("\033[<64;1;1M\033[<65;1;1M", "wheel-up:0,0 wheel-down:0,0 ");
    expect("\033[<4;5;3M\033[<16;5;3M", "click:2,4 click:2,4 ");
    expect("\033[<1;5;3M\033[<2;5;3M\033[<35;5;3M\033[<32;5;3M\033[<66;5;3M\033[<128;5;3M", "");
    expect("\033[<0;0;3M\033[<0;5;0M\033[<0;5M\033[<0;5;3;1M\033[<0M\033[<M\033[<;;M", "");
    expect("\033[<0;99999999999999999999;3M", "click:2,9998 ");
    expect("\033[M %#\033[M#%#", "click:2,4 ");
    expect("\033[M999\033[M\r\r\r\033[M\001\001\001\033[M\377\377\377", "");
    expect("\033[32;5;3M", ""); /* rxvt's own form */
}

static void a_terminal_without_a_mouse_has_none(void **state)
{
    (void)state;
    struct input input = {0};
    struct buf said = {0};
    const char bytes[] = "\033[<0;5;3M\033[M %#\033[M999";
    feed(&input, bytes, sizeof bytes - 1, &said);
    assert_string_equal(buf_text(&said), "");
    input.terms.has_mouse = true; /* in the newer form */
    feed(&input, bytes, sizeof bytes - 1, &said);
    assert_string_equal(buf_text(&said), "click:2,4 ");
    buf_free(&said);
}

/* --- what types nothing ------------------------------------------------------------------------
 */

static void replies_and_unknown_sequences_type_nothing(void **state)
{
    static const char *const silent[] = {
        "\033[?1;2c",     "\033[>41;327;0c", "\033[0n",       "\033[24;80R",  "\033[?24;80R",
        "\033[?2026;2$y", "\033[4;2$y",      "\033[8;24;80t", "\033[I",       "\033[O",
        "\033[1;9A",      "\033[25;5~",      "\033[1;2P",     "\033[27;5;9~", "\033[97;5u",
        "\033[203~",      "\033[201~",       "\033[?9;9;9h",  "\033[9 q",     "\033[9'z",
        "\033[1:2:3A",    "\033[1;2;3A",     "\033[5A",       "\033O5A",      "\033O9z",
        "\033[9\r9A",     "\033[9\030",      "\033[9\032",    "\033[9\2009A", "\033[[Z",
        "\233?1;2c",      "\033O\030",       "\033[9;9",      "\033O",        "\033[",
        "\033[<0;9",      "\033[M9",         "\033[[",
    };
    (void)state;
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++) {
        expect(silent[i], "");
    }
}

static void strings_of_every_kind_type_nothing(void **state)
{
    static const char *const silent[] = {
        "\033]11;rgb:1e1e/1e1e/2e2e\033\\",
        "\033]0;99\r99\n\t9\a",
        "\033P>|XTerm(390)\033\\",
        "\033P1+r544e=787465\033\\",
        "\033_Gi=31;OK\033\\",
        "\033^99\033\\",
        "\033X99\033\\",
        "\033]52;c;eA==\a",
        "\033]0;\342\234\223 9\a",
        "\033Ptmux;\033\033]0;9\a",
        "\033]0;\033[A\0339\033O9\033\\",
        "\2359999\234",
        "\22099\033\\",
        "\23699\a",
        "\23799\234",
        "\23099\234",
        "\033]9999",
        "\033P9\033",
        "\033]9\030",
        "\033]9\032",
    };
    (void)state;
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++) {
        expect(silent[i], "");
    }
    expect("\033]0;9\a8", "8 ");
    expect("\033P9\033\\8", "8 ");
    expect("\033]9\0308", "8 ");
    expect("\033]9\0328", "8 ");
    expect("\033]0;a\\9\a8", "8 ");
}

/* Whatever the number of bytes, nothing grows and nothing is typed. */
static void length_changes_nothing(void **state)
{
    static const char *const parts[][3] = {{"\033[<0", ";1", "M"},  {"\033[", "9", "~"},
                                           {"\033[", ";", "A"},     {"\033O", "1", "9z"},
                                           {"\033]0;", "9", "\a"},  {"\033P", "9\r", "\033\\"},
                                           {"\033_", "\033[", "\a"}};
    static const int counts[] = {31, 32, 33, 100, 4096, 100000};
    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        for (size_t j = 0; j < sizeof counts / sizeof counts[0]; j++) {
            struct input input = fresh();
            struct buf bytes = {0};
            struct buf said = {0};
            buf_add_text(&bytes, parts[i][0]);
            for (int k = 0; k < counts[j]; k++) {
                buf_add_text(&bytes, parts[i][1]);
            }
            buf_add_text(&bytes, parts[i][2]);
            feed(&input, buf_text(&bytes), bytes.size, &said);
            feed(&input, "8", 1, &said);
            assert_string_equal(buf_text(&said), "8 ");
            buf_free(&bytes);
            buf_free(&said);
        }
    }
}

/* --- what is pasted ----------------------------------------------------------------------------
 */

static void a_paste_is_one_text(void **state)
{
    (void)state;
    expect("\033[200~98\033[201~7", "{98} 7 ");
    expect("\033[200~a\r\nb\nc\rd\r\r\033[201~", "{a\nb\nc\nd\n\n} ");
    expect("\033[200~a\tb\001\033c\177\b\033[201~", "{a bc} ");
    expect("\033[200~\033[A\033[2\033[200~\033[201~", "{[A[2[200~} ");
    expect("\033[200~\303\251\xC3\xFF\360\237\230\200\342\202\254\302\233\033[201~",
           "{\303\251\360\237\230\200\342\202\254} ");
    expect("\033[200~\033[201~", "{} ");
}

static void a_paste_without_an_end_ends_with_a_pause(void **state)
{
    (void)state;
    expect("\033[200~98", "{98} ");
    expect("\033[200~98\033[20", "{98} ");
    expect("\033[200~98\342\202", "{98} ");
}

static void a_long_paste_is_cut_between_characters_and_said_so(void **state)
{
    static const struct {
        const char *letter;
        size_t kept;
    } pastes[] = {{"a", INPUT_PASTE_ROOM - 1},
                  {"\303\251", INPUT_PASTE_ROOM - 2},
                  {"\342\202\254", INPUT_PASTE_ROOM - 2}};
    (void)state;
    for (size_t i = 0; i < sizeof pastes / sizeof pastes[0]; i++) {
        struct input input = fresh();
        struct input_event event = {0};
        size_t size = strlen(pastes[i].letter);
        input_take(&input, "\033[200~", 6, &event);
        for (int j = 0; j < 100000; j++) {
            assert_int_equal(input_take(&input, pastes[i].letter, size, &event), size);
            assert_int_equal(event.what, INPUT_NOTHING);
        }
        input_take(&input, "\033[201~", 6, &event);
        assert_int_equal(event.what, INPUT_PASTED);
        assert_true(event.is_cut);
        assert_true(text_is_utf8(event.text, strlen(event.text)));
        assert_int_equal(strlen(event.text), pastes[i].kept);
    }
}

static void what_is_forgotten_is_not_told_and_its_rest_types_nothing(void **state)
{
    static const char *const cut[][3] = {{"\033[200~98", "7\033[201~", "{7} "},
                                         {"\033]0;9", "9\a", ""},
                                         {"\033[<0;", "9;9M", "click:8,8 "},
                                         {"\033", "8", "8 "},
                                         {"\303", "8", "8 "}};
    (void)state;
    for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++) {
        struct input input = fresh();
        struct buf said = {0};
        feed(&input, cut[i][0], strlen(cut[i][0]), &said);
        input_forget(&input);
        feed(&input, cut[i][1], strlen(cut[i][1]), &said);
        assert_string_equal(buf_text(&said), cut[i][2]);
        buf_free(&said);
    }
}

/* Pieces of everything, in any order, cut anywhere: the same events, the state stays sound. */
static void any_bytes_mean_the_same_wherever_they_are_cut(void **state)
{
    static const char pieces[] =
        "\033\033\033[[O]P_<;;0129~MAZ$\\\a\030\233\235\234\303\251\342\r\t";
    struct test_random random;
    (void)state;
    test_random_start(&random);
    for (int round = 0; round < 3000; round++) {
        struct input whole = fresh();
        struct input parts = fresh();
        struct buf said = {0};
        struct buf again = {0};
        char bytes[64];
        size_t size = 1 + (size_t)test_random_below(&random, 60);
        for (size_t i = 0; i < size; i++) {
            bytes[i] = pieces[test_random_below(&random, sizeof pieces - 1)];
        }
        feed(&whole, bytes, size, &said);
        for (size_t at = 0; at < size;) {
            size_t most = size - at;
            size_t part = 1 + (size_t)test_random_below(&random, (int)most);
            feed(&parts, bytes + at, part, &again);
            at += part;
        }
        let_pass(&whole, &said);
        let_pass(&parts, &again);
        assert_string_equal(buf_text(&said), buf_text(&again));
        buf_free(&said);
        buf_free(&again);
    }
}

static void a_million_bytes_take_no_time_to_speak_of(void **state)
{
    enum { SIZE = 1000000, MOST_MS = 2000 };
    struct input input = fresh();
    struct input_event event;
    char *bytes = mem_alloc(SIZE);
    (void)state;
    memset(bytes, '9', SIZE);
    bytes[0] = '\033';
    bytes[1] = ']';
    int64_t since_ms = time_monotonic_ms();
    assert_int_equal(input_take(&input, bytes, SIZE, &event), SIZE);
    assert_int_equal(event.what, INPUT_NOTHING);
    assert_true(time_monotonic_ms() - since_ms < MOST_MS);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_every_terminal_are_keys),
        cmocka_unit_test(escape_is_a_key_alone_and_before_a_key),
        cmocka_unit_test(letters_are_strict_utf8),
        cmocka_unit_test(the_mouse_is_read_in_both_forms),
        cmocka_unit_test(a_terminal_without_a_mouse_has_none),
        cmocka_unit_test(replies_and_unknown_sequences_type_nothing),
        cmocka_unit_test(strings_of_every_kind_type_nothing),
        cmocka_unit_test(length_changes_nothing),
        cmocka_unit_test(a_paste_is_one_text),
        cmocka_unit_test(a_paste_without_an_end_ends_with_a_pause),
        cmocka_unit_test(a_long_paste_is_cut_between_characters_and_said_so),
        cmocka_unit_test(what_is_forgotten_is_not_told_and_its_rest_types_nothing),
        cmocka_unit_test(any_bytes_mean_the_same_wherever_they_are_cut),
        cmocka_unit_test(a_million_bytes_take_no_time_to_speak_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
