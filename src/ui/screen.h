/* A screen is a row of functions, a table of keys, and state. The footer, the help and the command
 * palette are made from the same key table that handles the keys.
 *
 * draw paints the whole area from state every time; it never runs SQL or computes statistics.
 * key gets what the table did not take. Adding a screen: one file, one row in screens.c. */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H
#include "core/app.h"
#include "core/rights.h"
#include "ui/draw.h"
#include <stdbool.h>
#include <stdint.h>

struct ui;
struct screen;
struct answer_panel;
struct screen_class;

/* Keys beyond characters. Character keys are Unicode code points. */
enum ui_key {
    UI_KEY_ESCAPE = 27,
    UI_KEY_ENTER = '\n',
    UI_KEY_TAB = '\t',
    UI_KEY_BACKSPACE = '\b', /* 127 and ^H both arrive as this */
    UI_KEY_SHIFT_TAB = 0x110001,
    UI_KEY_SHIFT_UP,
    UI_KEY_SHIFT_DOWN,
    UI_KEY_SHIFT_LEFT,
    UI_KEY_SHIFT_RIGHT,
    UI_KEY_CTRL_UP,
    UI_KEY_CTRL_DOWN,
    UI_KEY_CTRL_LEFT,
    UI_KEY_CTRL_RIGHT,
    UI_KEY_UP,
    UI_KEY_DOWN,
    UI_KEY_LEFT,
    UI_KEY_RIGHT,
    UI_KEY_HOME,
    UI_KEY_END,
    UI_KEY_PAGE_UP,
    UI_KEY_PAGE_DOWN,
    UI_KEY_DELETE,
    UI_KEY_F1,               /* F1..F12 follow */
    UI_KEY_MOUSE = 0x110040, /* details in ui->mouse */
    UI_KEY_PASTE             /* only where text is taken: field_key puts it in */
};

struct ui_mouse {
    int line, column;
    enum { MOUSE_CLICK, MOUSE_DOUBLE, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN } what;
};

/* Groups order footer and help. A row with a NULL label is handled but not shown. */
struct key_row {
    int key;
    const char *name;  /* how the key is written: "n", "Enter", "Tab" (translated with _()) */
    const char *label; /* N_("new shooter"): footer, help, palette */
    void (*act)(struct screen *screen);
    bool (*when)(const struct screen *screen); /* NULL: always */
    int weight; /* footer order: higher stays when there is little room */
};

struct screen_class {
    const char *name;  /* N_("Range"): breadcrumb and help */
    const char *about; /* N_("..."): two or three sentences for the help page */
    size_t size;       /* of the struct that begins with struct screen */
    int section;       /* 1..7; 0: none (login, dialogs) */
    bool takes_scans;  /* a burst of digits ending in Enter arrives at scan() */
    bool takes_text;   /* characters belong to a field: no section digits, no global letters */
    bool is_popup;     /* painted over the screen below, which stays visible */
    bool (*open)(struct screen *screen, const void *argument, struct err *err);
    void (*draw)(struct screen *screen, struct area area);
    bool (*key)(struct screen *screen, int key); /* true: used */
    void (*scan)(struct screen *screen, const char *digits);
    void (*notice)(struct screen *screen, const void *sender,
                   const void *value);    /* a child closed */
    void (*focus)(struct screen *screen); /* became the top again: reload what may have changed */
    void (*tick)(struct screen *screen);  /* after screen_wake_in_ms */
    void (*news)(struct screen *screen);  /* on top: the coach's requests changed, read again */
    void (*close)(struct screen *screen);
    bool (*is_text_now)(const struct screen *screen); /* when takes_text depends on the state */
    void (*crumb)(const struct screen *screen, char *dst, size_t size); /* last crumb; NULL: name */
    const struct key_row *keys;                                         /* ends with {0} */
    bool teaches; /* help lists its keys of other states too: they belong to one piece of work */
    /* Keys of the part that is shown now; they go before the screen's own. NULL: none. */
    const struct key_row *(*part_keys)(const struct screen *screen);
    /* What the part that is shown now is for, N_(): help says it before `about`. NULL: none. */
    const char *(*part_about)(const struct screen *screen);
    /* The session one further in the list this screen shows (+1 older, -1 newer); 0: none. */
    record_id (*step)(struct screen *screen, int direction);
    /* The coach's answer that is shown now: answer_panel.h's keys are about it. NULL: none. */
    struct answer_panel *(*answer)(struct screen *screen);
};

struct screen { /* first member of every screen's struct; the rest is the screen's own, zeroed */
    const struct screen_class *class_;
    struct ui *ui;
    struct app *app;
    struct screen *below;
    int64_t wake_at_ms; /* monotonic; 0: never */
};

/* --- the shell that holds them (shell.c) ----------------------------------------------------- */
/* Opens on top; on error a toast shows err->what and nothing opens. Returns the screen or NULL. */
struct screen *ui_open(struct ui *ui, const struct screen_class *class_, const void *argument);
/* Closes the top one; the one below gets notice(sender, value) first, then focus. */
void ui_close(struct screen *screen, const void *value);
/* Replaces everything by a section's first screen (1..7), or by that class. */
void ui_section(struct ui *ui, int section);
void ui_replace_all(struct ui *ui, const struct screen_class *class_, const void *argument);
void ui_quit(struct ui *ui);

enum toast_kind { TOAST_GOOD, TOAST_INFO, TOAST_WARN };
/* One line above the footer; goes with the next key press after 2 s, or after 8 s. */
void ui_toast(struct ui *ui, enum toast_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void ui_toast_err(struct ui *ui, const struct err *err);

/* Yes/no before something that cannot be undone with u. `question` names what will happen. */
void ui_ask(struct screen *screen, const char *question, const char *yes_label,
            void (*yes)(struct screen *screen));

/* Calls tick after that time. 0: never. */
void screen_wake_in_ms(struct screen *screen, int ms);

/* Calls done(context) on the screen's thread once the task is finished. The ui owns neither. */
struct task;
void ui_watch_task(struct ui *ui, struct task *task, void (*done)(void *context), void *context);

/* Before an owner goes while its task still runs: done will not be called. */
void ui_forget_task(struct ui *ui, const struct task *task);

/* After something was asked of the coach: its worker looks at once. */
void ui_wake_worker(struct ui *ui);
/* Ends the coach's worker and starts another. False: the old one hangs and was left behind. */
bool ui_restart_worker(struct ui *ui);

/* Whether the person may: for a row's `when`, so that nobody is shown keys that will be refused. */
bool screen_may(const struct screen *screen, enum right right);

const struct ui_mouse *ui_mouse(const struct ui *ui);
struct app *ui_app(struct ui *ui);
void ui_set_language(struct ui *ui, const char *code); /* live; remembered when allowed */
void ui_set_theme(struct ui *ui, int theme);
void ui_lock(struct ui *ui); /* shows nothing until the same person's secret is given again */
void ui_undo_set(struct ui *ui, void (*undo)(struct ui *ui, record_id id), record_id id,
                 const char *label); /* what `u` takes back; NULL: nothing */
/* The same with a copy of how it was, for the undo to read: NULL when there is none. */
void ui_undo_set_with(struct ui *ui, void (*undo)(struct ui *ui, record_id id), record_id id,
                      const char *label, const void *kept, size_t size);
const void *ui_undo_kept(const struct ui *ui);

/* The whole program with a screen: returns the exit code. */
struct ui_options {
    bool ascii, no_mouse;
    const char *theme, *language; /* NULL: the settings' */
    const char *notice;           /* said over the first screen; NULL or "": nothing */
    struct err *damage;           /* filled when it ended because the database was found damaged */
};
int ui_run(struct app *app, const struct ui_options *options);
/* In place of it when the database is damaged (rescue.c): what happened, which backups there are,
 * putting one back, or salvaging what is left. Opens no database. why: what was found. Returns the
 * exit code for who leaves. */
struct ui_rescued {
    bool is_done;   /* the club can be opened again */
    char said[320]; /* what was done, for who sees it opened */
};
int ui_rescue(const char *folder, const struct err *why, const struct ui_options *options,
              struct ui_rescued *rescued);

#endif
