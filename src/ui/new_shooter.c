/* A shooter on a lane in three Enters: member, weapon, programme, each with the likely answer
 * first. */
#include "ui/new_shooter.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/member.h"
#include "core/range.h"
#include "core/weapon.h"
#include "ui/card_input.h"
#include "ui/member_form.h"
#include "ui/picker.h"
#include "ui/screens.h"
#include "ui/weapon_form.h"

enum step { STEP_MEMBER, STEP_WEAPON, STEP_PROGRAMME, STEP_FACE, STEP_COUNT };

/* Who shoots where, as it was when the screen opened. */
struct occupied {
    record_id member_id, session_id;
    int lane;
};

struct new_shooter {
    struct screen screen;
    struct occupied occupied[LANES_MAX];
    int occupied_count, lane_limit;
    struct card_input card;
    enum step step;
    struct picker picker;
    struct member member;
    struct weapon weapon; /* id 0: none */
    const struct programme *programme;
    const struct face *face;
    struct range_likely likely;
    int lane;
    struct member_form member_form;
    struct weapon_form weapon_form;
};

/* --- finding ------------------------------------------------------------------------------------
 */

static const struct occupied *lane_of_member(const struct new_shooter *shooter, record_id member_id)
{
    for (int i = 0; i < shooter->occupied_count; i++) {
        if (shooter->occupied[i].member_id == member_id) {
            return &shooter->occupied[i];
        }
    }
    return NULL;
}

static void add_member(const struct new_shooter *shooter, struct picker_row *rows, int *count,
                       const struct member *member, const char *why)
{
    char place[40];
    const struct occupied *occupied = lane_of_member(shooter, member->id);
    if (occupied != NULL) {
        snprintf(place, sizeof place, _("on lane %d"), occupied->lane);
        why = place;
    }
    for (int i = 0; i < *count; i++) {
        if (rows[i].id == member->id) {
            return;
        }
    }
    struct picker_row *row = &rows[(*count)++];
    *row = (struct picker_row){.id = member->id};
    member_name(member, row->text, sizeof row->text);
    snprintf(row->side, sizeof row->side, "%s%s%s", why, *why != '\0' ? "   " : "", member->number);
}

static int find_member(struct app *app, void *context, const char *typed, struct picker_row *rows,
                       int room, struct err *err)
{
    const struct new_shooter *shooter = context;
    struct arena arena = {0};
    struct member *members = NULL;
    int found = 0;
    int count = 0;
    if (*typed == '\0' && member_recent(app, &arena, 8, &members, &found, err)) {
        for (int i = 0; i < found && count < room; i++) {
            add_member(shooter, rows, &count, &members[i], _("recent"));
        }
    }
    struct member_query query = {.find = typed, .limit = room - count};
    if (member_list(app, &arena, &query, &members, &found, err)) {
        for (int i = 0; i < found && count < room; i++) {
            add_member(shooter, rows, &count, &members[i], "");
        }
    }
    arena_free(&arena);
    return count;
}

static int find_weapon(struct app *app, void *context, const char *typed, struct picker_row *rows,
                       int room, struct err *err)
{
    const struct new_shooter *shooter = context;
    const struct programme *likely = programme_find(&app->programmes, shooter->likely.programme_id);
    struct arena arena = {0};
    struct weapon *weapons = NULL;
    int count = 0;
    struct weapon_query query = {.find = typed,
                                 .for_member = shooter->member.id,
                                 .kinds = likely != NULL ? likely->weapon_kinds : 0,
                                 .limit = room - 1};
    if (!weapon_list(app, &arena, &query, &weapons, &count, err)) {
        count = 0;
    }
    for (int i = 0; i < count; i++) {
        rows[i] = (struct picker_row){.id = weapons[i].id};
        text_copy(rows[i].text, sizeof rows[i].text, weapons[i].name);
        snprintf(rows[i].side, sizeof rows[i].side, "%s%s",
                 weapons[i].id == shooter->likely.weapon_id ? _("last used   ") : "",
                 weapons[i].calibre);
    }
    /* The one last used stands first, whatever its kind. */
    for (int i = 1; i < count && *typed == '\0'; i++) {
        if (rows[i].id == shooter->likely.weapon_id) {
            struct picker_row likely_row = rows[i];
            memmove(&rows[1], &rows[0], sizeof *rows * (size_t)i);
            rows[0] = likely_row;
        }
    }
    arena_free(&arena);
    return count;
}

static bool fits_typed(const char *typed, const char *a, const char *b)
{
    char hay[3 * NAME_ROOM];
    char needle[2 * PICKER_FIND_ROOM];
    char plain[2 * NAME_ROOM + 2];
    snprintf(plain, sizeof plain, "%s %s", a, b);
    text_fold(hay, sizeof hay, plain);
    text_fold(needle, sizeof needle, typed);
    return text_matches(hay, needle);
}

/* How well a programme suits: last used, then made for this kind of weapon, then the others. */
static int programme_rank(const struct new_shooter *shooter, const struct programme *programme)
{
    bool made_for = shooter->weapon.id == 0 || programme->weapon_kinds == 0 ||
                    (programme->weapon_kinds & (1U << shooter->weapon.kind)) != 0;
    if (strcmp(programme->id, shooter->likely.programme_id) == 0 && made_for) {
        return 0;
    }
    return made_for && programme->weapon_kinds != 0 ? 1 : made_for ? 2 : 3;
}

static int find_programme(struct app *app, void *context, const char *typed,
                          struct picker_row *rows, int room, struct err *err)
{
    (void)err;
    const struct new_shooter *shooter = context;
    int count = 0;
    for (int rank = 0; rank <= 3; rank++) {
        for (int i = 0; i < app->programmes.count && count < room; i++) {
            const struct programme *programme = &app->programmes.rows[i];
            if (programme_rank(shooter, programme) != rank ||
                !fits_typed(typed, programme_name(programme), programme->id)) {
                continue;
            }
            struct picker_row *row = &rows[count++];
            *row = (struct picker_row){0};
            text_copy(row->code, sizeof row->code, programme->id);
            text_copy(row->text, sizeof row->text, programme_name(programme));
            snprintf(row->side, sizeof row->side, "%s%s", rank == 0 ? _("last used   ") : "",
                     programme->id);
        }
    }
    return count;
}

static int find_face(struct app *app, void *context, const char *typed, struct picker_row *rows,
                     int room, struct err *err)
{
    (void)err;
    const struct new_shooter *shooter = context;
    int count = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < app->faces.count && count < room; i++) {
            const struct face *face = &app->faces.rows[i];
            bool is_likely = strcmp(face->id, shooter->likely.face_id) == 0;
            if (is_likely != (pass == 0) || !fits_typed(typed, face->id, face->name)) {
                continue;
            }
            struct picker_row *row = &rows[count++];
            *row = (struct picker_row){0};
            text_copy(row->code, sizeof row->code, face->id);
            text_copy(row->text, sizeof row->text, face->name);
            snprintf(row->side, sizeof row->side, "%s%s", face->id,
                     face->status == FACE_CONFIRMED       ? ""
                     : face->status == FACE_SINGLE_SOURCE ? _(" (one source)")
                                                          : _(" (uncertain)"));
        }
    }
    return count;
}

static const struct picker_source sources[STEP_COUNT] = {
    [STEP_MEMBER] = {N_("Shooter"), N_("New member \"%s\""), .find = find_member},
    [STEP_WEAPON] = {N_("Weapon"), N_("New weapon \"%s\""), .find = find_weapon},
    [STEP_PROGRAMME] = {N_("Programme"), NULL, .find = find_programme},
    [STEP_FACE] = {N_("Target face"), NULL, .find = find_face},
};

/* --- steps --------------------------------------------------------------------------------------
 */

static void go_to_step(struct new_shooter *shooter, enum step step)
{
    shooter->step = step;
    picker_start(&shooter->picker, shooter->screen.app, &sources[step], shooter);
}

/* Who shoots already is not started again: the range goes to that lane. */
static bool take_member(struct new_shooter *shooter, record_id id)
{
    struct err err = {0};
    const struct occupied *occupied = lane_of_member(shooter, id);
    if (occupied != NULL) {
        record_id session_id = occupied->session_id;
        ui_close(&shooter->screen, &session_id);
        return true;
    }
    if (!member_get(shooter->screen.app, id, &shooter->member, &err) ||
        !range_likely(shooter->screen.app, id, &shooter->likely, &err)) {
        ui_toast_err(shooter->screen.ui, &err);
        return false;
    }
    shooter->weapon = (struct weapon){0};
    shooter->lane = shooter->likely.lane;
    go_to_step(shooter, STEP_WEAPON);
    return true;
}

static void take_weapon(struct new_shooter *shooter, record_id id)
{
    struct err err = {0};
    if (!weapon_get(shooter->screen.app, id, &shooter->weapon, &err)) {
        ui_toast_err(shooter->screen.ui, &err);
        return;
    }
    go_to_step(shooter, STEP_PROGRAMME);
}

static void open_lane(struct new_shooter *shooter)
{
    struct err err = {0};
    record_id session_id = 0;
    struct range_start start = {
        .member_id = shooter->member.id,
        .weapon_id = shooter->weapon.id,
        .location_id = shooter->likely.location_id,
        .programme_id = shooter->programme->id,
        .face_id = shooter->face != NULL ? shooter->face->id : NULL,
        .lane = shooter->lane,
        .is_competition = shooter->likely.is_competition,
    };
    if (!range_open(shooter->screen.app, &start, &session_id, &err)) {
        ui_toast_err(shooter->screen.ui, &err);
        return;
    }
    ui_close(&shooter->screen, &session_id);
}

static void take_programme(struct new_shooter *shooter, const char *id)
{
    shooter->programme = programme_find(&shooter->screen.app->programmes, id);
    shooter->face = NULL;
    if (shooter->programme == NULL) {
        return;
    }
    if (shooter->programme->face_id[0] == '\0') {
        go_to_step(shooter, STEP_FACE);
    } else {
        open_lane(shooter);
    }
}

static void take(struct new_shooter *shooter, const struct picker_row *row)
{
    switch (shooter->step) {
    case STEP_MEMBER:
        take_member(shooter, row->id);
        break;
    case STEP_WEAPON:
        take_weapon(shooter, row->id);
        break;
    case STEP_PROGRAMME:
        take_programme(shooter, row->code);
        break;
    case STEP_FACE:
        shooter->face = face_find(&shooter->screen.app->faces, row->code);
        open_lane(shooter);
        break;
    case STEP_COUNT:
    default:
        break;
    }
}

/* "Bakker, Anna" or "Anna Bakker" becomes a family and a given name. */
static void create_member(struct new_shooter *shooter)
{
    struct member member = {0};
    const char *typed = shooter->picker.typed;
    const char *comma = strchr(typed, ',');
    const char *space = strchr(typed, ' ');
    if (comma != NULL) {
        text_copy(member.family_name, sizeof member.family_name, typed);
        member.family_name[comma - typed] = '\0';
        text_copy(member.given_name, sizeof member.given_name, comma + 1);
        text_trim(member.given_name);
    } else if (space != NULL) {
        text_copy(member.given_name, sizeof member.given_name, typed);
        member.given_name[space - typed] = '\0';
        text_copy(member.family_name, sizeof member.family_name, space + 1);
    } else {
        text_copy(member.family_name, sizeof member.family_name, typed);
    }
    member_form_open(&shooter->screen, &shooter->member_form, &member);
}

static void create_weapon(struct new_shooter *shooter)
{
    struct weapon weapon = {0};
    const struct programme *likely =
        programme_find(&shooter->screen.app->programmes, shooter->likely.programme_id);
    text_copy(weapon.name, sizeof weapon.name, shooter->picker.typed);
    for (int kind = 0; likely != NULL && kind < WEAPON_KIND_COUNT; kind++) {
        if ((likely->weapon_kinds & (1U << kind)) != 0) {
            weapon.kind = (enum weapon_kind)kind;
            break;
        }
    }
    weapon_form_open(&shooter->screen, &shooter->weapon_form, &weapon);
}

static void shooter_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    struct new_shooter *shooter = (struct new_shooter *)screen;
    if (value == &shooter->member_form) {
        take_member(shooter, shooter->member_form.member.id);
    } else if (value == &shooter->weapon_form) {
        take_weapon(shooter, shooter->weapon_form.weapon.id);
    }
}

/* --- the screen ---------------------------------------------------------------------------------
 */

static void copy_lanes(struct new_shooter *shooter, const struct new_shooter_argument *given)
{
    shooter->lane_limit = given->lane_limit;
    for (int i = 0; i < given->lane_count && i < LANES_MAX; i++) {
        const struct session *session = &given->lanes[i].session;
        shooter->occupied[shooter->occupied_count++] =
            (struct occupied){session->member_id, session->id, session->lane};
    }
}

static bool shooter_open(struct screen *screen, const void *argument, struct err *err)
{
    struct new_shooter *shooter = (struct new_shooter *)screen;
    const struct new_shooter_argument *given = argument;
    card_input_start(&shooter->card, screen->app);
    copy_lanes(shooter, given);
    if (given->member_id != 0) {
        return take_member(shooter, given->member_id) ||
               err_set(err, ERR_NOT_FOUND, "%s", _("There is no such member."));
    }
    go_to_step(shooter, STEP_MEMBER);
    return true;
}

static void answer_of(const struct new_shooter *shooter, enum step step, char *dst, size_t size)
{
    dst[0] = '\0';
    if (step == STEP_MEMBER && shooter->member.id != 0) {
        member_name(&shooter->member, dst, size);
    } else if (step == STEP_WEAPON && shooter->weapon.id != 0) {
        text_copy(dst, size, shooter->weapon.name);
    } else if (step == STEP_PROGRAMME && shooter->programme != NULL) {
        text_copy(dst, size, programme_name(shooter->programme));
    }
}

static void draw_lane_line(const struct new_shooter *shooter, struct area inside)
{
    int line = inside.lines - 1;
    char text[80];
    if (shooter->card.is_on) {
        draw_text(inside, line, 0, INK_TITLE, card_input_text(&shooter->card, text, sizeof text));
    } else if (shooter->lane > 0) {
        int used = 3 + draw_format(inside, line, 0, INK_TITLE, _("Lane %d"), shooter->lane);
        if (shooter->likely.is_competition) {
            used += 3 + draw_text(inside, line, used, INK_ACCENT2, _("competition"));
        }
        draw_text(inside, line, used, INK_MUTED, _("Left and Right: another free lane"));
    } else if (shooter->member.id != 0) {
        draw_text(inside, line, 0, INK_WARN, _("Every lane is taken: finish a session first."));
    }
}

static void shooter_draw(struct screen *screen, struct area area)
{
    struct new_shooter *shooter = (struct new_shooter *)screen;
    int columns = area.columns < 74 ? area.columns : 74;
    struct area box = area_part(area, 0, (area.columns - columns) / 2, area.lines, columns);
    draw_box(box, _("New shooter"));
    struct area inside = area_part(box, 1, 3, box.lines - 2, box.columns - 6);
    int line = 0;
    for (int step = STEP_MEMBER; step <= (int)shooter->step; step++) {
        char answer[2 * NAME_ROOM];
        bool is_now = step == (int)shooter->step;
        answer_of(shooter, (enum step)step, answer, sizeof answer);
        draw_cell(inside, line, 0, 14, is_now ? INK_ACCENT : INK_MUTED, _(sources[step].title));
        if (!is_now) {
            draw_text(inside, line, 14, INK_TEXT, answer);
        }
        line++;
    }
    picker_draw(&shooter->picker,
                area_part(inside, line, 0, inside.lines - line - 1, inside.columns), true);
    draw_lane_line(shooter, inside);
}

/* --- keys ---------------------------------------------------------------------------------------
 */

static bool is_lane_taken(const struct new_shooter *shooter, int lane)
{
    for (int i = 0; i < shooter->occupied_count; i++) {
        if (shooter->occupied[i].lane == lane) {
            return true;
        }
    }
    return false;
}

/* To the next lane that is free. */
static void change_lane(struct new_shooter *shooter, int by)
{
    for (int lane = shooter->lane + by; lane >= 1 && lane <= shooter->lane_limit; lane += by) {
        if (!is_lane_taken(shooter, lane)) {
            shooter->lane = lane;
            return;
        }
    }
}

/* The card's member, whatever was being chosen. */
static void take_card(struct new_shooter *shooter)
{
    struct err err = {0};
    struct member member;
    if (member_by_card(shooter->screen.app, shooter->card.number, &member, &err)) {
        take_member(shooter, member.id);
    } else {
        ui_toast_err(shooter->screen.ui, &err);
    }
}

static bool own_key(struct new_shooter *shooter, int key)
{
    enum card_event event = card_input_key(&shooter->card, key);
    if (event == CARD_DONE) {
        take_card(shooter);
    }
    if (event != CARD_UNUSED) {
        return true;
    }
    if ((key == UI_KEY_LEFT || key == UI_KEY_RIGHT) && shooter->lane > 0) {
        change_lane(shooter, key == UI_KEY_LEFT ? -1 : 1);
        return true;
    }
    return false;
}

static bool shooter_key(struct screen *screen, int key)
{
    struct new_shooter *shooter = (struct new_shooter *)screen;
    if (own_key(shooter, key)) {
        return true;
    }
    enum picker_event event = picker_key(&shooter->picker, key);
    if (event == PICKER_PICKED) {
        struct picker_row row = *picker_chosen(&shooter->picker);
        take(shooter, &row);
    } else if (event == PICKER_CREATE) {
        if (shooter->step == STEP_MEMBER) {
            create_member(shooter);
        } else {
            create_weapon(shooter);
        }
    }
    return event != PICKER_UNUSED;
}

static void act_back(struct screen *screen)
{
    struct new_shooter *shooter = (struct new_shooter *)screen;
    if (shooter->step == STEP_MEMBER) {
        ui_close(screen, NULL);
    } else {
        go_to_step(shooter, (enum step)(shooter->step - 1));
    }
}

/* Who comes next today is proposed the same (range_likely). */
static void act_competition(struct screen *screen)
{
    struct range_likely *likely = &((struct new_shooter *)screen)->likely;
    likely->is_competition = !likely->is_competition;
}

static bool is_practice(const struct screen *screen)
{
    const struct new_shooter *shooter = (const struct new_shooter *)screen;
    return shooter->member.id != 0 && !shooter->likely.is_competition;
}

static bool is_competition(const struct screen *screen)
{
    return ((const struct new_shooter *)screen)->likely.is_competition;
}

static void act_nothing(struct screen *screen)
{
    (void)screen;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, "Enter", N_("take it"), act_nothing, NULL, 9},
    {UI_KEY_DOWN, N_("arrows"), N_("another one"), act_nothing, NULL, 6},
    {UI_KEY_TAB, N_("Tab"), N_("as a competition"), act_competition, is_practice, 7},
    {UI_KEY_TAB, N_("Tab"), N_("as practice"), act_competition, is_competition, 7},
    {UI_KEY_ESCAPE, "Esc", N_("back"), act_back, NULL, 8},
    {0},
};

const struct screen_class screen_new_shooter = {
    .name = N_("New shooter"),
    .about = N_("Shooter, weapon, programme: the likely answer is highlighted, Enter takes it, "
                "letters find another "
                "by a part of its name or number. When nothing matches, the last row makes a new "
                "one. Tab makes it a "
                "competition, and so for who comes next today. After the "
                "last Enter you are in score entry."),
    .size = sizeof(struct new_shooter),
    .section = 1,
    .takes_text = true,
    .open = shooter_open,
    .draw = shooter_draw,
    .key = shooter_key,
    .notice = shooter_notice,
    .keys = keys,
};
