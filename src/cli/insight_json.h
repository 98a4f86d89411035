/* An insight as JSON: the numbers of the screens of a weapon and a member. Callers own what comes
 * back. */
#ifndef CLI_INSIGHT_JSON_H
#define CLI_INSIGHT_JSON_H
#include "cli/command.h"
#include "core/insight.h"

/* Everything; `skip` as insight_look. */
cJSON *insight_json(const struct insight_whole *whole, enum insight_by skip);
/* The numbers of one tally. */
void insight_json_numbers(cJSON *object, const struct tally *tally,
                          const struct tally_numbers *numbers);
const char *insight_json_verdict(enum verdict verdict); /* "higher" */
cJSON *insight_json_comparison(const struct comparison *comparison, const char *name);
cJSON *insight_json_series(const struct insight_series *series, const char *unit);

#endif
