#include "core/check.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"

bool check_lines(const char *text, const char *label, struct err *err)
{
    return text_is_clean(text, strlen(text)) ||
           err_set(err, ERR_INPUT, _("%s: there are characters in it that cannot be stored."),
                   label);
}

bool check_line(const char *text, const char *label, struct err *err)
{
    if (strpbrk(text, "\n\t") != NULL) {
        return err_set(err, ERR_INPUT, _("%s: this must be one line, without tabs."), label);
    }
    return check_lines(text, label, err);
}

bool check_copy(char *dst, size_t size, const char *text, const char *label, struct err *err)
{
    return text_copy(dst, size, text) ||
           err_set(err, ERR_INPUT,
                   _("%s: at most %zu bytes have room (an accented letter counts for two), and "
                     "this has %zu. Nothing was stored."),
                   label, size - 1, strlen(text));
}

bool check_date(const char *date, const char *label, struct err *err)
{
    return *date == '\0' || time_is_date(date) ||
           err_set(err, ERR_INPUT, _("%s: \"%s\" is no date. Write it as 2026-11-23."), label,
                   date);
}
