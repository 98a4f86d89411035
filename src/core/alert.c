#include "core/alert.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "core/rights.h"
#include "store/alert.h"

/* --- the rule ----------------------------------------------------------------------------------
 */
static int recent_failures(const struct alert_rule *rule, const struct alert_facts *facts,
                           int64_t alert_ms)
{
    int count = 0;
    for (int i = 0; i < facts->failure_count; i++) {
        int64_t at = facts->failures_ms[i];
        count += at > alert_ms && at > facts->now_ms - rule->window_ms ? 1 : 0;
    }
    return count;
}

static bool is_over(const struct alert_rule *rule, const struct alert_facts *facts,
                    int64_t alert_ms)
{
    int64_t last =
        facts->failure_count > 0 ? facts->failures_ms[facts->failure_count - 1] : alert_ms;
    bool works = facts->success_ms > alert_ms && facts->success_ms >= last;
    return works || (last > alert_ms ? last : alert_ms) <= facts->now_ms - rule->window_ms;
}

enum alert_change alert_decide(const struct alert_rule *rule, const struct alert_facts *facts,
                               bool is_on, int64_t alert_ms)
{
    /* one that is enough by itself is told also right after a recovery: nothing would tell it later
     */
    bool is_told = is_on || rule->failures > 1;
    bool is_quiet = is_told && alert_ms != 0 && facts->now_ms < alert_ms + rule->quiet_ms;
    if (is_on && is_over(rule, facts, alert_ms)) {
        return ALERT_RECOVERED;
    }
    if (!is_quiet && recent_failures(rule, facts, alert_ms) >= rule->failures) {
        return ALERT_RAISED;
    }
    return ALERT_NO_CHANGE;
}

/* After the last one also when the clock was set back meanwhile: the newest row has the largest id.
 */
static record_id id_after(const struct alert_row *last, int terminal)
{
    record_id id = id_new(terminal);
    return id > last->id ? id : last->id + 1;
}

bool alert_update(struct db *db, const struct alert_rule *rule, const struct alert_facts *facts,
                  int terminal, enum alert_change *change, struct err *err)
{
    struct alert_row last;
    if (!alert_newest(db, rule->key, &last, err)) {
        return false;
    }
    if (last.at_ms > facts->now_ms) {
        last.at_ms = 0; /* written by a clock that stood ahead */
    }
    *change = alert_decide(rule, facts, last.is_on, last.at_ms);
    if (*change == ALERT_NO_CHANGE) {
        return true;
    }
    struct alert_row row = {
        .id = id_after(&last, terminal), .is_on = *change == ALERT_RAISED, .at_ms = facts->now_ms};
    text_copy(row.key, sizeof row.key, rule->key);
    text_copy(row.detail, sizeof row.detail, facts->detail);
    return alert_insert(db, &row, err);
}

bool alert_set(struct db *db, const char *key, bool is_bad, const char *detail, int64_t now_ms,
               int terminal, enum alert_change *change, struct err *err)
{
    struct alert_row last;
    *change = ALERT_NO_CHANGE;
    if (!alert_newest(db, key, &last, err)) {
        return false;
    }
    if (last.is_on == is_bad) {
        return true;
    }
    struct alert_row row = {.id = id_after(&last, terminal), .is_on = is_bad, .at_ms = now_ms};
    text_copy(row.key, sizeof row.key, key);
    text_copy(row.detail, sizeof row.detail, detail);
    *change = is_bad ? ALERT_RAISED : ALERT_RECOVERED;
    return alert_insert(db, &row, err);
}

/* --- what stands --------------------------------------------------------------------------------
 */
/* The gravest first; a key that is not here comes last and says itself. */
static const struct {
    const char *key, *says;
} meanings[] = {
    {"integrity", N_("The database did not pass its check.")},
    {"space", N_("The disk of the data folder is nearly full.")},
    {"backup_failed", N_("A backup failed, or the folder for backups is missing.")},
    {"backup", N_("The club's data has no recent backup.")},
    {"restore_test_failed", N_("The last test of restoring a backup failed.")},
    {"restore_test", N_("It was not tested for long whether the backups can be restored.")},
    {"clock", N_("The clock of this machine is wrong.")},
    {"worker", N_("What is asked of the coach is not being done.")},
    {"ai", N_("The coach does not answer.")},
};
enum { MEANINGS = sizeof meanings / sizeof meanings[0] };

static int rank_of(const char *key)
{
    int rank = 0;
    while (rank < MEANINGS && strcmp(meanings[rank].key, key) != 0) {
        rank++;
    }
    return rank;
}

const char *alert_says(const char *key)
{
    int rank = rank_of(key);
    return rank < MEANINGS ? _(meanings[rank].says) : key;
}

bool alerts_standing(struct app *app, struct arena *arena, struct alert_standing **rows, int *count,
                     struct err *err)
{
    struct alert_row *found = NULL;
    int found_count = 0;
    *count = 0;
    if (!rights_check(app, RIGHT_SEE, err) ||
        !alert_raised(app->db, arena, &found, &found_count, err)) {
        return false;
    }
    *rows = arena_array(arena, (size_t)found_count + 1, sizeof **rows);
    for (int rank = 0; rank <= MEANINGS; rank++) {
        for (int i = 0; i < found_count; i++) {
            if (rank_of(found[i].key) == rank) {
                struct alert_standing *row = &(*rows)[(*count)++];
                row->since_ms = found[i].at_ms;
                text_copy(row->key, sizeof row->key, found[i].key);
                text_copy(row->detail, sizeof row->detail, found[i].detail);
            }
        }
    }
    return true;
}

bool alert_read(struct app *app, const char *key, struct alert_now *now, struct err *err)
{
    struct alert_row row;
    *now = (struct alert_now){0};
    if (!rights_check(app, RIGHT_SEE, err) || !alert_newest(app->db, key, &row, err)) {
        return false;
    }
    now->is_on = row.id != 0 && row.is_on;
    now->since_ms = row.at_ms;
    text_copy(now->detail, sizeof now->detail, row.detail);
    return true;
}

/* --- telling -----------------------------------------------------------------------------------
 */
enum { WORDS_MAX = 32 };

/* Made once (systemd-id128 new) and never changed: docs/operations.md names them. */
static const char raised_id[] = "44f69288c17143db84d0fa69ca4b2e22";
static const char recovered_id[] = "120e6ae170d84bf989892c7902eae377";

/* What the command reads on its input: a file in memory, so that nobody waits for a reader. */
static int input_of(const char *key, enum alert_change change, const char *detail, int64_t at_ms)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "alert", key);
    cJSON_AddStringToObject(json, "event", change == ALERT_RAISED ? "raised" : "recovered");
    cJSON_AddStringToObject(json, "detail", detail);
    cJSON_AddNumberToObject(json, "at_ms", (double)at_ms);
    char *text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    int fd = memfd_create("alert", MFD_CLOEXEC);
    size_t size = text != NULL ? strlen(text) : 0;
    if (fd >= 0 && (write(fd, text, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        fd = -1;
    }
    cJSON_free(text);
    return fd;
}

/* The words of the line; false: none, or too many. */
static bool split(char *line, char *words[WORDS_MAX])
{
    int count = 0;
    char *rest = NULL;
    for (char *word = strtok_r(line, " \t", &rest); word != NULL;
         word = strtok_r(NULL, " \t", &rest)) {
        if (count == WORDS_MAX - 1) {
            return false;
        }
        words[count++] = word;
    }
    words[count] = NULL;
    return count > 0;
}

/* With the signals as a program expects them, its input, and nothing to write to. */
static int start(char *const words[], int input)
{
    extern char **environ;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    pid_t pid = 0;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    int error = posix_spawnp(&pid, words[0], &files, &attributes, words, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    while (error == 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
    return error;
}

void alert_tell(const char *command, const char *key, enum alert_change change, const char *detail,
                int64_t at_ms)
{
    char *words[WORDS_MAX];
    const char *event = change == ALERT_RAISED ? "raised" : "recovered";
    const char *id = change == ALERT_RAISED ? raised_id : recovered_id;
    const struct log_field fields[] = {{"alert", key}, {"event", event}, {LOG_MESSAGE_ID, id}, {0}};
    log_event_with(change == ALERT_RAISED ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO, fields,
                   "alert %s %s: %s", key, event, detail);
    if (command[0] == '\0') {
        return;
    }
    /* a grandchild that nobody has to wait for, ended after 10 seconds */
    struct buf line = {0};
    buf_printf(&line, "setsid --fork timeout -k 1 10 %s", command);
    int input = split(line.bytes, words) ? input_of(key, change, detail, at_ms) : -1;
    int error = input >= 0 ? start(words, input) : EINVAL;
    if (error != 0) {
        log_event(LOG_LEVEL_ERROR, "alert command: %s", strerror(error));
    }
    if (input >= 0) {
        close(input);
    }
    buf_free(&line);
}
