/* Asking the coach from the screens: without any configuration, and with a model's server on
 * loopback (tests/data/coach_server.py). */
#include "tui/tui.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"

static struct tui *start_as(const char *folder, const char *login, const char *secret)
{
    const char *const argv[] = {"--data", folder, NULL};
    const char *const env[] = {"AIMTRACK_AI_KEY=sk-test-only", NULL};
    struct tui_options options = {.argv = argv, .env = env};
    struct tui *tui = tui_start(&options);
    tui_login(tui, login, secret);
    return tui;
}

static struct tui *start_coach(const char *folder)
{
    return start_as(folder, "carla", "135790");
}

static struct tui *start_admin(const char *folder)
{
    return start_as(folder, "petra", "vijf ringen");
}

static int count_of(struct tui *tui, const char *text)
{
    int count = 0;
    const char *at = tui_text(tui);
    while ((at = strstr(at, text)) != NULL) {
        count++;
        at += strlen(text);
    }
    return count;
}

/* --- without any configuration ------------------------------------------------------------------
 */
static void a_session_is_asked_about_acknowledged_and_its_focus_becomes_a_goal(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_coach(folder);
    tui_type(tui, "2<Enter>i");
    tui_expect(tui, "[Reflection]");
    tui_expect(tui, "calculated, not AI");
    tui_type(tui, "i");
    tui_expect(tui, "asked and stored");
    tui_expect(tui, "not acknowledged yet");
    assert_int_equal(count_of(tui, "Summary"), 1); /* the same is not said twice */
    tui_type(tui, "k");
    tui_expect(tui, "acknowledged by Carla Bos");
    tui_type(tui, "g");
    if (tui_has(tui, "Suggested goals")) {
        tui_type(tui, "<Enter>");
    }
    tui_expect(tui, "New goal");
    tui_type(tui, "<C-s>");
    tui_expect(tui, "The goal stands on the shooter's card");
    tui_type(tui, "3/Berg<Enter><Enter>");
    for (int i = 0; i < 12 && !tui_has(tui, "[Goals]"); i++) {
        tui_type(tui, "<Tab>");
    }
    tui_expect(tui, "suggested");
    tui_stop(tui);
}

static void what_is_sent_is_nothing_and_says_so(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_coach(folder);
    tui_type(tui, "2<Enter>iy");
    tui_expect(tui, "Nothing is sent.");
    tui_type(tui, "<Esc>");
    tui_expect_not(tui, "Nothing is sent.");
    tui_expect_not(tui, "asked and stored");
    tui_type(tui, "y<Enter>");
    tui_expect(tui, "asked and stored");
    tui_stop(tui);
}

static void a_weapon_is_asked_about_in_the_same_way(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_coach(folder);
    tui_type(tui, "4<Enter>i");
    tui_expect(tui, "[In words]");
    tui_type(tui, "i");
    tui_expect(tui, "asked and stored");
    tui_type(tui, "k");
    tui_expect(tui, "acknowledged by Carla Bos");
    tui_type(tui, "g");
    if (tui_has(tui, "Suggested goals")) {
        tui_type(tui, "<Enter>");
    }
    tui_expect(tui, "New goal");
    tui_type(tui, "<C-s>"); /* a weapon has no shooter: whose goal is it? */
    tui_expect(tui, "Whose goal is it?");
    tui_type(tui, " ");
    tui_expect(tui, "90005");
    tui_type(tui, "visser<Enter><C-s>");
    tui_expect(tui, "The goal stands on the shooter's card");
    tui_stop(tui);
}

static void a_question_names_its_numbers_and_the_sessions_it_used(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_coach(folder);
    tui_type(tui, "5n");
    tui_expect(tui, "A question to the coach");
    tui_expect(tui, "The numbers of");
    tui_expect(tui, "Calculated, not AI: no model is set up");
    tui_keys(tui, "Where do the points go?");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Answer]");
    tui_expect(tui, "calculated, not AI,");
    tui_expect(tui, "there is no model to read it");
    tui_type(tui, "<Tab>");
    tui_expect(tui, "[Sessions used]");
    tui_expect(tui, "LP60");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Series]");
    tui_type(tui, "<Esc><Esc>");
    tui_expect(tui, "[Questions]");
    tui_expect(tui, "Where do the points go?");
    tui_expect(tui, "answered");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Answer]");
    tui_stop(tui);
}

static void a_question_has_own_dates_another_shooter_and_needs_words(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_coach(folder);
    tui_type(tui, "5n");
    tui_expect(tui, "A question to the coach");
    tui_type(tui, "<Enter>"); /* no words */
    tui_expect(tui, "Question: this is needed.");
    tui_type(tui, "<Up><Left><Left>");
    tui_expect(tui, "this month");
    tui_type(tui, "<Left>");
    tui_expect(tui, "own dates");
    tui_type(tui, "<Down>");
    tui_keys(tui, "01-01-1990");
    tui_type(tui, "<Enter>");
    tui_keys(tui, "31-12-1990");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "There is no finished session in this period");
    tui_keys(tui, "Why?");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "Leave without asking?");
    tui_type(tui, "y");
    tui_expect_not(tui, "A question to the coach");
    tui_stop(tui);
}

static void the_queue_is_for_administrators(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_coach(folder);
    tui_type(tui, "2<Enter>ii");
    tui_expect(tui, "asked and stored");
    tui_type(tui, "7");
    tui_expect(tui, "[Overview]");
    tui_expect_not(tui, "Queue");
    tui_type(tui, "O");
    tui_login(tui, "petra", "vijf ringen");
    tui_type(tui, "7");
    tui_page(tui, "Queue");
    tui_expect(tui, "0 waiting, 0 running, 0 failed, 1 answered");
    tui_expect(tui, "calculated, not AI");
    tui_type(tui, "p");
    tui_expect(tui, "! Paused");
    tui_type(tui, "2<Enter>ii");
    tui_expect(tui, "the queue is paused");
    tui_expect(tui, "AI 1");
    tui_type(tui, "7");
    tui_page(tui, "Queue");
    tui_expect(tui, "1 waiting");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Asked by");
    tui_type(tui, "<Esc>p");
    tui_expect(tui, "2 answered");
    tui_type(tui, "d");
    tui_expect(tui, "Take this request out of the list");
    tui_type(tui, "y");
    tui_expect(tui, "1 answered");
    tui_stop(tui);
}

static void a_finished_session_is_asked_about_by_itself_when_switched_on(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_admin(folder);
    tui_type(tui, "7");
    tui_page(tui, "Settings");
    tui_expect(tui, "only when asked");
    tui_type(tui, "<Down><Down><Down><Down><Right>");
    tui_expect(tui, "asked by itself");
    tui_type(tui, "1nvisser<Enter><Enter>LP60<Enter>");
    tui_expect(tui, "series 1, shot 1");
    tui_keys(tui, "9090909090");
    tui_expect(tui, "series 2, shot 1");
    tui_type(tui, "<Esc>fy");
    tui_expect(tui, "finished and stored");
    tui_type(tui, "2<Enter>i");
    tui_expect(tui, "asked and stored");
    tui_stop(tui);
}

/* --- with a model's server ----------------------------------------------------------------------
 */
struct server {
    char folder[512], club[512];
    pid_t pid;
    int input; /* closing it ends the server */
};

static void write_text(const char *folder, const char *name, const char *text)
{
    char path[600];
    char fresh[620];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *file = fopen(fresh, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(rename(fresh, path), 0); /* never half of it */
}

static void set_mode(const struct server *server, const char *mode)
{
    write_text(server->folder, "mode", mode);
}

static void run_server(const char *folder, int input, int output)
{
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    execlp("python3", "python3", TEST_DATA "/coach_server.py", folder, (char *)NULL);
    _exit(127);
}

static void start_server(struct server *server, const char *mode)
{
    int input[2];
    int output[2];
    char port[16] = "";
    char conf[256];
    test_folder(server->folder);
    tui_demo_folder(server->club);
    set_mode(server, mode);
    assert_int_equal(pipe2(input, O_CLOEXEC), 0);
    assert_int_equal(pipe2(output, O_CLOEXEC), 0);
    server->pid = fork();
    assert_true(server->pid >= 0);
    if (server->pid == 0) {
        run_server(server->folder, input[0], output[1]);
    }
    close(input[0]);
    close(output[1]);
    server->input = input[1];
    FILE *said = fdopen(output[0], "r");
    assert_non_null(fgets(port, sizeof port, said));
    fclose(said);
    snprintf(conf, sizeof conf,
             "[ai]\nprovider = anthropic\nbase_url = http://127.0.0.1:%.8s\nbackoff = 0\n", port);
    write_text(server->club, "aimtrack.conf", conf);
}

static void stop_server(struct server *server)
{
    close(server->input);
    waitpid(server->pid, NULL, 0);
}

static void an_answer_arrives_without_a_key_while_others_work(void **state)
{
    (void)state;
    struct server server;
    start_server(&server, "hold");
    struct tui *tui = start_coach(server.club);
    tui_type(tui, "2<Enter>ii");
    tui_expect(tui, "The coach: running");
    tui_expect(tui, "AI 1");
    tui_type(tui, "<Left>"); /* keys work meanwhile */
    tui_expect(tui, "[Numbers]");
    tui_type(tui, "<Right>");
    tui_expect(tui, "[Reflection]");
    set_mode(&server, "answer");
    tui_expect(tui, "AI suggestion of test-model");
    tui_expect(tui, "a suggestion; safety and law come first");
    tui_expect(tui, "The coach's answer is there.");
    tui_expect_not(tui, "AI 1");
    tui_stop(tui);
    stop_server(&server);
}

static void a_number_without_a_source_is_marked_and_escapes_stay_out(void **state)
{
    (void)state;
    struct server server;
    start_server(&server, "answer");
    struct tui *tui = start_coach(server.club);
    tui_type(tui, "2<Enter>ii");
    tui_expect(tui, "AI suggestion of test-model");
    tui_expect(tui, "not supported by the data: The group shrank by 987654 mm.");
    tui_expect(tui, "1 sentence has a number that was not in the data");
    tui_expect(tui, "Calm squad.");
    tui_expect(tui, "AimTrack"); /* the screen was not cleared */
    tui_expect_not(tui, "[2J");
    tui_expect_not(tui, "taken over");
    tui_type(tui, "k");
    tui_expect_not(tui, "not acknowledged yet");
    tui_type(tui, "g");
    tui_expect(tui, "Hold the follow-through for two breaths.");
    tui_type(tui, "<C-s>");
    tui_expect(tui, "The goal stands on the shooter's card");
    tui_stop(tui);
    stop_server(&server);
}

static void what_was_looked_at_is_what_was_sent(void **state)
{
    (void)state;
    struct server server;
    char path[600];
    char hex[65];
    unsigned char hash[32];
    static unsigned char body[64 * 1024];
    start_server(&server, "answer");
    struct tui *tui = start_coach(server.club);
    tui_type(tui, "2<Enter>iy");
    tui_expect(tui, "To: anthropic");
    tui_expect(tui, "exactly these");
    const char *shown = strstr(tui_text(tui), "BLAKE2b ");
    assert_non_null(shown);
    snprintf(hex, sizeof hex, "%.64s", shown + strlen("BLAKE2b "));
    tui_type(tui, "<PgDn><PgDn><End><Enter>");
    tui_expect(tui, "AI suggestion of test-model");
    snprintf(path, sizeof path, "%s/body.1", server.folder);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(body, 1, sizeof body, file);
    fclose(file);
    crypto_generichash(hash, sizeof hash, body, size, NULL, 0);
    char sent[65];
    sodium_bin2hex(sent, sizeof sent, hash, sizeof hash);
    assert_string_equal(hex, sent);
    tui_stop(tui);
    stop_server(&server);
}

static void a_failure_says_why_raises_the_banner_and_is_asked_again_with_i(void **state)
{
    (void)state;
    struct server server;
    start_server(&server, "fail");
    struct tui *tui = start_admin(server.club);
    tui_type(tui, "2<Enter>ii");
    tui_expect(tui, "! The coach: failed");
    tui_expect(tui, "The provider is overloaded or out of order.");
    tui_expect(tui, "i asks again.");
    tui_expect(tui, "calculated, not AI"); /* nothing was lost */
    tui_expect(tui, "! AI");
    tui_type(tui, "7");
    tui_page(tui, "Queue");
    tui_expect(tui, "1 failed");
    tui_expect(tui, "! Alert since");
    tui_expect(tui, "broken");
    set_mode(&server, "answer");
    tui_type(tui, "r");
    tui_expect(tui, "0 failed, 1 answered");
    tui_expect(tui, "No alert about the coach.");
    set_mode(&server, "fail");
    tui_type(tui, "2<Enter>i");
    tui_expect(tui, "AI suggestion of test-model");
    tui_type(tui, "i");
    tui_expect(tui, "! The coach: failed");
    tui_expect(tui, "AI suggestion of test-model"); /* the good answer stays */
    set_mode(&server, "answer");
    tui_type(tui, "i");
    tui_expect_not(tui, "! The coach: failed");
    tui_stop(tui);
    stop_server(&server);
}

static void all_that_failed_is_asked_again_with_one_key(void **state)
{
    (void)state;
    struct server server;
    start_server(&server, "declined");
    struct tui *tui = start_admin(server.club);
    tui_type(tui, "2<Enter>ii");
    tui_expect(tui, "The model declined to answer.");
    tui_type(tui, "<PgDn>i");
    tui_expect(tui, "The model declined to answer.");
    tui_type(tui, "7");
    tui_page(tui, "Queue");
    tui_expect(tui, "2 failed");
    set_mode(&server, "answer");
    tui_type(tui, "R");
    tui_expect(tui, "2 answered");
    tui_expect(tui, "0 failed");
    tui_stop(tui);
    stop_server(&server);
}

static void the_program_ends_at_once_while_a_request_runs(void **state)
{
    (void)state;
    struct server server;
    start_server(&server, "hold");
    struct tui *tui = start_coach(server.club);
    tui_type(tui, "2<Enter>ii");
    tui_expect(tui, "The coach: running");
    tui_type(tui, "q");
    tui_expect(tui, "Leave AimTrack?");
    tui_keys(tui, "y");
    assert_int_equal(tui_wait_exit(tui, TEST_PATIENCE_MS), 0);
    tui_stop(tui);
    tui = start_coach(server.club); /* it was given back, and goes on at the next start */
    set_mode(&server, "answer");
    tui_type(tui, "2<Enter>i");
    tui_expect(tui, "AI suggestion of test-model");
    tui_stop(tui);
    stop_server(&server);
}

/* y means yes in a question, which is j in Dutch; as a key of its own it stays y. */
static void in_dutch_the_key_that_shows_what_is_sent_is_the_one_that_works(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, "--language", "nl", NULL};
    struct tui_options options = {.argv = argv};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "carla", "135790");
    tui_type(tui, "2<Enter>i");
    tui_expect(tui, "y wat wordt verstuurd");
    tui_type(tui, "y");
    tui_expect_not(tui, "y wat wordt verstuurd");
    tui_type(tui, "<Esc>q");
    tui_expect(tui, "j ja");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_is_asked_about_acknowledged_and_its_focus_becomes_a_goal),
        cmocka_unit_test(what_is_sent_is_nothing_and_says_so),
        cmocka_unit_test(a_weapon_is_asked_about_in_the_same_way),
        cmocka_unit_test(a_question_names_its_numbers_and_the_sessions_it_used),
        cmocka_unit_test(a_question_has_own_dates_another_shooter_and_needs_words),
        cmocka_unit_test(the_queue_is_for_administrators),
        cmocka_unit_test(a_finished_session_is_asked_about_by_itself_when_switched_on),
        cmocka_unit_test(an_answer_arrives_without_a_key_while_others_work),
        cmocka_unit_test(a_number_without_a_source_is_marked_and_escapes_stay_out),
        cmocka_unit_test(what_was_looked_at_is_what_was_sent),
        cmocka_unit_test(a_failure_says_why_raises_the_banner_and_is_asked_again_with_i),
        cmocka_unit_test(all_that_failed_is_asked_again_with_one_key),
        cmocka_unit_test(the_program_ends_at_once_while_a_request_runs),
        cmocka_unit_test(in_dutch_the_key_that_shows_what_is_sent_is_the_one_that_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
