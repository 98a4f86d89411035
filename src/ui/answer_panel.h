/* The page of the coach: how the newest request stands, the newest answer with its marks, and what
 * the rules say now. One drawing and one set of keys for a session, a weapon and a question. */
#ifndef UI_ANSWER_PANEL_H
#define UI_ANSWER_PANEL_H
#include "core/queue.h"
#include "ui/goal_form.h"
#include "ui/goal_suggest.h"
#include "ui/preview.h"

struct answer_panel {
    struct screen *screen; /* whose class gives it back from `answer` */
    enum job_kind kind;
    record_id subject_id;
    struct goal goal_start;              /* whose goals, about which weapon and session */
    const struct reflection *calculated; /* what the rules say now; NULL: none */
    bool with_basis;                     /* with the number behind each sentence */
    struct preview_notes notes;          /* what the look at the bytes says of notes */
    const struct question_input *input;  /* JOB_QUESTION: what is asked again */
    void (*asked)(struct screen *screen, record_id subject_id); /* NULL, or told after asking */

    struct arena arena; /* of the answer; let go at each reading */
    struct answer_view answer;
    bool has_answer;
    struct queue_line job;
    bool has_job;
    char problem[240]; /* why nothing could be read */
    struct goal_suggestions goals;
    struct goal_form goal;
};

/* Reads answer and request again; draws nothing. */
void answer_panel_read(struct answer_panel *panel);
/* The same when the worker has news: says so when a request ended. */
void answer_panel_news(struct answer_panel *panel);
void answer_panel_close(struct answer_panel *panel);
/* From its line `top` on; returns how many lines it has in all. Paints itself again each second
 * while a request runs. */
int answer_panel_draw(const struct answer_panel *panel, struct area area, int top);
/* The owner's notice(): true when it was one of ours. */
bool answer_panel_notice(struct answer_panel *panel, const void *value);

/* For part_keys: ask, ask again, acknowledge, take over a goal, look at what is sent, basis. */
extern const struct key_row answer_panel_keys[];

#endif
