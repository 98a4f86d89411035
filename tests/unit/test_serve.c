/* The small server: where it may listen, which form is wanted, and that it ends. Requests over a
 * real connection are in tests/check/health_check.py. */
#include "support.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "core/health_server.h"
#include "serve/serve.h"

static const char json[] = "application/json";
static const char ietf[] = "application/health+json";

static void only_this_machine_can_be_listened_at(void **state)
{
    (void)state;
    static const char *const good[] = {"127.0.0.1:9180", "127.9.9.9:1", "[::1]:65535",
                                       "localhost:9180", "unix:/run/x.sock"};
    static const char *const bad[] = {"0.0.0.0:9180",     "192.168.1.2:80", "[::]:80",
                                      "[2001:db8::1]:80", "8.8.8.8:80",     "[::ffff:127.0.0.1]:80",
                                      "127.0.0.1",        "127.0.0.1:0",    "127.0.0.1:65536",
                                      "127.0.0.1:9x",     "unix:relative",  "unix:",
                                      "example.org:80",   "[::1:80",        ":80"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct err err = {0};
        assert_ok(serve_address_check(good[i], &err), err);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err err = {0};
        assert_false(serve_address_check(bad[i], &err));
        assert_int_equal(err_exit_code(&err), 78);
    }
}

static void a_path_too_long_for_a_socket_is_refused(void **state)
{
    (void)state;
    char text[200];
    struct err err = {0};
    snprintf(text, sizeof text, "unix:/%0120d", 1);
    assert_false(serve_address_check(text, &err));
}

static void the_form_that_is_asked_for_more_is_given(void **state)
{
    (void)state;
    static const struct {
        const char *accept;
        bool is_second;
    } cases[] = {
        {"", false},
        {"*/*", false},
        {"application/json", false},
        {"application/*", false},
        {"text/html, */*;q=0.8", false},
        {"application/health+json", true},
        {"APPLICATION/HEALTH+JSON", true},
        {"application/json;q=0.5, application/health+json", true},
        {"application/json, application/health+json;q=0.5", false},
        {"application/health+json;q=0, */*", false},
        {"application/health+json, application/json", false},
        {"*/*;q=0.1, application/health+json;q=0.2", true},
        {"application/health+json;q=nonsense, application/json;q=0.1", false},
        {",,,;;;q=,application/health+json", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (serve_prefers_second(cases[i].accept, json, ietf) != cases[i].is_second) {
            fail_msg("Accept: %s", cases[i].accept);
        }
    }
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(line, (struct sockaddr *)&address, sizeof address), 0);
    return line;
}

static void ask(const char *path, const char *request, char *answer, size_t size)
{
    int line = connect_to(path);
    size_t used = 0;
    ssize_t got = 0;
    assert_int_equal(write(line, request, strlen(request)), (ssize_t)strlen(request));
    while (used < size - 1 && (got = read(line, answer + used, size - 1 - used)) > 0) {
        used += (size_t)got;
    }
    answer[used] = '\0';
    close(line);
}

static void start(const char *path, struct health_server **server, const char *folder)
{
    char listen[160];
    struct err err = {0};
    snprintf(listen, sizeof listen, "unix:%s", path);
    assert_ok(health_server_start(folder, listen, server, &err), err);
    assert_non_null(*server);
}

static void socket_path(char path[100])
{
    char folder[512];
    test_folder(folder);
    snprintf(path, 100, "%s/h.sock", folder);
}

static void a_socket_answers_and_goes_at_the_end(void **state)
{
    (void)state;
    struct app app;
    struct health_server *server = NULL;
    char path[100];
    char answer[8192];
    test_club(&app);
    socket_path(path);
    start(path, &server, app.folder);
    ask(path, "GET /health HTTP/1.0\r\n\r\n", answer, sizeof answer);
    assert_non_null(strstr(answer, "200 OK"));
    assert_non_null(strstr(answer, "no-store"));
    assert_non_null(strstr(answer, "\"disk\""));
    ask(path, "GET /health HTTP/1.0\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n", answer, sizeof answer);
    assert_null(strstr(answer, "\"disk\"")); /* by way of a proxy: no paths */
    ask(path, "DELETE /health HTTP/1.0\r\n\r\n", answer, sizeof answer);
    assert_non_null(strstr(answer, "405"));
    assert_non_null(strstr(answer, "Allow: GET, HEAD"));
    health_server_stop(server);
    assert_false(file_exists(path));
    app_close(&app);
}

static void what_is_no_socket_is_said_and_left_alone(void **state)
{
    (void)state;
    char folder[512];
    char path[100];
    char listen[160];
    struct health_server *server = NULL;
    struct err err = {0};
    struct stat status;
    test_folder(folder);
    socket_path(path);
    snprintf(listen, sizeof listen, "unix:%s", path);
    assert_int_equal(symlink("/nowhere", path), 0);
    assert_false(health_server_start(folder, listen, &server, &err));
    assert_int_equal(err_exit_code(&err), 78);
    assert_non_null(strstr(err.what, "no socket"));
    assert_int_equal(lstat(path, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
}

static void a_socket_that_was_left_over_is_replaced_and_one_in_use_is_not(void **state)
{
    (void)state;
    char folder[512];
    char path[100];
    char listen_text[160];
    struct health_server *server = NULL;
    struct health_server *second = NULL;
    struct err err = {0};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    test_folder(folder);
    socket_path(path);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int left = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(left, (struct sockaddr *)&address, sizeof address), 0);
    close(left);
    start(path, &server, folder);
    snprintf(listen_text, sizeof listen_text, "unix:%s", path);
    assert_false(health_server_start(folder, listen_text, &second, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    health_server_stop(server);
}

static void clients_that_say_nothing_do_not_hold_up_the_end(void **state)
{
    (void)state;
    char folder[512];
    char path[100];
    int lines[40];
    struct health_server *server = NULL;
    test_folder(folder);
    socket_path(path);
    start(path, &server, folder);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        lines[i] = connect_to(path);
        assert_int_equal(write(lines[i], "GET /hea", 8), 8);
    }
    health_server_stop(server);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        close(lines[i]);
    }
}

static void without_an_address_nothing_is_served(void **state)
{
    (void)state;
    char folder[512];
    struct health_server *server = NULL;
    struct err err = {0};
    test_folder(folder);
    assert_ok(health_server_start_configured(folder, &server, &err), err);
    assert_null(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_this_machine_can_be_listened_at),
        cmocka_unit_test(a_path_too_long_for_a_socket_is_refused),
        cmocka_unit_test(the_form_that_is_asked_for_more_is_given),
        cmocka_unit_test(a_socket_answers_and_goes_at_the_end),
        cmocka_unit_test(what_is_no_socket_is_said_and_left_alone),
        cmocka_unit_test(a_socket_that_was_left_over_is_replaced_and_one_in_use_is_not),
        cmocka_unit_test(clients_that_say_nothing_do_not_hold_up_the_end),
        cmocka_unit_test(without_an_address_nothing_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
