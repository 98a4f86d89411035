/* The coach's queue and answers as JSON, for the commands queue, ask and answer. */
#ifndef CLI_QUEUE_JSON_H
#define CLI_QUEUE_JSON_H
#include "cli/command.h"
#include "core/queue.h"

cJSON *queue_line_json(const struct queue_line *line);
cJSON *queue_stats_json(const struct queue_stats *stats);
cJSON *answer_view_json(const struct answer_view *view);

#endif
