#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <regex.h>
#include <signal.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/journal.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "base/time.h"

enum {
    HIDDEN_MAX = 8,
    HIDDEN_ROOM = 520,
    RAW_ROOM = 2400, /* a secret at the end of what is kept is there whole, so that it is found */
    MESSAGE_ROOM = 600,
    CLEAN_ROOM = 2 * MESSAGE_ROOM,
    LINE_ROOM = 3900, /* below PIPE_BUF: whole or not at all */
    PATH_ROOM = 700
};

/* The process's one log: several threads write whole lines. */
static struct {
    pthread_mutex_t mutex;
    int file;
    char path[PATH_ROOM]; /* of the file; "": stderr */
    atomic_int threshold;
    enum log_format format;
    int terminal;
    char (*hidden)[HIDDEN_ROOM]; /* locked memory; NULL: nothing is hidden yet */
    size_t hidden_next;
} state = {.mutex = PTHREAD_MUTEX_INITIALIZER,
           .file = STDERR_FILENO,
           .threshold = LOG_LEVEL_INFO,
           .terminal = -1};

/* --- words ---------------------------------------------------------------------------------------
 */
static const struct {
    const char *word;
    enum log_level level;
} levels[] = {{"error", LOG_LEVEL_ERROR},
              {"warning", LOG_LEVEL_WARNING},
              {"info", LOG_LEVEL_INFO},
              {"debug", LOG_LEVEL_DEBUG}};
static const char *const formats[] = {
    [LOG_PLAIN] = "plain", [LOG_LOGFMT] = "logfmt", [LOG_JSON] = "json"};

bool log_level_find(const char *word, enum log_level *level)
{
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (strcmp(levels[i].word, word) == 0) {
            *level = levels[i].level;
            return true;
        }
    }
    return false;
}

static const char *level_word(enum log_level level)
{
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (levels[i].level == level) {
            return levels[i].word;
        }
    }
    return "info";
}

bool log_format_find(const char *word, enum log_format *format)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i], word) == 0) {
            *format = (enum log_format)i;
            return true;
        }
    }
    return false;
}

void log_set_level(enum log_level level)
{
    atomic_store(&state.threshold, (int)level);
}

void log_set_format(enum log_format format)
{
    pthread_mutex_lock(&state.mutex);
    state.format = format;
    pthread_mutex_unlock(&state.mutex);
}

void log_set_terminal(int terminal)
{
    pthread_mutex_lock(&state.mutex);
    state.terminal = terminal;
    pthread_mutex_unlock(&state.mutex);
}

/* --- the file ------------------------------------------------------------------------------------
 */
static int open_file(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
}

bool log_to_file(const char *path, struct err *err)
{
    int opened = path != NULL ? open_file(path) : STDERR_FILENO;
    if (opened < 0) {
        return err_set(err, ERR_IO,
                       _("The log file could not be opened. Nothing else is affected."));
    }
    pthread_mutex_lock(&state.mutex);
    if (state.file != STDERR_FILENO) {
        close(state.file);
    }
    state.file = opened;
    text_copy(state.path, sizeof state.path, path != NULL ? path : "");
    pthread_mutex_unlock(&state.mutex);
    return true;
}

/* A full file gets its second name, unless another process of this folder was quicker. */
static void keep_small(void)
{
    char old[PATH_ROOM + 4];
    struct stat ours;
    struct stat there;
    if (state.path[0] == '\0' || fstat(state.file, &ours) != 0 || !S_ISREG(ours.st_mode) ||
        ours.st_size < LOG_FILE_MAX) {
        return;
    }
    snprintf(old, sizeof old, "%s.1", state.path);
    if (lstat(state.path, &there) == 0 && there.st_ino == ours.st_ino &&
        there.st_dev == ours.st_dev && rename(state.path, old) != 0) {
        return; /* it grows until it can be renamed */
    }
    int opened = open_file(state.path);
    if (opened >= 0) {
        close(state.file);
        state.file = opened;
    }
}

/* --- secrets -------------------------------------------------------------------------------------
 */
static bool has_hidden_memory(void)
{
    if (state.hidden == NULL && sodium_init() >= 0) {
        state.hidden = sodium_allocarray(HIDDEN_MAX, HIDDEN_ROOM);
        if (state.hidden != NULL) {
            memset(state.hidden, 0, (size_t)HIDDEN_MAX * HIDDEN_ROOM);
        }
    }
    return state.hidden != NULL;
}

void log_hide(const char *secret)
{
    if (strlen(secret) < 4) {
        return; /* would black out ordinary words */
    }
    pthread_mutex_lock(&state.mutex);
    bool is_known = !has_hidden_memory();
    for (size_t i = 0; i < HIDDEN_MAX && !is_known; i++) {
        is_known = strcmp(state.hidden[i], secret) == 0;
    }
    if (!is_known) {
        text_copy(state.hidden[state.hidden_next], HIDDEN_ROOM, secret);
        state.hidden_next = (state.hidden_next + 1) % HIDDEN_MAX;
    }
    pthread_mutex_unlock(&state.mutex);
}

static void mask_hidden(char *text)
{
    for (size_t i = 0; i < HIDDEN_MAX && state.hidden != NULL; i++) {
        size_t length = strlen(state.hidden[i]);
        for (char *at = text; length > 0 && (at = strstr(at, state.hidden[i])) != NULL;
             at += length) {
            memset(at, '*', length);
        }
    }
}

/* Anything that looks like a key becomes ***: what follows the word that announces it. */
static void mask_keys(char *text)
{
    static regex_t pattern;
    static bool is_compiled;
    if (!is_compiled) {
        is_compiled =
            regcomp(&pattern, "\\b(sk|key|bearer|x-api-key|pin|passphrase)[-_:= ]+[^[:space:]]{4,}",
                    REG_EXTENDED | REG_ICASE) == 0;
    }
    regmatch_t match;
    for (char *at = text; is_compiled && regexec(&pattern, at, 1, &match, 0) == 0;) {
        memset(at + match.rm_so, '*', (size_t)(match.rm_eo - match.rm_so));
        at += match.rm_eo;
    }
}

/* As it may be written: masked before it is cut or escaped (then a secret is still whole), cut,
 * cleaned, and masked by its looks. `raw` is changed. */
static void clean(char *dst, size_t size, char *raw, bool stands_in_quotes)
{
    char cut[MESSAGE_ROOM];
    mask_hidden(raw);
    mask_keys(raw);
    text_copy(cut, sizeof cut, raw);
    if (stands_in_quotes) {
        sanitize_log(dst, size, cut);
    } else {
        sanitize_screen(dst, size, cut);
    }
}

/* --- a line --------------------------------------------------------------------------------------
 */
struct line {
    char text[LINE_ROOM];
    size_t used;
};

__attribute__((format(printf, 2, 3))) static void add(struct line *line, const char *format, ...)
{
    va_list arguments;
    size_t room = sizeof line->text - 3 - line->used; /* for what ends it */
    va_start(arguments, format);
    int length = vsnprintf(line->text + line->used, room, format, arguments);
    va_end(arguments);
    if (length > 0 && (size_t)length < room) {
        line->used += (size_t)length; /* what does not fit whole is left out */
    }
}

static void add_moment(struct line *line)
{
    char moment[32];
    struct tm utc;
    int64_t now_ms = time_now_ms();
    time_t now = (time_t)(now_ms / 1000);
    gmtime_r(&now, &utc);
    strftime(moment, sizeof moment, "%Y-%m-%dT%H:%M:%S", &utc);
    add(line, state.format == LOG_JSON ? "{\"time\":\"%s.%03dZ\"" : "time=%s.%03dZ", moment,
        (int)(now_ms % 1000));
}

/* One name with its value, in logfmt or JSON. */
static void add_field(struct line *line, const char *name, const char *value)
{
    add(line, state.format == LOG_JSON ? ",\"%s\":\"%s\"" : " %s=\"%s\"", name, value);
}

static void add_number(struct line *line, const char *name, long value)
{
    add(line, state.format == LOG_JSON ? ",\"%s\":%ld" : " %s=%ld", name, value);
}

static void add_fields(struct line *line, const struct log_field *fields)
{
    char raw[RAW_ROOM];
    char value[CLEAN_ROOM];
    for (; fields != NULL && fields->name != NULL; fields++) {
        text_copy(raw, sizeof raw, fields->value != NULL ? fields->value : "");
        clean(value, sizeof value, raw, true);
        add_field(line, fields->name, value);
    }
}

static void write_facts(struct line *line, enum log_level level, const char *message,
                        const struct log_field *fields)
{
    add_moment(line);
    add_field(line, "level", level_word(level));
    add_number(line, "pid", (long)getpid());
    if (state.terminal >= 0) {
        add_number(line, "terminal", state.terminal);
    }
    add_field(line, "msg", message);
    add_fields(line, fields);
    if (state.format == LOG_JSON) {
        line->text[line->used++] = '}';
    }
}

static void write_plain(struct line *line, enum log_level level, const char *message,
                        bool is_journal)
{
    char date[11];
    char clock[6];
    if (state.file != STDERR_FILENO) {
        time_local_date(date, time_now_ms());
        time_local_clock(clock, time_now_ms());
        add(line, "%s %s <%d> %s", date, clock, (int)level, message);
    } else { /* the journal says whose it is; to a person who reads a command does */
        add(line, is_journal ? "%s" : "aimtrack: %s", message);
    }
}

static bool has_identity(const struct log_field *fields)
{
    while (fields != NULL && fields->name != NULL && strcmp(fields->name, LOG_MESSAGE_ID) != 0) {
        fields++;
    }
    return fields != NULL && fields->name != NULL;
}

/* "alert" is AIMTRACK_ALERT there; message_id is a name that the journal itself knows. */
static void add_entry_fields(struct buf *entry, const struct log_field *fields)
{
    char raw[RAW_ROOM];
    char value[CLEAN_ROOM];
    for (; fields->name != NULL; fields++) {
        char name[48];
        snprintf(name, sizeof name, "%s%s",
                 strcmp(fields->name, LOG_MESSAGE_ID) == 0 ? "" : "aimtrack_", fields->name);
        for (char *at = name; *at != '\0'; at++) {
            *at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
        }
        text_copy(raw, sizeof raw, fields->value != NULL ? fields->value : "");
        clean(value, sizeof value, raw, false);
        journal_field(entry, name, value);
    }
}

/* An event that has an identity, with it. False: as a line, as every other one. */
static bool send_entry(enum log_level level, const char *text, const struct log_field *fields)
{
    struct buf entry = {0};
    char priority[12];
    if (!has_identity(fields)) {
        return false;
    }
    snprintf(priority, sizeof priority, "%d", (int)level);
    journal_field(&entry, "MESSAGE", text);
    journal_field(&entry, "PRIORITY", priority);
    journal_field(&entry, "SYSLOG_IDENTIFIER", "aimtrack");
    add_entry_fields(&entry, fields);
    bool ok = journal_send(&entry);
    buf_free(&entry);
    return ok;
}

/* Nobody reads any more (EPIPE comes with a signal), or not now (a full pipe): the line is lost. */
static void send(const struct line *line)
{
    sigset_t pipe_signal;
    sigset_t before;
    sigset_t pending;
    struct pollfd out = {.fd = state.file, .events = POLLOUT};
    if (poll(&out, 1, 0) != 1 || (out.revents & POLLOUT) == 0) {
        return;
    }
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
    ssize_t written = write(state.file, line->text, line->used);
    if (written < 0 && errno == EPIPE && sigismember(&pending, SIGPIPE) == 0) {
        sigtimedwait(&pipe_signal, NULL, &(struct timespec){0});
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static atomic_int terminal_threshold = LOG_LEVEL_WARNING;

void log_set_level_at_terminal(enum log_level level)
{
    atomic_store(&terminal_threshold, (int)level);
}

static bool is_for_nobody(enum log_level level)
{
    return state.file == STDERR_FILENO && (int)level > atomic_load(&terminal_threshold) &&
           isatty(STDERR_FILENO);
}

static void write_line(enum log_level level, const struct log_field *fields, char *raw)
{
    char message[CLEAN_ROOM];
    struct line line = {0};
    bool is_journal = state.file == STDERR_FILENO && journal_is_stderr();
    clean(message, sizeof message, raw, state.format != LOG_PLAIN);
    keep_small();
    if (is_journal) { /* it takes that off again; everybody else would read it */
        add(&line, "<%d>", (int)level);
    }
    size_t begin = line.used;
    if (state.format == LOG_PLAIN) {
        write_plain(&line, level, message, is_journal);
    } else {
        write_facts(&line, level, message, fields);
    }
    line.text[line.used] = '\0';
    if (!is_journal || !send_entry(level, line.text + begin, fields)) {
        line.text[line.used++] = '\n';
        send(&line);
    }
}

static void event(enum log_level level, const struct log_field *fields, char *raw)
{
    int reason = errno;
    pthread_mutex_lock(&state.mutex);
    if (!is_for_nobody(level)) {
        write_line(level, fields, raw);
    }
    pthread_mutex_unlock(&state.mutex);
    errno = reason;
}

__attribute__((format(printf, 3, 0))) static void write_event(enum log_level level,
                                                              const struct log_field *fields,
                                                              const char *format, va_list arguments)
{
    char raw[RAW_ROOM];
    if ((int)level <= atomic_load(&state.threshold)) {
        vsnprintf(raw, sizeof raw, format, arguments);
        event(level, fields, raw);
    }
}

void log_event(enum log_level level, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_event(level, NULL, format, arguments);
    va_end(arguments);
}

void log_event_with(enum log_level level, const struct log_field *fields, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_event(level, fields, format, arguments);
    va_end(arguments);
}

void log_err(const char *doing, const struct err *err)
{
    bool has_detail = err->detail[0] != '\0';
    log_event(LOG_LEVEL_ERROR, "%s: %s%s%s%s", doing, err->what, has_detail ? " (" : "",
              err->detail, has_detail ? ")" : "");
}
