#include "core/worker_pulse.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/time.h"

enum { WORKERS_MAX = 32, BACKLOG = 64, NAME_ROOM = 48, AGAIN_MS = 20 };

struct worker_pulse {
    int folder; /* a descriptor of it, so that the name of the socket is short whatever its path */
    int listener;
    char name[NAME_ROOM];
};

static int open_folder(const char *folder)
{
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* An address has room for 107 bytes, a data folder for 511: it goes by way of the descriptor. */
static struct sockaddr_un address_of(int folder, const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%.*s", folder,
             NAME_ROOM - 1, name);
    return address;
}

static int make_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* -1 with errno: ECONNREFUSED when nobody is behind it any more. */
static int call(int folder, const char *name)
{
    struct sockaddr_un address = address_of(folder, name);
    int line = make_socket();
    if (line >= 0 && connect(line, (struct sockaddr *)&address, sizeof address) != 0) {
        int reason = errno;
        close(line);
        errno = reason;
        return -1;
    }
    return line;
}

/* --- the worker's side --------------------------------------------------------------------------
 */
/* Under another name first: a socket that is not listening yet looks like one that is left over. */
static bool listen_as(int folder, int listener, const char *name)
{
    char making[NAME_ROOM + 8];
    snprintf(making, sizeof making, ".%s", name);
    struct sockaddr_un address = address_of(folder, making);
    unlinkat(folder, making, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0) {
        return false;
    }
    if (listen(listener, BACKLOG) == 0 &&
        renameat2(folder, making, folder, name, RENAME_NOREPLACE) == 0) {
        return true;
    }
    int reason = errno;
    unlinkat(folder, making, 0);
    errno = reason;
    return false;
}

static bool is_left_over(int folder, const char *name)
{
    int line = call(folder, name);
    if (line >= 0) {
        close(line);
        return false;
    }
    return errno == ECONNREFUSED;
}

/* No name twice in a process: who takes away what an old worker left, or an old worker that ends
 * late, never takes the next one's. One left by another process of the same number is taken over.
 */
static bool take_name(struct worker_pulse *pulse)
{
    static atomic_int made;
    int number = ++made;
    if (number == 1) {
        snprintf(pulse->name, sizeof pulse->name, "worker-%ld.sock", (long)getpid());
    } else {
        snprintf(pulse->name, sizeof pulse->name, "worker-%ld-%d.sock", (long)getpid(), number);
    }
    if (is_left_over(pulse->folder, pulse->name)) {
        unlinkat(pulse->folder, pulse->name, 0);
    }
    return listen_as(pulse->folder, pulse->listener, pulse->name);
}

struct worker_pulse *worker_pulse_open(const char *folder)
{
    struct worker_pulses others;
    struct worker_pulse *pulse = mem_alloc(sizeof *pulse);
    worker_pulse_ask(folder, 0, &others);
    pulse->folder = open_folder(folder);
    pulse->listener = make_socket();
    if (pulse->folder >= 0 && pulse->listener >= 0 && take_name(pulse)) {
        return pulse;
    }
    log_event(LOG_LEVEL_WARNING, "worker: no sign of life can be given: %s", strerror(errno));
    pulse->name[0] = '\0';
    worker_pulse_close(pulse);
    return NULL;
}

int worker_pulse_fd(const struct worker_pulse *pulse)
{
    return pulse != NULL ? pulse->listener : -1;
}

void worker_pulse_answer(struct worker_pulse *pulse)
{
    for (;;) {
        int line = accept4(pulse->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (line < 0) {
            return;
        }
        ssize_t sent = send(line, "here\n", 5, MSG_NOSIGNAL);
        (void)sent; /* who asked has gone */
        close(line);
    }
}

void worker_pulse_hide(const struct worker_pulse *pulse)
{
    if (pulse != NULL && pulse->name[0] != '\0') {
        unlinkat(pulse->folder, pulse->name, 0);
    }
}

void worker_pulse_close(struct worker_pulse *pulse)
{
    if (pulse == NULL) {
        return;
    }
    worker_pulse_hide(pulse);
    if (pulse->listener >= 0) {
        close(pulse->listener);
    }
    if (pulse->folder >= 0) {
        close(pulse->folder);
    }
    free(pulse);
}

/* --- the other side -----------------------------------------------------------------------------
 */
struct calls {
    int folder;
    int count;
    char names[WORKERS_MAX][NAME_ROOM];
    struct pollfd lines[WORKERS_MAX]; /* fd -1: not through yet, or done */
    bool is_done[WORKERS_MAX];
};

static bool is_worker(const char *name)
{
    size_t length = strlen(name);
    return length < NAME_ROOM && strncmp(name, "worker-", 7) == 0 && length > 5 &&
           strcmp(name + length - 5, ".sock") == 0;
}

static void find_workers(struct calls *calls, const char *folder)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry = dir != NULL ? readdir(dir) : NULL;
         entry != NULL && calls->count < WORKERS_MAX; entry = readdir(dir)) {
        if (is_worker(entry->d_name)) {
            snprintf(calls->names[calls->count], NAME_ROOM, "%s", entry->d_name);
            calls->lines[calls->count++] = (struct pollfd){.fd = -1, .events = POLLIN};
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

/* Those that are not through yet: a worker that is called by many at once has no place free for a
 * moment. */
static void call_all(struct calls *calls)
{
    for (int i = 0; i < calls->count; i++) {
        if (calls->is_done[i] || calls->lines[i].fd >= 0) {
            continue;
        }
        calls->lines[i].fd = call(calls->folder, calls->names[i]);
        if (calls->lines[i].fd < 0 && errno == ECONNREFUSED) {
            unlinkat(calls->folder, calls->names[i], 0);
        }
        calls->is_done[i] = calls->lines[i].fd < 0 && errno != EAGAIN;
    }
}

static bool take_answers(struct calls *calls, struct worker_pulses *found)
{
    bool is_waiting = false;
    for (int i = 0; i < calls->count; i++) {
        char byte = '\0';
        if (calls->lines[i].fd >= 0 && calls->lines[i].revents != 0) {
            ssize_t got = read(calls->lines[i].fd, &byte, 1);
            found->answered += got == 1 ? 1 : 0; /* else it ended meanwhile */
            close(calls->lines[i].fd);
            calls->lines[i].fd = -1;
            calls->is_done[i] = true;
        }
        is_waiting = is_waiting || !calls->is_done[i];
    }
    return is_waiting;
}

static void hang_up(struct calls *calls, struct worker_pulses *found)
{
    for (int i = 0; i < calls->count; i++) {
        found->silent += calls->is_done[i] ? 0 : 1;
        if (calls->lines[i].fd >= 0) {
            close(calls->lines[i].fd);
        }
    }
}

void worker_pulse_ask(const char *folder, int within_ms, struct worker_pulses *found)
{
    struct calls *calls = mem_alloc(sizeof *calls);
    int64_t until_ms = time_monotonic_ms() + within_ms;
    *found = (struct worker_pulses){0};
    calls->folder = open_folder(folder);
    find_workers(calls, folder);
    for (;;) {
        call_all(calls);
        int64_t left_ms = until_ms - time_monotonic_ms();
        if (!take_answers(calls, found) || left_ms <= 0) {
            break;
        }
        poll(calls->lines, (nfds_t)calls->count, (int)(left_ms < AGAIN_MS ? left_ms : AGAIN_MS));
    }
    hang_up(calls, found);
    if (calls->folder >= 0) {
        close(calls->folder);
    }
    free(calls);
}
