/* A fuzzer as an ordinary test: every file of its corpus as it is, and then hurt at random for a
 * second. fuzz_NAME FOLDER [FILE...]: with files, only those (to look at a finding). */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/file.h"

enum { FILES_MAX = 2000, BYTES_MAX = 1 << 20, HURT_MAX = 8, HURT_SECONDS = 1 };

static struct {
    char *bytes;
    size_t size;
} corpus[FILES_MAX];
static int files;

static void take_file(const char *path)
{
    struct err err = {0};
    if (files < FILES_MAX) {
        corpus[files].bytes = file_read(path, BYTES_MAX, &corpus[files].size, &err);
        must(corpus[files].bytes != NULL, path);
        LLVMFuzzerTestOneInput((const uint8_t *)corpus[files].bytes, corpus[files].size);
        files++;
    }
}

static void take_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    must(dir != NULL, folder);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[1024];
        if (entry->d_name[0] != '.' && file_join(path, sizeof path, folder, entry->d_name)) {
            take_file(path);
        }
    }
    closedir(dir);
}

/* Some bytes changed, some taken out, sometimes the start of another behind it. */
static void hurt(void)
{
    int which = (int)(random() % files);
    int other = (int)(random() % files);
    size_t size = corpus[which].size;
    size_t tail = random() % 4 == 0 ? corpus[other].size : 0;
    char *bytes = mem_alloc(size + tail + 1);
    memcpy(bytes, corpus[which].bytes, size);
    memcpy(bytes + size, corpus[other].bytes, tail);
    size += tail;
    for (long hits = random() % HURT_MAX; hits > 0 && size > 0; hits--) {
        size_t at = (size_t)random() % size;
        if (random() % 3 == 0) {
            memmove(bytes + at, bytes + at + 1, size - at - 1);
            size--;
        } else {
            bytes[at] = (char)random();
        }
    }
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
    free(bytes);
}

int main(int argc, char **argv)
{
    unsigned seed = (unsigned)time(NULL);
    const char *given = getenv("AIMTRACK_TEST_SEED");
    unsigned long hurts = 0;
    must(argc >= 2, "usage: fuzz_NAME FOLDER [FILE...]");
    for (int i = 2; i < argc; i++) {
        take_file(argv[i]);
    }
    if (argc == 2) {
        take_folder(argv[1]);
        seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) : seed;
        printf("AIMTRACK_TEST_SEED=%u\n", seed);
        fflush(stdout);
        srandom(seed);
        must(files > 0, "the corpus is empty");
        for (time_t end = time(NULL) + HURT_SECONDS; time(NULL) <= end; hurts++) {
            hurt();
        }
    }
    fprintf(stderr, "%d files, %lu hurt\n", files, hurts);
    for (int i = 0; i < files; i++) {
        free(corpus[i].bytes);
    }
    return 0;
}
