#include "ui/card_input.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "ui/screen.h"

void card_input_start(struct card_input *input, struct app *app)
{
    char prefix[8];
    app_setting_get(app, "scanner_prefix", ";", prefix, sizeof prefix);
    *input = (struct card_input){.prefix = prefix[0]};
}

static enum card_event end(struct card_input *input, enum card_event event)
{
    input->is_on = false;
    return event;
}

enum card_event card_input_key(struct card_input *input, int key)
{
    size_t length = strlen(input->number);
    if (input->prefix != '\0' && key == input->prefix) {
        input->is_on = true;
        input->number[0] = '\0';
        return CARD_TYPING;
    }
    if (!input->is_on) {
        return CARD_UNUSED;
    }
    if (key == UI_KEY_ENTER) {
        return end(input, length > 0 ? CARD_DONE : CARD_LEFT);
    }
    if (key == UI_KEY_ESCAPE || (key == UI_KEY_BACKSPACE && length == 0)) {
        return end(input, CARD_LEFT);
    }
    if (key == UI_KEY_BACKSPACE) {
        input->number[length - 1] = '\0';
    } else if (key < 128 && isalnum(key) != 0 && length + 1 < sizeof input->number) {
        input->number[length] = (char)key;
        input->number[length + 1] = '\0';
    }
    return CARD_TYPING;
}

char *card_input_text(const struct card_input *input, char *dst, size_t size)
{
    snprintf(dst, size, _("Card %s_  (Enter)"), input->number);
    return dst;
}
