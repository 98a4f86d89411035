/* The range screen's own state, shared by range.c (lanes), entry.c (scores) and range_draw.c. */
#ifndef UI_RANGE_VIEW_H
#define UI_RANGE_VIEW_H
#include "core/range.h"
#include "core/rules/entry.h"
#include "ui/screen.h"

enum range_mode {
    RANGE_LANES,   /* moving over the lanes */
    RANGE_ENTRY,   /* digits are shots */
    RANGE_GO_TO,   /* the number of an older shot is being typed */
    RANGE_CORRECT, /* a new value for that shot is being typed, then confirmed */
    RANGE_CARD     /* a card number after the scanner's prefix */
};

struct range_view {
    struct screen screen;
    struct lane *lanes;
    int lane_count, cursor;
    enum range_mode mode;
    struct entry entry;
    char typed[40];    /* GO_TO: digits; CARD: the number */
    int correct_index; /* into lane->shots */
    bool has_new_value;
    struct entry_value new_value;
    char echo[160]; /* what the last key did, true only after the commit */
    bool echo_is_good;
    char scanner_prefix;
    int lanes_line; /* of the first lane on the terminal, for the mouse */
};

/* The chosen lane, or NULL. */
struct lane *range_lane(struct range_view *view);
/* Loads the lanes again and keeps to that session (0: to the same place). */
void range_reload(struct range_view *view, record_id session_id);
void range_enter(struct range_view *view); /* into score entry on the chosen lane */
void range_scan(struct range_view *view, const char *card);
void range_say(struct range_view *view, bool is_good, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* entry.c: a key while the mode is not RANGE_LANES. */
bool range_entry_key(struct range_view *view, int key);
/* Number of the shot over the session's match shots, from 1; of a sighter over the sighters. */
int range_shot_number(const struct lane *lane, int index);

/* range_draw.c */
void range_draw(struct screen *screen, struct area area);

#endif
