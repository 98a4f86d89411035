/* How each observed fact is called: in our JSON, in health+json (draft-inadarei-api-health-check)
 * and for Prometheus. One row a fact. */
#ifndef CORE_HEALTH_FACTS_H
#define CORE_HEALTH_FACTS_H
#include "core/health.h"

enum health_fact_kind {
    FACT_NUMBER,
    FACT_TRUTH,
    FACT_TEXT,
    FACT_MOMENT,
    FACT_PATH /* the data folder: only for who is on this machine */
};

struct health_fact_row {
    enum health_key key;
    const char *name; /* in our JSON, below its check; NULL: not there */
    enum health_fact_kind kind;
    bool is_null_when_unknown; /* else it is left out */
    const char *ietf, *unit;   /* "database:responseTime", "ms"; NULL: not there */
    const char *type;          /* componentType */
    const char *metric, *help; /* NULL: not there */
    double scale;              /* of the metric: seconds from milliseconds */
};
const struct health_fact_row *health_fact_row(enum health_fact fact);

#endif
