/* A record's card: a head and pages below it (weapon, member). A page is a panel: one file, and one
 * row in the table of panels of the card's screen. The pages of System are panels of a card without
 * a record. */
#ifndef UI_CARD_H
#define UI_CARD_H
#include "base/arena.h"
#include "ui/screen.h"
#include "ui/tabs.h"

struct card;
struct panel_class;

struct panel { /* first member of every panel's struct; the rest is the panel's own, zeroed */
    const struct panel_class *class_;
    struct card *card;
    bool is_loaded;
};

struct panel_class {
    const char *name;                   /* N_("Service"): the tab */
    const char *about;                  /* N_(): one sentence for the help page */
    size_t size;                        /* of the struct that begins with struct panel */
    void (*start)(struct panel *panel); /* once, before the first load; may be NULL */
    /* Reads what is shown; also after something changed. On error the panel shows err->what. */
    bool (*load)(struct panel *panel, struct err *err);
    void (*draw)(struct panel *panel, struct area area);
    bool (*key)(struct panel *panel, int key);              /* true: used; may be NULL */
    void (*notice)(struct panel *panel, const void *value); /* a popup it opened has closed */
    void (*tick)(struct panel *panel);                      /* after screen_wake_in_ms */
    void (*news)(struct panel *panel);                      /* screen_class.news, while shown */
    struct answer_panel *(*answer)(struct panel *panel);    /* screen_class.answer */
    void (*close)(struct panel *panel);                     /* frees what the panel took */
    bool (*is_text_now)(const struct panel *panel);         /* it takes characters now */
    record_id (*step)(struct panel *panel, int direction);  /* screen_class.step */
    const struct key_row *keys; /* ends with {0}; act and when get the card's screen */
};

enum { CARD_PANELS_MAX = 12 };

struct card { /* first member of a card screen's struct */
    struct screen screen;
    record_id id; /* of the record; 0: none */
    struct tabs tabs;
    const struct panel_class *const *panels; /* NULL-ended */
    const char *names[CARD_PANELS_MAX + 1];
    struct panel *open[CARD_PANELS_MAX]; /* made when first shown */
    char why[CARD_PANELS_MAX][200];      /* why a panel could not be read */
    bool reads_anew; /* a page is read each time it is turned to: it changes by itself */
    int gap_lines;   /* between the tabs and the panel */
};

/* For the screen's open and close. */
void card_start(struct card *card, record_id id, const struct panel_class *const *panels);
void card_stop(struct card *card);
/* The panel that is shown, loaded when it was not; NULL when it could not be read. */
struct panel *card_panel(struct screen *screen);
/* The same as it is, NULL when nothing was read: for what asks without changing anything. */
struct panel *card_shown(const struct screen *screen);
/* Reads every open panel again when it is next shown: something changed. */
void card_changed(struct card *card);
void card_show(struct card *card, int panel);

/* For the screen class: tabs, then the panel, below `head` lines of the area. */
void card_draw(struct screen *screen, struct area area, int head);
bool card_key(struct screen *screen, int key);
void card_notice(struct screen *screen, const void *sender, const void *value);
void card_focus(struct screen *screen);
void card_tick(struct screen *screen);
void card_news(struct screen *screen);
struct answer_panel *card_answer(struct screen *screen);
bool card_is_text(const struct screen *screen);
const struct key_row *
card_keys(const struct screen *screen);              /* of the panel; screen_class.part_keys */
const char *card_about(const struct screen *screen); /* the same; screen_class.part_about */
record_id card_step(struct screen *screen, int direction);

#endif
