/* In place of the login when the database is damaged. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/backup_state.h"
#include "core/restore.h"
#include "core/salvage.h"
#include "core/task.h"
#include "ui/rescue_work.h"
#include "ui/screens.h"
#include "ui/term.h"
#include "ui/ui.h"

enum { TEXT_ROOM = 400, SHOWN_MAX = 8, PROGRESS_MS = 150, BAR_COLUMNS = 40 };

struct rescue {
    struct screen screen;
    struct err why;
    struct arena arena;
    struct backup_file *files; /* verified ones first, newest first */
    int count, cursor;
    struct rescue_work *work; /* NULL: nothing runs */
    bool salvages;
    char salvaged[BACKUP_FOLDER_ROOM]; /* made, and waits for the question */
    int64_t salvaged_rows;
    int salvaged_lost;
    struct ui_rescued *rescued;
};

struct rescue_argument {
    const struct err *why;
    struct ui_rescued *rescued;
};

static struct rescue *rescue_of(struct screen *screen)
{
    return (struct rescue *)screen;
}

/* The week's and the month's are often a copy of a daily one. */
static bool is_shown(const struct rescue *rescue, const struct backup_file *file)
{
    for (int i = 0; i < rescue->count; i++) {
        if (file->sha256[0] != '\0' && strcmp(rescue->files[i].sha256, file->sha256) == 0) {
            return true;
        }
    }
    return false;
}

/* What is not known to be whole is not offered here; the command takes any file. */
static bool rescue_open(struct screen *screen, const void *argument, struct err *err)
{
    struct rescue *rescue = rescue_of(screen);
    const struct rescue_argument *given = argument;
    int count = 0;
    rescue->why = *given->why;
    rescue->rescued = given->rescued;
    if (!backup_list_folder(screen->app->folder, &rescue->arena, &rescue->files, &count, err)) {
        log_err("backups", err);
        err_clear(err);
        count = 0;
    }
    for (int i = 0; i < count && rescue->count < SHOWN_MAX; i++) {
        if (rescue->files[i].is_verified && !is_shown(rescue, &rescue->files[i])) {
            rescue->files[rescue->count++] = rescue->files[i];
        }
    }
    return true;
}

static void rescue_close(struct screen *screen)
{
    struct rescue *rescue = rescue_of(screen);
    rescue_work_stop(rescue->work, screen->ui);
    arena_free(&rescue->arena);
}

/* --- drawing --- */

static void draw_file(const struct rescue *rescue, struct area area, int line, int row)
{
    const struct backup_file *file = &rescue->files[row];
    char moment[48];
    char age[48];
    bool is_chosen = row == rescue->cursor;
    time_moment_text(moment, sizeof moment, file->at_ms);
    backup_age_text(age, sizeof age, file->at_ms);
    draw_text(area, line, 0, INK_KEY, is_chosen ? draw_symbol("›", ">") : " ");
    draw_cell(area, line, 2, 34, is_chosen ? INK_TITLE : INK_TEXT, file->name);
    draw_cell(area, line, 37, 13, INK_MUTED, moment);
    draw_text(area, line, 51, INK_MUTED, file->what.is_sealed ? _("encrypted") : age);
}

static void draw_choice(const struct rescue *rescue, struct area area)
{
    if (rescue->count == 0) {
        draw_wrapped(
            area, 0, INK_WARN,
            _("There is no verified backup in the club's folder. One on a stick is put back"
              " with: aimtrack restore FILE. Without any, s saves what can still be read."));
        return;
    }
    draw_text(area, 0, 0, INK_TEXT, _("Backups that were checked, the newest first:"));
    for (int i = 0; i < rescue->count; i++) {
        draw_file(rescue, area, 1 + i, i);
    }
}

static void draw_work(struct rescue *rescue, struct area area)
{
    char what[96] = "";
    char text[32];
    int done = rescue_work_progress(rescue->work, what, sizeof what);
    draw_text(area, 0, 0, INK_TEXT, what);
    draw_bar(area, 1, 0, BAR_COLUMNS, INK_ACCENT, done, 1000);
    snprintf(text, sizeof text, "%d %%", done / 10);
    draw_text(area, 1, BAR_COLUMNS + 2, INK_TEXT, text);
    screen_wake_in_ms(&rescue->screen, PROGRESS_MS);
}

static void rescue_draw(struct screen *screen, struct area area)
{
    struct rescue *rescue = rescue_of(screen);
    int columns = area.columns < 78 ? area.columns : 76;
    int lines = area.lines < 22 ? area.lines : 22;
    struct area box =
        area_part(area, (area.lines - lines) / 3, (area.columns - columns) / 2, lines, columns);
    draw_box(box, "AimTrack");
    struct area inside = area_part(box, 1, 3, box.lines - 2, box.columns - 6);
    int line = 1;
    line += draw_wrapped(inside, line, INK_WARN, rescue->why.what) + 1;
    line += draw_wrapped(inside, line, INK_TEXT,
                         _("Nothing is changed before you choose. r puts the chosen backup back:"
                           " what was entered after it is not in it. s saves what can still be"
                           " read. The damaged files are kept either way.")) +
            1;
    struct area rest = area_part(inside, line, 0, inside.lines - line, inside.columns);
    if (rescue->work != NULL) {
        draw_work(rescue, rest);
    } else {
        draw_choice(rescue, rest);
    }
}

/* --- putting one back --- */

static void leave_restored(struct rescue *rescue, const char *kept)
{
    struct ui_rescued *rescued = rescue->rescued;
    char moment[48];
    if (rescue->salvages) {
        snprintf(rescued->said, sizeof rescued->said,
                 _("The club goes on with what could be read. The damaged files are kept as"
                   " aimtrack.db.%s."),
                 kept);
    } else {
        time_moment_text(moment, sizeof moment, rescue->files[rescue->cursor].at_ms);
        snprintf(rescued->said, sizeof rescued->said,
                 _("The club is as it was on %s. The damaged files are kept as aimtrack.db.%s."),
                 moment, kept);
    }
    rescued->is_done = true;
    ui_quit(rescue->screen.ui);
}

static void use_salvaged(struct screen *screen)
{
    struct rescue *rescue = rescue_of(screen);
    char kept[RESTORE_MARK_ROOM];
    struct err err = {0};
    if (restore_adopt(screen->app->folder, rescue->salvaged, true, kept, &err)) {
        leave_restored(rescue, kept);
    } else {
        ui_toast_err(screen->ui, &err);
    }
}

static void ask_to_use(struct rescue *rescue)
{
    char question[TEXT_ROOM];
    snprintf(question, sizeof question,
             _("%lld records were read; lost.txt in \"%s\" has %d lines about what was lost. Go on"
               " with these? The damaged files are kept."),
             (long long)rescue->salvaged_rows, rescue->salvaged, rescue->salvaged_lost);
    ui_ask(&rescue->screen, question, _("go on with these"), use_salvaged);
}

static void is_done(void *context)
{
    struct rescue *rescue = context;
    struct rescue_end end;
    struct err err = {0};
    struct rescue_work *work = rescue->work;
    rescue->work = NULL;
    if (!rescue_work_finish(work, &end, &err)) {
        ui_toast_err(rescue->screen.ui, &err);
    } else if (rescue->salvages) {
        text_copy(rescue->salvaged, sizeof rescue->salvaged, end.folder);
        rescue->salvaged_rows = end.rows;
        rescue->salvaged_lost = end.lost_count;
        ask_to_use(rescue);
    } else {
        leave_restored(rescue, end.kept);
    }
}

static void start(struct rescue *rescue, const char *path)
{
    struct err err = {0};
    rescue->salvages = path == NULL;
    rescue->work = rescue_work_start(rescue->screen.app->folder, path, &err);
    if (rescue->work == NULL) {
        ui_toast_err(rescue->screen.ui, &err);
        return;
    }
    ui_watch_task(rescue->screen.ui, rescue_work_task(rescue->work), is_done, rescue);
    screen_wake_in_ms(&rescue->screen, PROGRESS_MS);
}

static void restore_chosen(struct screen *screen)
{
    struct rescue *rescue = rescue_of(screen);
    start(rescue, rescue->files[rescue->cursor].path);
}

static void ask_to_restore(struct screen *screen)
{
    struct rescue *rescue = rescue_of(screen);
    const struct backup_file *file = &rescue->files[rescue->cursor];
    char question[TEXT_ROOM];
    char moment[48];
    char age[48];
    if (file->what.is_sealed) {
        ui_toast(screen->ui, TOAST_WARN,
                 _("This one is encrypted. Leave with q, then: aimtrack restore %s --key FILE"),
                 file->name);
        return;
    }
    time_moment_text(moment, sizeof moment, file->at_ms);
    backup_age_text(age, sizeof age, file->at_ms);
    snprintf(question, sizeof question,
             _("Put back the club as it was on %s (%s)? What was entered after that is not in it."
               " The damaged files are kept as aimtrack.db.corrupt-..."),
             moment, age);
    ui_ask(screen, question, _("put it back"), restore_chosen);
}

static void salvage(struct screen *screen)
{
    start(rescue_of(screen), NULL);
}

static void ask_to_salvage(struct screen *screen)
{
    ui_ask(screen,
           rescue_of(screen)->count > 0
               ? _("Read what is left of the damaged database into a new folder? Putting back a"
                   " backup is safer. Nothing is changed before you see the result.")
               : _("Read what is left of the damaged database into a new folder? Nothing is changed"
                   " before you see the result."),
           _("save what is left"), salvage);
}

static void leave(struct screen *screen)
{
    ui_quit(screen->ui);
}

static bool is_idle(const struct screen *screen)
{
    return ((const struct rescue *)screen)->work == NULL;
}

static bool can_restore(const struct screen *screen)
{
    return is_idle(screen) && ((const struct rescue *)screen)->count > 0;
}

static bool rescue_key(struct screen *screen, int key)
{
    struct rescue *rescue = rescue_of(screen);
    if (key == UI_KEY_DOWN && rescue->cursor + 1 < rescue->count) {
        rescue->cursor++;
        return true;
    }
    if (key == UI_KEY_UP && rescue->cursor > 0) {
        rescue->cursor--;
        return true;
    }
    return false;
}

static void rescue_tick(struct screen *screen)
{
    (void)screen; /* waking is enough: everything is painted from what the work says */
}

static const struct key_row keys[] = {
    {'r', "r", N_("put it back"), ask_to_restore, can_restore, 10},
    {UI_KEY_ENTER, "Enter", NULL, ask_to_restore, can_restore, 0},
    {'s', "s", N_("save what is left"), ask_to_salvage, is_idle, 9},
    {'q', "q", N_("leave"), leave, NULL, 8},
    {0},
};

const struct screen_class screen_rescue = {
    .name = N_("Damaged"),
    .about = N_("The database of the club is damaged, so nothing is read from it or written to it."
                " A backup that was checked puts the club back as it was; salvaging reads what is"
                " left and lists what was lost. Nothing is thrown away."),
    .size = sizeof(struct rescue),
    .open = rescue_open,
    .draw = rescue_draw,
    .key = rescue_key,
    .tick = rescue_tick,
    .close = rescue_close,
    .keys = keys,
};

/* --- the program around it --- */

static void use_language(const char *given)
{
    enum language language = LANGUAGE_AUTO;
    if (given == NULL || !i18n_parse(given, &language)) {
        language = LANGUAGE_AUTO;
    }
    i18n_set_language(language);
}

int ui_rescue(const char *folder, const struct err *why, const struct ui_options *options,
              struct ui_rescued *rescued)
{
    struct app app = {.seat_lock = -1, .is_view_only = true}; /* no club, nobody, no database */
    struct ui ui = {.app = &app};
    struct err err = {0};
    bool is_utf8 = i18n_user_has_utf8();
    struct term_options how = {.ascii = options->ascii || !is_utf8, .no_mouse = options->no_mouse};
    struct rescue_argument argument = {.why = why, .rescued = rescued};
    *rescued = (struct ui_rescued){0};
    text_copy(app.folder, sizeof app.folder, folder);
    use_language(options->language);
    if (!term_start(&how, &err)) {
        fprintf(stderr, "aimtrack: %s\n", why->what);
        return err_exit_code(why);
    }
    log_to_file("/dev/null", NULL);
    theme_use(0);
    ui_open(&ui, &screen_rescue, &argument);
    (void)ui_loop(&ui, &err);
    ui_close_all(&ui);
    ui_bury(&ui);
    term_stop();
    log_to_file(NULL, NULL);
    return err_exit_code(why);
}
