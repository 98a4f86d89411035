/* The range: who shoots on which lane now, and every shot stored. A function that returns true has
 * committed: what it says is on disk. On false the lane is exactly as before; ERR_BUSY from a
 * change of a lane means that it changed elsewhere: load it again (range_load_lane). */
#ifndef CORE_RANGE_H
#define CORE_RANGE_H
#include "core/app.h"
#include "core/rules/stats.h"

enum { LANES_MAX = 99 };

/* One open session with everything its lane shows. Owned by whoever holds it; lane_free. */
struct lane {
    struct session session;
    struct session_weapon weapon; /* face, gauge */
    struct member member;
    struct weapon arm; /* id 0 when not said */
    const struct programme *programme;
    const struct face *face;
    bool has_decimals;
    bool is_sighting; /* the next shot is a sighter */
    bool has_call;    /* the next plotted shot was called there; cleared when stored */
    int64_t call_x_um, call_y_um;
    int next_series, next_number; /* where the next match shot goes; series 0: all are fired */
    int shot_count, shot_room;
    struct shot *shots; /* current shots, sighters first, in order */
    struct session_stats stats;
    struct measure versus_average; /* rings against the member's other sessions; at equal shots */
    struct measure best_series;    /* member's best series on the programme, tenths */
    char best_series_date[DATE_ROOM];
    double
        past_average_tenths; /* mean over the member's other sessions of tenths a shot; 0: none */
};
void lane_free(struct lane *lane);

/* The open sessions by lane. *lanes: malloc'd array, each lane_free, then free. */
bool range_load(struct app *app, struct lane **lanes, int *count, struct err *err);
bool range_load_lane(struct app *app, record_id session_id, struct lane *lane, struct err *err);

/* What a new shooter most likely wants: weapon and programme last used, the next free lane. */
struct range_likely {
    record_id weapon_id;
    char programme_id[CODE_ROOM];
    char face_id[CODE_ROOM];
    int lane;
    record_id location_id;
    bool is_competition; /* as the last one that was started today */
};
bool range_likely(struct app *app, record_id member_id, struct range_likely *likely,
                  struct err *err);

struct range_start {
    record_id member_id, weapon_id, location_id, ammunition_id;
    const char *programme_id;
    const char *face_id; /* free practice; NULL or "": the programme's */
    int lane;            /* 0: next free */
    bool is_competition;
};
/* ERR_BUSY names who is on the lane; ERR_INPUT when the member is on another lane already. */
bool range_open(struct app *app, const struct range_start *start, record_id *session_id,
                struct err *err);

/* Stores the next shot of the lane; on true `lane` already shows it. */
bool range_shot_value(struct app *app, struct lane *lane, int tenths, bool inner, struct err *err);
bool range_shot_plot(struct app *app, struct lane *lane, int64_t x_um, int64_t y_um,
                     struct err *err);
/* Takes back the newest current shot (voids it). ERR_NOT_FOUND when there is none. */
bool range_take_back(struct app *app, struct lane *lane, struct err *err);
/* Corrects one shot: index into lane->shots. Old value, who and when are kept. */
bool range_correct_value(struct app *app, struct lane *lane, int index, int tenths, bool inner,
                         struct err *err);
bool range_correct_plot(struct app *app, struct lane *lane, int index, int64_t x_um, int64_t y_um,
                        struct err *err);
bool range_set_sighting(struct app *app, struct lane *lane, bool sighting, struct err *err);
bool range_finish(struct app *app, struct lane *lane, struct err *err);
bool range_reopen(struct app *app, record_id session_id, struct err *err); /* undo of finish */
bool range_void(struct app *app, record_id session_id, struct err *err);
/* Counts again, as finished. */
bool range_unvoid(struct app *app, record_id session_id, struct err *err);

#endif
