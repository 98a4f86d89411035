#include "base/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/catalogue.h"
#include "base/data.h"

/* A row a language, in the order of the enum. The sources are English. */
static const struct {
    const char *name;
    const char *file; /* NULL: as the sources are */
    char decimal_point;
} languages[] = {{"auto", NULL, '.'}, {"en", NULL, '.'}, {"nl", "nl.mo", ','}};
enum { LANGUAGES = sizeof languages / sizeof languages[0] };

static struct catalogue catalogues[LANGUAGES];
static enum language current = LANGUAGE_EN;
static bool is_utf8;
static _Thread_local bool is_plain;

void i18n_plain_thread(void)
{
    is_plain = true;
}

static const struct catalogue *catalogue(void)
{
    return &catalogues[is_plain ? LANGUAGE_EN : current];
}

const char *i18n_text(const char *text)
{
    return catalogue_text(catalogue(), text);
}

const char *i18n_plural(const char *singular, const char *plural, unsigned long count)
{
    return catalogue_plural(catalogue(), singular, plural, count);
}

/* The first of these that says something decides, as setlocale has it. */
static const char *named(const char *const *names)
{
    for (; *names != NULL; names++) {
        const char *value = getenv(*names);
        if (value != NULL && *value != '\0') {
            return value;
        }
    }
    return "";
}

/* The user's locale has UTF-8; one that is not made on this machine is believed by its name. */
static bool is_user_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG", NULL};
    if (setlocale(LC_CTYPE, "") != NULL) {
        return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    }
    const char *set = strchr(named(names), '.');
    return set != NULL && (strncasecmp(set, ".utf-8", 6) == 0 || strncasecmp(set, ".utf8", 5) == 0);
}

bool i18n_start(void)
{
    /* The rest of the locale stays "C": numbers, dates, order and messages are this program's. */
    is_utf8 = is_user_utf8();
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
        setlocale(LC_CTYPE, "C");
    }
    for (int i = 0; i < LANGUAGES; i++) {
        const struct data_file *file =
            languages[i].file != NULL ? data_find(languages[i].file) : NULL;
        if (file != NULL) {
            catalogue_open(&catalogues[i], file->bytes, file->size);
        }
    }
    return is_utf8;
}

bool i18n_user_has_utf8(void)
{
    return is_utf8;
}

static enum language wanted_by_user(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", NULL};
    return strncmp(named(names), "nl", 2) == 0 ? LANGUAGE_NL : LANGUAGE_EN;
}

void i18n_set_language(enum language language)
{
    current = language == LANGUAGE_AUTO ? wanted_by_user() : language;
}

enum language i18n_language(void)
{
    return current;
}

bool i18n_parse(const char *name, enum language *language)
{
    for (int i = 0; i < LANGUAGES; i++) {
        if (strcmp(name, languages[i].name) == 0) {
            *language = (enum language)i;
            return true;
        }
    }
    return false;
}

const char *i18n_name(enum language language)
{
    return languages[language].name;
}

char i18n_decimal_point(void)
{
    return languages[current].decimal_point;
}
