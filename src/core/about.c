#include "core/about.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include "ai/curl_calls.h"
#include "base/file.h"
#include "serve/serve.h"

static int64_t file_bytes(const char *folder, const char *name)
{
    char path[640];
    struct stat status;
    if (!file_join(path, sizeof path, folder, name) || stat(path, &status) != 0) {
        return 0;
    }
    return status.st_size;
}

void about_read(const struct app *app, struct about *about)
{
    struct statvfs medium;
    *about = (struct about){.version = AIMTRACK_VERSION, .free_bytes = -1};
    about->database_bytes =
        file_bytes(app->folder, "aimtrack.db") + file_bytes(app->folder, "aimtrack.db-wal");
    if (statvfs(app->folder, &medium) == 0) {
        about->free_bytes = (int64_t)medium.f_bavail * (int64_t)medium.f_frsize;
    }
}

const char *about_network_library(void)
{
    return curl_calls_version();
}

const char *about_server_library(void)
{
    return serve_library_version();
}
