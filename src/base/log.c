#include "base/log.h"

#include <fcntl.h>
#include <pthread.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "base/time.h"

/* The process's one log: several threads write whole lines. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int file = STDERR_FILENO;
static enum log_level threshold = LOG_LEVEL_INFO;

enum { HIDDEN_MAX = 8, HIDDEN_ROOM = 520 };
static char hidden[HIDDEN_MAX][HIDDEN_ROOM];
static size_t hidden_next;

bool log_to_file(const char *path, struct err *err)
{
    int opened = STDERR_FILENO;
    if (path != NULL) {
        opened =
            open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
        if (opened < 0) {
            return err_set(err, ERR_IO,
                           _("The log file could not be opened. Nothing else is affected."));
        }
    }
    pthread_mutex_lock(&mutex);
    if (file != STDERR_FILENO) {
        close(file);
    }
    file = opened;
    pthread_mutex_unlock(&mutex);
    return true;
}

void log_set_level(enum log_level level)
{
    threshold = level;
}

void log_hide(const char *secret)
{
    if (strlen(secret) < 4) {
        return; /* would black out ordinary words */
    }
    pthread_mutex_lock(&mutex);
    bool is_known = false;
    for (size_t i = 0; i < HIDDEN_MAX; i++) {
        is_known = is_known || strcmp(hidden[i], secret) == 0;
    }
    if (!is_known) {
        text_copy(hidden[hidden_next], sizeof hidden[0], secret);
        hidden_next = (hidden_next + 1) % HIDDEN_MAX;
    }
    pthread_mutex_unlock(&mutex);
}

static void mask_hidden(char *line)
{
    for (size_t i = 0; i < HIDDEN_MAX; i++) {
        size_t length = strlen(hidden[i]);
        for (char *at = line; length > 0 && (at = strstr(at, hidden[i])) != NULL; at += length) {
            memset(at, '*', length);
        }
    }
}

/* Anything that looks like a key becomes ***: what follows the word that announces it. */
static void mask_keys(char *line)
{
    static regex_t pattern;
    static bool is_compiled;
    if (!is_compiled) {
        is_compiled =
            regcomp(&pattern, "\\b(sk|key|bearer|x-api-key|pin|passphrase)[-_:= ]+[^ ]{4,}",
                    REG_EXTENDED | REG_ICASE) == 0;
    }
    regmatch_t match;
    for (char *at = line; is_compiled && regexec(&pattern, at, 1, &match, 0) == 0;) {
        memset(at + match.rm_so, '*', (size_t)(match.rm_eo - match.rm_so));
        at += match.rm_eo;
    }
}

void log_event(enum log_level level, const char *format, ...)
{
    char message[600];
    char clean[900];
    char line[1024];
    va_list arguments;
    if (level > threshold) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    sanitize_log(clean, sizeof clean, message);
    pthread_mutex_lock(&mutex);
    mask_hidden(clean);
    mask_keys(clean);
    char date[11];
    char clock[6];
    time_local_date(date, time_now_ms());
    time_local_clock(clock, time_now_ms());
    int size = file == STDERR_FILENO
                   ? snprintf(line, sizeof line, "<%d>%s\n", (int)level, clean)
                   : snprintf(line, sizeof line, "%s %s <%d> %s\n", date, clock, (int)level, clean);
    ssize_t written = write(file, line, (size_t)size);
    (void)written; /* a full disk must not stop the program that reports it */
    pthread_mutex_unlock(&mutex);
}

void log_err(const char *doing, const struct err *err)
{
    log_event(LOG_LEVEL_ERROR, "%s: %s (%s)", doing, err->what, err->detail);
}
