#include "core/ai_settings.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "core/config.h"

enum { KEY_ROOM = 520, MASK_SHOWN = 4 };
static const char environment_name[] = "AIMTRACK_AI_KEY";

bool ai_settings_read(const struct app *app, struct ai_settings *settings, struct err *err)
{
    struct config config;
    bool ok = config_read(app->folder, &config, err);
    *settings = config.coach;
    return ok;
}

bool ai_settings_path(const struct app *app, char *dst, size_t size)
{
    return config_path(app->folder, dst, size);
}

/* --- the key ------------------------------------------------------------------------------------
 */
struct ai_key { /* in locked memory */
    char text[KEY_ROOM];
    const char *where;
};

/* Taken out of the environment once; lives until the program ends. */
static struct ai_key *from_environment;

static struct ai_key *new_key(const char *text, const char *where)
{
    struct ai_key *key = sodium_malloc(sizeof *key);
    if (key == NULL) {
        return NULL;
    }
    key->where = where;
    text_copy(key->text, sizeof key->text, text);
    log_hide(key->text);
    return key;
}

void ai_key_take_environment(void)
{
    char *value = getenv(environment_name);
    if (value == NULL || sodium_init() < 0) {
        return;
    }
    if (from_environment == NULL && value[0] != '\0') {
        from_environment = new_key(value, "environment");
    }
    secret_wipe(value, strlen(value)); /* where the kernel put it, too */
    unsetenv(environment_name);
}

/* What belongs to this user alone. */
static bool is_private(int fd, struct err *err)
{
    struct stat status;
    bool is_good = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
                   (status.st_uid == geteuid() || status.st_uid == 0) &&
                   (status.st_mode & 077) == 0;
    return is_good || err_set(err, ERR_CONFIG,
                              _("The file of the coach's key can be read by others: make it"
                                " yours alone (chmod 600)."));
}

static bool take_line(char *text, ssize_t size, const char *where, struct ai_key **key,
                      struct err *err)
{
    text[size > 0 ? size : 0] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    if (!ai_key_is_usable(text)) {
        return err_set(err, ERR_CONFIG,
                       _("The coach's key cannot be used: it must be one line of plain letters."));
    }
    *key = new_key(text, where);
    return *key != NULL || err_set(err, ERR_BUG, _("There is no locked memory for the key."));
}

static bool read_file(const char *path, const char *where, bool must_be_private,
                      struct ai_key **key, struct err *err)
{
    char text[KEY_ROOM] = "";
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(err, errno, _("The file of the coach's key could not be read: \"%s\"."),
                         path);
    }
    ssize_t size = -1;
    bool ok = !must_be_private || is_private(fd, err);
    if (ok) {
        size = read(fd, text, sizeof text - 1);
        ok = size >= 0 ||
             err_errno(err, errno, _("The file of the coach's key could not be read: \"%s\"."),
                       path);
    }
    close(fd);
    ok = ok && take_line(text, size, where, key, err);
    secret_wipe(text, sizeof text);
    return ok;
}

bool ai_key_read(const struct ai_settings *settings, struct ai_key **key, struct err *err)
{
    char path[600];
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    *key = NULL;
    if (folder != NULL && file_join(path, sizeof path, folder, "ai_key") && file_exists(path)) {
        return read_file(path, "credential", false, key, err); /* systemd keeps it private */
    }
    if (settings->key_file[0] != '\0') {
        return read_file(settings->key_file, "file", true, key, err);
    }
    if (from_environment != NULL) {
        if (!ai_key_is_usable(from_environment->text)) {
            return err_set(
                err, ERR_CONFIG,
                _("The coach's key cannot be used: it must be one line of plain letters."));
        }
        *key = new_key(from_environment->text, from_environment->where);
    }
    return true;
}

const char *ai_key_text(const struct ai_key *key)
{
    return key != NULL ? key->text : NULL;
}

const char *ai_key_where(const struct ai_key *key)
{
    return key != NULL ? key->where : "";
}

void ai_key_masked(const struct ai_key *key, char *dst, size_t size)
{
    size_t length = key != NULL ? strlen(key->text) : 0;
    if (length < (size_t)4 * MASK_SHOWN) {
        text_copy(dst, size, length > 0 ? "***" : "");
    } else {
        snprintf(dst, size, "%.3s...%s", key->text, key->text + length - MASK_SHOWN);
    }
}

void ai_key_free(struct ai_key *key)
{
    sodium_free(key); /* wipes */
}
