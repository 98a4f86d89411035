/* aimtrack version: ours and, asked of the libraries themselves, theirs. The only file outside
 * store/ and ui/ that includes their headers. */
#include "cli/families.h"

#include <curses.h>
#include <gnu/libc-version.h>
#include <hpdf.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <utf8proc.h>

#include "core/about.h"

struct library {
    const char *name;
    const char *version;
};

static int print_json(void)
{
    const struct library libraries[] = {
        {"sqlite3", sqlite3_libversion()},
        {"ncurses", curses_version()},
        {"sodium", sodium_version_string()},
        {"utf8proc", utf8proc_version()},
        {"cjson", cJSON_Version()},
        {"curl", about_network_library()},
        {"haru", HPDF_GetVersion()},
        {"libc", gnu_get_libc_version()},
        {"microhttpd", about_server_library()},
    };
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "aimtrack", AIMTRACK_VERSION);
    cJSON *list = cJSON_AddObjectToObject(json, "libraries");
    for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++) {
        cJSON_AddStringToObject(list, libraries[i].name, libraries[i].version);
    }
    return command_print_json(json);
}

int command_version(const struct command_options *options, int argc, char **argv)
{
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("version"), NULL);
    }
    if (options->json) {
        return print_json();
    }
    printf("aimtrack %s\n", AIMTRACK_VERSION);
    return 0;
}
