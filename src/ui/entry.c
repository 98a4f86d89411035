/* Score entry: keys become shots, and the echo comes after the commit. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/rules/score.h"
#include "ui/range_view.h"

char *range_value_text(const struct lane *lane, int tenths, bool inner, char *dst, size_t size)
{
    return score_text(dst, size, tenths, lane->has_decimals, inner, i18n_decimal_point());
}

int range_newest_shot(const struct lane *lane)
{
    int sighters = lane->stats.sighters;
    bool is_sighter = lane->is_sighting || lane->shot_count == sighters;
    return is_sighter ? sighters - 1 : lane->shot_count - 1;
}

/* The one that was just stored. */
static int stored_index(const struct lane *lane)
{
    return lane->is_sighting ? lane->stats.sighters - 1 : lane->shot_count - 1;
}

static void say_stored(struct range_view *view, const struct lane *lane)
{
    char title[40];
    char value[16];
    int index = stored_index(lane);
    const struct shot *shot = &lane->shots[index];
    range_shot_title(lane, index, title, sizeof title);
    range_value_text(lane, shot->value_tenths, shot->is_inner_ten, value, sizeof value);
    range_say(view, RANGE_ECHO_STORED, _("%s: %s stored"), title, value);
}

static void store(struct range_view *view, struct entry_value value)
{
    struct err err = {0};
    struct lane *lane = range_lane(view);
    if (range_shot_value(view->screen.app, lane, value.tenths, value.is_inner_ten, &err)) {
        say_stored(view, lane);
    } else {
        range_complain(view, &err);
    }
}

static void take_back(struct range_view *view)
{
    struct err err = {0};
    struct lane *lane = range_lane(view);
    int index = range_newest_shot(lane);
    char title[40] = "";
    char value[16] = "";
    if (index >= 0) {
        const struct shot *shot = &lane->shots[index];
        range_shot_title(lane, index, title, sizeof title);
        range_value_text(lane, shot->value_tenths, shot->is_inner_ten, value, sizeof value);
    }
    if (range_take_back(view->screen.app, lane, &err)) {
        range_say(view, RANGE_ECHO_STORED, _("Taken back: %s, %s"), title, value);
    } else {
        range_complain(view, &err);
    }
}

bool range_is_half_typed(struct range_view *view)
{
    char title[40];
    char value[16];
    const struct lane *lane = range_lane(view);
    if (lane == NULL || (view->mode != RANGE_ENTRY && view->mode != RANGE_CORRECT)) {
        return false;
    }
    if (view->entry.pending[0] != '\0') {
        range_say(view, RANGE_ECHO_BAD, _("%s_ is half a value: type the rest, or Backspace."),
                  view->entry.pending);
        return true;
    }
    if (view->mode == RANGE_CORRECT && view->has_new_value) {
        range_say(view, RANGE_ECHO_BAD, _("%s becomes %s: first Enter to store it, or Esc."),
                  range_shot_title(lane, view->correct_index, title, sizeof title),
                  range_value_text(lane, view->new_value.tenths, view->new_value.is_inner_ten,
                                   value, sizeof value));
        return true;
    }
    return false;
}

/* --- plain entry --------------------------------------------------------------------------------
 */

static bool other_key(struct range_view *view, int key)
{
    switch (key) {
    case UI_KEY_LEFT:
    case UI_KEY_UP:
        range_correct_newest(view);
        return true;
    case UI_KEY_BACKSPACE:
        take_back(view);
        return true;
    case UI_KEY_ESCAPE:
        view->mode = RANGE_LANES;
        range_say_nothing(view);
        return true;
    case UI_KEY_RIGHT:
    case UI_KEY_DOWN:
    case UI_KEY_ENTER:
        return true;
    default:
        return key < 128 && isdigit(key) != 0; /* never a section */
    }
}

static void say_impossible(struct range_view *view)
{
    range_say(view, RANGE_ECHO_BAD, "%s",
              view->entry.decimals
                  ? _("Not a possible value: 0.0 to 10.9. Nothing was stored.")
                  : _("Not a possible value: 1-9, 0 = ten, x = inner ten, m = miss. Nothing was "
                      "stored."));
}

static bool shot_key(struct range_view *view, int key)
{
    struct entry_value value;
    bool is_arrow = key == UI_KEY_LEFT || key == UI_KEY_UP;
    if (is_arrow && range_is_half_typed(view)) {
        return true;
    }
    switch (entry_key(&view->entry, key, &value)) {
    case ENTRY_SHOT:
        store(view, value);
        return true;
    case ENTRY_PENDING:
        if (view->echo_kind == RANGE_ECHO_BAD) {
            range_say_nothing(view);
        }
        return true;
    case ENTRY_CLEARED:
        range_say(view, RANGE_ECHO_PLAIN, "%s", _("Dropped. Nothing was stored."));
        return true;
    case ENTRY_BAD:
        say_impossible(view);
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
    if (view->mode == RANGE_FIND) {
        return range_find_key(view, key);
    }
    if (view->mode == RANGE_GO_TO) {
        return range_go_to_key(view, key);
    }
    return view->mode == RANGE_CORRECT ? range_correct_key(view, key) : shot_key(view, key);
}
