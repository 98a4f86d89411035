/* No model at all: the answer that the rules wrote beforehand. What every club has. */
#include "ai/provider.h"

const struct ai_provider provider_calculated = {
    .id = "calculated",
    .about = "by rules on this machine, nothing is sent",
    .model = "rules",
};
