/* The page of the coach that lists what was asked. Used by coach.c only. */
#ifndef UI_QUESTIONS_H
#define UI_QUESTIONS_H
#include "core/queue.h"
#include "ui/list.h"

struct questions {
    struct screen *screen;
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    struct question_line *rows;
};
void questions_start(struct questions *questions, struct screen *screen);
void questions_load(struct questions *questions);
void questions_close(struct questions *questions);
void questions_draw(struct questions *questions, struct area area);
bool questions_key(struct questions *questions, int key);
void questions_open_chosen(struct questions *questions);

#endif
