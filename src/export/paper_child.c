#include "export/paper_child.h"

#include <linux/landlock.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "export/paper_glyphs.h"
#include "export/paper_parts.h"

enum { LINE_MAX_BYTES = 1024 * 1024, CPU_SECONDS = 300, FILES = 16, COPY_BYTES = 64 * 1024 };
static const rlim_t memory_bytes = (rlim_t)1536 * 1024 * 1024;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const bool is_instrumented = true; /* reserves terabytes of addresses */
#else
static const bool is_instrumented = false;
#endif

static void limit(int what, rlim_t most)
{
    const struct rlimit both = {.rlim_cur = most, .rlim_max = most};
    (void)setrlimit(what, &both); /* more than it had is refused: then it has less already */
}

static void set_limits(void)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_NOFILE, FILES);
    if (!is_instrumented) {
        limit(RLIMIT_AS, memory_bytes);
    }
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/* From here on no file can be opened, made or changed. Kernels without it go on without. */
static void close_files(void)
{
    const struct landlock_ruleset_attr all = {.handled_access_fs =
                                                  (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) -
                                                  1}; /* what the first version has */
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules >= 0) {
        (void)syscall(SYS_landlock_restrict_self, rules, 0);
        close(rules);
    }
}

struct child {
    struct paper paper;
    struct paper_parts parts;
    char *line;
    size_t room;
    crypto_hash_sha256_state hash;
};

/* Beyond the basic plane: sanitize_paper puts a sign in their place. */
static void miss_far_letters(struct paper *paper, const char *line)
{
    for (const char *at = line; *at != '\0'; at++) {
        int code_point = 0;
        if ((unsigned char)*at >= 0xF0 && text_decode(at, &code_point) == 4) {
            paper_miss(paper, code_point);
        }
    }
}

/* The next line as JSON; NULL at the end or when it is none. */
static cJSON *next_line(struct child *child, bool is_data, bool *at_end)
{
    const char *why = NULL;
    ssize_t size = getline(&child->line, &child->room, stdin);
    *at_end = size < 0;
    if (size <= 0 || size > LINE_MAX_BYTES) {
        return NULL;
    }
    if (is_data) {
        crypto_hash_sha256_update(&child->hash, (const unsigned char *)child->line, (size_t)size);
        miss_far_letters(&child->paper, child->line);
    }
    while (size > 0 && (child->line[size - 1] == '\n' || child->line[size - 1] == ',')) {
        size--;
    }
    if (is_data && size > 2 && strncmp(child->line + size - 2, "]}", 2) == 0 &&
        strncmp(child->line, "{\"part\":\"end\"", 13) == 0) {
        size -= 2; /* the last part closes the object */
    }
    return json_read(child->line, (size_t)size, &why);
}

/* The first line: where the letters are. After it no file is opened any more. */
static enum paper_exit read_letters(struct child *child)
{
    bool at_end = false;
    cJSON *line = next_line(child, false, &at_end);
    const char *regular = json_text(line, "regular");
    const char *bold = json_text(line, "bold");
    enum paper_exit code = regular != NULL && bold != NULL ? PAPER_OK : PAPER_BAD_INPUT;
    if (code == PAPER_OK && (access(regular, R_OK) != 0 || access(bold, R_OK) != 0)) {
        code = PAPER_NO_FONT;
    }
    if (code == PAPER_OK) {
        paper_begin(&child->paper, regular, bold);
    }
    cJSON_Delete(line);
    close_files();
    return code;
}

/* The second line: what stands at the foot of each page, and the theme's colours on paper. */
static bool read_words(struct child *child)
{
    bool at_end = false;
    cJSON *line = next_line(child, false, &at_end);
    const char *made = json_text(line, "made");
    const char *page = json_text(line, "page");
    const char *data = json_text(line, "data");
    const char *accent = json_text(line, "accent");
    const char *second = json_text(line, "second");
    bool ok = made != NULL && page != NULL && data != NULL;
    if (ok) {
        paper_set_ink(&child->paper, PAPER_ACCENT, accent != NULL ? accent : "");
        paper_set_ink(&child->paper, PAPER_SECOND, second != NULL ? second : "");
        sanitize_paper(child->parts.made, sizeof child->parts.made, made);
        sanitize_paper(child->parts.page, sizeof child->parts.page, page);
        sanitize_paper(child->parts.data, sizeof child->parts.data, data);
    }
    cJSON_Delete(line);
    return ok;
}

static bool draw_document(struct child *child)
{
    static const char first[] = "{\"format\":\"aimtrack-document-1\",\"parts\":[\n";
    bool at_end = false;
    ssize_t size = getline(&child->line, &child->room, stdin);
    if (size != (ssize_t)strlen(first) || strcmp(child->line, first) != 0) {
        return false;
    }
    crypto_hash_sha256_update(&child->hash, (const unsigned char *)child->line, (size_t)size);
    while (!at_end) {
        cJSON *part = next_line(child, true, &at_end);
        bool ok = at_end || (part != NULL && paper_part(&child->parts, part));
        cJSON_Delete(part);
        if (!ok) {
            return false;
        }
    }
    return child->parts.has_end;
}

static void say_about(struct child *child)
{
    HPDF_Doc doc = child->paper.doc;
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    const HPDF_Date date = {.year = utc.tm_year + 1900,
                            .month = utc.tm_mon + 1,
                            .day = utc.tm_mday,
                            .hour = utc.tm_hour,
                            .minutes = utc.tm_min,
                            .seconds = utc.tm_sec,
                            .ind = 'Z'};
    HPDF_SetCurrentEncoder(doc, "UTF-8"); /* else each byte is taken for a letter */
    HPDF_SetInfoAttr(doc, HPDF_INFO_TITLE, child->parts.title);
    HPDF_SetInfoAttr(doc, HPDF_INFO_SUBJECT, child->parts.subject);
    HPDF_SetInfoAttr(doc, HPDF_INFO_AUTHOR, child->parts.club);
    HPDF_SetInfoAttr(doc, HPDF_INFO_CREATOR, "AimTrack " AIMTRACK_VERSION);
    HPDF_SetInfoDateAttr(doc, HPDF_INFO_CREATION_DATE, date);
}

static bool send_all(const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = write(STDOUT_FILENO, bytes, size);
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool send_paper(struct child *child)
{
    unsigned char head[PAPER_HEAD_BYTES];
    unsigned char *block = mem_alloc(COPY_BYTES);
    HPDF_Doc doc = child->paper.doc;
    HPDF_SaveToStream(doc);
    uint64_t size = HPDF_GetStreamSize(doc);
    HPDF_ResetStream(doc);
    for (int i = 0; i < 8; i++) {
        head[i] = (unsigned char)(size >> (8 * i));
    }
    for (int i = 0; i < 4; i++) {
        head[8 + i] = (unsigned char)((unsigned)child->paper.page_count >> (8 * i));
    }
    for (int i = 0; i < 4 * PAPER_LETTERS; i++) {
        head[12 + i] = (unsigned char)((unsigned)child->paper.letters[i / 4] >> (8 * (i % 4)));
    }
    bool ok = send_all(head, sizeof head);
    while (ok && size > 0) {
        HPDF_UINT32 part = COPY_BYTES;
        HPDF_ReadFromStream(doc, block, &part);
        ok = part > 0 && send_all(block, part);
        size -= part < size ? part : size;
    }
    free(block);
    return ok;
}

static enum paper_exit write_paper(struct child *child)
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    char sha256[2 * sizeof sum + 1];
    crypto_hash_sha256_init(&child->hash);
    if (setjmp(child->paper.failed) != 0) {
        return PAPER_FAILED;
    }
    enum paper_exit code = read_letters(child);
    if (code != PAPER_OK) {
        return code;
    }
    if (!read_words(child) || !draw_document(child)) {
        return PAPER_BAD_INPUT;
    }
    crypto_hash_sha256_final(&child->hash, sum);
    sodium_bin2hex(sha256, sizeof sha256, sum, sizeof sum);
    paper_table_end(&child->parts.table);
    paper_edges(&child->parts, sha256);
    say_about(child);
    for (int face = 0; face < PAPER_FACES; face++) { /* the other fonts of a face are of one file */
        if (!paper_close_glyphs(child->paper.latin[face])) {
            return PAPER_FAILED;
        }
    }
    return send_paper(child) ? PAPER_OK : PAPER_NO_OUTPUT;
}

int paper_child_main(void)
{
    struct child *child = mem_alloc(sizeof *child);
    child->parts.paper = &child->paper;
    set_limits();
    return (int)write_paper(child); /* what it holds goes with the process */
}
