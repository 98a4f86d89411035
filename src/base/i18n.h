/* Languages. Source strings are English; the others are catalogues inside the program, so that no
 * language depends on which locales a machine has, or whether it has any (decision 0015). */
#ifndef BASE_I18N_H
#define BASE_I18N_H
#include <stdbool.h>

#define _(text)                 i18n_text(text)
#define N_(text)                (text) /* marks a string for translation in a table */
#define P_(singular, plural, n) i18n_plural(singular, plural, (unsigned long)(n))

const char *i18n_text(const char *text) __attribute__((format_arg(1)));
const char *i18n_plural(const char *singular, const char *plural, unsigned long count)
    __attribute__((format_arg(1), format_arg(2)));

/* From now on this thread speaks English: what it writes goes to the log and the database, and the
 * screen's thread may switch languages meanwhile. */
void i18n_plain_thread(void);

enum language { LANGUAGE_AUTO, LANGUAGE_EN, LANGUAGE_NL };

/* Call once before any thread: character classes become those of the user's locale, or of C.UTF-8
 * where that one has no UTF-8 or is not made on this machine. Returns whether the user's locale is
 * one with UTF-8: if not, screens must stay in ASCII. */
bool i18n_start(void);
bool i18n_user_has_utf8(void); /* what i18n_start returned */

/* Switches live. LANGUAGE_AUTO: nl if LC_ALL/LC_MESSAGES/LANG/LANGUAGE starts with "nl", else en.
 */
void i18n_set_language(enum language language);
enum language i18n_language(void); /* never AUTO */

/* "nl"/"en"/"auto" to enum; false when unknown. */
bool i18n_parse(const char *name, enum language *language);
const char *i18n_name(enum language language);

/* The decimal separator of the current language: ',' or '.'. */
char i18n_decimal_point(void);

#endif
