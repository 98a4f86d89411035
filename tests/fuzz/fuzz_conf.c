/* A settings file with any bytes: taken, or refused with its line, and then the defaults stand. */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/text.h"

struct taken {
    char word[16];
    int number, hundredths;
    bool is_on;
    char guard[8];
};

static const struct conf_key keys[] = {
    {"ai", "model", CONF_TEXT, offsetof(struct taken, word), sizeof((struct taken *)0)->word, 0, 0},
    {"ai", "timeout", CONF_INT, offsetof(struct taken, number), 0, 1, 600},
    {"ai", "temperature", CONF_HUNDREDTHS, offsetof(struct taken, hundredths), 0, 0, 200},
    {"backup", "automatic", CONF_BOOL, offsetof(struct taken, is_on), 0, 0, 0},
    {0},
};

static int file = -1;
static char path[64];

static void forget(void)
{
    unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct taken taken = {.number = 5, .hundredths = 70, .guard = "guard"};
    struct err err = {0};
    if (file < 0) {
        const char *folder = getenv("TMPDIR");
        snprintf(path, sizeof path, "%.40s/fuzz-conf-XXXXXX", folder != NULL ? folder : "/tmp");
        file = mkstemp(path);
        atexit(forget);
    }
    must(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size, "no file");
    bool ok = conf_read(path, keys, &taken, &err);
    must(ok == (err.kind == ERR_OK) && (ok || strchr(err.what, ':') != NULL), "no word");
    must(strcmp(taken.guard, "guard") == 0, "written beyond");
    must(text_is_clean(taken.word, strnlen(taken.word, sizeof taken.word)), "no plain text");
    must(taken.number >= 1 && taken.number <= 600, "a number outside");
    must(taken.hundredths >= 0 && taken.hundredths <= 200, "hundredths outside");
    return 0;
}
