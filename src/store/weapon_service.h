/* The service log of weapons. Writing functions run inside the caller's transaction. */
#ifndef STORE_WEAPON_SERVICE_H
#define STORE_WEAPON_SERVICE_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

enum { WEAPON_SERVICE_ROWS_MAX = 500 };

bool weapon_service_insert(struct db *db, const struct weapon_service *service, struct err *err);
/* voided_at_ms 0: it counts again. ERR_NOT_FOUND when there is no such row. */
bool weapon_service_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err);
bool weapon_service_read(struct db *db, record_id id, struct weapon_service *service,
                         struct err *err);
/* The rows that count, newest first, at most WEAPON_SERVICE_ROWS_MAX. */
bool weapon_service_rows(struct db *db, struct arena *arena, record_id weapon_id,
                         struct weapon_service **rows, int *count, struct err *err);
/* The newest row that counts; *has false when there is none. */
bool weapon_service_newest(struct db *db, record_id weapon_id, struct weapon_service *service,
                           bool *has, struct err *err);
/* Rounds fired on days from..until, both included (voided sessions not), for a pace: sessions made
 * under a clock that stood before `from` are not in it. */
bool weapon_service_sum_rounds(struct db *db, record_id weapon_id, const char *from,
                               const char *until, int64_t *rounds, struct err *err);

#endif
