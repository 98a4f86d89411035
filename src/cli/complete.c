#include "cli/complete.h"

#include <stdbool.h>
#include <string.h>

#include "cli/command.h"
#include "core/reports.h"

enum { WORD_ROOM = 64, WORDS_MAX = 96 };

/* A usage text in pieces: "list [--state STATE] | work [--once|--no]" is two lines of words, where
 * "--once" and "--no" are alternatives in one place. */
struct piece {
    char text[WORD_ROOM];
    int place; /* alternatives share it */
    int line;  /* between " | " */
};
struct usage {
    struct piece pieces[WORDS_MAX];
    int count;
};

static void add_piece(struct usage *usage, const char *from, size_t size, int place, int line)
{
    while (size > 0 && (*from == '[' || *from == '(')) {
        from++;
        size--;
    }
    while (size > 0 && (from[size - 1] == ']' || from[size - 1] == ')')) {
        size--;
    }
    if (size == 0 || size >= WORD_ROOM || usage->count == WORDS_MAX) {
        return;
    }
    struct piece *piece = &usage->pieces[usage->count++];
    memcpy(piece->text, from, size);
    piece->text[size] = '\0';
    piece->place = place;
    piece->line = line;
}

static void read_usage(const char *text, struct usage *usage)
{
    int place = 0;
    int line = 0;
    usage->count = 0;
    while (*text != '\0') {
        size_t size = strcspn(text, " ");
        if (size == 1 && *text == '|') {
            line++;
        }
        for (size_t at = 0; at < size;) {
            size_t part = strcspn(text + at, "| ");
            add_piece(usage, text + at, part, place, line);
            at += part + 1;
        }
        place++;
        text += size;
        text += strspn(text, " ");
    }
}

static bool is_option(const char *word)
{
    return strncmp(word, "--", 2) == 0;
}

/* A word to be typed as it stands; capitals stand for what a person knows. */
static bool is_literal(const char *word)
{
    return word[0] >= 'a' && word[0] <= 'z' &&
           word[strspn(word, "abcdefghijklmnopqrstuvwxyz_+-")] == '\0';
}

static bool is_first(const struct usage *usage, int at)
{
    int line = usage->pieces[at].line;
    int first = at;
    while (first > 0 && usage->pieces[first - 1].line == line) {
        first--;
    }
    return usage->pieces[first].place == usage->pieces[at].place;
}

/* Whether a line of the usage is about that verb; NULL: about none. */
static bool is_of_verb(const struct usage *usage, int line, const char *verb)
{
    bool has_verb = false;
    for (int i = 0; i < usage->count; i++) {
        const struct piece *piece = &usage->pieces[i];
        if (piece->line == line && is_first(usage, i) && is_literal(piece->text)) {
            has_verb = true;
            if (verb != NULL && strcmp(piece->text, verb) == 0) {
                return true;
            }
        }
    }
    return verb == NULL && !has_verb;
}

static bool is_verb(const struct usage *usage, const char *word)
{
    for (int i = 0; i < usage->count; i++) {
        if (is_literal(word) && is_first(usage, i) && strcmp(usage->pieces[i].text, word) == 0) {
            return true;
        }
    }
    return false;
}

static void print_once(const struct usage *usage, int at, FILE *out)
{
    for (int i = 0; i < at; i++) {
        if (strcmp(usage->pieces[i].text, usage->pieces[at].text) == 0) {
            return;
        }
    }
    fprintf(out, "%s\n", usage->pieces[at].text);
}

/* The values of an option: "--format csv|pdf". True when it takes one, known or not. */
static bool print_values(const struct usage *usage, const char *option, FILE *out)
{
    int place = -1;
    for (int i = 0; i < usage->count && place < 0; i++) {
        if (strcmp(usage->pieces[i].text, option) == 0) {
            place = usage->pieces[i].place + 1;
        }
    }
    bool takes_one = false;
    for (int i = 0; i < usage->count; i++) {
        const struct piece *piece = &usage->pieces[i];
        if (piece->place == place && place > 0 && !is_option(piece->text)) {
            takes_one = !is_first(usage, i);
            if (takes_one && is_literal(piece->text)) {
                fprintf(out, "%s\n", piece->text);
            }
        }
    }
    return takes_one;
}

static void print_verbs(const struct usage *usage, FILE *out)
{
    for (int i = 0; i < usage->count; i++) {
        if (is_first(usage, i) && is_literal(usage->pieces[i].text)) {
            print_once(usage, i, out);
        }
        if (is_first(usage, i) && strcmp(usage->pieces[i].text, "REPORT") == 0) {
            for (int j = 0; report_at(j) != NULL; j++) {
                fprintf(out, "%s\n", report_at(j)->id);
            }
        }
    }
}

static void print_options(const struct usage *usage, const char *verb, FILE *out)
{
    bool is_printed[WORDS_MAX] = {false};
    for (int i = 0; i < usage->count; i++) {
        const struct piece *piece = &usage->pieces[i];
        bool is_new = is_option(piece->text) && strcmp(piece->text, "--json") != 0 &&
                      is_of_verb(usage, piece->line, verb);
        for (int j = 0; is_new && j < i; j++) {
            is_new = !is_printed[j] || strcmp(usage->pieces[j].text, piece->text) != 0;
        }
        if (is_new) {
            is_printed[i] = true;
            fprintf(out, "%s\n", piece->text);
        }
    }
    fputs("--json\n--help\n", out);
}

static void print_of_command(const struct command *command, int count, char *const *words,
                             FILE *out)
{
    struct usage usage;
    read_usage(command->usage, &usage);
    const char *last = count > 0 ? words[count - 1] : "";
    if (is_option(last) && print_values(&usage, last, out)) {
        return;
    }
    const char *verb = count > 0 && is_verb(&usage, words[0]) ? words[0] : NULL;
    if (count == 0) {
        print_verbs(&usage, out);
    }
    print_options(&usage, verb, out);
}

/* The options of every command: how many words it and its value are; 0: it is none of those. */
static int common_option(const char *word)
{
    bool has_value = strcmp(word, "--data") == 0 || strcmp(word, "--language") == 0;
    return has_value ? 2 : strcmp(word, "--json") == 0 ? 1 : 0;
}

void complete_print(int count, char *const *words, FILE *out)
{
    int at = 0;
    while (at < count && common_option(words[at]) > 0) {
        at += common_option(words[at]);
    }
    if (at > count || (count > 0 && common_option(words[count - 1]) == 2)) {
        fputs(strcmp(words[count - 1], "--language") == 0 ? "en\nnl\nauto\n" : "", out);
        return;
    }
    const struct command *command = at < count ? command_find(words[at]) : NULL;
    if (command != NULL) {
        print_of_command(command, count - at - 1, words + at + 1, out);
    } else if (at == count) {
        for (command = commands; command->name != NULL; command++) {
            fprintf(out, "%s\n", command->name);
        }
        fputs("--data\n--language\n--json\n--help\n--version\n", out);
    }
}

int complete_main(int count, char *const *words)
{
    complete_print(count, words, stdout);
    return fflush(stdout) == 0 ? 0 : EXIT_OUTPUT_ERROR;
}
