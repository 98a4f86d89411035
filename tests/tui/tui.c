/* The pseudo-terminal harness: forkpty, a reader thread-free pump, libvterm as the eyes. */
#include "tui/tui.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "base/buf.h"
#include "base/text.h"

enum { QUIET_MS = 60, ROW_ROOM = 2048, PAGES_MAX = 16 };

struct tui {
    pid_t pid;
    int terminal; /* master side; -1 once hung up */
    int lines, columns;
    long bytes;
    bool has_ended;
    int status;
    VTerm *vterm;
    VTermScreen *screen;
    struct buf text;
    char row[ROW_ROOM];
    void (*seen)(const char *bytes, size_t size, void *context);
    void *context;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, bytes, size);
        if (written < 0) {
            if (errno == EINTR || errno == EAGAIN) {
                continue;
            }
            return; /* the program has gone: the next expectation says so */
        }
        bytes += written;
        size -= (size_t)written;
    }
}

static void answer_terminal(const char *bytes, size_t size, void *context)
{
    struct tui *tui = context;
    if (tui->terminal >= 0) {
        write_all(tui->terminal, bytes, size);
    }
}

static void start_child(const struct tui_options *options)
{
    static const char *const clean[] = {"LC_ALL=C.UTF-8", "LANGUAGE=en", "TERM=xterm-256color",
                                        "TZ=Europe/Amsterdam", NULL};
    const char *argv[32] = {options->program != NULL ? options->program : TEST_PROGRAM};
    for (int i = 0; options->argv != NULL && options->argv[i] != NULL && i < 30; i++) {
        argv[i + 1] = options->argv[i];
    }
    const char *keep[] = {"PATH",         "HOME",          "TMPDIR",
                          "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"};
    char kept[6][512] = {{0}};
    const char *environment[64] = {0};
    int count = 0;
    for (int i = 0; i < 6; i++) {
        if (getenv(keep[i]) != NULL) {
            snprintf(kept[i], sizeof kept[i], "%s=%s", keep[i], getenv(keep[i]));
            environment[count++] = kept[i];
        }
    }
    for (int i = 0; clean[i] != NULL; i++) {
        environment[count++] = clean[i];
    }
    for (int i = 0; options->env != NULL && options->env[i] != NULL && count < 63; i++) {
        size_t name = strcspn(options->env[i], "=") + 1;
        for (int j = 0; j < count; j++) { /* a later value replaces an earlier one */
            if (strncmp(environment[j], options->env[i], name) == 0) {
                environment[j] = environment[--count];
                break;
            }
        }
        environment[count++] = options->env[i];
    }
    environment[count] = NULL;
    signal(SIGPIPE, SIG_DFL);
    execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)environment);
    _exit(127);
}

struct tui *tui_start(const struct tui_options *options)
{
    struct tui *tui = mem_alloc(sizeof *tui);
    tui->lines = options->lines > 0 ? options->lines : 24;
    tui->columns = options->columns > 0 ? options->columns : 80;
    struct winsize size = {.ws_row = (unsigned short)tui->lines,
                           .ws_col = (unsigned short)tui->columns};
    tui->pid = forkpty(&tui->terminal, NULL, NULL, &size);
    if (tui->pid < 0) {
        fail_msg("forkpty: %s", strerror(errno));
    }
    if (tui->pid == 0) {
        start_child(options);
    }
    fcntl(tui->terminal, F_SETFL, O_NONBLOCK);
    fcntl(tui->terminal, F_SETFD, FD_CLOEXEC);
    tui->vterm = vterm_new(tui->lines, tui->columns);
    vterm_set_utf8(tui->vterm, 1);
    vterm_output_set_callback(tui->vterm, answer_terminal, tui);
    tui->screen = vterm_obtain_screen(tui->vterm);
    vterm_screen_enable_altscreen(tui->screen, 1);
    vterm_screen_reset(tui->screen, 1);
    return tui;
}

/* Reads what is there within ms; false once the program has closed its side. */
static bool pump(struct tui *tui, int ms, bool *got)
{
    char bytes[16384];
    *got = false;
    if (tui->terminal < 0) {
        return false;
    }
    struct pollfd waiting = {.fd = tui->terminal, .events = POLLIN};
    if (poll(&waiting, 1, ms) <= 0) {
        return true;
    }
    ssize_t size = read(tui->terminal, bytes, sizeof bytes);
    if (size <= 0) {
        return size < 0 && (errno == EAGAIN || errno == EINTR);
    }
    *got = true;
    tui->bytes += size;
    if (tui->seen != NULL) {
        tui->seen(bytes, (size_t)size, tui->context);
    }
    vterm_input_write(tui->vterm, bytes, (size_t)size);
    return true;
}

static void settle(struct tui *tui)
{
    bool got = true;
    while (got && pump(tui, QUIET_MS, &got)) {
    }
}

pid_t tui_pid(const struct tui *tui)
{
    return tui->pid;
}

void tui_signal(struct tui *tui, int signal_number)
{
    kill(tui->pid, signal_number);
}

void tui_hang_up(struct tui *tui)
{
    close(tui->terminal);
    tui->terminal = -1;
}

int tui_wait_exit(struct tui *tui, int ms)
{
    int64_t end = now_ms() + ms;
    while (!tui->has_ended) {
        int status = 0;
        if (waitpid(tui->pid, &status, WNOHANG) == tui->pid) {
            tui->has_ended = true;
            tui->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
        } else if (now_ms() > end) {
            return -1000;
        } else {
            bool got = false;
            if (!pump(tui, 5, &got) && !got) {
                usleep(2000);
            }
        }
    }
    settle(tui);
    return tui->status;
}

void tui_stop(struct tui *tui)
{
    if (!tui->has_ended) {
        kill(tui->pid, SIGTERM);
        if (tui_wait_exit(tui, 5000) == -1000) {
            kill(tui->pid, SIGKILL);
            tui_wait_exit(tui, 5000);
        }
    }
    if (tui->terminal >= 0) {
        close(tui->terminal);
    }
    vterm_free(tui->vterm);
    buf_free(&tui->text);
    free(tui);
}

static const struct {
    const char *name, *bytes;
} named_keys[] = {
    {"<Enter>", "\r"},         {"<Esc>", "\033"},
    {"<Up>", "\033OA"},        {"<Down>", "\033OB"},
    {"<Right>", "\033OC"},     {"<Left>", "\033OD"},
    {"<Tab>", "\t"},           {"<BTab>", "\033[Z"},
    {"<BS>", "\177"},          {"<PgDn>", "\033[6~"},
    {"<PgUp>", "\033[5~"},     {"<Home>", "\033OH"},
    {"<End>", "\033OF"},       {"<F1>", "\033OP"},
    {"<F2>", "\033OQ"},        {"<F10>", "\033[21~"},
    {"<Del>", "\033[3~"},      {"<C-p>", "\020"},
    {"<C-l>", "\014"},         {"<C-s>", "\023"},
    {"<C-u>", "\025"},         {"<C-c>", "\003"},
    {"<C-z>", "\032"},         {"<S-Right>", "\033[1;2C"},
    {"<S-Left>", "\033[1;2D"}, {"<S-Up>", "\033[1;2A"},
    {"<S-Down>", "\033[1;2B"}, {"<C-Right>", "\033[1;5C"},
    {"<C-Left>", "\033[1;5D"}, {"<C-Up>", "\033[1;5A"},
    {"<C-Down>", "\033[1;5B"},
};

/* Bytes of the first key in `keys`; *used: how much of the text it took. */
static const char *next_key(const char *keys, size_t *used, size_t *size, char single[8])
{
    for (size_t i = 0; i < sizeof named_keys / sizeof named_keys[0]; i++) {
        size_t length = strlen(named_keys[i].name);
        if (strncmp(keys, named_keys[i].name, length) == 0) {
            *used = length;
            *size = strlen(named_keys[i].bytes);
            return named_keys[i].bytes;
        }
    }
    int code_point = 0;
    *used = text_decode(keys, &code_point);
    *size = *used < 7 ? *used : 7;
    memcpy(single, keys, *size);
    return single;
}

void tui_keys(struct tui *tui, const char *keys)
{
    struct buf bytes = {0};
    char single[8];
    while (*keys != '\0') {
        size_t used = 0;
        size_t size = 0;
        const char *key = next_key(keys, &used, &size, single);
        buf_add(&bytes, key, size);
        keys += used;
    }
    write_all(tui->terminal, buf_text(&bytes), bytes.size);
    buf_free(&bytes);
}

void tui_type(struct tui *tui, const char *keys)
{
    char single[8];
    while (*keys != '\0') {
        size_t used = 0;
        size_t size = 0;
        const char *key = next_key(keys, &used, &size, single);
        write_all(tui->terminal, key, size);
        settle(tui);
        keys += used;
    }
}

void tui_click(struct tui *tui, int line, int column)
{
    char bytes[64];
    int size = snprintf(bytes, sizeof bytes, "\033[<0;%d;%dM\033[<0;%d;%dm", column + 1, line + 1,
                        column + 1, line + 1);
    write_all(tui->terminal, bytes, (size_t)size);
    settle(tui);
}

void tui_resize_now(struct tui *tui, int lines, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)lines, .ws_col = (unsigned short)columns};
    bool got = false;
    pump(tui, 0, &got);
    tui->lines = lines;
    tui->columns = columns;
    vterm_set_size(tui->vterm, lines, columns);
    ioctl(tui->terminal, TIOCSWINSZ, &size);
}

void tui_resize(struct tui *tui, int lines, int columns)
{
    tui_resize_now(tui, lines, columns);
    settle(tui);
}

static void add_cell(struct buf *text, const VTermScreenCell *cell)
{
    if (cell->chars[0] == 0) {
        buf_add_text(text, " ");
        return;
    }
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i] != 0; i++) {
        uint32_t c = cell->chars[i];
        char bytes[5] = {0};
        if (c == (uint32_t)-1) {
            return; /* right half of a wide character */
        }
        if (c < 0x80) {
            bytes[0] = (char)c;
        } else if (c < 0x800) {
            bytes[0] = (char)(0xC0 | c >> 6);
            bytes[1] = (char)(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            bytes[0] = (char)(0xE0 | c >> 12);
            bytes[1] = (char)(0x80 | (c >> 6 & 0x3F));
            bytes[2] = (char)(0x80 | (c & 0x3F));
        } else {
            bytes[0] = (char)(0xF0 | c >> 18);
            bytes[1] = (char)(0x80 | (c >> 12 & 0x3F));
            bytes[2] = (char)(0x80 | (c >> 6 & 0x3F));
            bytes[3] = (char)(0x80 | (c & 0x3F));
        }
        buf_add_text(text, bytes);
    }
}

static void read_screen(struct tui *tui)
{
    buf_clear(&tui->text);
    for (int line = 0; line < tui->lines; line++) {
        size_t start = tui->text.size;
        for (int column = 0; column < tui->columns; column++) {
            VTermScreenCell cell;
            vterm_screen_get_cell(tui->screen, (VTermPos){.row = line, .col = column}, &cell);
            add_cell(&tui->text, &cell);
        }
        while (tui->text.size > start && tui->text.bytes[tui->text.size - 1] == ' ') {
            tui->text.size--;
        }
        buf_add_text(&tui->text, "\n");
    }
}

const char *tui_text(struct tui *tui)
{
    settle(tui);
    read_screen(tui);
    return buf_text(&tui->text);
}

const char *tui_text_now(struct tui *tui)
{
    bool got = true;
    while (got && pump(tui, 0, &got)) {
    }
    read_screen(tui);
    return buf_text(&tui->text);
}

const char *tui_row(struct tui *tui, int line)
{
    const char *text = tui_text(tui);
    for (int i = 0; i < line && text != NULL; i++) {
        text = strchr(text, '\n');
        text = text != NULL ? text + 1 : NULL;
    }
    tui->row[0] = '\0';
    if (text != NULL) {
        size_t length = strcspn(text, "\n");
        length = length < sizeof tui->row - 1 ? length : sizeof tui->row - 1;
        memcpy(tui->row, text, length);
        tui->row[length] = '\0';
    }
    return tui->row;
}

bool tui_wait(struct tui *tui, const char *text, int ms)
{
    int64_t end = now_ms() + ms;
    for (;;) {
        bool got = false;
        bool is_open = pump(tui, 20, &got);
        while (got && pump(tui, 5, &got)) {
        }
        read_screen(tui);
        if (strstr(buf_text(&tui->text), text) != NULL) {
            return true;
        }
        if (!is_open || now_ms() > end) {
            return false;
        }
    }
}

bool tui_has(struct tui *tui, const char *text)
{
    return strstr(tui_text(tui), text) != NULL;
}

void tui_expect(struct tui *tui, const char *text)
{
    if (!tui_wait(tui, text, TEST_PATIENCE_MS)) {
        fprintf(stderr, "%s\n", buf_text(&tui->text)); /* cmocka cuts long messages */
        fail_msg("not on the screen: \"%s\"", text);
    }
}

void tui_page(struct tui *tui, const char *page)
{
    char shown[80];
    snprintf(shown, sizeof shown, "[%s]", page);
    for (int i = 0; i < PAGES_MAX && !tui_has(tui, shown); i++) {
        tui_type(tui, "<Tab>");
    }
    tui_expect(tui, shown);
}

/* What is still being painted goes; under a sanitizer it does so in pieces. */
void tui_expect_not(struct tui *tui, const char *text)
{
    int64_t end = now_ms() + TEST_PATIENCE_MS;
    while (tui_has(tui, text) && now_ms() < end) {
        (void)tui_wait(tui, "\001", 20);
    }
    if (tui_has(tui, text)) {
        fail_msg("should not be on the screen: \"%s\"\n%s", text, buf_text(&tui->text));
    }
}

int tui_column(struct tui *tui, int line, const char *text)
{
    settle(tui);
    for (int column = 0; column < tui->columns; column++) {
        size_t same = 0;
        for (; text[same] != '\0' && column + (int)same < tui->columns; same++) {
            VTermScreenCell cell;
            VTermPos at = {.row = line, .col = column + (int)same};
            vterm_screen_get_cell(tui->screen, at, &cell);
            if ((cell.chars[0] != 0 ? cell.chars[0] : ' ') != (unsigned char)text[same]) {
                break;
            }
        }
        if (text[same] == '\0') {
            return column;
        }
    }
    return -1;
}

bool tui_is_reverse(struct tui *tui, int line, int column)
{
    VTermScreenCell cell;
    settle(tui);
    vterm_screen_get_cell(tui->screen, (VTermPos){.row = line, .col = column}, &cell);
    return cell.attrs.reverse;
}

bool tui_has_any_colour(struct tui *tui)
{
    settle(tui);
    for (int line = 0; line < tui->lines; line++) {
        for (int column = 0; column < tui->columns; column++) {
            VTermScreenCell cell;
            vterm_screen_get_cell(tui->screen, (VTermPos){.row = line, .col = column}, &cell);
            if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)) {
                return true;
            }
        }
    }
    return false;
}

void tui_watch(struct tui *tui, void (*seen)(const char *bytes, size_t size, void *context),
               void *context)
{
    tui->seen = seen;
    tui->context = context;
}

long tui_bytes(const struct tui *tui)
{
    return tui->bytes;
}

static void run_or_fail(const char *const *argv)
{
    pid_t child = fork();
    if (child == 0) {
        int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(quiet, STDOUT_FILENO);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fail_msg("%s %s ended with %d", argv[0], argv[1], status);
    }
}

void tui_demo_folder(char dst[512])
{
    static char original[512]; /* one per test program: making the club takes seconds */
    if (original[0] == '\0') {
        char folder[512];
        test_folder(folder);
        snprintf(original, sizeof original, "%.500s/demo", folder);
        run_or_fail((const char *const[]){TEST_PROGRAM, "demo", "--data", original, NULL});
    }
    char copy[512];
    test_folder(copy);
    snprintf(dst, 512, "%.500s/club", copy);
    run_or_fail((const char *const[]){"/bin/cp", "-a", original, dst, NULL});
}

void tui_login(struct tui *tui, const char *login, const char *secret)
{
    tui_expect(tui, "AimTrack");
    settle(tui);
    tui_type(tui, login);
    tui_type(tui, "<Enter>");
    tui_keys(tui, secret);
    tui_type(tui, "<Enter>");
}
