#include "export/render.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "export/paper_child.h"

enum { ASK_MS = 100, STILL_MS = 120 * 1000, END_MS = 2000 };

static const char regular_font[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
static const char bold_font[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";

struct render {
    struct render_order order;
    pid_t child; /* 0: ended */
    int line;    /* to it and from it */
    int64_t left;
    int letters[PAPER_LETTERS];
};

/* --- its end ------------------------------------------------------------------------------------
 */
/* By itself within END_MS, else by force; how it ended. */
static int end_child(struct render *render, bool is_killed)
{
    int status = 0;
    if (render->child == 0) {
        return 0;
    }
    for (int waited = 0; !is_killed && waited < END_MS; waited++) {
        if (waitpid(render->child, &status, WNOHANG) == render->child) {
            render->child = 0;
            return status;
        }
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    kill(render->child, SIGKILL);
    while (waitpid(render->child, &status, 0) < 0 && errno == EINTR) {
    }
    render->child = 0;
    return status;
}

static bool refuse(int status, struct err *err)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == PAPER_NO_FONT) {
        err_set(err, ERR_NOT_FOUND,
                _("The letters for paper are missing: install the package fonts-dejavu-core. CSV"
                  " and JSON work without it."));
    } else {
        err_set(err, ERR_IO,
                _("The pages could not be made. Nothing was written; a shorter period, or CSV, may"
                  " work."));
    }
    return err_detail(err, "paper: exit %d signal %d", code,
                      WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

/* It went before it was done. */
static bool fail_child(struct render *render, struct err *err)
{
    return refuse(end_child(render, false), err);
}

static bool stop_child(struct render *render, struct err *err)
{
    end_child(render, true);
    return err_set(err, ERR_BUSY, _("Stopped: nothing was left behind."));
}

/* --- starting ---------------------------------------------------------------------------------
 */
static bool say_missing(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND,
                   _("The program that makes paper, %s, is missing: install AimTrack again. CSV and"
                     " JSON work without it."),
                   PAPER_PROGRAM);
}

/* Beside this program (a build, or one that was unpacked), or where a package puts it. */
static bool find_program(char dst[PATH_MAX], struct err *err)
{
    static const char *const places[] = {"", "../libexec/aimtrack/"};
    char folder[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", folder, sizeof folder - 1);
    folder[size > 0 ? size : 0] = '\0';
    char *name = strrchr(folder, '/');
    if (name != NULL) {
        *name = '\0';
    }
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        int used = snprintf(dst, PATH_MAX, "%s/%s" PAPER_PROGRAM, folder, places[i]);
        if (used < PATH_MAX && access(dst, X_OK) == 0) {
            return true;
        }
    }
    return say_missing(err);
}

static bool spawn(struct render *render, int theirs, struct err *err)
{
    char found[PATH_MAX];
    const char *program = render->order.program;
    if (program == NULL) {
        if (!find_program(found, err)) {
            return false;
        }
        program = found;
    }
    char name[] = PAPER_PROGRAM;
    char leaks[] = "ASAN_OPTIONS=detect_leaks=0"; /* it may not look at itself */
    char *const argv[] = {name, NULL};
    /* Memory in large steps, and kept: a third less time for a hundred pages. */
    char memory[] = "GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.top_pad=16777216"
                    ":glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=268435456";
    char *const environment[] = {leaks, memory, NULL}; /* no secret of ours */
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, theirs, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, theirs, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setsigmask(&attributes, &signals);
    posix_spawnattr_setpgroup(&attributes, 0); /* a signal of the terminal is not for it */
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    int failed = posix_spawn(&render->child, program, &actions, &attributes, argv, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) {
        render->child = 0;
        if (failed == EACCES || failed == ENOEXEC || failed == ENOENT) {
            say_missing(err);
        } else {
            err_set(err, ERR_IO,
                    _("The pages could not be made: the machine has no room for it now."
                      " Try again; CSV works meanwhile."));
        }
        return err_detail(err, "spawn: %s", strerror(failed));
    }
    return true;
}

struct field {
    const char *name, *value;
};

static bool send_line(struct render *render, const struct field *fields, int count, struct err *err)
{
    struct buf line = {0};
    for (int i = 0; i < count; i++) {
        buf_printf(&line, "%s\"%s\":", i > 0 ? "," : "{", fields[i].name);
        json_add_text(&line, fields[i].value);
    }
    buf_add_text(&line, "}\n");
    bool ok = render_send(render, line.bytes, line.size, err);
    buf_free(&line);
    return ok;
}

struct render *render_prepare(const char *program, struct err *err)
{
    const struct field letters[] = {{"regular", regular_font}, {"bold", bold_font}};
    struct render *render = mem_alloc(sizeof *render);
    int ends[2] = {-1, -1};
    render->order.program = program;
    render->line = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        err_set(err, ERR_IO,
                _("The pages could not be made: the machine has no room for it now."
                  " Try again; CSV works meanwhile."));
        render_free(render);
        return NULL;
    }
    render->line = ends[0];
    bool ok = spawn(render, ends[1], err);
    close(ends[1]);
    if (!ok || !send_line(render, letters, 2, err)) {
        render_free(render);
        return NULL;
    }
    return render;
}

bool render_begin(struct render *render, const struct render_order *order, struct err *err)
{
    const struct field words[] = {
        {"made", order->made},
        {"page", order->page},
        {"data", order->data},
        {"accent", order->accent != NULL ? order->accent : ""},
        {"second", order->second != NULL ? order->second : ""},
    };
    render->order = *order;
    return send_line(render, words, (int)(sizeof words / sizeof words[0]), err);
}

struct render *render_start(const struct render_order *order, struct err *err)
{
    struct render *render = render_prepare(order->program, err);
    if (render != NULL && !render_begin(render, order, err)) {
        render_free(render);
        return NULL;
    }
    return render;
}

void render_free(struct render *render)
{
    if (render->line >= 0) {
        close(render->line);
    }
    end_child(render, true);
    free(render);
}

/* --- to it and from it --------------------------------------------------------------------------
 */
/* Waits until it takes or gives something. */
static bool wait_for(struct render *render, short events, struct err *err)
{
    for (int waited = 0; waited < STILL_MS; waited += ASK_MS) {
        struct pollfd look = {.fd = render->line, .events = events};
        if (render->order.go_on != NULL && !render->order.go_on(render->order.context)) {
            return stop_child(render, err);
        }
        if (poll(&look, 1, ASK_MS) > 0) {
            return true;
        }
    }
    end_child(render, true);
    return err_set(err, ERR_IO,
                   _("Making the pages took too long. Nothing was written; choose a"
                     " shorter period."));
}

bool render_send(struct render *render, const void *bytes, size_t size, struct err *err)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t sent = send(render->line, at, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!wait_for(render, POLLOUT, err)) {
                return false;
            }
            continue;
        }
        if (sent <= 0) {
            return fail_child(render, err);
        }
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

/* One piece of at most `room` bytes; *size 0: it closed its end. */
static bool take(struct render *render, unsigned char *bytes, size_t room, size_t *size,
                 struct err *err)
{
    for (;;) {
        ssize_t got = recv(render->line, bytes, room, MSG_DONTWAIT);
        if (got >= 0) {
            *size = (size_t)got;
            return true;
        }
        if (errno != EAGAIN && errno != EINTR) {
            return fail_child(render, err);
        }
        if (!wait_for(render, POLLIN, err)) {
            return false;
        }
    }
}

bool render_end(struct render *render, int64_t *bytes, int *pages, struct err *err)
{
    unsigned char head[PAPER_HEAD_BYTES];
    size_t have = 0;
    shutdown(render->line, SHUT_WR);
    while (have < sizeof head) {
        size_t size = 0;
        if (!take(render, head + have, sizeof head - have, &size, err)) {
            return false;
        }
        if (size == 0) {
            return fail_child(render, err);
        }
        have += size;
    }
    uint64_t length = 0;
    unsigned count = 0;
    for (int i = 0; i < 8; i++) {
        length |= (uint64_t)head[i] << (8 * i);
    }
    for (int i = 0; i < 4; i++) {
        count |= (unsigned)head[8 + i] << (8 * i);
    }
    for (int i = 0; i < PAPER_LETTERS; i++) {
        const unsigned char *at = head + 12 + (size_t)4 * (size_t)i;
        render->letters[i] = (int)(at[0] | (unsigned)at[1] << 8 | (unsigned)at[2] << 16);
    }
    render->left = *bytes = (int64_t)length;
    *pages = (int)count;
    return length > 0 && length <= INT64_MAX / 2 && count > 0 && count <= INT32_MAX
               ? true
               : fail_child(render, err);
}

/* After the last byte: nothing more comes, and it ended as one that was content. */
static bool has_ended_well(struct render *render, struct err *err)
{
    unsigned char more = 0;
    size_t size = 0;
    if (render->child == 0) {
        return true;
    }
    if (!take(render, &more, 1, &size, err)) {
        return false;
    }
    int status = end_child(render, size > 0);
    return (WIFEXITED(status) && WEXITSTATUS(status) == PAPER_OK) || refuse(status, err);
}

void render_letters(const struct render *render, char *dst, size_t size)
{
    size_t used = 0;
    dst[0] = '\0';
    for (int i = 0; i < PAPER_LETTERS && render->letters[i] != 0; i++) {
        utf8proc_uint8_t letter[4];
        int bytes = (int)utf8proc_encode_char(render->letters[i], letter);
        int wrote = snprintf(dst + used, size - used, "%s%.*s (U+%04X)", i > 0 ? ", " : "", bytes,
                             (const char *)letter, (unsigned)render->letters[i]);
        used += wrote > 0 && (size_t)wrote < size - used ? (size_t)wrote : 0;
    }
    dst[used] = '\0';
}

bool render_read(struct render *render, void *bytes, size_t room, size_t *size, struct err *err)
{
    *size = 0;
    if (render->left == 0) {
        return has_ended_well(render, err);
    }
    room = (int64_t)room < render->left ? room : (size_t)render->left;
    if (!take(render, bytes, room, size, err)) {
        return false;
    }
    render->left -= (int64_t)*size;
    return *size > 0 || fail_child(render, err);
}
