/* Taking out of a note what might name a person or a thing. The note is made plain first; then
 * every byte that must not be seen is marked, by words and by patterns; then it is copied. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/rules/plain_text.h"
#include "core/rules/prompt.h"

enum {
    PART_MIN = 3,   /* letters of a part of a name that is taken out by itself */
    JOINED_MIN = 5, /* of words that belong together only when written as one */
    JOIN_MAX = 10,  /* words of a note that can together be one name: "A B - 1 2 3" */
    RUN_MIN = 5,    /* letters and digits mixed, or digits: from so many on a serial number */
    PHONE_DIGITS_MIN = 8,
    PHONE_DIGITS_MAX = 15,
    IBAN_MIN = 15,
    IBAN_MAX = 34,
    FOLD_ROOM = 512
};

struct scanned {
    struct buf text; /* plain */
    unsigned char *is_out;
};

/* --- plain ---------------------------------------------------------------------------------------
 */

/* Full-width letters and digits of other scripts become ASCII, so that patterns see them. */
static int narrowed(int code_point)
{
    int digit = plain_digit(code_point);
    if (digit >= 0) {
        return '0' + digit;
    }
    return code_point >= 0xFF01 && code_point <= 0xFF5E ? code_point - 0xFF01 + '!' : code_point;
}

static void make_plain(struct buf *out, const char *text)
{
    int code_point = 0;
    size_t used = 0;
    while ((used = text_decode(text, &code_point)) > 0) {
        enum plain_kind kind = plain_kind(code_point);
        if (kind == PLAIN_BLANK) {
            buf_add(out, code_point == '\n' ? "\n" : " ", 1);
        } else if (kind == PLAIN_SHOWN) {
            plain_add(out, narrowed(code_point));
        }
        text += used;
    }
}

static void take_out(struct scanned *note, size_t from, size_t to)
{
    memset(note->is_out + from, 1, to - from);
}

/* --- words ---------------------------------------------------------------------------------------
 */
static const uint64_t hash_start = 14695981039346656037U; /* FNV-1a */

static uint64_t hash_on(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    return hash;
}

struct words {   /* hashes of folded words, an open table */
    size_t room; /* a power of two */
    uint64_t *hashes;
};

static size_t words_slot(const struct words *words, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) & (words->room - 1);
    while (words->hashes[at] != 0 && words->hashes[at] != hash) {
        at = (at + 1) & (words->room - 1);
    }
    return at;
}

static void words_add(struct words *words, uint64_t hash)
{
    words->hashes[words_slot(words, hash)] = hash;
}

static bool words_have(const struct words *words, uint64_t hash)
{
    return words->hashes[words_slot(words, hash)] == hash;
}

/* Words that are part of many names and of every note: alone they name nothing. */
static bool is_common(const char *folded)
{
    static const char common[] = ",van,von,den,der,het,ter,ten,the,and,for,een,aan,bij,voor,met,"
                                 "baan,range,club,hal,kluis,rifle,pistol,pistool,geweer,match,";
    char listed[16];
    size_t length = strlen(folded);
    if (length + 3 > sizeof listed) {
        return false;
    }
    listed[0] = ',';
    memcpy(listed + 1, folded, length);
    listed[length + 1] = ',';
    listed[length + 2] = '\0';
    return strstr(common, listed) != NULL;
}

/* The next run of letters, or of digits, from *text on, copied; its length, 0: no more. */
static size_t next_run(const char **text, char run[FOLD_ROOM])
{
    int code_point = 0;
    size_t used = 0;
    size_t length = 0;
    bool is_number = false;
    while ((used = text_decode(*text, &code_point)) > 0) {
        bool is_word = plain_is_word(code_point);
        bool is_other = (plain_digit(code_point) >= 0) != is_number && !plain_is_mark(code_point);
        if (length > 0 && (!is_word || is_other)) {
            break;
        }
        if (is_word && length + used < FOLD_ROOM) {
            is_number = length > 0 ? is_number : plain_digit(code_point) >= 0;
            memcpy(run + length, *text, used);
            length += used;
        }
        *text += used;
    }
    run[length] = '\0';
    return length;
}

/* A part that names something by itself: "500" of a weapon's name does not. */
static bool is_telling(const char *run)
{
    bool is_number = run[0] >= '0' && run[0] <= '9';
    return strlen(run) >= (is_number ? RUN_MIN : PART_MIN) && !is_common(run);
}

/* A word as a whole, written as one, and each of its parts that says something by itself. */
static void add_word(struct words *words, const char *word)
{
    char folded[FOLD_ROOM];
    char run[FOLD_ROOM];
    const char *rest = folded;
    uint64_t whole = hash_start;
    text_fold(folded, sizeof folded, word);
    bool is_any = false;
    while (next_run(&rest, run) > 0) {
        whole = hash_on(whole, run);
        is_any = true;
        if (is_telling(run)) {
            words_add(words, hash_on(hash_start, run));
        }
    }
    if (is_any) {
        words_add(words, whole);
    }
}

static struct words words_of(const char *const *list, int count)
{
    struct words words = {.room = 64};
    size_t runs = 0;
    for (int i = 0; i < count; i++) {
        runs += strlen(list[i]) / PART_MIN + 2; /* at most so many parts, and the whole */
    }
    while (words.room < runs * 2) {
        words.room *= 2;
    }
    words.hashes = mem_array(words.room, sizeof *words.hashes);
    for (int i = 0; i < count; i++) {
        add_word(&words, list[i]);
    }
    return words;
}

struct token { /* one run of letters and digits of the note */
    size_t from, to;
    char *folded;
};

static int read_tokens(const struct scanned *note, struct token *tokens)
{
    const char *text = buf_text(&note->text);
    const char *rest = text;
    char run[FOLD_ROOM];
    char folded[FOLD_ROOM];
    int count = 0;
    size_t length = 0;
    while ((length = next_run(&rest, run)) > 0) {
        size_t to = (size_t)(rest - text);
        /* a longer run than the room is no word, but hides whole */
        text_fold(folded, sizeof folded, run);
        tokens[count++] = (struct token){.from = to - length, .to = to, .folded = mem_text(folded)};
    }
    return count;
}

/* "Jans" and "Annas" are Dutch for "Jan's" and "Anna's". */
static bool is_possessive(const struct words *words, const char *folded)
{
    char stem[FOLD_ROOM];
    size_t length = strlen(folded);
    if (length <= PART_MIN || folded[length - 1] != 's' || length >= sizeof stem) {
        return false;
    }
    memcpy(stem, folded, length - 1);
    stem[length - 1] = '\0';
    return words_have(words, hash_on(hash_start, stem));
}

/* The names that begin with this token, alone or with those behind it. */
static void find_from(struct scanned *note, const struct words *words, const struct token *tokens,
                      int first, int count)
{
    uint64_t hash = hash_start;
    size_t length = 0;
    bool is_whole = true; /* nothing stands between them: "D12" */
    for (int k = first; k < count && k < first + JOIN_MAX; k++) {
        hash = hash_on(hash, tokens[k].folded);
        length += strlen(tokens[k].folded);
        is_whole = is_whole && (k == first || tokens[k].from == tokens[k - 1].to);
        if ((is_whole || length >= JOINED_MIN) && words_have(words, hash)) {
            take_out(note, tokens[first].from, tokens[k].to);
        }
    }
    if (is_possessive(words, tokens[first].folded)) {
        take_out(note, tokens[first].from, tokens[first].to);
    }
}

static void find_words(struct scanned *note, const struct words *words)
{
    struct token *tokens = mem_array(note->text.size + 1, sizeof *tokens);
    int count = read_tokens(note, tokens);
    for (int i = 0; i < count; i++) {
        find_from(note, words, tokens, i, count);
    }
    for (int i = 0; i < count; i++) {
        free(tokens[i].folded);
    }
    free(tokens);
}

/* --- patterns ------------------------------------------------------------------------------------
 */
static bool is_alnum(char byte)
{
    return isalnum((unsigned char)byte) != 0;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* In a name before or after an at sign; letters beyond ASCII too. */
static bool is_address(char byte)
{
    return is_alnum(byte) || (unsigned char)byte >= 0x80 ||
           (byte != '\0' && strchr("._%+-", byte) != NULL);
}

static void find_mail(struct scanned *note)
{
    const char *text = buf_text(&note->text);
    for (size_t at = 0; at < note->text.size; at++) {
        size_t from = at;
        size_t to = at + 1;
        if (text[at] != '@') {
            continue;
        }
        while (from > 0 && is_address(text[from - 1])) {
            from--;
        }
        while (to < note->text.size && is_address(text[to])) {
            to++;
        }
        if (to - from > 1) {
            take_out(note, from, to);
        }
    }
}

static bool is_top_level(const char *label, size_t length)
{
    static const char *const known[] = {"nl", "com", "org", "net", "eu", "be", "de", "info", "io"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i]) == length && strncasecmp(label, known[i], length) == 0) {
            return true;
        }
    }
    return false;
}

static size_t blank_after(const char *text, size_t at)
{
    return at + strcspn(text + at, " \n<>\"");
}

/* "https://...", "www. ...", and "club.nl" with what follows it. */
static void find_web(struct scanned *note)
{
    const char *text = buf_text(&note->text);
    for (size_t at = 0; at < note->text.size;) {
        size_t end = at;
        size_t dot = 0;
        if (!is_alnum(text[at])) {
            at++;
            continue;
        }
        for (; is_alnum(text[end]) || (strchr(".-", text[end]) != NULL && text[end] != '\0');
             end++) {
            dot = text[end] == '.' && is_alnum(text[end + 1]) ? end : dot;
        }
        size_t label = dot > 0 ? strspn(text + dot + 1, "abcdefghijklmnopqrstuvwxyz"
                                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                               : 0;
        if (strncmp(text + end, "://", 3) == 0 || strncasecmp(text + at, "www.", 4) == 0 ||
            (dot > at && is_top_level(text + dot + 1, label))) {
            end = blank_after(text, end);
            take_out(note, at, end);
        }
        at = end;
    }
}

/* Two letters, two digits, and letters and digits with single spaces between: at least 15 and of
 * them at least 8 digits, so that no sentence is one. */
static void find_iban(struct scanned *note)
{
    const char *text = buf_text(&note->text);
    for (size_t at = 0; at + 4 < note->text.size; at++) {
        bool starts = isalpha((unsigned char)text[at]) != 0 &&
                      isalpha((unsigned char)text[at + 1]) != 0 && is_digit(text[at + 2]) &&
                      is_digit(text[at + 3]) && (at == 0 || !is_alnum(text[at - 1]));
        int count = 0;
        int digits = 0;
        size_t end = at;
        for (size_t i = at; starts && count < IBAN_MAX; i++) {
            if (is_alnum(text[i])) {
                count++;
                digits += is_digit(text[i]);
                end = i + 1;
            } else if (text[i] == '\0' || strchr(" -.", text[i]) == NULL ||
                       islower((unsigned char)text[i + 1]) != 0 || !is_alnum(text[i + 1])) {
                break; /* a word in small letters is the sentence going on */
            }
        }
        if (count >= IBAN_MIN && digits >= 8) {
            take_out(note, at, end);
        }
    }
}

/* "1234 AB": a Dutch postcode. */
static void find_postcode(struct scanned *note)
{
    const char *text = buf_text(&note->text);
    for (size_t at = 0; at + 6 <= note->text.size; at++) {
        size_t letters = at + 4 + (text[at + 4] == ' ' ? 1 : 0);
        bool is_code = text[at] >= '1' && is_digit(text[at]) && is_digit(text[at + 1]) &&
                       is_digit(text[at + 2]) && is_digit(text[at + 3]) &&
                       isupper((unsigned char)text[letters]) != 0 &&
                       isupper((unsigned char)text[letters + 1]) != 0 &&
                       !is_alnum(text[letters + 2]) && (at == 0 || !is_alnum(text[at - 1]));
        if (is_code) {
            take_out(note, at, letters + 2);
        }
    }
}

/* Whether the word of that length names a street: "Kerkstraat", not "weg" alone. */
static bool is_street(const char *word, size_t length)
{
    static const char *const endings[] = {"straat", "laan",   "weg",  "plein", "kade",
                                          "gracht", "singel", "dijk", "steeg", "street"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t tail = strlen(endings[i]);
        if (length >= tail + 3 && strncasecmp(word + length - tail, endings[i], tail) == 0) {
            return true;
        }
    }
    return false;
}

/* "Kerkstraat 12": a street with its number. */
static void find_street(struct scanned *note)
{
    const char *text = buf_text(&note->text);
    for (size_t at = 0; at < note->text.size;) {
        size_t end = at;
        while (isalpha((unsigned char)text[end]) != 0) {
            end++;
        }
        if (end > at && text[end] == ' ' && is_digit(text[end + 1]) &&
            is_street(text + at, end - at)) {
            size_t number = end + 1;
            while (is_alnum(text[number])) {
                number++;
            }
            take_out(note, at, number);
        }
        at = end > at ? end : at + 1;
    }
}

/* "+31 6 1234 5678", "06-12345678", "(020) 123 45 67": begins with + or 0. */
static void find_phone(struct scanned *note)
{
    const char *text = buf_text(&note->text);
    for (size_t at = 0; at < note->text.size; at++) {
        size_t end = at;
        int digits = 0;
        bool starts = (text[at] == '+' && (is_digit(text[at + 1]) || text[at + 1] == '(')) ||
                      (text[at] == '0' && (at == 0 || !is_alnum(text[at - 1])));
        for (size_t i = at; starts && digits < PHONE_DIGITS_MAX; i++) {
            if (is_digit(text[i])) {
                digits++;
                end = i + 1;
            } else if (text[i] == '\0' || strchr("+ -./()", text[i]) == NULL || i > end + 2) {
                break;
            }
        }
        if (digits >= PHONE_DIGITS_MIN) {
            take_out(note, at, end);
        }
    }
}

struct run {
    size_t end;
    int letters, small, digits, longest; /* longest row of digits */
};

/* Letters and digits, with single - / . _ between them. */
static struct run read_run(const char *text, size_t at, bool is_joined)
{
    struct run run = {.end = at};
    int row = 0;
    for (size_t i = at; text[i] != '\0'; i++) {
        bool is_link = is_joined && text[i] != '\0' && strchr("-/._", text[i]) != NULL &&
                       is_alnum(text[i + 1]);
        if (!is_alnum(text[i]) && !is_link) {
            break;
        }
        row = is_digit(text[i]) ? row + 1 : 0;
        run.longest = row > run.longest ? row : run.longest;
        run.digits += is_digit(text[i]);
        run.letters += isalpha((unsigned char)text[i]) != 0;
        run.small += islower((unsigned char)text[i]) != 0;
        run.end = i + 1;
    }
    return run;
}

/* Licences and serial numbers: "D140211", "AB-1234", "1023-04088". With a link between them only
 * capitals count, so that "20-shot" stays. */
static void find_serial(struct scanned *note)
{
    const char *text = buf_text(&note->text);
    for (size_t at = 0; at < note->text.size;) {
        if (!is_alnum(text[at])) {
            at++;
            continue;
        }
        struct run alone = read_run(text, at, false);
        struct run joined = read_run(text, at, true);
        if (alone.longest >= RUN_MIN ||
            (alone.letters > 0 && alone.digits > 0 && alone.letters + alone.digits >= RUN_MIN)) {
            take_out(note, at, alone.end);
        }
        if (joined.longest >= RUN_MIN ||
            (joined.letters > 0 && joined.small == 0 && joined.digits > 0 &&
             joined.letters + joined.digits >= RUN_MIN)) {
            take_out(note, at, joined.end);
            alone.end = joined.end;
        }
        at = alone.end;
    }
}

/* --- copying -------------------------------------------------------------------------------------
 */
static void copy_rest(char *dst, size_t size, const struct scanned *note)
{
    const char *text = buf_text(&note->text);
    struct buf kept = {0};
    for (size_t i = 0; i < note->text.size; i++) {
        if (!note->is_out[i]) {
            buf_add(&kept, text + i, 1);
        } else if (i == 0 || !note->is_out[i - 1]) {
            buf_add_text(&kept, "[...]");
        }
    }
    text_copy(dst, size, buf_text(&kept));
    text_trim(dst);
    buf_free(&kept);
}

void prompt_redact(char *dst, size_t size, const char *src, const char *const *words,
                   int word_count)
{
    struct scanned note = {0};
    make_plain(&note.text, src);
    note.is_out = mem_alloc(note.text.size + 1);
    struct words table = words_of(words, word_count);
    find_words(&note, &table);
    find_mail(&note);
    find_web(&note);
    find_iban(&note);
    find_postcode(&note);
    find_street(&note);
    find_phone(&note);
    find_serial(&note);
    copy_rest(dst, size, &note);
    free(table.hashes);
    free(note.is_out);
    buf_free(&note.text);
}
