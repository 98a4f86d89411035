#include "base/i18n.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* glibc's counter of loaded catalogues: raising it makes gettext look at LANGUAGE again. */
extern int _nl_msg_cat_cntr; /* NOLINT(bugprone-reserved-identifier) */

static enum language current = LANGUAGE_EN;
static bool is_utf8;
static _Thread_local bool is_plain;

void i18n_plain_thread(void)
{
    is_plain = true;
}

const char *i18n_text(const char *text)
{
    return is_plain ? text : gettext(text);
}

const char *i18n_plural(const char *singular, const char *plural, unsigned long count)
{
    if (is_plain) {
        return count == 1 ? singular : plural;
    }
    return ngettext(singular, plural, count);
}

static bool has_catalogue(const char *folder)
{
    char path[640];
    struct stat status;
    snprintf(path, sizeof path, "%s/nl/LC_MESSAGES/aimtrack.mo", folder);
    return stat(path, &status) == 0;
}

/* Beside the binary (a build), under its prefix (installed), else the system's folder. */
static void bind_catalogue(void)
{
    static const char *const places[] = {"%.*s/share/locale", "%.*s/../share/locale"};
    char program[512];
    char folder[576];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    program[size > 0 ? size : 0] = '\0';
    const char *slash = strrchr(program, '/');
    int length = slash != NULL ? (int)(slash - program) : 0;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        snprintf(folder, sizeof folder, i == 0 ? "%.*s/share/locale" : "%.*s/../share/locale",
                 length, program);
        if (has_catalogue(folder)) {
            bindtextdomain("aimtrack", folder);
            return;
        }
    }
    bindtextdomain("aimtrack", "/usr/share/locale");
}

bool i18n_start(void)
{
    is_utf8 = setlocale(LC_ALL, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (!is_utf8 && setlocale(LC_ALL, "C.UTF-8") == NULL) {
        setlocale(LC_ALL, "C");
    }
    setlocale(LC_NUMERIC, "C"); /* numbers are written by base/decimal */
    bind_catalogue();
    bind_textdomain_codeset("aimtrack", "UTF-8");
    textdomain("aimtrack");
    return is_utf8;
}

bool i18n_user_has_utf8(void)
{
    return is_utf8;
}

static enum language wanted_by_user(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && *value != '\0') {
            return strncmp(value, "nl", 2) == 0 ? LANGUAGE_NL : LANGUAGE_EN;
        }
    }
    return LANGUAGE_EN;
}

void i18n_set_language(enum language language)
{
    static enum language users;
    if (users == LANGUAGE_AUTO) {
        users = wanted_by_user(); /* before LANGUAGE is overwritten below */
    }
    current = language == LANGUAGE_AUTO ? users : language;
    setenv("LANGUAGE", current == LANGUAGE_NL ? "nl" : "en", 1);
    ++_nl_msg_cat_cntr;
}

enum language i18n_language(void)
{
    return current;
}

bool i18n_parse(const char *name, enum language *language)
{
    static const char *const names[] = {"auto", "en", "nl"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(name, names[i]) == 0) {
            *language = (enum language)i;
            return true;
        }
    }
    return false;
}

const char *i18n_name(enum language language)
{
    return language == LANGUAGE_NL ? "nl" : language == LANGUAGE_EN ? "en" : "auto";
}

char i18n_decimal_point(void)
{
    return current == LANGUAGE_NL ? ',' : '.';
}
