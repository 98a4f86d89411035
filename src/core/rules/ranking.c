#include "core/rules/ranking.h"

#include <stdlib.h>

static int order_of(int64_t one, int64_t other)
{
    return one > other ? -1 : one < other ? 1 : 0;
}

static int compare(const struct ranking_card *one, const struct ranking_card *other)
{
    int order = order_of(one->total_tenths, other->total_tenths);
    order = order != 0 ? order : order_of(one->inner_tens, other->inner_tens);
    int count = one->series_count > other->series_count ? one->series_count : other->series_count;
    for (int i = count - 1; i >= 0 && order == 0; i--) {
        order = order_of(i < one->series_count ? one->series_tenths[i] : 0,
                         i < other->series_count ? other->series_tenths[i] : 0);
    }
    return order;
}

static int compare_stably(const void *left, const void *right)
{
    const struct ranking_card *one = left;
    const struct ranking_card *other = right;
    int order = compare(one, other);
    return order != 0 ? order : order_of(other->index, one->index);
}

void ranking_sort(struct ranking_card *cards, int count)
{
    for (int i = 0; i < count; i++) {
        cards[i].index = i;
    }
    if (count > 0) {
        qsort(cards, (size_t)count, sizeof *cards, compare_stably);
    }
    for (int i = 0; i < count; i++) {
        bool is_shared = i > 0 && compare(&cards[i - 1], &cards[i]) == 0;
        cards[i].position = is_shared ? cards[i - 1].position : i + 1;
    }
}

int ranking_columns(const struct ranking_card *card, int64_t *columns, int room)
{
    int each =
        card->series_count > room && card->series_count % room == 0 ? card->series_count / room : 1;
    int used = 0;
    for (int i = 0; i < card->series_count; i++) {
        int at = i / each < room ? i / each : room - 1;
        if (at == used) {
            columns[used++] = 0;
        }
        columns[at] += card->series_tenths[i];
    }
    return used;
}
