/* The kiosk as a service of systemd: it says that it is ready, that it lives, and that it ends. The
 * test stands where systemd would, with a socket of its own. */
#include "tui/tui.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { SIGN_US = 400000 };

struct service_manager {
    int socket;
    char socket_variable[160], data_variable[560];
};

static void open_manager(struct service_manager *manager)
{
    char folder[512];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    test_folder(folder);
    int length = snprintf(address.sun_path, sizeof address.sun_path, "%.90s/notify", folder);
    assert_in_range(length, 1, sizeof address.sun_path - 1);
    snprintf(manager->socket_variable, sizeof manager->socket_variable, "NOTIFY_SOCKET=%s",
             address.sun_path);
    snprintf(manager->data_variable, sizeof manager->data_variable, "AIMTRACK_DATA=%s/club",
             folder);
    manager->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(manager->socket, (struct sockaddr *)&address, sizeof address), 0);
}

/* The next message. */
static void expect_message(const struct service_manager *manager, const char *text)
{
    char message[256];
    struct pollfd look = {.fd = manager->socket, .events = POLLIN};
    assert_int_equal(poll(&look, 1, TEST_PATIENCE_MS), 1);
    ssize_t size = recv(manager->socket, message, sizeof message - 1, 0);
    message[size > 0 ? size : 0] = '\0';
    assert_string_equal(message, text);
}

static void a_kiosk_says_ready_then_lives_without_a_key_then_says_that_it_ends(void **state)
{
    (void)state;
    struct service_manager manager;
    char sign[48];
    open_manager(&manager);
    snprintf(sign, sizeof sign, "WATCHDOG_USEC=%d", SIGN_US);
    const char *const env[] = {manager.socket_variable, manager.data_variable, sign, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.env = env});
    expect_message(&manager, "READY=1");
    expect_message(&manager, "WATCHDOG=1");
    expect_message(&manager, "WATCHDOG=1");
    tui_signal(tui, SIGSTOP); /* a program that hangs gives no signs */
    struct pollfd look = {.fd = manager.socket, .events = POLLIN};
    while (poll(&look, 1, 2 * SIGN_US / 1000) > 0) {
        expect_message(&manager, "WATCHDOG=1"); /* those on their way */
    }
    tui_signal(tui, SIGCONT);
    expect_message(&manager, "WATCHDOG=1");
    tui_signal(tui, SIGTERM);
    assert_int_equal(tui_wait_exit(tui, TEST_PATIENCE_MS), 0);
    char message[64] = "";
    while (strcmp(message, "STOPPING=1") != 0) {
        assert_int_equal(poll(&look, 1, TEST_PATIENCE_MS), 1);
        ssize_t size = recv(manager.socket, message, sizeof message - 1, 0);
        message[size > 0 ? size : 0] = '\0';
    }
    tui_stop(tui);
    close(manager.socket);
}

static void a_kiosk_that_no_watchdog_asked_wakes_for_none(void **state)
{
    (void)state;
    struct service_manager manager;
    open_manager(&manager);
    const char *const env[] = {manager.socket_variable, manager.data_variable, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.env = env});
    expect_message(&manager, "READY=1");
    struct pollfd look = {.fd = manager.socket, .events = POLLIN};
    assert_int_equal(poll(&look, 1, 2 * SIGN_US / 1000), 0);
    tui_stop(tui);
    close(manager.socket);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kiosk_says_ready_then_lives_without_a_key_then_says_that_it_ends),
        cmocka_unit_test(a_kiosk_that_no_watchdog_asked_wakes_for_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
