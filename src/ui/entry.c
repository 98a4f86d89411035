/* Score entry: keys become shots, and the echo comes after the commit. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/rules/score.h"
#include "ui/range_view.h"

int range_shot_number(const struct lane *lane, int index)
{
    int number = 0;
    bool is_sighter = lane->shots[index].series == 0;
    for (int i = 0; i <= index; i++) {
        number += (lane->shots[i].series == 0) == is_sighter;
    }
    return number;
}

static const char *value_text(const struct lane *lane, int tenths, bool inner, char *dst,
                              size_t size)
{
    return score_text(dst, size, tenths, lane->has_decimals, inner, i18n_decimal_point());
}

/* After an error: what is shown must be what is stored. */
static void complain(struct range_view *view, const struct err *err)
{
    range_say(view, false, "%s", err->what);
    ui_toast_err(view->screen.ui, err);
    if (err->kind == ERR_BUSY) {
        struct lane *lane = range_lane(view);
        range_reload(view, lane != NULL ? lane->session.id : 0);
    }
}

/* The newest shot: the last sighter while sighting, else the last match shot. */
static int newest_index(const struct lane *lane)
{
    int newest = -1;
    for (int i = 0; i < lane->shot_count; i++) {
        if ((lane->shots[i].series == 0) == lane->is_sighting) {
            newest = i;
        }
    }
    return newest;
}

static void say_stored(struct range_view *view, const struct lane *lane)
{
    char value[16];
    int index = newest_index(lane);
    if (index < 0) {
        return;
    }
    const struct shot *shot = &lane->shots[index];
    value_text(lane, shot->value_tenths, shot->is_inner_ten, value, sizeof value);
    if (shot->series == 0) {
        range_say(view, true, _("Sighter %d: %s stored"), range_shot_number(lane, index), value);
    } else {
        range_say(view, true, _("Shot %d: %s stored"), range_shot_number(lane, index), value);
    }
}

static void store(struct range_view *view, struct entry_value value)
{
    struct err err = {0};
    struct lane *lane = range_lane(view);
    if (range_shot_value(view->screen.app, lane, value.tenths, value.is_inner_ten, &err)) {
        say_stored(view, lane);
    } else {
        complain(view, &err);
    }
}

static void take_back(struct range_view *view)
{
    struct err err = {0};
    struct lane *lane = range_lane(view);
    int index = newest_index(lane);
    char value[16] = "";
    int number = 0;
    if (index >= 0) {
        number = range_shot_number(lane, index);
        value_text(lane, lane->shots[index].value_tenths, lane->shots[index].is_inner_ten, value,
                   sizeof value);
    }
    if (range_take_back(view->screen.app, lane, &err)) {
        range_say(view, true, _("Taken back: shot %d, %s. It stays in the trail."), number, value);
    } else {
        complain(view, &err);
    }
}

/* --- an older shot ------------------------------------------------------------------------------
 */

static int index_of_number(const struct lane *lane, int number)
{
    for (int i = 0; i < lane->shot_count; i++) {
        if (lane->shots[i].series > 0 && range_shot_number(lane, i) == number) {
            return i;
        }
    }
    return -1;
}

static void start_correction(struct range_view *view, int index)
{
    struct lane *lane = range_lane(view);
    view->mode = RANGE_CORRECT;
    view->correct_index = index;
    view->has_new_value = false;
    view->entry = (struct entry){.decimals = lane->has_decimals};
    range_say(view, true, _("Shot %d: type the new value, then Enter. Esc leaves it."),
              range_shot_number(lane, index));
}

static void go_to_typed(struct range_view *view)
{
    int number = (int)strtol(view->typed, NULL, 10);
    int index = index_of_number(range_lane(view), number);
    if (index >= 0) {
        start_correction(view, index);
    } else {
        view->mode = RANGE_ENTRY;
        range_say(view, false, _("There is no shot %s yet."), view->typed);
    }
}

static bool go_to_key(struct range_view *view, int key)
{
    size_t length = strlen(view->typed);
    if (key == UI_KEY_ESCAPE) {
        view->mode = RANGE_ENTRY;
        range_say(view, true, "%s", "");
    } else if (key == UI_KEY_ENTER) {
        go_to_typed(view);
    } else if (key == UI_KEY_BACKSPACE && length > 0) {
        view->typed[length - 1] = '\0';
    } else if (key < 128 && isdigit(key) != 0 && length < 3) {
        view->typed[length] = (char)key;
        view->typed[length + 1] = '\0';
    } else {
        return false;
    }
    if (view->mode == RANGE_GO_TO) {
        range_say(view, true, _("Go to shot %s_  (Enter)"), view->typed);
    }
    return true;
}

static void confirm_correction(struct range_view *view)
{
    struct err err = {0};
    char old_value[16];
    char new_value[16];
    struct lane *lane = range_lane(view);
    const struct shot old = lane->shots[view->correct_index];
    int number = range_shot_number(lane, view->correct_index);
    view->mode = RANGE_ENTRY;
    if (!range_correct_value(view->screen.app, lane, view->correct_index, view->new_value.tenths,
                             view->new_value.is_inner_ten, &err)) {
        complain(view, &err);
        return;
    }
    value_text(lane, old.value_tenths, old.is_inner_ten, old_value, sizeof old_value);
    value_text(lane, view->new_value.tenths, view->new_value.is_inner_ten, new_value,
               sizeof new_value);
    range_say(view, true, _("Shot %d: %s is now %s, stored. The old value is kept."), number,
              old_value, new_value);
}

static void move_correction(struct range_view *view, int by)
{
    const struct lane *lane = range_lane(view);
    int index = view->mode == RANGE_CORRECT ? view->correct_index + by : lane->shot_count - 1;
    if (index >= 0 && index < lane->shot_count) {
        start_correction(view, index);
    }
}

static bool correct_key(struct range_view *view, int key)
{
    char value[16];
    struct lane *lane = range_lane(view);
    if (key == UI_KEY_LEFT || key == UI_KEY_RIGHT) {
        move_correction(view, key == UI_KEY_LEFT ? -1 : 1);
        return true;
    }
    if (key == UI_KEY_ENTER && view->has_new_value && view->entry.pending[0] == '\0') {
        confirm_correction(view);
        return true;
    }
    enum entry_outcome outcome = entry_key(&view->entry, key, &view->new_value);
    if (outcome == ENTRY_SHOT) {
        view->has_new_value = true;
        value_text(lane, view->new_value.tenths, view->new_value.is_inner_ten, value, sizeof value);
        range_say(view, true, _("Shot %d becomes %s: press Enter to store it, Esc to leave it."),
                  range_shot_number(lane, view->correct_index), value);
    } else if (outcome == ENTRY_BAD) {
        range_say(view, false, "%s", _("That is not a possible value. Nothing was stored."));
    } else if (outcome == ENTRY_IGNORED && key == UI_KEY_ESCAPE) {
        view->mode = RANGE_ENTRY;
        range_say(view, true, "%s", _("Nothing was changed."));
    }
    return outcome != ENTRY_IGNORED || key == UI_KEY_ESCAPE;
}

/* --- a card -------------------------------------------------------------------------------------
 */

static bool card_key(struct range_view *view, int key)
{
    size_t length = strlen(view->typed);
    if (key == UI_KEY_ESCAPE) {
        view->mode = RANGE_ENTRY;
        range_say(view, true, "%s", "");
    } else if (key == UI_KEY_ENTER) {
        char card[sizeof view->typed];
        text_copy(card, sizeof card, view->typed);
        view->mode = RANGE_LANES;
        range_scan(view, card);
    } else if (key == UI_KEY_BACKSPACE && length > 0) {
        view->typed[length - 1] = '\0';
    } else if (key < 128 && isalnum(key) != 0 && length + 1 < sizeof view->typed) {
        view->typed[length] = (char)key;
        view->typed[length + 1] = '\0';
        range_say(view, true, _("Card %s_"), view->typed);
    } else {
        return false;
    }
    return true;
}

/* --- plain entry --------------------------------------------------------------------------------
 */

static bool other_key(struct range_view *view, int key)
{
    if (key == UI_KEY_LEFT) {
        move_correction(view, 0);
        return true;
    }
    if (key == 'g') {
        view->mode = RANGE_GO_TO;
        view->typed[0] = '\0';
        range_say(view, true, _("Go to shot %s_  (Enter)"), "");
        return true;
    }
    if (key == view->scanner_prefix) {
        view->mode = RANGE_CARD;
        view->typed[0] = '\0';
        range_say(view, true, _("Card %s_"), "");
        return true;
    }
    if (key == UI_KEY_BACKSPACE) {
        take_back(view);
        return true;
    }
    if (key == UI_KEY_ESCAPE) {
        view->mode = RANGE_LANES;
        range_say(view, true, "%s", "");
        return true;
    }
    return key == UI_KEY_ENTER || (key < 128 && isdigit(key) != 0);
}

static bool shot_key(struct range_view *view, int key)
{
    struct entry_value value;
    switch (entry_key(&view->entry, key, &value)) {
    case ENTRY_SHOT:
        store(view, value);
        return true;
    case ENTRY_PENDING:
    case ENTRY_CLEARED:
        return true;
    case ENTRY_BAD:
        range_say(view, false, "%s",
                  view->entry.decimals ? _("Not a possible value: 0.0 to 10.9. Nothing was stored.")
                                       : _("Not a possible value: 1-9, 0 = ten, x = inner ten, m = "
                                           "miss. Nothing was stored."));
        return true;
    case ENTRY_IGNORED:
    default:
        return other_key(view, key);
    }
}

bool range_entry_key(struct range_view *view, int key)
{
    if (range_lane(view) == NULL) {
        view->mode = RANGE_LANES;
        return false;
    }
    switch (view->mode) {
    case RANGE_GO_TO:
        return go_to_key(view, key);
    case RANGE_CORRECT:
        return correct_key(view, key);
    case RANGE_CARD:
        return card_key(view, key);
    case RANGE_LANES:
    case RANGE_ENTRY:
    default:
        return shot_key(view, key);
    }
}
