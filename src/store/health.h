/* What a health check reads of the queue, of moments and of the coach. Reading only. */
#ifndef STORE_HEALTH_H
#define STORE_HEALTH_H
#include "store/db.h"
#include "store/records.h"

struct health_queue {
    int64_t queued, running, failed;
    int64_t oldest_asked_ms; /* of those that wait; 0: none waits */
    int64_t oldest_due_ms;   /* since when the first could have begun; 0: none is due */
    int64_t oldest_lease_ms; /* of those under way: the first end of a lease; 0: none */
};
bool health_queue_read(struct db *db, int64_t now_ms, struct health_queue *queue, struct err *err);

/* The newest moment that the audit trail or a session holds; 0: none. */
bool health_newest_moment(struct db *db, int64_t *at_ms, struct err *err);

/* Requests to the provider after since_ms that failed, the class of the newest (0: none), and
 * how many of them no answer followed: at the first one that is answered the provider is back. */
struct health_attempts {
    int64_t failures;
    int newest_class;
    int64_t since_answer;
};
bool health_attempts_read(struct db *db, int64_t since_ms, struct health_attempts *attempts,
                          struct err *err);

/* The first row of the audit trail: since when there is a club. 0: none. */
bool health_first_moment(struct db *db, int64_t *at_ms, struct err *err);

#endif
