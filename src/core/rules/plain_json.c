#include "core/rules/plain_json.h"

#include <math.h>

#include "base/decimal.h"
#include "base/text.h"

static void add_point(struct buf *out, const char *bytes, size_t used, int code_point)
{
    if (code_point == '"' || code_point == '\\') {
        buf_printf(out, "\\%c", code_point);
    } else if (code_point == '\n') {
        buf_add_text(out, "\\n");
    } else if (code_point < 0x20 || code_point == 0x7F || code_point == '<' || code_point == '>' ||
               code_point == '&' || code_point == 0x2028 || code_point == 0x2029) {
        buf_printf(out, "\\u%04x", (unsigned)code_point);
    } else if (code_point == 0xFFFD) {
        buf_add_text(out, "\xEF\xBF\xBD");
    } else {
        buf_add(out, bytes, used);
    }
}

void plain_json_text(struct buf *out, const char *text)
{
    int code_point = 0;
    size_t used = 0;
    buf_add_text(out, "\"");
    while ((used = text_decode(text, &code_point)) > 0) {
        add_point(out, text, used, code_point);
        text += used;
    }
    buf_add_text(out, "\"");
}

void plain_json_number(struct buf *out, double value, int decimals)
{
    char text[48];
    if (!isfinite(value)) {
        buf_add_text(out, "null");
        return;
    }
    decimals = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    buf_add_text(out, decimal_write_rounded(text, sizeof text, value, decimals, '.'));
}
