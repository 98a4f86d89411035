#include "cli/queue_json.h"

#include "core/reflection.h"

cJSON *queue_line_json(const struct queue_line *line)
{
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", line->id);
    cJSON_AddStringToObject(json, "kind", queue_kind_code(line->kind));
    command_json_id(json, "subject_id", line->subject_id);
    cJSON_AddStringToObject(json, "state", queue_state_code(line->state));
    cJSON_AddNumberToObject(json, "attempts", line->attempts);
    cJSON_AddNumberToObject(json, "waits", line->waits);
    cJSON_AddStringToObject(json, "error_class",
                            line->error_class != AI_ANSWERED ? ai_class_code(line->error_class)
                                                             : "");
    cJSON_AddStringToObject(json, "error_detail", line->error_detail);
    cJSON_AddNumberToObject(json, "http_status", line->http_status);
    cJSON_AddStringToObject(json, "request_id", line->request_id);
    cJSON_AddStringToObject(json, "worker", line->worker);
    cJSON_AddStringToObject(json, "by", line->by_name);
    cJSON_AddBoolToObject(json, "is_automatic", line->is_automatic);
    cJSON_AddNumberToObject(json, "created_at_ms", (double)line->created_at_ms);
    cJSON_AddNumberToObject(json, "run_at_ms", (double)line->run_at_ms);
    cJSON_AddNumberToObject(json, "started_at_ms", (double)line->started_at_ms);
    cJSON_AddNumberToObject(json, "ended_at_ms", (double)line->ended_at_ms);
    cJSON_AddNumberToObject(json, "lease_until_ms", (double)line->lease_until_ms);
    return json;
}

cJSON *queue_stats_json(const struct queue_stats *stats)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "queued", (double)stats->queued);
    cJSON_AddNumberToObject(json, "running", (double)stats->running);
    cJSON_AddNumberToObject(json, "done", (double)stats->done);
    cJSON_AddNumberToObject(json, "failed", (double)stats->failed);
    cJSON_AddNumberToObject(json, "oldest_queued_ms", (double)stats->oldest_queued_ms);
    cJSON_AddBoolToObject(json, "is_paused", stats->is_paused);
    cJSON_AddNumberToObject(json, "provider_paused_until_ms",
                            (double)stats->provider_paused_until_ms);
    cJSON_AddNumberToObject(json, "requests_24h", (double)stats->requests_today);
    cJSON_AddNumberToObject(json, "failures_24h", (double)stats->failures_today);
    cJSON_AddStringToObject(json, "provider", stats->provider);
    cJSON_AddStringToObject(json, "model", stats->model);
    cJSON *months = cJSON_AddArrayToObject(json, "months");
    for (int i = 0; i < stats->month_count; i++) {
        const struct queue_month *month = &stats->months[i];
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "month", month->month);
        cJSON_AddNumberToObject(one, "requests", (double)month->requests);
        cJSON_AddNumberToObject(one, "failures", (double)month->failures);
        cJSON_AddNumberToObject(one, "input_tokens", (double)month->input_tokens);
        cJSON_AddNumberToObject(one, "output_tokens", (double)month->output_tokens);
        cJSON_AddItemToArray(months, one);
    }
    return json;
}

cJSON *answer_view_json(const struct answer_view *view)
{
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", view->id);
    cJSON_AddStringToObject(json, "kind", queue_kind_code(view->kind));
    command_json_id(json, "subject_id", view->subject_id);
    command_json_id(json, "job_id", view->job_id);
    cJSON_AddBoolToObject(json, "is_calculated", view->is_calculated);
    cJSON_AddStringToObject(json, "provider", view->provider);
    cJSON_AddStringToObject(json, "model", view->model);
    cJSON_AddStringToObject(json, "language", view->language);
    cJSON_AddStringToObject(json, "prompt_hash", view->prompt_hash);
    cJSON_AddNumberToObject(json, "input_tokens", (double)view->input_tokens);
    cJSON_AddNumberToObject(json, "output_tokens", (double)view->output_tokens);
    cJSON_AddNumberToObject(json, "duration_ms", view->duration_ms);
    cJSON_AddNumberToObject(json, "at_ms", (double)view->at_ms);
    cJSON_AddNumberToObject(json, "acknowledged_at_ms", (double)view->acknowledged_at_ms);
    cJSON_AddStringToObject(json, "acknowledged_by", view->acknowledged_by);
    cJSON *sentences = cJSON_AddArrayToObject(json, "sentences");
    for (int i = 0; i < view->answer.count; i++) {
        const struct answer_sentence *row = &view->answer.rows[i];
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "part", reflection_part_code(view->answer.subject, row->part));
        cJSON_AddBoolToObject(one, "is_supported", row->is_supported);
        cJSON_AddStringToObject(one, "text", row->text);
        cJSON_AddItemToArray(sentences, one);
    }
    return json;
}
