/* Numbers, dates and values as people write them, with any bytes: read exactly or not at all. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/time.h"
#include "core/rules/entry.h"
#include "core/rules/score.h"

static void read_decimal(const char *text, int decimals, bool away)
{
    char written[32];
    int64_t value = 0;
    int64_t again = 0;
    if (decimal_read(text, decimals, away, &value)) {
        decimal_write(written, sizeof written, value, decimals, 0, '.');
        must(decimal_read(written, decimals, false, &again), "what was written cannot be read");
        must(again == value, "a number changed");
    }
}

static void read_value(const char *text, bool decimals)
{
    struct entry_value value = {0};
    if (entry_read(text, decimals, &value)) {
        must(value.tenths >= 0 && value.tenths <= 109, "no such value");
        must(decimals || value.tenths % 10 == 0, "tenths on whole rings");
    }
}

static void read_place(const char *text)
{
    int64_t am = 0;
    uint64_t rest = 0;
    if (hole_read_axis(text, &am, &rest)) {
        must(rest < UINT64_C(1000000000000000000), "a rest of a whole attometre");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char iso[11] = "";
    char *text = fuzz_text(data, size);
    for (int decimals = 0; decimals <= 6; decimals++) {
        read_decimal(text, decimals, false);
        read_decimal(text, decimals, true);
    }
    read_value(text, false);
    read_value(text, true);
    read_place(text);
    if (time_read_date(text, iso)) {
        must(time_is_date(iso), "a date that is none");
        char again[11];
        time_days_date(again, time_date_days(iso));
        must(strcmp(again, iso) == 0, "a date changed");
    }
    free(text);
    return 0;
}
