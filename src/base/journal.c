#include "base/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"

static const char usual_socket[] = "/run/systemd/journal/socket";
static const char *socket_path = usual_socket;

void journal_set_socket(const char *path)
{
    socket_path = path != NULL ? path : usual_socket;
}

bool journal_is_stderr(void)
{
    struct stat status;
    char ours[64];
    const char *stream = getenv("JOURNAL_STREAM");
    if (stream == NULL || fstat(STDERR_FILENO, &status) != 0) {
        return false;
    }
    snprintf(ours, sizeof ours, "%llu:%llu", (unsigned long long)status.st_dev,
             (unsigned long long)status.st_ino);
    return strcmp(ours, stream) == 0;
}

void journal_field(struct buf *entry, const char *name, const char *value)
{
    buf_printf(entry, "%s=%s\n", name, value);
}

bool journal_send(const struct buf *entry)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int sender = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (sender < 0) {
        return false;
    }
    bool ok = text_copy(address.sun_path, sizeof address.sun_path, socket_path) &&
              sendto(sender, buf_text(entry), entry->size, MSG_NOSIGNAL,
                     (const struct sockaddr *)&address, sizeof address) == (ssize_t)entry->size;
    close(sender);
    return ok;
}
