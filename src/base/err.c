#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* A long name in it cuts the end, never a character in half. */
__attribute__((format(printf, 2, 0))) static void
write_sentence(struct err *err, const char *format, va_list arguments)
{
    char whole[1024];
    vsnprintf(whole, sizeof whole, format, arguments);
    text_copy(err->what, sizeof err->what, whole);
}

bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
    if (err == NULL) {
        return false;
    }
    va_list arguments;
    va_start(arguments, format);
    err->kind = kind;
    err->detail[0] = '\0';
    write_sentence(err, format, arguments);
    va_end(arguments);
    return false;
}

bool err_detail(struct err *err, const char *format, ...)
{
    if (err == NULL) {
        return false;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->detail, sizeof err->detail, format, arguments);
    va_end(arguments);
    return false;
}

bool err_is_no_room(int error_number)
{
    return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
}

static enum err_kind kind_of_errno(int error_number)
{
    if (err_is_no_room(error_number)) {
        return ERR_FULL;
    }
    switch (error_number) {
    case EROFS:
        return ERR_READONLY;
    case EACCES:
    case EPERM:
        return ERR_DENIED;
    case ENOENT:
        return ERR_NOT_FOUND;
    case EAGAIN:
        return ERR_BUSY;
    default:
        return ERR_IO;
    }
}

bool err_errno(struct err *err, int error_number, const char *format, ...)
{
    if (err == NULL) {
        return false;
    }
    va_list arguments;
    va_start(arguments, format);
    err->kind = kind_of_errno(error_number);
    write_sentence(err, format, arguments);
    va_end(arguments);
    char reason[96];
    return err_detail(err, "%s", strerror_r(error_number, reason, sizeof reason));
}

void err_clear(struct err *err)
{
    *err = (struct err){0};
}

int err_exit_code(const struct err *err)
{
    switch (err->kind) {
    case ERR_OK:
        return 0;
    case ERR_INPUT:
        return 64;
    case ERR_CORRUPT:
        return 65;
    case ERR_NOT_FOUND:
        return 66;
    case ERR_NETWORK:
        return 69;
    case ERR_BUG:
        return 70;
    case ERR_READONLY:
        return 73;
    case ERR_FULL:
    case ERR_IO:
        return 74;
    case ERR_BUSY:
        return 75;
    case ERR_DENIED:
        return 77;
    case ERR_NEWER:
    case ERR_CONFIG:
        return 78;
    }
    return 70;
}
