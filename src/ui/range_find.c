/* `/` on the lanes: a part of a name or a lane's number chooses the lane, Enter goes into score
 * entry there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/member.h"
#include "ui/field.h"
#include "ui/range_view.h"

static bool is_found(const struct lane *lane, const char *typed)
{
    char name[2 * NAME_ROOM];
    char hay[4 * NAME_ROOM];
    char needle[2 * sizeof((struct range_view *)NULL)->typed];
    member_name(&lane->member, name, sizeof name);
    text_fold(hay, sizeof hay, name);
    text_fold(needle, sizeof needle, typed);
    return text_matches(hay, needle);
}

/* The lane of that number, else the first shooter whose name fits; -1: nobody. */
static int find_lane(const struct range_view *view)
{
    long number = strtol(view->typed, NULL, 10);
    for (int i = 0; i < view->lane_count; i++) {
        if (view->lanes[i].session.lane == number) {
            return i;
        }
    }
    for (int i = 0; i < view->lane_count; i++) {
        if (is_found(&view->lanes[i], view->typed)) {
            return i;
        }
    }
    return -1;
}

static void show_find(struct range_view *view)
{
    int found = view->typed[0] != '\0' ? find_lane(view) : view->cursor;
    if (found >= 0) {
        view->cursor = found;
        range_say(view, RANGE_ECHO_PLAIN, _("Find %s_  (Enter: score entry)"), view->typed);
    } else {
        range_say(view, RANGE_ECHO_BAD, _("Find %s_  nobody on the lanes is called that"),
                  view->typed);
    }
}

void range_find_start(struct range_view *view)
{
    view->mode = RANGE_FIND;
    view->typed[0] = '\0';
    show_find(view);
}

bool range_find_key(struct range_view *view, int key)
{
    struct field field = {
        .text = view->typed, .room = sizeof view->typed, .cursor = strlen(view->typed)};
    bool is_empty = view->typed[0] == '\0';
    if (key == UI_KEY_ESCAPE || (key == UI_KEY_BACKSPACE && is_empty)) {
        view->mode = RANGE_LANES;
        range_say_nothing(view);
    } else if (key == UI_KEY_ENTER) {
        if (is_empty || find_lane(view) >= 0) {
            range_enter(view);
        }
    } else if (field_key(&field, key)) {
        show_find(view);
    } else {
        return false;
    }
    return true;
}
