/* The log: its forms, what is hidden, what never stops the program. */
#include "support.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "ai/provider.h"
#include "base/file.h"
#include "base/journal.h"
#include "base/log.h"
#include "core/alert.h"
#include "core/log_read.h"
#include "core/log_setup.h"

static char folder[512];
static char path[600];

static int set_up(void **state)
{
    struct err err = {0};
    (void)state;
    test_folder(folder);
    assert_true(file_join(path, sizeof path, folder, "aimtrack.log"));
    log_set_level(LOG_LEVEL_INFO);
    log_set_format(LOG_PLAIN);
    log_set_terminal(-1);
    assert_ok(log_to_file(path, &err), err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    log_set_format(LOG_PLAIN);
    log_set_level(LOG_LEVEL_INFO);
    return !log_to_file(NULL, NULL);
}

/* Everything that was written; freed by the caller. */
static char *written(void)
{
    struct err err = {0};
    char *text = file_read(path, 16 * 1024 * 1024, NULL, &err);
    assert_non_null(text);
    return text;
}

static void expect_words(const char *words)
{
    char *text = written();
    if (strstr(text, words) == NULL) {
        fail_msg("\"%s\" is not in: %s", words, text);
    }
    free(text);
}

static void only_what_is_grave_enough_is_written(void **state)
{
    (void)state;
    log_set_level(LOG_LEVEL_WARNING);
    log_event(LOG_LEVEL_INFO, "quiet");
    log_event(LOG_LEVEL_WARNING, "loud");
    char *text = written();
    assert_null(strstr(text, "quiet"));
    assert_non_null(strstr(text, "<4> loud\n"));
    free(text);
}

static void the_words_of_levels_and_formats_are_found(void **state)
{
    enum log_level level;
    enum log_format format;
    (void)state;
    assert_true(log_level_find("debug", &level));
    assert_int_equal(level, LOG_LEVEL_DEBUG);
    assert_false(log_level_find("DEBUG", &level));
    assert_false(log_level_find("", &level));
    assert_true(log_format_find("json", &format));
    assert_int_equal(format, LOG_JSON);
    assert_false(log_format_find("xml", &format));
}

static const struct log_field fields[] = {{"alert", "ai"}, {"detail", "said \"no\"\n\033[2J"}, {0}};

static void json_is_one_object_a_line_whatever_stands_in_it(void **state)
{
    (void)state;
    log_set_format(LOG_JSON);
    log_set_terminal(3);
    log_event_with(LOG_LEVEL_ERROR, fields, "a \"quote\" \\ and\na line\x01\xff");
    log_event(LOG_LEVEL_INFO, "second");
    char *text = written();
    char *newline = strchr(text, '\n');
    assert_non_null(newline);
    *newline = '\0';
    cJSON *json = cJSON_Parse(text);
    assert_non_null(json);
    assert_string_equal(cJSON_GetObjectItem(json, "level")->valuestring, "error");
    assert_string_equal(cJSON_GetObjectItem(json, "alert")->valuestring, "ai");
    assert_int_equal(cJSON_GetObjectItem(json, "terminal")->valueint, 3);
    assert_int_equal(cJSON_GetObjectItem(json, "pid")->valueint, getpid());
    assert_int_equal(strlen(cJSON_GetObjectItem(json, "time")->valuestring), 24);
    assert_string_equal(cJSON_GetObjectItem(json, "msg")->valuestring,
                        "a \"quote\" \\ and a line\xE2\x90\x81\xEF\xBF\xBD");
    assert_string_equal(cJSON_GetObjectItem(json, "detail")->valuestring,
                        "said \"no\" \xE2\x90\x9B[2J");
    cJSON_Delete(json);
    json = cJSON_Parse(newline + 1);
    assert_non_null(json);
    cJSON_Delete(json);
    free(text);
}

static void logfmt_quotes_what_it_must(void **state)
{
    (void)state;
    log_set_format(LOG_LOGFMT);
    log_event_with(LOG_LEVEL_WARNING, fields, "two words");
    expect_words(" level=\"warning\" pid=");
    expect_words(" msg=\"two words\" alert=\"ai\" detail=\"said \\\"no\\\"");
    char *text = written();
    assert_int_equal(strncmp(text, "time=20", 7), 0);
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    free(text);
}

static void plain_words_keep_their_quotes_as_they_are(void **state)
{
    struct ai_reply reply = {0};
    (void)state;
    log_event(LOG_LEVEL_INFO, "a \"quote\" \\ and\na line");
    expect_words("<6> a \"quote\" \\ and a line\n");
    reply_fail(&reply, AI_NETWORK, "said \"no\"\033[2J");
    log_event(LOG_LEVEL_ERROR, "coach: %s", reply.detail);
    expect_words("<3> coach: said \"no\"\xE2\x90\x9B[2J\n");
    log_set_format(LOG_LOGFMT); /* escaped once, where it stands in quotes */
    log_event(LOG_LEVEL_ERROR, "%s", reply.detail);
    expect_words("msg=\"said \\\"no\\\"\xE2\x90\x9B[2J\"\n");
    ai_reply_free(&reply);
}

/* --- secrets --- */

static void a_secret_is_hidden_wherever_it_is_cut_or_quoted(void **state)
{
    static const char secret[] = "can\"ary-0123456789abcdef";
    (void)state;
    log_hide(secret);
    for (int format = LOG_PLAIN; format <= LOG_JSON; format++) {
        log_set_format((enum log_format)format);
        for (int width = 560; width < 620; width++) { /* across the end of what is kept */
            log_event(LOG_LEVEL_ERROR, "%*s%s", width, "x", secret);
        }
        const struct log_field field[] = {{"detail", secret}, {0}};
        log_event_with(LOG_LEVEL_ERROR, field, "%s", secret);
    }
    char *text = written();
    assert_null(strstr(text, "can\""));
    assert_null(strstr(text, "can\\\""));
    assert_null(strstr(text, "ary-"));
    free(text);
}

static void what_looks_like_a_key_is_hidden(void **state)
{
    (void)state;
    log_event(LOG_LEVEL_ERROR, "x-api-key: abcdefgh Bearer zyxwvuts sk-1234567890");
    char *text = written();
    assert_null(strstr(text, "abcdefgh"));
    assert_null(strstr(text, "zyxwvuts"));
    assert_null(strstr(text, "1234567890"));
    free(text);
}

/* --- what does not stop it --- */

static void a_large_log_gets_one_older_brother_and_no_more(void **state)
{
    char old[700];
    struct stat status;
    (void)state;
    snprintf(old, sizeof old, "%s.1", path);
    for (int i = 0; i < 3 * LOG_FILE_MAX / 500; i++) {
        log_event(LOG_LEVEL_INFO, "%06d %0490d", i, 0);
    }
    assert_int_equal(stat(path, &status), 0);
    assert_true(status.st_size > 0 && status.st_size <= LOG_FILE_MAX + 1024);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(stat(old, &status), 0);
    assert_true(status.st_size <= LOG_FILE_MAX + 1024);
    snprintf(old, sizeof old, "%s.2", path);
    assert_false(file_exists(old));
}

static void a_disk_that_is_full_stops_nothing(void **state)
{
    struct err err = {0};
    (void)state;
    if (!file_exists("/dev/full")) {
        skip();
    }
    assert_ok(log_to_file("/dev/full", &err), err);
    log_event(LOG_LEVEL_ERROR, "lost");
    assert_ok(log_to_file(path, &err), err);
    log_event(LOG_LEVEL_ERROR, "kept");
    expect_words("kept");
}

/* With stderr as the end of that pipe. */
static void write_to_pipe(int end, int lines)
{
    int stderr_before = dup(STDERR_FILENO);
    assert_true(log_to_file(NULL, NULL));
    dup2(end, STDERR_FILENO);
    for (int i = 0; i < lines; i++) {
        log_event(LOG_LEVEL_ERROR, "%500d", i);
    }
    dup2(stderr_before, STDERR_FILENO);
    close(stderr_before);
}

static void nobody_who_reads_stops_nothing(void **state)
{
    int gone[2];
    int full[2];
    (void)state;
    assert_int_equal(pipe(gone), 0);
    assert_int_equal(pipe(full), 0);
    close(gone[0]);
    void (*before)(int) = signal(SIGPIPE, SIG_DFL);
    write_to_pipe(gone[1], 3);   /* the signal would end this test */
    write_to_pipe(full[1], 500); /* more than a pipe holds: waiting would never end */
    signal(SIGPIPE, before);
    close(gone[1]);
    close(full[0]);
    close(full[1]);
}

static void errno_stays_what_it_was(void **state)
{
    (void)state;
    errno = ENOSPC;
    log_event(LOG_LEVEL_ERROR, "words");
    assert_int_equal(errno, ENOSPC);
}

/* --- the journal --- */

/* A journal of our own: `lines` is where standard error goes, *entries takes datagrams. */
struct journal {
    int entries, lines, stderr_before;
    char socket[600], words[4000];
};

static void start_journal(struct journal *journal)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char stream[64];
    char file[600];
    struct stat status;
    assert_true(file_join(journal->socket, sizeof journal->socket, folder, "socket"));
    snprintf(address.sun_path, sizeof address.sun_path, "%s", journal->socket);
    journal->entries = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    assert_int_equal(bind(journal->entries, (const struct sockaddr *)&address, sizeof address), 0);
    journal_set_socket(journal->socket);
    assert_true(file_join(file, sizeof file, folder, "lines"));
    journal->lines = open(file, O_RDWR | O_CREAT | O_TRUNC, 0600);
    journal->stderr_before = dup(STDERR_FILENO);
    assert_true(log_to_file(NULL, NULL));
    dup2(journal->lines, STDERR_FILENO);
    assert_int_equal(fstat(STDERR_FILENO, &status), 0);
    snprintf(stream, sizeof stream, "%llu:%llu", (unsigned long long)status.st_dev,
             (unsigned long long)status.st_ino);
    assert_int_equal(setenv("JOURNAL_STREAM", stream, 1), 0);
}

/* The words of one end, read once. */
static const char *words_of(struct journal *journal, int end)
{
    ssize_t got = end == journal->lines ? pread(end, journal->words, sizeof journal->words - 1, 0)
                                        : read(end, journal->words, sizeof journal->words - 1);
    journal->words[got > 0 ? got : 0] = '\0';
    return journal->words;
}

static void end_journal(struct journal *journal)
{
    dup2(journal->stderr_before, STDERR_FILENO);
    close(journal->stderr_before);
    close(journal->lines);
    close(journal->entries);
    journal_set_socket(NULL);
    unsetenv("JOURNAL_STREAM");
}

static void an_alert_is_an_entry_of_the_journal_with_its_identity(void **state)
{
    struct journal journal;
    (void)state;
    start_journal(&journal);
    log_event(LOG_LEVEL_WARNING, "an ordinary line");
    alert_tell("", "backup", ALERT_RAISED, "said \"no\"\nPRIORITY=0", 1);
    alert_tell("", "backup", ALERT_RECOVERED, "", 2);
    char lines[200];
    char raised[1000];
    snprintf(lines, sizeof lines, "%s", words_of(&journal, journal.lines));
    snprintf(raised, sizeof raised, "%s", words_of(&journal, journal.entries));
    words_of(&journal, journal.entries);
    end_journal(&journal);
    assert_string_equal(lines, "<4>an ordinary line\n");
    assert_string_equal(raised, "MESSAGE=alert backup raised: said \"no\" PRIORITY=0\nPRIORITY=3\n"
                                "SYSLOG_IDENTIFIER=aimtrack\nAIMTRACK_ALERT=backup\n"
                                "AIMTRACK_EVENT=raised\n"
                                "MESSAGE_ID=44f69288c17143db84d0fa69ca4b2e22\n");
    assert_non_null(strstr(journal.words, "MESSAGE_ID=120e6ae170d84bf989892c7902eae377\n"));
}

static void a_journal_that_takes_no_entry_gets_the_line(void **state)
{
    struct journal journal;
    (void)state;
    start_journal(&journal);
    journal_set_socket("/nowhere/at/all");
    alert_tell("", "backup", ALERT_RAISED, "late", 1);
    words_of(&journal, journal.lines);
    end_journal(&journal);
    assert_string_equal(journal.words, "<3>alert backup raised: late\n");
}

static void what_goes_elsewhere_is_not_sent_to_the_journal(void **state)
{
    struct journal journal;
    (void)state;
    start_journal(&journal);
    assert_int_equal(setenv("JOURNAL_STREAM", "1:2", 1), 0); /* of who started this program */
    alert_tell("", "backup", ALERT_RAISED, "late", 1);
    words_of(&journal, journal.entries);
    assert_string_equal(journal.words, "");
    words_of(&journal, journal.lines);
    end_journal(&journal);
    assert_string_equal(journal.words, "aimtrack: alert backup raised: late\n");
}

/* --- who says the level --- */

static void set_conf(const char *text)
{
    char conf[600];
    struct err err = {0};
    assert_true(file_join(conf, sizeof conf, folder, "aimtrack.conf"));
    assert_ok(file_write_durable(conf, text, strlen(text), &err), err);
}

static void the_command_line_goes_before_the_environment_before_the_file(void **state)
{
    const char *level = NULL;
    (void)state;
    set_conf("[log]\nlevel = error\nformat = logfmt\n");
    log_setup_read(folder);
    log_event(LOG_LEVEL_WARNING, "by the file: not written");
    assert_null(log_setup_override(&level));
    assert_int_equal(setenv("AIMTRACK_LOG", "warning", 1), 0);
    assert_true(log_setup_level(NULL));
    log_setup_read(folder);
    log_event(LOG_LEVEL_WARNING, "by the environment");
    assert_string_equal(log_setup_override(&level), "AIMTRACK_LOG");
    assert_string_equal(level, "warning");
    assert_true(log_setup_level("debug"));
    log_setup_read(folder);
    log_event(LOG_LEVEL_DEBUG, "by the command line");
    assert_false(log_setup_level("loud"));
    unsetenv("AIMTRACK_LOG");
    char *text = written();
    assert_null(strstr(text, "by the file"));
    assert_non_null(strstr(text, "msg=\"by the environment\""));
    assert_non_null(strstr(text, "msg=\"by the command line\""));
    free(text);
}

static void a_slip_in_the_file_leaves_a_log(void **state)
{
    (void)state;
    set_conf("[log]\nlevel = loud\n");
    log_setup_read(folder);
    expect_words("no such level");
    set_conf("[log]\nlevl = error\n");
    log_setup_read(folder);
    expect_words("levl");
}

/* --- reading it back --- */

static void the_last_lines_are_read_over_both_files(void **state)
{
    struct arena arena = {0};
    const char **lines = NULL;
    struct err err = {0};
    int count = 0;
    (void)state;
    for (int i = 0; i < 3000; i++) {
        log_event(LOG_LEVEL_INFO, "line %d %0480d", i, 0);
    }
    log_event(LOG_LEVEL_INFO, "the last");
    assert_ok(log_read(folder, 2500, &arena, &lines, &count, NULL, &err), err);
    assert_int_equal(count, 2500);
    assert_non_null(strstr(lines[2499], "the last"));
    assert_non_null(strstr(lines[2498], "line 2999 "));
    assert_non_null(strstr(lines[0], "line 501 "));
    assert_ok(log_read("/nowhere", 10, &arena, &lines, &count, NULL, &err), err);
    assert_int_equal(count, 0);
    arena_free(&arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_is_grave_enough_is_written),
        TEST(the_words_of_levels_and_formats_are_found),
        TEST(json_is_one_object_a_line_whatever_stands_in_it),
        TEST(logfmt_quotes_what_it_must),
        TEST(plain_words_keep_their_quotes_as_they_are),
        TEST(a_secret_is_hidden_wherever_it_is_cut_or_quoted),
        TEST(what_looks_like_a_key_is_hidden),
        TEST(a_large_log_gets_one_older_brother_and_no_more),
        TEST(a_disk_that_is_full_stops_nothing),
        TEST(nobody_who_reads_stops_nothing),
        TEST(errno_stays_what_it_was),
        TEST(an_alert_is_an_entry_of_the_journal_with_its_identity),
        TEST(a_journal_that_takes_no_entry_gets_the_line),
        TEST(what_goes_elsewhere_is_not_sent_to_the_journal),
        TEST(a_slip_in_the_file_leaves_a_log),
        TEST(the_last_lines_are_read_over_both_files),
        TEST(the_command_line_goes_before_the_environment_before_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
