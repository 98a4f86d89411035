/* A club with three sessions and a folder beside it: for the tests of backups and restoring. */
#ifndef TESTS_UNIT_BACKUP_SUPPORT_H
#define TESTS_UNIT_BACKUP_SUPPORT_H
#include "range_support.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "core/auth.h"
#include "core/restore.h"
#include "core/session.h"
#include "core/verify.h"
#include "store/maintenance.h"

struct scene {
    struct app app;
    record_id session_id;
    char outside[512]; /* a folder beside the club */
};

static inline int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct err err = {0};
    struct lane lane;
    test_club(&scene->app);
    test_folder(scene->outside);
    record_id mo = make_member(&scene->app, "Visser", "Mo");
    record_id pistol = make_weapon(&scene->app, "Morini CM162", WEAPON_AIR_PISTOL);
    for (int i = 0; i < 3; i++) {
        open_lane(&scene->app, mo, pistol, "LP60", 1, &lane);
        type_shots(&scene->app, &lane, 20, 80 + 10 * i);
        assert_ok(range_finish(&scene->app, &lane, &err), err);
        scene->session_id = lane.session.id;
        lane_free(&lane);
    }
    *state = scene;
    return 0;
}

static inline int tear_down(void **state)
{
    struct scene *scene = *state;
    app_close(&scene->app);
    free(scene);
    return 0;
}

static inline void make_backup(struct app *app, const struct backup_order *order,
                               struct backup_result *result)
{
    struct err err = {0};
    static const struct backup_order usual;
    assert_ok(backup_make(app, order != NULL ? order : &usual, result, &err), err);
}

static inline void path_of(const struct backup_result *result, char path[BACKUP_PATH_ROOM])
{
    assert_true(file_join(path, BACKUP_PATH_ROOM, result->folder, result->name));
}

static inline void write_text(const char *folder, const char *name, const char *text)
{
    char path[700];
    struct err err = {0};
    assert_true(file_join(path, sizeof path, folder, name));
    assert_ok(file_write_durable(path, text, strlen(text), &err), err);
}

/* Makes a pair; the public key goes into the settings, the private one stays outside. */
static inline void encrypt_from_now_on(struct scene *scene, char key_path[700])
{
    char public_text[SEAL_TEXT_ROOM];
    char settings[300];
    struct err err = {0};
    assert_true(file_join(key_path, 700, scene->outside, "private.key"));
    assert_ok(backup_key_make(scene->app.folder, key_path, public_text, &err), err);
    snprintf(settings, sizeof settings, "[backup]\nencrypt_to = %s\n", public_text);
    write_text(scene->app.folder, "aimtrack.conf", settings);
}

static inline void newest_row(struct app *app, enum maintenance_kind kind, struct maintenance *row)
{
    struct err err = {0};
    assert_ok(maintenance_newest(app->db, kind, false, row, &err), err);
}

static inline void restore_into(const char *folder, const char *path, const struct backup_key *key,
                                struct restore_result *result)
{
    struct arena arena = {0};
    struct err err = {0};
    struct restore_order order = {.data_folder = folder, .path = path};
    if (key != NULL) {
        order.key = *key;
    }
    assert_ok(restore_run(&order, &arena, result, &err), err);
    arena_free(&arena);
}

static inline bool can_log_in(struct app *app)
{
    struct err err = {0};
    struct auth_attempt attempt;
    if (!auth_begin(app, "admin", "correct horse", &attempt, &err)) {
        return false;
    }
    auth_compare(&attempt);
    return auth_end(app, &attempt, &err);
}

static inline void check_same_club(struct scene *scene, const char *folder, bool logs_in)
{
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct verify_report report;
    struct session_detail *detail = calloc(1, sizeof *detail);
    struct app_options options = {.folder = folder, .must_exist = true};
    assert_ok(app_open(&app, &options, &err), err);
    assert_int_equal(app.club.id, scene->app.club.id);
    assert_ok(session_get(&app, &arena, scene->session_id, detail, &err), err);
    assert_int_equal(detail->parts[0].shot_count, 20);
    assert_int_equal(detail->parts[0].stats.total_tenths, 20 * 100);
    assert_string_equal(detail->parts[0].arm.name, "Morini CM162");
    assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
    assert_int_equal(report.problem_count, 0);
    assert_int_equal(can_log_in(&app), logs_in);
    arena_free(&arena);
    free(detail);
    app_close(&app);
}

static inline void flip(const char *path, off_t at)
{
    char byte = 0;
    int file = open(path, O_RDWR);
    assert_true(file >= 0);
    assert_int_equal(pread(file, &byte, 1, at), 1);
    byte ^= 0x40;
    assert_int_equal(pwrite(file, &byte, 1, at), 1);
    close(file);
}

#define BACKUP_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
