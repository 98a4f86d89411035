#include "core/selftest.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/auth.h"
#include "core/backup.h"
#include "core/export.h"
#include "core/member.h"
#include "core/range.h"
#include "core/verify.h"
#include "core/weapon.h"

enum { SHOTS = 10, SHOT_TENTHS = 90, OPEN_FILES = 16 };

static const char login[] = "selftest";
static const char passphrase[] = "a club of one evening";

struct selftest {
    const char *folder; /* of everything: the club and what it exports */
    struct app app;
    bool is_open;
    struct lane lane;
    record_id session_id;
};

/* --- the steps ---------------------------------------------------------------------------------
 */
static bool open_club(struct selftest *self, struct err *err)
{
    char folder[560];
    struct app_options how = {.folder = folder};
    if (!file_join(folder, sizeof folder, self->folder, "club")) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    self->is_open = app_open(&self->app, &how, err);
    return self->is_open;
}

static bool close_club(struct selftest *self)
{
    if (self->is_open) {
        lane_free(&self->lane);
        app_close(&self->app);
    }
    self->lane = (struct lane){0};
    self->is_open = false;
    return true;
}

static bool make_club(struct selftest *self, struct err *err)
{
    struct club_setup setup = {.club_name = "Selftest", .admin_name = "Selftest", .language = "en"};
    text_copy(setup.admin_login, sizeof setup.admin_login, login);
    text_copy(setup.passphrase, sizeof setup.passphrase, passphrase);
    return open_club(self, err) && app_create_club(&self->app, &setup, err);
}

static bool try_login(struct selftest *self, const char *secret, struct err *err)
{
    struct auth_attempt attempt;
    if (!auth_begin(&self->app, login, secret, &attempt, err)) {
        return false;
    }
    auth_compare(&attempt);
    return auth_end(&self->app, &attempt, err);
}

static bool log_in(struct selftest *self, struct err *err)
{
    struct err refused = {0};
    auth_logout(&self->app);
    if (try_login(self, "not the passphrase", &refused)) {
        return err_set(err, ERR_BUG, _("A wrong passphrase was taken for the right one."));
    }
    return try_login(self, passphrase, err);
}

static bool open_lane(struct selftest *self, struct err *err)
{
    struct member *member = mem_alloc(sizeof *member);
    struct weapon *weapon = mem_alloc(sizeof *weapon);
    struct range_start start = {.programme_id = "LP60", .lane = 1};
    text_copy(member->family_name, sizeof member->family_name, "Selftest");
    text_copy(weapon->name, sizeof weapon->name, "Selftest");
    weapon->kind = WEAPON_AIR_PISTOL;
    bool ok = member_add(&self->app, member, &start.member_id, err) &&
              weapon_add(&self->app, weapon, &start.weapon_id, err) &&
              range_open(&self->app, &start, &self->session_id, err) &&
              range_load_lane(&self->app, self->session_id, &self->lane, err) &&
              range_set_sighting(&self->app, &self->lane, false, err);
    free(member);
    free(weapon);
    return ok;
}

static bool shoot(struct selftest *self, struct err *err)
{
    bool ok = true;
    for (int i = 0; ok && i < SHOTS; i++) {
        ok = range_shot_value(&self->app, &self->lane, SHOT_TENTHS, false, err);
    }
    return ok;
}

/* What was stored is there when the club is opened again, as after a power cut. */
static bool open_again(struct selftest *self, struct err *err)
{
    close_club(self);
    if (!open_club(self, err) || !range_load_lane(&self->app, self->session_id, &self->lane, err)) {
        return false;
    }
    const struct session_stats *stats = &self->lane.stats;
    if (stats->shots != SHOTS || stats->total_tenths != (int64_t)SHOTS * SHOT_TENTHS) {
        return err_set(err, ERR_CORRUPT,
                       _("After opening it again the club does not have what was stored in it."));
    }
    return range_finish(&self->app, &self->lane, err);
}

static bool make_paper(struct selftest *self, struct err *err)
{
    struct export_result result;
    struct export_order order = {.report = report_find("session"),
                                 .format = FORMAT_PDF,
                                 .filter = {.session_id = self->session_id},
                                 .folder = self->folder};
    return export_run(&self->app, &order, &result, err) &&
           export_verify(&self->app, result.id, NULL, err);
}

static bool check_numbers(struct selftest *self, struct err *err)
{
    struct verify_report *report = mem_alloc(sizeof *report);
    bool ok =
        verify_run(&self->app, NULL, NULL, report, err) &&
        (report->problem_count == 0 || err_set(err, ERR_CORRUPT, "%.150s", report->problems[0]));
    free(report);
    return ok;
}

static bool restore_backup(struct selftest *self, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    struct arena arena = {0};
    const struct backup_key no_key = {0};
    const struct backup_watch watch = {0};
    struct backup_order order = {0};
    struct backup_result *result = mem_alloc(sizeof *result);
    struct backup_test *test = mem_alloc(sizeof *test);
    bool ok = backup_make(&self->app, &order, result, err) &&
              file_join(path, sizeof path, result->folder, result->name) &&
              backup_test(&self->app, path, &no_key, false, &watch, &arena, test, err);
    arena_free(&arena);
    free(result);
    free(test);
    return ok;
}

static const struct step {
    const char *name;
    bool (*run)(struct selftest *self, struct err *err);
} steps[] = {
    {N_("a club is made"), make_club},
    {N_("its administrator logs in, and nobody else"), log_in},
    {N_("a lane is opened"), open_lane},
    {N_("shots are stored"), shoot},
    {N_("they are there after closing and opening"), open_again},
    {N_("a report is put on paper and checked"), make_paper},
    {N_("a backup is made and restored in a test"), restore_backup},
    {N_("every number and the audit trail agree"), check_numbers},
};

/* --- its folder --------------------------------------------------------------------------------
 */
static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

static bool make_folder(char *dst, size_t size, struct err *err)
{
    const char *base = getenv("TMPDIR");
    int length = snprintf(dst, size, "%s/aimtrack-selftest.XXXXXX",
                          base != NULL && *base == '/' ? base : "/tmp");
    if (length <= 0 || (size_t)length >= size) {
        return err_set(err, ERR_INPUT, _("The name of the folder for the test is too long."));
    }
    return mkdtemp(dst) != NULL || /* 0700 */
           err_errno(err, errno, _("A folder for the test could not be made: \"%s\"."), dst);
}

static bool remove_folder(const char *folder, struct err *err)
{
    return nftw(folder, remove_one, OPEN_FILES, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0 ||
           err_errno(err, errno, _("The folder of the test could not be removed: \"%s\"."), folder);
}

/* --- all of it ----------------------------------------------------------------------------------
 */
static void tell(const struct selftest_watch *watch, const char *name, bool is_done,
                 const struct err *err)
{
    if (watch->step != NULL) {
        watch->step(watch->context, name, is_done, err);
    }
}

static bool run_step(struct selftest *self, const struct step *step,
                     const struct selftest_watch *watch, struct selftest_result *result)
{
    struct err err = {0};
    tell(watch, _(step->name), false, NULL);
    bool ok = step->run(self, &err);
    tell(watch, _(step->name), true, ok ? NULL : &err);
    result->passed += ok ? 1 : 0;
    result->failed += ok ? 0 : 1;
    return ok;
}

bool selftest_run(bool keeps, const struct selftest_watch *watch, struct selftest_result *result,
                  struct err *err)
{
    *result = (struct selftest_result){0};
    if (!make_folder(result->folder, sizeof result->folder, err)) {
        return false;
    }
    struct selftest *self = mem_alloc(sizeof *self);
    bool ok = true;
    self->folder = result->folder;
    for (size_t i = 0; ok && i < sizeof steps / sizeof steps[0]; i++) {
        ok = run_step(self, &steps[i], watch, result);
    }
    close_club(self);
    free(self);
    result->is_kept = keeps || !ok;
    return result->is_kept || remove_folder(result->folder, err);
}
