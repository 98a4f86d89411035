/* Courses of fire, as data: data/programmes.csv. */
#ifndef CORE_RULES_PROGRAMME_H
#define CORE_RULES_PROGRAMME_H
#include "core/rules/face.h"

struct stage {
    int series;  /* how many series */
    int shots;   /* shots in each */
    int seconds; /* per series; 0: no limit given */
};

enum { STAGES_MAX = 8 };

struct programme {
    char id[CODE_ROOM];
    char name_en[NAME_ROOM], name_nl[NAME_ROOM];
    char face_id[CODE_ROOM]; /* "" : chosen when it starts (free practice) */
    int64_t gauge_um;        /* of the event; 0: the face's own */
    bool has_decimals;
    int sighter_series, sighter_shots; /* 0,0: unlimited sighters; n x m otherwise */
    int stage_count;
    struct stage stages[STAGES_MAX];
    unsigned weapon_kinds;  /* bit 1 << enum weapon_kind: what it is usually shot with; 0: any */
    int drop_best, drop_of; /* best 12 of 15 series; 0: all count */
    char tie_rule[NAME_ROOM];
    bool is_open_ended; /* free practice: no fixed length */
};

struct programme_list {
    int count;
    struct programme *rows;
};

bool programme_list_read(struct arena *arena, const char *csv, struct programme_list *list,
                         struct err *err);
const struct programme *programme_find(const struct programme_list *list, const char *id);
const char *programme_name(const struct programme *programme); /* in the current language */

int programme_series_count(const struct programme *programme);
int programme_series_shots(const struct programme *programme, int series); /* 0: no such series */
int programme_shot_count(const struct programme *programme);
/* Stage that holds the series (0..), -1 when none: for subtotals of the 150/20/10 s stages. */
int programme_stage_of(const struct programme *programme, int series);

#endif
