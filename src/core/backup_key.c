/* The club's pair of keys: the kiosk has the public one and can only write, the private one is kept
 * elsewhere. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/backup.h"

enum { KEY_FILE_MAX = 4096 };

/* Beside the database the private key would protect nothing. */
static bool check_place(const char *data_folder, const char *path, struct err *err)
{
    char folder[600];
    text_copy(folder, sizeof folder, path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL) {
        slash[slash == folder] = '\0';
    }
    char *real = realpath(slash != NULL ? folder : ".", NULL);
    char *data = realpath(data_folder, NULL);
    size_t length = data != NULL ? strlen(data) : 0;
    bool is_inside = real != NULL && data != NULL && strncmp(real, data, length) == 0 &&
                     (real[length] == '/' || real[length] == '\0');
    free(real);
    free(data);
    return !is_inside ||
           err_set(err, ERR_INPUT,
                   _("The private key does not belong in the data folder: whoever takes that would"
                     " have both. Name a file elsewhere, best on a stick. Nothing was written."));
}

bool backup_key_make(const char *data_folder, const char *path, char *public_text, struct err *err)
{
    struct seal_pair pair;
    char private_text[SEAL_TEXT_ROOM];
    char file[512];
    if (sodium_init() < 0) {
        return err_set(err, ERR_BUG, _("The cryptographic library could not start."));
    }
    if (!check_place(data_folder, path, err)) {
        return false;
    }
    seal_pair_make(&pair);
    seal_public_text(public_text, pair.public_key);
    seal_private_text(private_text, pair.private_key);
    snprintf(
        file, sizeof file,
        "# AimTrack: the private key of the club's backups. Who has it can read them; without\n"
        "# it nobody can. Keep it on two sticks, or on paper, away from the kiosk.\n"
        "# Belongs to %s\n%s\n",
        public_text, private_text);
    bool ok = file_write_new(path, file, strlen(file), err);
    sodium_memzero(&pair, sizeof pair);
    sodium_memzero(private_text, sizeof private_text);
    sodium_memzero(file, sizeof file);
    return ok;
}

static bool is_plain_file(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool backup_key_read(const char *path, struct seal_pair *pair, struct err *err)
{
    size_t size = 0;
    if (sodium_init() < 0) {
        return err_set(err, ERR_BUG, _("The cryptographic library could not start."));
    }
    char *text = file_read_regular(path, KEY_FILE_MAX, &size, err);
    if (text == NULL) { /* a file that is empty or too large is simply no key */
        return err->kind == ERR_INPUT && is_plain_file(path) && seal_pair_read("", pair, err);
    }
    bool ok = seal_pair_read(text, pair, err);
    sodium_memzero(text, size);
    free(text);
    return ok;
}
