/* A session shot by shot: the target fills in the order of the shots, with the time between them,
 * the rolling average, the centre of each series, and the session before it laid under. */
#ifndef UI_REPLAY_H
#define UI_REPLAY_H
#include "ui/screen.h"

struct replay_argument {
    record_id session_id;
    int part; /* which weapon line */
};

extern const struct screen_class screen_replay;

#endif
