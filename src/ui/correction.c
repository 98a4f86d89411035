/* An older shot: going to it by number or by arrows, and giving it another value. Nothing changes
 * before Enter, and a number that does not exist never turns the next digit into a shot. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
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

char *range_shot_title(const struct lane *lane, int index, char *dst, size_t size)
{
    bool is_sighter = lane->shots[index].series == 0;
    snprintf(dst, size, is_sighter ? _("Sighter %d") : _("Shot %d"),
             range_shot_number(lane, index));
    return dst;
}

void range_correct_start(struct range_view *view, int index)
{
    char title[40];
    char value[16];
    const struct lane *lane = range_lane(view);
    const struct shot *shot = &lane->shots[index];
    view->mode = RANGE_CORRECT;
    view->correct_index = index;
    view->has_new_value = false;
    view->entry = (struct entry){.decimals = lane->has_decimals};
    range_say(view, RANGE_ECHO_PLAIN, _("%s is %s: type the new value, then Enter. Esc leaves it."),
              range_shot_title(lane, index, title, sizeof title),
              range_value_text(lane, shot->value_tenths, shot->is_inner_ten, value, sizeof value));
}

void range_correct_newest(struct range_view *view)
{
    int index = range_newest_shot(range_lane(view));
    if (index >= 0) {
        range_correct_start(view, index);
    } else {
        range_say(view, RANGE_ECHO_PLAIN, "%s", _("There is no shot yet."));
    }
}

/* --- by number ----------------------------------------------------------------------------------
 */

static void show_go_to(struct range_view *view)
{
    range_say(view, RANGE_ECHO_PLAIN, _("Go to shot %s_"), view->typed);
}

void range_go_to_start(struct range_view *view)
{
    if (range_is_half_typed(view)) {
        return;
    }
    if (range_lane(view)->stats.shots == 0) {
        range_say(view, RANGE_ECHO_PLAIN, "%s", _("There is no shot yet."));
        return;
    }
    view->mode = RANGE_GO_TO;
    view->typed[0] = '\0';
    show_go_to(view);
}

/* Match shots follow the sighters in order, so the number finds the place. */
static void go_to_typed(struct range_view *view)
{
    const struct lane *lane = range_lane(view);
    long number = strtol(view->typed, NULL, 10);
    if (number >= 1 && number <= lane->stats.shots) {
        range_correct_start(view, lane->shot_count - lane->stats.shots + (int)number - 1);
        return;
    }
    range_say(view, RANGE_ECHO_BAD, _("There is no shot %s yet, only 1 to %d. Esc leaves this."),
              view->typed, lane->stats.shots);
    view->typed[0] = '\0';
}

/* The second digit of a number that cannot have a third goes at once. */
static void add_digit(struct range_view *view, int key)
{
    size_t length = strlen(view->typed);
    if (length >= 3) {
        return;
    }
    view->typed[length] = (char)key;
    view->typed[length + 1] = '\0';
    long number = strtol(view->typed, NULL, 10);
    if (length >= 1 && number * 10 > range_lane(view)->stats.shots) {
        go_to_typed(view);
    } else {
        show_go_to(view);
    }
}

bool range_go_to_key(struct range_view *view, int key)
{
    size_t length = strlen(view->typed);
    if (key == UI_KEY_ESCAPE || (key == UI_KEY_BACKSPACE && length == 0)) {
        view->mode = RANGE_ENTRY;
        range_say_nothing(view);
    } else if (key == UI_KEY_ENTER) {
        if (length > 0) {
            go_to_typed(view);
        }
    } else if (key == UI_KEY_BACKSPACE) {
        view->typed[length - 1] = '\0';
        show_go_to(view);
    } else if (key < 128 && isdigit(key) != 0) {
        add_digit(view, key);
    } else {
        return key < 128 && isprint(key) != 0 && key != '?' && key != ':';
    }
    return true;
}

/* --- the new value ------------------------------------------------------------------------------
 */

void range_say_corrected(struct range_view *view, const struct lane *lane, int index,
                         const struct shot *old)
{
    char title[40];
    char before[16];
    char after[16];
    const struct shot *shot = &lane->shots[index];
    range_shot_title(lane, index, title, sizeof title);
    range_value_text(lane, old->value_tenths, old->is_inner_ten, before, sizeof before);
    range_value_text(lane, shot->value_tenths, shot->is_inner_ten, after, sizeof after);
    if (strcmp(before, after) == 0) { /* its place was corrected */
        range_say(view, RANGE_ECHO_STORED, _("%s: %s stored"), title, after);
        return;
    }
    range_say(view, RANGE_ECHO_STORED, _("%s: %s is now %s, stored"), title, before, after);
}

static void confirm(struct range_view *view)
{
    struct err err = {0};
    struct lane *lane = range_lane(view);
    int index = view->correct_index;
    const struct shot old = lane->shots[index];
    view->mode = RANGE_ENTRY;
    view->has_new_value = false;
    if (range_correct_value(view->screen.app, lane, index, view->new_value.tenths,
                            view->new_value.is_inner_ten, &err)) {
        range_say_corrected(view, lane, index, &old);
    } else {
        range_complain(view, &err);
    }
}

static void step(struct range_view *view, int by)
{
    int index = view->correct_index + by;
    if (index >= 0 && index < range_lane(view)->shot_count) {
        range_correct_start(view, index);
    }
}

/* The same place a series earlier or later. */
static void step_series(struct range_view *view, int by)
{
    const struct lane *lane = range_lane(view);
    const struct shot *from = &lane->shots[view->correct_index];
    for (int i = 0; i < lane->shot_count; i++) {
        if (lane->shots[i].series == from->series + by && lane->shots[i].number == from->number) {
            range_correct_start(view, i);
            return;
        }
    }
}

static bool move_key(struct range_view *view, int key)
{
    bool is_side = key == UI_KEY_LEFT || key == UI_KEY_RIGHT;
    bool is_series = key == UI_KEY_UP || key == UI_KEY_DOWN;
    if (!is_side && !is_series && key != 'g') {
        return false;
    }
    if (range_is_half_typed(view)) {
        return true;
    }
    if (is_side) {
        step(view, key == UI_KEY_LEFT ? -1 : 1);
    } else if (is_series) {
        step_series(view, key == UI_KEY_UP ? -1 : 1);
    } else {
        range_go_to_start(view);
    }
    return true;
}

static void say_new_value(struct range_view *view)
{
    char title[40];
    char value[16];
    const struct lane *lane = range_lane(view);
    view->has_new_value = true;
    range_say(view, RANGE_ECHO_PLAIN, _("%s becomes %s: Enter stores it, Esc leaves it."),
              range_shot_title(lane, view->correct_index, title, sizeof title),
              range_value_text(lane, view->new_value.tenths, view->new_value.is_inner_ten, value,
                               sizeof value));
}

static bool value_key(struct range_view *view, int key)
{
    switch (entry_key(&view->entry, key, &view->new_value)) {
    case ENTRY_SHOT:
        say_new_value(view);
        return true;
    case ENTRY_PENDING:
    case ENTRY_CLEARED:
        view->has_new_value = false;
        return true;
    case ENTRY_BAD:
        view->has_new_value = false;
        range_say(view, RANGE_ECHO_BAD, "%s",
                  _("That is not a possible value. Nothing was stored."));
        return true;
    case ENTRY_IGNORED:
    default:
        return false;
    }
}

bool range_correct_key(struct range_view *view, int key)
{
    bool is_whole = view->entry.pending[0] == '\0';
    if (key == UI_KEY_ENTER && is_whole) {
        if (view->has_new_value) {
            confirm(view);
        }
        return true;
    }
    if (move_key(view, key) || value_key(view, key)) {
        return true;
    }
    if (key == UI_KEY_ESCAPE || (key == UI_KEY_BACKSPACE && !view->has_new_value)) {
        view->mode = RANGE_ENTRY;
        view->has_new_value = false;
        range_say(view, RANGE_ECHO_PLAIN, "%s", _("Nothing was changed."));
        return true;
    }
    if (key == UI_KEY_BACKSPACE) {
        range_correct_start(view, view->correct_index);
        return true;
    }
    return false;
}
