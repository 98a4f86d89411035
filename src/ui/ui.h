/* The shell's own state. Screens see only screen.h; the files shell, loop, keys, paint, global
 * share it. */
#ifndef UI_UI_H
#define UI_UI_H
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/notify.h"
#include "core/app.h"
#include "core/task.h"
#include "ui/input.h"
#include "ui/screen.h"

enum { TASKS_MAX = 8, SCAN_ROOM = 40, HOT_MAX = 40, TOAST_ROOM = 400 };

struct watched_task {
    struct task *task;
    void (*done)(void *context);
    void *context;
};

/* A place on line 2 or the footer that a click presses: a key, or KEY_SECTION + its number. */
enum { KEY_SECTION = 0x110080 };
struct hot_spot {
    int line, first, last;
    int key;
};

/* What the frame shows of the coach and of alerts, as last read. */
struct coach_frame {
    int active;       /* requests that wait or are under way */
    bool is_out;      /* the coach's alert stands */
    int alerts;       /* how many stand, of all kinds */
    char gravest[24]; /* key of the first; "": none */
};

/* What the terminal sent and nobody used yet. */
struct ui_reader {
    struct input input;
    char bytes[4096];
    size_t at, size;
    int64_t since_ms; /* when the last bytes came, monotonic */
    bool is_closed;   /* the terminal has gone */
};

struct ui {
    struct app *app;
    struct screen *top;    /* the stack; below links down */
    struct screen *closed; /* freed when the current key is done */
    struct ui_reader reader;
    struct ui_mouse mouse;
    bool is_paste_cut; /* the paste of UI_KEY_PASTE was longer than reader.input.paste */
    bool wants_quit, needs_paint, needs_clear;
    int exit_code;

    char toast[TOAST_ROOM];
    enum toast_kind toast_kind;
    int64_t toast_since_ms; /* monotonic; 0: none */
    bool toast_stays;       /* an error: until a key */
    char later[TOAST_ROOM]; /* waits until that one is over; "": none */
    enum toast_kind later_kind;

    struct watched_task tasks[TASKS_MAX];
    struct task *checkpoint;     /* running now, or NULL */
    struct system_work *work;    /* system_work.c; NULL until the first one */
    struct export_work *exports; /* export_work.c; NULL until the first one */

    struct backup_work *backups; /* backup_work.c; NULL until the first one */
    struct upkeep *upkeep;       /* the care of the data beside it; NULL: none */
    record_id upkeep_club;       /* whose it is */
    struct err damage;           /* the database cannot be used: the loop ends, the rescue begins */

    struct worker *worker; /* news.c; NULL: none runs */
    record_id worker_club; /* whose it is; 0: no club, or one that is only looked at */
    bool has_news;         /* not told to a screen yet */
    int64_t news_told_ms;
    struct coach_frame frame;
    bool is_frame_old;      /* to be read again */
    int64_t frame_minute;   /* when it was read, monotonic */
    record_id frame_reader; /* and for whom */

    char scan[SCAN_ROOM]; /* digits held back: a scanner, or a person? */
    int scan_count;
    int64_t scan_since_ms;

    void (*undo)(struct ui *ui, record_id id);
    record_id undo_id;
    void *undo_kept; /* how it was; NULL: nothing is kept */
    char undo_label[96];

    bool is_holding_keys; /* what is typed waits in the terminal for the screen that comes */
    int64_t last_key_ms;
    int64_t trimmed_ms; /* when memory was given back to the system */
    int idle_lock_s;    /* 0: never; read at login and when it changes */
    bool is_locked;

    struct hot_spot hot[HOT_MAX];
    int hot_count;
    int signal_fd, timer_fd;
    struct notify notify; /* systemd, when it wants signs of life */
};

/* paint.c */
void ui_paint(struct ui *ui);
/* keys.c: the next key, 0 when there is none now. */
int ui_read_key(struct ui *ui);
/* Whether ui_read_key has something to do though nothing can be read from the terminal. */
bool ui_has_input(const struct ui *ui);
int64_t ui_input_due_ms(const struct ui_reader *reader); /* a pause ends what began; 0: nothing */
/* What was typed and not read yet is forgotten: it was meant for a screen that did not come. */
void ui_drop_keys(struct ui *ui);
/* global.c: the keys of the part that is shown now, NULL when there are none. */
const struct key_row *ui_part_keys(const struct screen *screen);
void ui_dispatch(struct ui *ui, int key);
bool ui_takes_text(const struct screen *screen);
bool ui_key_applies(const struct screen *screen, const struct key_row *row);
extern const struct key_row ui_global_keys[];
void ui_release_scan(struct ui *ui); /* what was held back is typed after all */
/* toast.c */
void ui_toast_key_pressed(struct ui *ui);
bool ui_toast_is_due(const struct ui *ui, int64_t now_ms);
int64_t ui_toast_due_ms(const struct ui *ui); /* 0: never */
void ui_toast_clear(struct ui *ui);
/* What happened beside the person: never instead of the answer to their key, but after it. */
void ui_toast_later(struct ui *ui, enum toast_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* shell.c */
void ui_bury(struct ui *ui); /* frees closed screens */
void ui_close_all(struct ui *ui);
void ui_read_idle_lock(struct ui *ui);
/* news.c: the worker of the coach */
/* Each time round: starts it when there is a club, tells its news, reads the frame. */
void ui_follow_worker(struct ui *ui);
int ui_worker_fd(const struct ui *ui);       /* -1: none */
void ui_take_news(struct ui *ui);            /* when that is readable */
int64_t ui_news_due_ms(const struct ui *ui); /* 0: none to tell */
void ui_stop_worker(struct ui *ui);
/* backup_work.c: the care of the data, followed as the worker is */
void ui_follow_upkeep(struct ui *ui);
int ui_upkeep_fd(const struct ui *ui); /* -1: none */
void ui_take_upkeep(struct ui *ui);    /* when that is readable */
void ui_stop_upkeep(struct ui *ui);
/* loop.c */
bool ui_loop(struct ui *ui, struct err *err);

#endif
