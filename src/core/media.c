#include "core/media.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/sanitize.h"
#include "base/text.h"

static bool begins(const char *bytes, size_t size, const char *mark, size_t length)
{
    return size >= length && memcmp(bytes, mark, length) == 0;
}

static bool is_pdf(const char *bytes, size_t size)
{
    return begins(bytes, size, "%PDF-", 5);
}

static bool is_jpeg(const char *bytes, size_t size)
{
    return begins(bytes, size, "\xFF\xD8\xFF", 3);
}

static bool is_png(const char *bytes, size_t size)
{
    return begins(bytes, size, "\x89PNG\r\n\x1A\n", 8);
}

static bool is_webp(const char *bytes, size_t size)
{
    return size >= 12 && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WEBP", 4) == 0;
}

/* ISO/IEC 23008-12: a file type box whose brand is one of the still images of HEVC. */
static bool is_heic(const char *bytes, size_t size)
{
    static const char brands[][5] = {"heic", "heix", "heim", "heis", "mif1"};
    if (size < 12 || memcmp(bytes + 4, "ftyp", 4) != 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof brands / sizeof brands[0]; i++) {
        if (memcmp(bytes + 8, brands[i], 4) == 0) {
            return true;
        }
    }
    return false;
}

/* Line by line: text from Windows ends its lines with \r\n. */
static bool is_text(const char *bytes, size_t size)
{
    const char *end = bytes + size;
    while (bytes < end) {
        const char *stop = memchr(bytes, '\r', (size_t)(end - bytes));
        stop = stop != NULL ? stop : end;
        if (!text_is_clean(bytes, (size_t)(stop - bytes))) {
            return false;
        }
        bytes = stop < end ? stop + 1 : end;
    }
    return size > 0;
}

const struct media *media_of(const char *bytes, size_t size)
{
    static const struct {
        bool (*is)(const char *bytes, size_t size);
        struct media media;
    } kinds[] = {
        {is_pdf, {"application/pdf", "pdf"}}, {is_jpeg, {"image/jpeg", "jpg"}},
        {is_png, {"image/png", "png"}},       {is_webp, {"image/webp", "webp"}},
        {is_heic, {"image/heic", "heic"}},    {is_text, {"text/plain", "txt"}},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].is(bytes, size)) {
            return &kinds[i].media;
        }
    }
    return NULL;
}

/* A long name keeps its end, where the kind stands: "a very long na….pdf". */
static void shorten(char *dst, size_t size, const char *name)
{
    static const char cut[] = "…";
    const char *dot = strrchr(name, '.');
    size_t ending = dot != NULL ? strlen(dot) : 0;
    if (text_copy(dst, size, name)) {
        return;
    }
    if (dot == NULL || ending > 8) {
        dot = "";
        ending = 0;
    }
    text_copy(dst, size - ending - strlen(cut), name);
    snprintf(dst + strlen(dst), size - strlen(dst), "%s%s", cut, dot);
}

void media_clean_name(char *dst, size_t size, const char *path)
{
    char clean[1024];
    const char *slash = strrchr(path, '/');
    sanitize_screen(clean, sizeof clean, slash != NULL ? slash + 1 : path);
    text_trim(clean);
    for (char *c = clean; *c != '\0'; c++) {
        if (strchr("/\\:*?\"<>|", *c) != NULL || (c == clean && (*c == '.' || *c == '-'))) {
            *c = '_';
        }
    }
    shorten(dst, size, clean[0] != '\0' ? clean : "attachment");
}
