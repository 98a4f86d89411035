/* Members: the shooters. */
#ifndef CORE_MEMBER_H
#define CORE_MEMBER_H
#include "core/app.h"

/* "Bakker, Anna" */
void member_name(const struct member *member, char *dst, size_t size);

/* Folded words `find` (name, number, licence; "" = all), by name; at most `limit` rows after the
 * member `after` (NULL: from the start). In the arena. */
struct member_query {
    const char *find;
    bool with_left;
    const struct member *after; /* by name; in another order: offset */
    enum member_order order;
    int offset;
    int limit;
};
bool member_list(struct app *app, struct arena *arena, const struct member_query *query,
                 struct member **rows, int *count, struct err *err);
/* Those who shot most recently, for pickers (most recent first). */
bool member_recent(struct app *app, struct arena *arena, int limit, struct member **rows,
                   int *count, struct err *err);
bool member_get(struct app *app, record_id id, struct member *member, struct err *err);
/* By club number or licence, exactly: a scanned card. ERR_NOT_FOUND names the number. */
bool member_by_card(struct app *app, const char *card, struct member *member, struct err *err);

/* number "" gives the next free one. Errors: ERR_INPUT naming the field. */
bool member_add(struct app *app, const struct member *input, record_id *id, struct err *err);
bool member_edit(struct app *app, const struct member *input, struct err *err);
int member_count(struct app *app);

#endif
