/* The range screen's own state, shared by range.c (lanes), range_find.c, entry.c (scores),
 * correction.c (older shots) and range_draw.c, range_panel.c. */
#ifndef UI_RANGE_VIEW_H
#define UI_RANGE_VIEW_H
#include "core/range.h"
#include "core/rules/entry.h"
#include "ui/card_input.h"
#include "ui/screen.h"

enum range_mode {
    RANGE_LANES,  /* moving over the lanes */
    RANGE_FIND,   /* a part of a name or a number chooses the lane */
    RANGE_ENTRY,  /* digits are shots */
    RANGE_GO_TO,  /* the number of an older shot is being typed */
    RANGE_CORRECT /* a new value for that shot is being typed, then confirmed */
};

enum range_echo {
    RANGE_ECHO_PLAIN,
    RANGE_ECHO_STORED, /* it is on disk: the tick */
    RANGE_ECHO_BAD     /* nothing was stored */
};

/* In RANGE_ENTRY, GO_TO and CORRECT there is a lane, and correct_index is one of its shots: every
 * change of the lanes goes through range_reload or range_choose, which keep it so. */
struct range_view {
    struct screen screen;
    struct lane *lanes;
    int lane_count, cursor;
    int lane_limit; /* lanes this range has */
    enum range_mode mode;
    struct card_input card; /* in every mode: a scanner's digits must not become shots */
    struct entry entry;
    char typed[24];    /* GO_TO: digits; FIND: what is looked for */
    int correct_index; /* into lane->shots */
    bool has_new_value;
    struct entry_value new_value;
    char echo[240]; /* what the last key did, true only after the commit */
    enum range_echo echo_kind;
    int lanes_line; /* of the first lane on the terminal, for the mouse */
};

/* The chosen lane, or NULL. */
struct lane *range_lane(const struct range_view *view);
/* Loads the lanes again and keeps to that session (0: to the same place). When it is gone, digits
 * are no shots any more: they would be somebody else's. */
void range_reload(struct range_view *view, record_id session_id);
/* To that lane; score entry goes on there with nothing half typed. */
void range_choose(struct range_view *view, int cursor);
void range_enter(struct range_view *view); /* into score entry on the chosen lane */
void range_scan(struct range_view *view, const char *card);
void range_say(struct range_view *view, enum range_echo kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void range_say_nothing(struct range_view *view);
/* Says the error; after ERR_BUSY the lane is loaded again. */
void range_complain(struct range_view *view, const struct err *err);

/* entry.c: a key while the mode is not RANGE_LANES. */
bool range_entry_key(struct range_view *view, int key);
/* Whether a value is half typed; says so. Keys that would drop it ask this first. */
bool range_is_half_typed(struct range_view *view);

/* range_find.c */
void range_find_start(struct range_view *view);
bool range_find_key(struct range_view *view, int key);

/* correction.c */
void range_go_to_start(struct range_view *view);
bool range_go_to_key(struct range_view *view, int key);
/* To the shot of lane->shots at that index; to the newest one. */
void range_correct_start(struct range_view *view, int index);
void range_correct_newest(struct range_view *view);
bool range_correct_key(struct range_view *view, int key);
/* "Shot 14", "Sighter 2": the shot's number over the session, from 1. */
char *range_shot_title(const struct lane *lane, int index, char *dst, size_t size);
int range_shot_number(const struct lane *lane, int index);
/* Value as it is written on this lane. */
char *range_value_text(const struct lane *lane, int tenths, bool inner, char *dst, size_t size);
/* The shot a take-back takes: the last sighter while sighting or before the first match shot, else
 * the last match shot; -1: none. */
int range_newest_shot(const struct lane *lane);
/* Says what a correction stored. */
void range_say_corrected(struct range_view *view, const struct lane *lane, int index,
                         const struct shot *old);

/* range_draw.c */
void range_draw(struct screen *screen, struct area area);
/* range_panel.c: the chosen lane below the table. */
enum { RANGE_PANEL_LINES = 10 };
void range_panel_draw(const struct range_view *view, const struct lane *lane, struct area area);

#endif
