/* Where a key goes: a scanner's burst, the screen's table, the screen itself, what works
 * everywhere. */
#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/time.h"
#include "core/auth.h"
#include "ui/field.h"
#include "ui/screens.h"
#include "ui/term.h"
#include "ui/ui.h"

enum { CONTROL_L = 12, CONTROL_P = 16, CARD_LEAST = 3 };

bool ui_takes_text(const struct screen *screen)
{
    return screen->class_->is_text_now != NULL ? screen->class_->is_text_now(screen)
                                               : screen->class_->takes_text;
}

bool ui_key_applies(const struct screen *screen, const struct key_row *row)
{
    return row->when == NULL || row->when(screen);
}

/* --- what works everywhere ----------------------------------------------------------------------
 */

static void act_help(struct screen *screen)
{
    if (screen->class_ != &screen_help) {
        ui_open(screen->ui, &screen_help, NULL);
    }
}

static void act_palette(struct screen *screen)
{
    if (screen->app->actor.is_present && !screen->ui->is_locked) {
        ui_open(screen->ui, &screen_palette, NULL);
    }
}

static void leave_now(struct screen *screen)
{
    ui_quit(screen->ui);
}

static void act_leave(struct screen *screen)
{
    ui_ask(screen, _("Leave AimTrack? Lanes and shots stay stored."), _("leave"), leave_now);
}

static void act_back(struct screen *screen)
{
    if (screen->below != NULL) {
        ui_close(screen, NULL);
    }
}

static void act_undo(struct screen *screen)
{
    struct ui *ui = screen->ui;
    if (ui->undo == NULL) {
        ui_toast(ui, TOAST_INFO, "%s", _("Nothing to undo."));
        return;
    }
    void (*undo)(struct ui *, record_id) = ui->undo;
    ui->undo = NULL;
    undo(ui, ui->undo_id);
    if (ui->top != NULL && ui->top->class_->focus != NULL) {
        ui->top->class_->focus(ui->top); /* what was undone may be shown here */
    }
}

static void act_lock(struct screen *screen)
{
    ui_lock(screen->ui);
}

static void act_log_out(struct screen *screen)
{
    auth_logout(screen->app);
    ui_replace_all(screen->ui, &screen_login, NULL);
}

static void act_repaint(struct screen *screen)
{
    screen->ui->needs_clear = true;
    screen->ui->needs_paint = true;
}

static bool is_inside(const struct screen *screen)
{
    return screen->app->actor.is_present && !screen->ui->is_locked;
}

const struct key_row ui_global_keys[] = {
    {-1, "1-7", N_("go to a section"), NULL, is_inside, 0},
    {UI_KEY_F1, "F1", N_("help"), act_help, NULL, 0},
    {'?', "?", N_("help"), act_help, NULL, 0},
    {':', ":", N_("find any action"), act_palette, is_inside, 0},
    {CONTROL_P, "Ctrl-P", N_("find any action"), act_palette, is_inside, 0},
    {'u', "u", N_("undo"), act_undo, is_inside, 0},
    {UI_KEY_ESCAPE, "Esc", N_("one step back"), act_back, NULL, 0},
    {'L', "L", N_("lock"), act_lock, is_inside, 0},
    {'O', "O", N_("log out"), act_log_out, is_inside, 0},
    {CONTROL_L, "Ctrl-L", N_("paint the screen again"), act_repaint, NULL, 0},
    {'q', "q", N_("leave AimTrack"), act_leave, NULL, 0},
    {0},
};

/* --- dispatch -----------------------------------------------------------------------------------
 */

static bool use_table(struct screen *screen, const struct key_row *rows, int key)
{
    for (const struct key_row *row = rows; row != NULL && row->key != 0; row++) {
        if (row->key == key && row->act != NULL && ui_key_applies(screen, row)) {
            row->act(screen);
            return true;
        }
    }
    return false;
}

const struct key_row *ui_part_keys(const struct screen *screen)
{
    return screen->class_->part_keys != NULL ? screen->class_->part_keys(screen) : NULL;
}

static bool use_tables(struct screen *screen, int key)
{
    return use_table(screen, ui_part_keys(screen), key) ||
           use_table(screen, screen->class_->keys, key);
}

static bool use_screen(struct screen *screen, int key)
{
    return screen->class_->key != NULL && screen->class_->key(screen, key);
}

static bool use_section(struct screen *screen, int key)
{
    if (key < '1' || key > '7' || screens_section(key - '0') == NULL || !is_inside(screen) ||
        screen->class_->is_popup) {
        return false;
    }
    ui_section(screen->ui, key - '0');
    return true;
}

static int hot_key(const struct ui *ui)
{
    for (int i = 0; i < ui->hot_count; i++) {
        const struct hot_spot *spot = &ui->hot[i];
        if (ui->mouse.what == MOUSE_CLICK && spot->line == ui->mouse.line &&
            ui->mouse.column >= spot->first && ui->mouse.column <= spot->last) {
            return spot->key;
        }
    }
    return 0;
}

static void deliver(struct ui *ui, int key)
{
    struct screen *screen = ui->top;
    bool is_text = ui_takes_text(screen);
    bool used = is_text ? use_screen(screen, key) || use_tables(screen, key)
                        : use_tables(screen, key) || use_screen(screen, key);
    bool is_typed = is_text && key >= ' ' && key < 127 && key != '?' && key != ':';
    if (!used && !is_typed) {
        (void)(use_section(screen, key) || use_table(screen, ui_global_keys, key));
    }
}

/* A clicked hint does what its key does, but never types its character. */
static void press(struct ui *ui, int key)
{
    struct screen *screen = ui->top;
    bool is_character = ui_takes_text(screen) && key >= ' ' && key < UI_KEY_SHIFT_TAB;
    if (key > KEY_SECTION) {
        (void)use_section(screen, '0' + key - KEY_SECTION);
    } else if (is_character) {
        (void)(use_tables(screen, key) || use_table(screen, ui_global_keys, key));
    } else {
        deliver(ui, key);
    }
}

static void take(struct ui *ui, int key)
{
    int pressed = key == UI_KEY_MOUSE ? hot_key(ui) : 0;
    if (ui->top == NULL) {
        return;
    }
    if (pressed != 0) {
        press(ui, pressed);
    } else {
        deliver(ui, key);
    }
    ui_bury(ui);
    ui->needs_paint = true;
}

/* --- scanners -----------------------------------------------------------------------------------
 */

static bool may_scan(const struct ui *ui)
{
    return ui->top != NULL && ui->top->class_->takes_scans && ui->top->class_->scan != NULL &&
           !ui_takes_text(ui->top);
}

/* Faster than a hand, digits only, and no Enter behind them: a card whose end got lost. Typed after
 * all its first digit would open a section, and the others could be shots there. */
static bool is_half_a_card(const struct ui *ui)
{
    for (int i = 0; i < ui->scan_count; i++) {
        if (isdigit((unsigned char)ui->scan[i]) == 0) {
            return false;
        }
    }
    return ui->scan_count >= CARD_LEAST;
}

void ui_release_scan(struct ui *ui)
{
    if (is_half_a_card(ui)) {
        ui->scan_count = 0;
        ui_toast(
            ui, TOAST_WARN, "%s",
            _("A number came without Enter behind it: nothing was done with it. Scan again; the"
              " scanner has to send Enter."));
        return;
    }
    char held[SCAN_ROOM];
    int count = ui->scan_count;
    memcpy(held, ui->scan, sizeof held);
    ui->scan_count = 0;
    for (int i = 0; i < count; i++) {
        take(ui, held[i]);
    }
}

static bool hold_for_scan(struct ui *ui, int key)
{
    bool is_card_character = key < 128 && isalnum(key) != 0;
    if (ui->scan_count > 0 && !may_scan(ui)) { /* another screen came between: a lock, a popup */
        ui->scan_count = 0;
    }
    if (ui->scan_count == 0 && (!may_scan(ui) || key > 127 || isdigit(key) == 0)) {
        return false;
    }
    if (key == UI_KEY_ENTER && ui->scan_count >= CARD_LEAST) {
        ui->scan[ui->scan_count] = '\0';
        ui->scan_count = 0;
        ui->top->class_->scan(ui->top, ui->scan);
        ui_bury(ui);
        ui->needs_paint = true;
        return true;
    }
    if (!is_card_character || ui->scan_count >= SCAN_ROOM - 1) {
        ui_release_scan(ui);
        return false;
    }
    ui->scan[ui->scan_count++] = (char)key;
    ui->scan_since_ms = time_monotonic_ms();
    return true;
}

/* --- pasted text --------------------------------------------------------------------------------
 */

/* It belongs to a field and to nothing else: outside one every character would be a key. */
static void take_paste(struct ui *ui)
{
    struct input *input = &ui->reader.input;
    if (ui->scan_count > 0) {
        ui_release_scan(ui);
    }
    field_offer_paste(input->paste);
    if (ui->top != NULL && ui_takes_text(ui->top)) {
        (void)use_screen(ui->top, UI_KEY_PASTE);
        ui_bury(ui);
    }
    enum field_paste outcome = field_end_paste();
    secret_wipe(input->paste, sizeof input->paste);
    if (outcome == FIELD_PASTE_LEFT) {
        ui_toast(ui, TOAST_INFO, "%s",
                 _("Pasted text was ignored here: it goes into fields only."));
    } else if (outcome == FIELD_PASTE_CUT || ui->is_paste_cut) {
        ui_toast(ui, TOAST_WARN, "%s",
                 _("Not all of the pasted text fits here: see where it ends."));
    }
    ui->needs_paint = true;
}

void ui_dispatch(struct ui *ui, int key)
{
    ui->last_key_ms = time_monotonic_ms();
    if (term_is_too_small() && key != CONTROL_L) {
        return; /* nothing is done that nobody can see */
    }
    ui_toast_key_pressed(ui);
    if (key == UI_KEY_PASTE) {
        take_paste(ui);
    } else if (!hold_for_scan(ui, key)) {
        take(ui, key);
        if (field_was_full()) {
            ui_toast(ui, TOAST_WARN, "%s", _("This is full: no more letters have room here."));
        }
    }
}
