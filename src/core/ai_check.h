/* Whether the coach's settings can be used, and, when asked for it, whether its provider answers.
 */
#ifndef CORE_AI_CHECK_H
#define CORE_AI_CHECK_H
#include "core/ai_settings.h"

struct ai_check {
    struct ai_settings settings;
    bool is_local;                      /* nothing is sent anywhere */
    char model[96], address[256];       /* with the defaults filled in */
    char key_where[24], key_masked[32]; /* "": none */
    bool was_live;
    enum ai_class class_; /* of the live request */
    char detail[256];
    int duration_ms;
};

/* False with the sentence (ERR_CONFIG) when the settings cannot be used, or (ERR_NETWORK) when the
 * provider was asked and gave no answer. With is_live it takes as long as the provider does.
 * RIGHT_MANAGE_SYSTEM. */
bool ai_check_run(struct app *app, bool is_live, struct ai_check *check, struct err *err);

#endif
