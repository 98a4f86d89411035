#include "core/alert_words.h"

#include <string.h>

#include "base/i18n.h"

static const struct {
    const char *key, *in_short, *advice;
    const char *by_key; /* on the screens, where a key does it; NULL: the same */
} words[] = {
    {"integrity", N_("database damaged"),
     N_("Copy the data folder to a stick, then restore the newest verified backup."), NULL},
    {"space", N_("disk nearly full"),
     N_("Make room on the disk of the data folder; \"aimtrack doctor storage\" shows what is"
        " there."),
     N_("Make room on the disk of the data folder: take old exports away, or move backups to "
        "another"
        " disk.")},
    {"backup_failed", N_("backup failed"),
     N_("Run \"aimtrack backup\" and read what it says; look whether the folder of the backups can"
        " be written."),
     N_("m on the page Backups makes one, or says what is wrong.")},
    {"backup", N_("backup overdue"),
     N_("Run \"aimtrack backup\" and read what it says; look whether the folder of the backups can"
        " be written."),
     N_("m on the page Backups makes one, or says what is wrong.")},
    {"restore_test_failed", N_("restore test failed"),
     N_("Make a backup with \"aimtrack backup\", then run \"aimtrack restore-test\" and read what "
        "it"
        " says."),
     N_("m on the page Backups makes a new one, then t restores it as a test.")},
    {"restore_test", N_("restore test overdue"),
     N_("Run \"aimtrack restore-test\": a backup that was never restored is a hope."),
     N_("t on the page Backups restores one as a test.")},
    {"clock", N_("clock is wrong"),
     N_("Set the clock of this machine and let it be kept by the network (timedatectl)."), NULL},
    {"worker", N_("coach does not work"),
     N_("Start the kiosk or \"aimtrack queue work\" again; \"aimtrack queue list\" shows what"
        " waits."),
     N_("W on the page Health starts its worker anew; the page Queue shows what waits.")},
    {"ai", N_("AI unavailable"),
     N_("Look at the page Queue for the reason; \"aimtrack ai check --live\" asks the provider."
        " Scoring is not affected."),
     N_("Look at the page Queue for the reason. Scoring is not affected.")},
};
enum { WORDS = sizeof words / sizeof words[0] };

static int find(const char *key)
{
    int at = 0;
    while (at < WORDS && strcmp(words[at].key, key) != 0) {
        at++;
    }
    return at;
}

const char *alert_short(const char *key)
{
    int at = find(key);
    return at < WORDS ? _(words[at].in_short) : key;
}

const char *alert_advice(const char *key)
{
    int at = find(key);
    return at < WORDS ? _(words[at].advice)
                      : _("Look at the log: \"aimtrack log\", or the journal of the system.");
}

const char *alert_by_key(const char *key)
{
    int at = find(key);
    return at < WORDS && words[at].by_key != NULL ? _(words[at].by_key) : alert_advice(key);
}
