/* The house stands: includes point downwards only, rules stay pure, nothing grows too large.
 * Reads the sources themselves (docs/architecture.md, "The floors"). */
#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

struct floor {
    const char *folder;
    const char *may_include; /* space-separated prefixes */
};

/* core/rules before core: the first match counts. */
static const struct floor floors[] = {
    {"src/base/", "base/"},
    {"src/store/", "base/ store/"},
    {"src/ai/", "base/ ai/"},
    {"src/export/", "base/ export/"},
    {"src/serve/", "base/ serve/"},
    {"src/core/rules/", "base/ core/rules/ store/records.h"},
    {"src/core/", "base/ core/ store/ ai/ export/ serve/"},
    {"src/ui/", "base/ core/ ui/ store/records.h"},
    {"src/cli/", "base/ core/ cli/ store/records.h ui/screen.h"},
    {"src/main.c", "cli/"},
    {"src/paper/", "export/paper_child.h"},
};

/* System headers that would let a rule see the world. */
static const char *const impure[] = {"time.h",    "locale.h",    "stdio.h",    "unistd.h",
                                     "sqlite3.h", "base/time.h", "base/log.h", "base/file.h"};

static int problems;

static bool is_allowed(const struct floor *floor, const char *include)
{
    char allowed[256];
    snprintf(allowed, sizeof allowed, "%s", floor->may_include);
    char *rest = NULL;
    for (char *word = strtok_r(allowed, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        if (strncmp(include, word, strlen(word)) == 0) {
            return true;
        }
    }
    return false;
}

static const struct floor *floor_of(const char *path)
{
    for (size_t i = 0; i < sizeof floors / sizeof floors[0]; i++) {
        if (strncmp(path, floors[i].folder, strlen(floors[i].folder)) == 0) {
            return &floors[i];
        }
    }
    return NULL;
}

static void check_include(const char *path, int line, const char *include)
{
    const struct floor *floor = floor_of(path);
    if (floor == NULL || (strchr(include, '/') != NULL && !is_allowed(floor, include))) {
        print_message("%s:%d includes %s: the arrow climbs\n", path, line, include);
        problems++;
    }
}

static void check_purity(const char *path, int line, const char *text)
{
    if (strncmp(path, "src/core/rules/", 15) != 0) {
        return;
    }
    for (size_t i = 0; i < sizeof impure / sizeof impure[0]; i++) {
        char angle[64];
        char quote[64];
        snprintf(angle, sizeof angle, "<%s>", impure[i]);
        snprintf(quote, sizeof quote, "\"%s\"", impure[i]);
        if (strstr(text, angle) != NULL || strstr(text, quote) != NULL) {
            print_message("%s:%d: a rule includes %s\n", path, line, impure[i]);
            problems++;
        }
    }
}

/* ncurses bounds nothing that it reads: ui/keys.c reads the terminal. */
static void check_reading(const char *path, int line, const char *text)
{
    static const char *const readers[] = {"getch(", "get_wch(", "get_wstr(", "getmouse(",
                                          "mousemask("};
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (strncmp(path, "src/", 4) == 0 && strstr(text, readers[i]) != NULL) {
            print_message("%s:%d: %s...) reads the terminal\n", path, line, readers[i]);
            problems++;
        }
    }
}

static void check_file(const char *path)
{
    char full[1024];
    snprintf(full, sizeof full, "%s/%s", TEST_ROOT, path);
    FILE *file = fopen(full, "r");
    assert_non_null(file);
    char *text = NULL;
    size_t room = 0;
    int line = 0;
    while (getline(&text, &room, file) > 0) {
        line++;
        char include[256];
        if (sscanf(text, "#include \"%255[^\"]\"", include) == 1) {
            check_include(path, line, include);
        }
        if (strncmp(text, "#include", 8) == 0) {
            check_purity(path, line, text);
        }
        if (strncmp(path, "src/store/", 10) != 0 && strstr(text, "<sqlite3.h>") != NULL &&
            strcmp(path, "src/cli/version.c") != 0) {
            print_message("%s:%d: SQLite outside store/\n", path, line);
            problems++;
        }
        if (strcmp(path, "src/ai/line.c") != 0 && strcmp(path, "src/ai/curl_calls.h") != 0 &&
            strstr(text, "<curl/") != NULL) {
            print_message("%s:%d: libcurl outside ai/line.c and ai/curl_calls.h\n", path, line);
            problems++;
        }
        if (strncmp(path, "src/serve/", 10) != 0 && strstr(text, "<microhttpd.h>") != NULL) {
            print_message("%s:%d: libmicrohttpd outside serve/\n", path, line);
            problems++;
        }
        if (strncmp(path, "src/ui/", 7) != 0 && strstr(text, "curses.h>") != NULL &&
            strcmp(path, "src/cli/version.c") != 0) {
            print_message("%s:%d: ncurses outside ui/\n", path, line);
            problems++;
        }
        check_reading(path, line, text);
    }
    if (line > 700) {
        print_message("%s: %d lines (at most 700)\n", path, line);
        problems++;
    }
    free(text);
    fclose(file);
}

static int files_seen;

static void walk(const char *folder, void (*visit)(const char *path))
{
    char full[1024];
    snprintf(full, sizeof full, "%s/%s", TEST_ROOT, folder);
    DIR *dir = opendir(full);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        char path[512];
        snprintf(path, sizeof path, "%s/%.200s", folder, entry->d_name);
        size_t length = strlen(path);
        if (entry->d_type == DT_DIR) {
            walk(path, visit);
        } else if (length > 2 &&
                   (strcmp(path + length - 2, ".c") == 0 || strcmp(path + length - 2, ".h") == 0)) {
            files_seen++;
            visit(path);
        }
    }
    closedir(dir);
}

static void includes_point_downwards_and_files_stay_small(void **state)
{
    (void)state;
    walk("src", check_file);
    assert_true(files_seen > 60);
    assert_int_equal(problems, 0);
}

static void the_check_sees_a_climbing_include(void **state)
{
    (void)state;
    problems = 0;
    check_include("src/store/x.c", 1, "core/app.h");
    check_purity("src/core/rules/x.c", 1, "#include <time.h>");
    check_include("src/ui/x.c", 1, "store/db.h");
    check_reading("src/ui/x.c", 1, "    get_wch(&key);");
    assert_int_equal(problems, 4);
    problems = 0;
}

static void every_folder_says_what_lives_there(void **state)
{
    (void)state;
    static const char *const folders[] = {"src/base", "src/store",      "src/ai", "src/serve",
                                          "src/core", "src/core/rules", "src/ui", "src/cli"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[1024];
        struct stat status;
        snprintf(path, sizeof path, "%s/%s/README.md", TEST_ROOT, folders[i]);
        if (stat(path, &status) != 0) {
            fail_msg("%s/README.md is missing", folders[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_check_sees_a_climbing_include),
        cmocka_unit_test(includes_point_downwards_and_files_stay_small),
        cmocka_unit_test(every_folder_says_what_lives_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
