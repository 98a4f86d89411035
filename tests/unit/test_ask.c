/* Nothing of the demonstration club that names a person, a thing or a place is in what is sent. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "core/ask.h"
#include "core/demo.h"
#include "core/member.h"
#include "core/rules/answer.h"
#include "core/session.h"
#include "core/weapon.h"
#include "store/club_words.h"

static struct app app;

static int start_demo(void **state)
{
    (void)state;
    struct err err = {0};
    struct demo_result result;
    const struct demo_options options = {.members = 60, .sessions = 150, .seed = 7};
    test_club(&app);
    assert_ok(demo_load(&app, &options, NULL, NULL, &result, &err), err);
    return 0;
}

static int end_demo(void **state)
{
    (void)state;
    app_close(&app);
    return 0;
}

/* --- what must not be sent -----------------------------------------------------------------------
 */
struct forbidden {
    int count;
    char words[2000][NAME_ROOM];
};
static struct forbidden forbidden;

static bool is_letter_or_digit(unsigned char byte)
{
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}

/* Folded whole words. */
static bool occurs(const char *hay, const char *needle)
{
    size_t length = strlen(needle);
    for (const char *at = strstr(hay, needle); at != NULL; at = strstr(at + 1, needle)) {
        bool starts = at == hay || !is_letter_or_digit((unsigned char)at[-1]);
        if (starts && !is_letter_or_digit((unsigned char)at[length])) {
            return true;
        }
    }
    return false;
}

static void forbid(void *context, const char *word)
{
    (void)context;
    char folded[NAME_ROOM];
    text_fold(folded, sizeof folded, word);
    if (strlen(folded) >= 3 && forbidden.count < 2000) {
        text_copy(forbidden.words[forbidden.count++], NAME_ROOM, folded);
    }
}

/* Each name of a member by itself; "van" and the like are words of every sentence. */
static void forbid_parts(const char *name)
{
    static const char particles[] = " van den der het ter ten von ";
    char folded[NAME_ROOM];
    char *rest = NULL;
    text_fold(folded, sizeof folded, name);
    for (char *part = strtok_r(folded, " -'", &rest); part != NULL;
         part = strtok_r(NULL, " -'", &rest)) {
        if (strstr(particles, part) == NULL) {
            forbid(NULL, part);
        }
    }
}

static void forbid_names(void)
{
    struct arena arena = {0};
    struct err err = {0};
    struct member *rows = NULL;
    int count = 0;
    const struct member_query query = {.find = "", .with_left = true, .limit = 200};
    assert_ok(member_list(&app, &arena, &query, &rows, &count, &err), err);
    for (int i = 0; i < count; i++) {
        forbid_parts(rows[i].family_name);
        forbid_parts(rows[i].given_name);
    }
    arena_free(&arena);
}

static void read_forbidden(void)
{
    struct err err = {0};
    forbidden.count = 0;
    forbid_names();
    assert_ok(club_words_each(app.db, forbid, NULL, &err), err);
    assert_true(forbidden.count > 60);
}

static void expect_clean(const char *text)
{
    size_t room = strlen(text) * 2 + 1;
    char *folded = malloc(room);
    assert_non_null(folded);
    text_fold(folded, room, text);
    for (int i = 0; i < forbidden.count; i++) {
        if (occurs(folded, forbidden.words[i])) {
            fail_msg("\"%s\" is sent in: %s", forbidden.words[i], text);
        }
    }
    free(folded);
}

static void expect_calculated(enum reflection_subject subject, const struct ask *ask)
{
    struct arena arena = {0};
    struct answer answer;
    const char *why = NULL;
    if (!answer_read(&arena, subject, ask->calculated, strlen(ask->calculated), NULL, &answer,
                     &why)) {
        fail_msg("%s: %s", why, ask->calculated);
    }
    for (int i = 0; subject != REFLECTION_WEAPON && i < answer.count; i++) {
        if (!answer_is_supported(answer.rows[i].text, ask->sources)) {
            fail_msg("\"%s\" has no source in %s", answer.rows[i].text, ask->sources);
        }
    }
    arena_free(&arena);
}

static void expect_good(enum reflection_subject subject, const struct ask *ask)
{
    const char *why = NULL;
    cJSON *data = json_read(ask->sources, strlen(ask->sources), &why);
    if (data == NULL) {
        fail_msg("%s: %s", why, ask->sources);
    }
    cJSON_Delete(data);
    assert_non_null(strstr(ask->user, ask->sources));
    expect_clean(ask->system);
    expect_clean(ask->user);
    expect_clean(ask->sources);
    assert_true(strlen(ask->session_ids) > 0);
    expect_calculated(subject, ask);
}

/* --- every session, weapon and shooter -----------------------------------------------------------
 */
static void ask_every_session(void)
{
    struct arena arena = {0};
    struct err err = {0};
    struct session_line *rows = NULL;
    int count = 0;
    bool more = false;
    const struct session_query query = {.find = "", .limit = 200};
    assert_ok(session_list(&app, &arena, &query, &rows, &count, &more, &err), err);
    assert_true(count >= 100);
    for (int i = 0; i < count; i++) {
        struct arena one = {0};
        struct ask ask;
        if (rows[i].shots > 0) {
            assert_ok(ask_session(&app, &one, rows[i].id, &ask, &err), err);
            expect_good(REFLECTION_SESSION, &ask);
            if (i == 0 && getenv("AIMTRACK_SHOW") != NULL) {
                puts(ask.system), puts(ask.user), puts(ask.calculated);
            }
        }
        arena_free(&one);
    }
    arena_free(&arena);
}

static void ask_every_weapon(void)
{
    struct arena arena = {0};
    struct err err = {0};
    struct weapon *rows = NULL;
    int count = 0;
    int asked = 0;
    const struct weapon_query query = {.find = "", .with_retired = true, .limit = 200};
    assert_ok(weapon_list(&app, &arena, &query, &rows, &count, &err), err);
    for (int i = 0; i < count; i++) {
        struct arena one = {0};
        struct ask ask;
        if (ask_weapon(&app, &one, rows[i].id, &ask, &err)) {
            expect_good(REFLECTION_WEAPON, &ask);
            if (asked++ == 0 && getenv("AIMTRACK_SHOW") != NULL) {
                puts(ask.user), puts(ask.calculated);
            }
        } else {
            assert_int_equal(err.kind, ERR_INPUT);
        }
        arena_free(&one);
    }
    assert_true(asked > 3);
    arena_free(&arena);
}

static void ask_about(record_id member_id, record_id weapon_id, const char *text, const char *from)
{
    struct arena arena = {0};
    struct ask ask;
    struct err err = {0};
    struct question_input input = {.member_id = member_id, .weapon_id = weapon_id};
    text_copy(input.text, sizeof input.text, text);
    text_copy(input.from, sizeof input.from, from);
    if (ask_question(&app, &arena, &input, &ask, &err)) {
        expect_good(REFLECTION_QUESTION, &ask);
        if (getenv("AIMTRACK_SHOW") != NULL) {
            puts(ask.user), puts(ask.calculated);
        }
    } else {
        assert_int_equal(err.kind, ERR_INPUT);
    }
    arena_free(&arena);
}

static void ask_questions(void)
{
    struct arena arena = {0};
    struct err err = {0};
    struct member *rows = NULL;
    int count = 0;
    struct session_line *lines = NULL;
    int line_count = 0;
    bool more = false;
    const struct member_query query = {.find = "", .limit = 200};
    const struct session_query newest = {.find = "", .limit = 5};
    assert_ok(member_list(&app, &arena, &query, &rows, &count, &err), err);
    for (int i = 0; i < count; i++) {
        char text[300];
        snprintf(text, sizeof text, "Waarom schiet %s %s (%s, %s) laag met de %s?",
                 rows[i].given_name, rows[i].family_name, rows[i].number, rows[i].licence,
                 "Walther LP500");
        ask_about(rows[i].id, 0, text, "");
        ask_about(rows[i].id, 0, "How do I get steadier?", "2026-01-01");
    }
    assert_ok(session_list(&app, &arena, &newest, &lines, &line_count, &more, &err), err);
    for (int i = 0; i < line_count; i++) {
        struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
        assert_ok(session_get(&app, &arena, lines[i].id, detail, &err), err);
        record_id weapon_id = detail->parts[0].weapon.weapon_id;
        ask_about(detail->session.member_id, weapon_id, "And with this weapon?", "");
        ask_about(0, weapon_id, "Is this weapon worn?", "");
    }
    arena_free(&arena);
}

static void nothing_of_the_demonstration_club_is_sent(void **state)
{
    (void)state;
    read_forbidden();
    for (int i = 0; i < 2; i++) {
        i18n_set_language(i == 0 ? LANGUAGE_EN : LANGUAGE_NL);
        ask_every_session();
        ask_every_weapon();
        ask_questions();
    }
    i18n_set_language(LANGUAGE_EN);
}

/* --- notes ---------------------------------------------------------------------------------------
 */
static void add_word(void *context, const char *word)
{
    struct buf *note = context;
    buf_printf(note, "%s; ", word);
}

static void notes_that_hold_every_secret_are_sent_without_them(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct err err = {0};
    struct session_line *rows = NULL;
    int count = 0;
    bool more = false;
    struct ask ask;
    struct buf words = {0};
    const struct session_query query = {.find = "", .limit = 1};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    read_forbidden();
    assert_ok(session_list(&app, &arena, &query, &rows, &count, &more, &err), err);
    assert_ok(session_get(&app, &arena, rows[0].id, detail, &err), err);
    assert_ok(club_words_each(app.db, add_word, &words, &err), err);
    for (size_t at = 0; at < words.size; at += 3000) { /* a note holds 4 kB */
        char part[3200];
        snprintf(part, sizeof part, "Rustig geschoten. %.3000s", buf_text(&words) + at);
        char clean[3200];
        text_copy(clean, sizeof clean, part);
        assert_ok(session_set_notes(&app, rows[0].id, clean, &err), err);
        struct member member = detail->member;
        assert_ok(member_get(&app, member.id, &member, &err), err);
        member.shares_notes = true;
        assert_ok(member_edit(&app, &member, &err), err);
        assert_ok(ask_session(&app, &arena, rows[0].id, &ask, &err), err);
        assert_non_null(strstr(ask.user, "<notes>\"Rustig geschoten. "));
        expect_good(REFLECTION_SESSION, &ask);
        member.changed_at_ms = 0;
        assert_ok(member_get(&app, member.id, &member, &err), err);
        member.shares_notes = false;
        assert_ok(member_edit(&app, &member, &err), err);
        assert_ok(ask_session(&app, &arena, rows[0].id, &ask, &err), err);
        assert_null(strstr(ask.user, "<notes>"));
    }
    buf_free(&words);
    arena_free(&arena);
}

/* --- refusals ------------------------------------------------------------------------------------
 */
static void what_cannot_be_asked_is_said(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct err err = {0};
    struct ask ask;
    struct question_input input = {.text = "x"};
    assert_false(ask_question(&app, &arena, &input, &ask, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    input.member_id = 12345;
    assert_false(ask_question(&app, &arena, &input, &ask, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    text_copy(input.text, sizeof input.text, " ");
    assert_false(ask_question(&app, &arena, &input, &ask, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_false(ask_session(&app, &arena, 99, &ask, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_false(ask_weapon(&app, &arena, 99, &ask, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_the_demonstration_club_is_sent),
        cmocka_unit_test(notes_that_hold_every_secret_are_sent_without_them),
        cmocka_unit_test(what_cannot_be_asked_is_said),
    };
    i18n_start();
    i18n_set_language(LANGUAGE_EN);
    return cmocka_run_group_tests(tests, start_demo, end_demo);
}
