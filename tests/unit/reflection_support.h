/* What every reflection must keep to, whatever was shot. */
#ifndef TESTS_REFLECTION_SUPPORT_H
#define TESTS_REFLECTION_SUPPORT_H
#include "support.h"

#include "core/rules/reflection.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static inline const struct reflection_sentence *said(const struct reflection *reflection,
                                                     const char *rule)
{
    for (int i = 0; i < reflection->count; i++) {
        if (strcmp(reflection->sentences[i].rule, rule) == 0) {
            return &reflection->sentences[i];
        }
    }
    return NULL;
}

static inline void assert_says(const struct reflection *reflection, const char *rule,
                               enum reflection_part part, const char *words)
{
    const struct reflection_sentence *sentence = said(reflection, rule);
    if (sentence == NULL) {
        fail_msg("%s says nothing", rule);
        return;
    }
    if (strstr(sentence->text, words) == NULL) {
        fail_msg("%s says \"%s\", not \"%s\"", rule, sentence->text, words);
    }
    assert_int_equal(sentence->part, part);
}

static inline void assert_silent(const struct reflection *reflection, const char *rule)
{
    const struct reflection_sentence *sentence = said(reflection, rule);
    if (sentence != NULL) {
        fail_msg("%s says \"%s\"", rule, sentence->text);
    }
}

static inline int count_part(const struct reflection *reflection, enum reflection_part part)
{
    int count = 0;
    for (int i = 0; i < reflection->count; i++) {
        count += reflection->sentences[i].part == part;
    }
    return count;
}

/* Each number that stands before " ring" is in the basis too; the Dutch word begins alike. */
static inline void check_rings(const struct reflection_sentence *sentence)
{
    for (const char *at = strstr(sentence->text, " ring"); at != NULL;
         at = strstr(at + 1, " ring")) {
        char number[40];
        const char *start = at;
        while (start > sentence->text && strchr("0123456789.,", start[-1]) != NULL) {
            start--;
        }
        snprintf(number, sizeof number, "%.*s", (int)(at - start), start);
        if (number[0] != '\0' && strstr(sentence->basis, number) == NULL) {
            fail_msg("%s: \"%s\" is not in \"%s\"", sentence->text, number, sentence->basis);
        }
    }
}

static inline void check_sentence(const struct reflection_sentence *sentence)
{
    size_t length = strlen(sentence->text);
    size_t basis = strlen(sentence->basis);
    if (length == 0 || sentence->text[length - 1] != '.' || length > REFLECTION_TEXT_ROOM - 5) {
        fail_msg("%s is cut: \"%s\"", sentence->rule, sentence->text);
    }
    if (basis > REFLECTION_BASIS_ROOM - 5) {
        fail_msg("%s: basis is cut: \"%s\"", sentence->rule, sentence->basis);
    }
    if (strpbrk(sentence->basis, "0123456789") == NULL) {
        fail_msg("%s stands on no number: \"%s\"", sentence->rule, sentence->basis);
    }
    if (strstr(sentence->text, "nan") != NULL || strstr(sentence->text, "inf ") != NULL) {
        fail_msg("%s: \"%s\"", sentence->rule, sentence->text);
    }
    check_rings(sentence);
}

static inline void assert_not_both(const struct reflection *reflection, const char *one,
                                   const char *other)
{
    if (said(reflection, one) != NULL && said(reflection, other) != NULL) {
        fail_msg("\"%s\" against \"%s\"", said(reflection, one)->text,
                 said(reflection, other)->text);
    }
}

static inline void check_reflection(const struct reflection *reflection)
{
    static const char *const pairs[][2] = {
        {"sight_good", "mpi_x"},      {"sight_good", "mpi_y"},       {"sight_good", "next_sight"},
        {"round", "spread"},          {"hasty", "cadence"},          {"steady", "slow_start"},
        {"steady", "weak_finish"},    {"incomplete", "own_best"},    {"incomplete", "percentile"},
        {"next_break", "next_watch"}, {"next_start", "next_watch"},  {"no_shots", "total"},
        {"next_leave", "next_sight"}, {"next_leave", "next_service"}};
    for (int i = 0; i < reflection->count; i++) {
        check_sentence(&reflection->sentences[i]);
        assert_ptr_equal(said(reflection, reflection->sentences[i].rule),
                         &reflection->sentences[i]);
        assert_true(i == 0 || reflection->sentences[i - 1].part <= reflection->sentences[i].part);
    }
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_not_both(reflection, pairs[i][0], pairs[i][1]);
    }
    int next = count_part(reflection, REFLECTION_NEXT);
    if (said(reflection, "no_shots") == NULL) {
        assert_in_range(next, 1, 3);
    }
}

#endif
