/* Text with any bytes to every sink: a terminal, the log, paper, a cell of a table. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/sanitize.h"
#include "base/text.h"

enum { ROOM_MAX = 8192 };

/* Control characters, and what turns the direction of writing. */
static bool is_hostile(int point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
           (point >= 0xE0000 && point <= 0xE007F);
}

static void check_clean(const char *text, const char *sink, const char *allowed)
{
    must(text_is_utf8(text, strlen(text)), sink);
    while (*text != '\0') {
        int point = 0;
        size_t used = text_decode(text, &point);
        must(used > 0, "no progress");
        must(!is_hostile(point) || (point < 128 && strchr(allowed, point) != NULL), sink);
        text += used;
    }
}

static void clean(const char *text, size_t room)
{
    static char dst[ROOM_MAX];
    memset(dst, 'x', sizeof dst);
    sanitize_screen(dst, room, text);
    must(strlen(dst) < room, "beyond its room");
    check_clean(dst, "a screen", "");
    sanitize_log(dst, room, text);
    must(strlen(dst) < room, "beyond its room");
    check_clean(dst, "the log", "");
    sanitize_paper(dst, room, text);
    must(strlen(dst) < room, "beyond its room");
    check_clean(dst, "paper", "\n");
    text_ascii(dst, room, text);
    for (const char *at = dst; *at != '\0'; at++) {
        must((unsigned char)*at < 128, "no ASCII");
    }
    text_fold(dst, room, text);
    must(text_is_utf8(dst, strlen(dst)), "folded to no UTF-8");
}

static void measure(const char *text)
{
    static char fit[ROOM_MAX];
    char screen[ROOM_MAX];
    sanitize_screen(screen, sizeof screen, text);
    int width = text_width(screen);
    must(width >= 0, "a width below nothing");
    for (int columns = 1; columns < 20; columns += 6) {
        int used = text_fit(fit, sizeof fit, screen, columns);
        must(used <= columns && text_width(fit) == used, "wider than its columns");
    }
    for (const char *at = screen; *at != '\0';) {
        size_t cluster = text_cluster(at);
        must(cluster > 0 && cluster <= strlen(at), "a cluster of nothing");
        at += cluster;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t rooms[] = {1, 2, 4, 5, 16, ROOM_MAX};
    char *text = fuzz_text(data, size);
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        clean(text, rooms[i]);
    }
    measure(text);
    text_trim(text);
    (void)text_matches(text, "a b");
    free(text);
    return 0;
}
