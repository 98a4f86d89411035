/* Attachments: what is taken in, what is refused, and what the check finds about their files. */
#include "range_support.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "core/attachment.h"
#include "core/media.h"
#include "core/verify.h"

struct scene {
    struct app app;
    struct attachment_subject subject;
    char outside[512]; /* a folder that is not the club's */
    char path[700];    /* of a PDF in it */
};

static const char pdf[] = "%PDF-1.7\nan invoice\n";

static void write_outside(struct scene *scene, const char *name, const void *bytes, size_t size)
{
    struct err err = {0};
    file_join(scene->path, sizeof scene->path, scene->outside, name);
    unlink(scene->path);
    assert_ok(file_write_durable(scene->path, bytes, size, &err), err);
}

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    test_club(&scene->app);
    test_folder(scene->outside);
    scene->subject.weapon_id = make_weapon(&scene->app, "Pistol", WEAPON_PISTOL);
    write_outside(scene, "invoice.pdf", pdf, sizeof pdf - 1);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    app_close(&scene->app);
    free(scene);
    return 0;
}

static record_id add(struct scene *scene)
{
    struct err err = {0};
    record_id id = 0;
    assert_ok(attachment_add(&scene->app, &scene->subject, scene->path, &id, &err), err);
    return id;
}

static int list(struct scene *scene, struct attachment *newest)
{
    struct err err = {0};
    struct arena arena = {0};
    struct attachment *rows = NULL;
    int count = 0;
    assert_ok(attachment_list(&scene->app, &arena, &scene->subject, &rows, &count, &err), err);
    if (count > 0 && newest != NULL) {
        *newest = rows[0];
    }
    arena_free(&arena);
    return count;
}

static void stored_path(struct scene *scene, char dst[1400])
{
    struct attachment newest = {0};
    list(scene, &newest);
    snprintf(dst, 1400, "%s/attachments/%s", scene->app.folder, newest.stored_name);
}

static int files_stored(struct scene *scene)
{
    char command[700];
    char line[32] = "0";
    snprintf(command, sizeof command, "ls -A '%s/attachments' 2>/dev/null | wc -l",
             scene->app.folder);
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): a test's own folder */
    assert_non_null(fgets(line, sizeof line, pipe));
    pclose(pipe);
    return (int)strtol(line, NULL, 10);
}

/* How many problems verify finds, and the first one. */
static int problems(struct scene *scene, char first[200])
{
    struct err err = {0};
    struct verify_report report;
    assert_ok(verify_run(&scene->app, NULL, NULL, &report, &err), err);
    text_copy(first, 200, report.problem_count > 0 ? report.problems[0] : "");
    return report.problem_count;
}

static void expect_problem(struct scene *scene, const char *text)
{
    char first[200];
    assert_int_equal(problems(scene, first), 1);
    if (strstr(first, text) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", text, first);
    }
}

static void expect_refused(struct scene *scene, const char *path, enum err_kind kind,
                           const char *word)
{
    struct err err = {0};
    record_id id = 0;
    assert_false(attachment_add(&scene->app, &scene->subject, path, &id, &err));
    assert_int_equal(err.kind, kind);
    if (strstr(err.what, word) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", err.what, word);
    }
    assert_int_equal(id, 0);
    assert_int_equal(list(scene, NULL), 0);
    assert_int_equal(files_stored(scene), 0);
}

/* --- adding ------------------------------------------------------------------------------------
 */

static void a_file_is_kept_with_its_name_kind_size_and_hash(void **state)
{
    struct scene *scene = *state;
    struct attachment kept = {0};
    struct stat status;
    char path[1400];
    char expected[64];
    record_id id = add(scene);
    assert_int_equal(list(scene, &kept), 1);
    assert_true(kept.id == id);
    assert_string_equal(kept.file_name, "invoice.pdf");
    assert_string_equal(kept.media_type, "application/pdf");
    assert_int_equal(kept.size, sizeof pdf - 1);
    assert_string_equal(kept.sha256, /* sha256sum of those bytes */
                        "569c60173924cc903e73ce018e9df922d7f28fcc71ba3df4b8599cb89c7413b5");
    snprintf(expected, sizeof expected, "%lld.pdf", (long long)id);
    assert_string_equal(kept.stored_name, expected);
    stored_path(scene, path);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_true(unlink(scene->path) == 0); /* the original may go */
    char first[200];
    assert_int_equal(problems(scene, first), 0);
}

static void a_session_has_attachments_of_its_own(void **state)
{
    struct scene *scene = *state;
    struct lane lane;
    struct err err = {0};
    open_lane(&scene->app, make_member(&scene->app, "Bakker", "Anna"), scene->subject.weapon_id,
              "LP60", 1, &lane);
    type_shots(&scene->app, &lane, 1, 90);
    assert_ok(range_finish(&scene->app, &lane, &err), err);
    struct attachment_subject weapon = scene->subject;
    scene->subject = (struct attachment_subject){.session_id = lane.session.id};
    lane_free(&lane);
    add(scene);
    assert_int_equal(list(scene, NULL), 1);
    scene->subject = weapon;
    assert_int_equal(list(scene, NULL), 0);
}

static void the_kind_is_what_the_bytes_say_not_the_name(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *ending;
    } kinds[] = {
        {"%PDF-1.4 x", 10, "pdf"},
        {"\xFF\xD8\xFF\xE0 JFIF", 9, "jpg"},
        {"\x89PNG\r\n\x1A\n...", 11, "png"},
        {"RIFF\1\2\3\4WEBPVP8 ", 16, "webp"},
        {"\0\0\0\x18"
         "ftypheic....",
         16, "heic"},
        {"regel een\r\nregel twee \xC3\xA9\n", 24, "txt"},
        {"\x7F"
         "ELF\2\1\1",
         7, NULL},
        {"PK\3\4", 4, NULL},
        {"caf\xE9", 4, NULL}, /* not UTF-8 */
        {"a\0b", 3, NULL},
        {"RIFF\1\2\3\4WAVEfmt ", 16, NULL},
        {"\0\0\0\x18"
         "ftypisom....",
         16, NULL}, /* a film */
        {"%PD", 3, "txt"},
        {"", 0, NULL},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct media *media = media_of(kinds[i].bytes, kinds[i].size);
        if (kinds[i].ending == NULL) {
            assert_null(media);
        } else {
            assert_non_null(media);
            assert_string_equal(media->ending, kinds[i].ending);
        }
    }
}

static void what_is_not_kept_is_refused_with_what_is(void **state)
{
    struct scene *scene = *state;
    write_outside(scene, "program.pdf",
                  "\x7F"
                  "ELF\2\1\1",
                  7);
    expect_refused(scene, scene->path, ERR_INPUT, "PDF, JPEG, PNG, WebP, HEIC and plain text");
}

static void an_empty_file_and_one_over_20_mib_are_refused(void **state)
{
    struct scene *scene = *state;
    write_outside(scene, "empty.txt", "", 0);
    expect_refused(scene, scene->path, ERR_INPUT, "empty");
    write_outside(scene, "large.pdf", pdf, sizeof pdf - 1);
    assert_int_equal(truncate(scene->path, ATTACHMENT_BYTES_MAX + 1), 0);
    expect_refused(scene, scene->path, ERR_INPUT, "too large");
    assert_int_equal(truncate(scene->path, ATTACHMENT_BYTES_MAX), 0);
    add(scene);
}

/* A pipe would wait for ever, a device would never end. */
static void only_a_file_itself_is_read(void **state)
{
    struct scene *scene = *state;
    char other[700];
    file_join(other, sizeof other, scene->outside, "link.pdf");
    assert_int_equal(symlink(scene->path, other), 0);
    expect_refused(scene, other, ERR_INPUT, "no file itself");
    file_join(other, sizeof other, scene->outside, "pipe");
    assert_int_equal(mkfifo(other, 0600), 0);
    expect_refused(scene, other, ERR_INPUT, "no file itself");
    expect_refused(scene, scene->outside, ERR_INPUT, "no file itself");
    expect_refused(scene, "/dev/zero", ERR_INPUT, "no file itself");
    expect_refused(scene, "/proc/self/environ", ERR_INPUT, "empty");
    file_join(other, sizeof other, scene->outside, "nothing");
    expect_refused(scene, other, ERR_NOT_FOUND, "no file");
    expect_refused(scene, "", ERR_NOT_FOUND, "no file");
}

static void nothing_of_the_club_itself_is_taken_in(void **state)
{
    struct scene *scene = *state;
    char path[700];
    file_join(path, sizeof path, scene->app.folder, "aimtrack.db");
    expect_refused(scene, path, ERR_INPUT, "AimTrack itself");
}

/* Who sits at the kiosk must not read or plant the keys of the account it runs under. */
static void an_account_reaches_no_hidden_folders(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    char hidden[600];
    record_id id = add(scene);
    snprintf(hidden, sizeof hidden, "%.500s/.ssh", scene->outside);
    assert_int_equal(mkdir(hidden, 0700), 0);
    scene->app.actor.account_id = 12345;
    assert_false(attachment_export(&scene->app, id, hidden, NULL, 0, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    write_outside(scene, ".ssh/id", "secret\n", 7);
    assert_false(attachment_add(&scene->app, &scene->subject, scene->path, &id, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

static void a_subject_that_is_not_there_is_refused_and_no_file_stays(void **state)
{
    struct scene *scene = *state;
    struct attachment_subject weapon = scene->subject;
    struct err err = {0};
    record_id id = 0;
    static const struct attachment_subject wrong[] = {{0, 12345}, {12345, 0}, {0, 0}, {1, 1}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(attachment_add(&scene->app, &wrong[i], scene->path, &id, &err));
    }
    assert_int_equal(files_stored(scene), 0);
    scene->subject = weapon;
}

static void a_name_is_cleaned_before_anybody_sees_it(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"/tmp/a/b.pdf", "b.pdf"},
        {"..", "_."},
        {"/tmp/..", "_."},
        {".bashrc", "_bashrc"},
        {"-rf", "_rf"},
        {"a\\b:c.txt", "a_b_c.txt"},
        {"/tmp/", "attachment"},
        {"\x1B[31mred", "\xE2\x90\x9B[31mred"},
        {"a\xE2\x80\xAE"
         "fdp.exe",
         "afdp.exe"},
        {"caf\xE9.pdf", "caf\xEF\xBF\xBD.pdf"},
    };
    char clean[NAME_ROOM];
    char wide[400];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        media_clean_name(clean, sizeof clean, names[i][0]);
        assert_string_equal(clean, names[i][1]);
    }
    memset(wide, 'x', sizeof wide);
    memcpy(wide + sizeof wide - 5, ".jpg", 5);
    media_clean_name(clean, sizeof clean, wide);
    assert_int_equal(strlen(clean), NAME_ROOM - 1);
    assert_string_equal(clean + strlen(clean) - 7, "…"
                                                   ".jpg"); /* cut, and seen to be */
}

/* --- giving back -------------------------------------------------------------------------------
 */

static void assert_is_pdf(const char *path)
{
    struct err err = {0};
    size_t size = 0;
    char *bytes = file_read(path, 1000, &size, &err);
    assert_non_null(bytes);
    assert_int_equal(size, sizeof pdf - 1);
    assert_memory_equal(bytes, pdf, size);
    free(bytes);
}

static void an_export_is_the_same_file_and_overwrites_nothing(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    char folder[512];
    char path[700];
    char written[700];
    record_id id = add(scene);
    test_folder(folder);
    assert_ok(attachment_export(&scene->app, id, folder, written, sizeof written, &err), err);
    file_join(path, sizeof path, folder, "invoice.pdf");
    assert_string_equal(written, path);
    assert_is_pdf(path);
    assert_false(attachment_export(&scene->app, id, folder, NULL, 0, &err));
    assert_non_null(strstr(err.what, "exists already"));
    assert_false(attachment_export(&scene->app, id, path, NULL, 0, &err));
    file_join(path, sizeof path, folder, "other.pdf");
    assert_ok(attachment_export(&scene->app, id, path, NULL, 0, &err), err);
    assert_is_pdf(path);
}

static void an_export_goes_neither_into_the_club_nor_to_nowhere(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    char path[700];
    record_id id = add(scene);
    assert_false(attachment_export(&scene->app, id, scene->app.folder, NULL, 0, &err));
    file_join(path, sizeof path, scene->app.folder, "new.pdf");
    assert_false(attachment_export(&scene->app, id, path, NULL, 0, &err));
    assert_false(file_exists(path));
    file_join(path, sizeof path, scene->outside, "no/such/folder.pdf");
    assert_false(attachment_export(&scene->app, id, path, NULL, 0, &err));
    assert_false(attachment_export(&scene->app, 12345, scene->outside, NULL, 0, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
}

/* The database is a file, too: what it says about names is not believed. */
static void a_forged_name_leads_nowhere(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    char folder[512];
    static const char *const forged[] = {
        "../aimtrack.db", "/etc/passwd", "1.pdf/../../pepper", "..", "1.", ".pdf", "1.PDF"};
    record_id id = add(scene);
    test_folder(folder);
    for (size_t i = 0; i < sizeof forged / sizeof forged[0]; i++) {
        char sql[200];
        snprintf(sql, sizeof sql, "UPDATE attachment SET stored_name = '%s'", forged[i]);
        assert_ok(db_script(scene->app.db, sql, &err), err);
        assert_false(attachment_export(&scene->app, id, folder, NULL, 0, &err));
        assert_int_equal(err.kind, ERR_CORRUPT);
        expect_problem(scene, "is missing");
    }
}

static void a_forged_file_name_stays_in_the_folder_of_the_export(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    char folder[512];
    char path[700];
    record_id id = add(scene);
    test_folder(folder);
    assert_ok(db_script(scene->app.db, "UPDATE attachment SET file_name = '../.profile'", &err),
              err);
    assert_ok(attachment_export(&scene->app, id, folder, path, sizeof path, &err), err);
    assert_int_equal(strncmp(path, folder, strlen(folder)), 0);
    assert_string_equal(path + strlen(folder), "/_profile");
}

static void a_removed_one_is_not_listed_but_its_file_stays_and_is_checked(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct audit_row row;
    char first[200];
    record_id id = add(scene);
    assert_ok(attachment_void(&scene->app, id, &err), err);
    assert_int_equal(list(scene, NULL), 0);
    assert_int_equal(files_stored(scene), 1);
    assert_int_equal(problems(scene, first), 0);
    assert_int_equal(audit_of(scene->app.db, "attachment", id, &row, 1, &err), 1);
    assert_string_equal(row.action, "attachment.void");
    assert_false(attachment_void(&scene->app, id, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
}

static void an_officer_may_add_to_a_weapon_but_not_remove(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    scene->app.actor.role = ROLE_OFFICER;
    record_id id = add(scene);
    assert_false(attachment_void(&scene->app, id, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    scene->app.actor.is_present = false;
    assert_false(attachment_add(&scene->app, &scene->subject, scene->path, &id, &err));
    assert_false(attachment_export(&scene->app, id, scene->outside, NULL, 0, &err));
}

/* --- what the check finds ----------------------------------------------------------------------
 */

static void one_changed_byte_is_found_and_not_given_out(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    char path[1400];
    char folder[512];
    record_id id = add(scene);
    stored_path(scene, path);
    int file = open(path, O_WRONLY);
    assert_int_equal(pwrite(file, "8", 1, 7), 1); /* %PDF-1.8 */
    close(file);
    expect_problem(scene, "was changed");
    test_folder(folder);
    assert_false(attachment_export(&scene->app, id, folder, NULL, 0, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    file_join(path, sizeof path, folder, "invoice.pdf");
    assert_false(file_exists(path));
}

static void a_file_that_grew_is_found(void **state)
{
    struct scene *scene = *state;
    char path[1400];
    add(scene);
    stored_path(scene, path);
    assert_int_equal(truncate(path, (off_t)ATTACHMENT_BYTES_MAX * 4), 0);
    expect_problem(scene, "was changed");
}

static void a_missing_file_is_found(void **state)
{
    struct scene *scene = *state;
    char path[1400];
    add(scene);
    stored_path(scene, path);
    assert_int_equal(unlink(path), 0);
    expect_problem(scene, "invoice.pdf\": its file is missing");
    assert_int_equal(mkfifo(path, 0600), 0); /* in its place: must not wait */
    expect_problem(scene, "is missing");
}

/* What a power cut between file and row leaves. */
static void a_file_without_a_row_is_named_once_it_is_no_longer_new(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    char path[700];
    char first[200];
    const struct timeval hour_ago[2] = {{time(NULL) - 3600, 0}, {time(NULL) - 3600, 0}};
    add(scene);
    snprintf(path, sizeof path, "%.500s/attachments/4711.pdf", scene->app.folder);
    assert_ok(file_write_durable(path, pdf, sizeof pdf - 1, &err), err);
    assert_int_equal(problems(scene, first), 0); /* its row may come in a moment */
    assert_int_equal(utimes(path, hour_ago), 0);
    expect_problem(scene, "4711.pdf");
}

static void a_row_that_cannot_be_stored_leaves_no_file(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    record_id id = 0;
    assert_ok(db_script(scene->app.db,
                        "CREATE TEMP TRIGGER no BEFORE INSERT ON attachment"
                        " BEGIN SELECT RAISE(ABORT, 'no'); END",
                        &err),
              err);
    assert_false(attachment_add(&scene->app, &scene->subject, scene->path, &id, &err));
    assert_int_equal(files_stored(scene), 0);
    assert_false(db_in_transaction(scene->app.db));
}

/* As on a full disk: the file cannot be made whole. */
static void a_file_that_cannot_be_written_whole_is_not_kept(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct rlimit before;
    record_id id = 0;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {.rlim_cur = 8, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool ok = attachment_add(&scene->app, &scene->subject, scene->path, &id, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(ok);
    assert_int_equal(files_stored(scene), 0);
    assert_int_equal(list(scene, NULL), 0);
    add(scene); /* and then it works again */
}

static void where_files_cannot_be_written_nothing_is_stored(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    record_id id = 0;
    char path[700];
    file_join(path, sizeof path, scene->app.folder, "attachments");
    assert_ok(file_write_durable(path, "x", 1, &err), err); /* a file in the folder's place */
    assert_false(attachment_add(&scene->app, &scene->subject, scene->path, &id, &err));
    assert_int_equal(list(scene, NULL), 0);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_file_is_kept_with_its_name_kind_size_and_hash),
        SCENE(a_session_has_attachments_of_its_own),
        cmocka_unit_test(the_kind_is_what_the_bytes_say_not_the_name),
        SCENE(what_is_not_kept_is_refused_with_what_is),
        SCENE(an_empty_file_and_one_over_20_mib_are_refused),
        SCENE(only_a_file_itself_is_read),
        SCENE(nothing_of_the_club_itself_is_taken_in),
        SCENE(an_account_reaches_no_hidden_folders),
        SCENE(a_subject_that_is_not_there_is_refused_and_no_file_stays),
        cmocka_unit_test(a_name_is_cleaned_before_anybody_sees_it),
        SCENE(an_export_is_the_same_file_and_overwrites_nothing),
        SCENE(an_export_goes_neither_into_the_club_nor_to_nowhere),
        SCENE(a_forged_name_leads_nowhere),
        SCENE(a_forged_file_name_stays_in_the_folder_of_the_export),
        SCENE(a_removed_one_is_not_listed_but_its_file_stays_and_is_checked),
        SCENE(an_officer_may_add_to_a_weapon_but_not_remove),
        SCENE(one_changed_byte_is_found_and_not_given_out),
        SCENE(a_file_that_grew_is_found),
        SCENE(a_missing_file_is_found),
        SCENE(a_file_without_a_row_is_named_once_it_is_no_longer_new),
        SCENE(a_row_that_cannot_be_stored_leaves_no_file),
        SCENE(a_file_that_cannot_be_written_whole_is_not_kept),
        SCENE(where_files_cannot_be_written_nothing_is_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
