/* The records AimTrack keeps, as plain structs. Text fields are UTF-8 in fixed rooms, so that a
 * record can be copied and lives nowhere else. Scores in tenths (104 = 10.4), coordinates in
 * micrometres from the face's centre (x right, y up), moments in UTC ms, dates "YYYY-MM-DD". */
#ifndef STORE_RECORDS_H
#define STORE_RECORDS_H
#include "base/id.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    SECRET_SHOWN_ROOM = 40,
    NAME_ROOM = 96,
    NUMBER_ROOM = 32,
    DATE_ROOM = 11,
    NOTE_ROOM = 4096,
    CODE_ROOM = 24
};

/* --- club and people ------------------------------------------------------------------------ */
struct club {
    record_id id;
    char name[NAME_ROOM];
    char city[NAME_ROOM];
    char knsa_number[NUMBER_ROOM];
    char certification[NUMBER_ROOM];
    int terminal; /* 0..1022: in every id made here */
    char zone[48];
    char language[8]; /* auto, nl, en */
};

enum role { ROLE_OFFICER, ROLE_COACH, ROLE_ADMIN, ROLE_COUNT };

struct account {
    record_id id;
    char login[NUMBER_ROOM]; /* unique, folded */
    char name[NAME_ROOM];
    enum role role;
    char secret_hash[128];
    int failed_count;
    int64_t locked_until_ms; /* 0: not locked */
    bool is_disabled;
    record_id member_id; /* 0: none */
    int64_t last_login_ms;
    char shown_secret[SECRET_SHOWN_ROOM]; /* demonstration accounts only: printed on the login
                                             screen */
};

struct member {
    record_id id;
    char number[NUMBER_ROOM];  /* club's, unique; scanned cards match number or licence */
    char licence[NUMBER_ROOM]; /* KNSA, unique when given */
    char family_name[NAME_ROOM];
    char given_name[NAME_ROOM];
    char birth_date[DATE_ROOM]; /* "" when not kept */
    char joined_on[DATE_ROOM];
    char left_on[DATE_ROOM]; /* "" while a member */
    char notes[NOTE_ROOM];
    bool shares_notes;     /* agreed that notes of their sessions go to a model */
    bool is_anonymous;     /* the person was taken out; what they shot stays */
    int64_t changed_at_ms; /* compare-and-swap: an edit of an older copy is refused */
};

/* In which a list stands; joined: the newest first. */
enum member_order { MEMBERS_BY_NAME, MEMBERS_BY_NUMBER, MEMBERS_BY_JOINED };
enum weapon_order { WEAPONS_BY_NAME, WEAPONS_BY_KIND, WEAPONS_BY_CALIBRE };

/* --- things --------------------------------------------------------------------------------- */
enum weapon_kind {
    WEAPON_PISTOL,
    WEAPON_RIFLE,
    WEAPON_CARBINE,
    WEAPON_REVOLVER,
    WEAPON_SHOTGUN,
    WEAPON_AIR_PISTOL,
    WEAPON_AIR_RIFLE,
    WEAPON_OTHER,
    WEAPON_KIND_COUNT
};

struct weapon {
    record_id id;
    char name[NAME_ROOM];
    enum weapon_kind kind;
    char calibre[NUMBER_ROOM];
    char serial[NUMBER_ROOM];
    record_id owner_member_id; /* 0: the club's */
    char storage[NAME_ROOM];
    char owned_since[DATE_ROOM];
    char retired_on[DATE_ROOM]; /* "" while in use */
    char front_sight[NAME_ROOM];
    char rear_sight[NAME_ROOM];
    char trigger_weight[NUMBER_ROOM];
    char grip[NAME_ROOM];
    int click_um_at_10m; /* how far one click moves the hit at 10 m, micrometres; 0: unknown */
    int service_interval_rounds; /* 0: none */
    char notes[NOTE_ROOM];
    int64_t changed_at_ms;
};

struct location {
    record_id id;
    char name[NAME_ROOM];
    bool is_range;
    bool is_storage;
    bool is_elsewhere;         /* of another club */
    char distances[NAME_ROOM]; /* "10,25,50" metres */
    char notes[NOTE_ROOM];
    char retired_on[DATE_ROOM]; /* "" while in use */
    int64_t changed_at_ms;
};

struct ammunition {
    record_id id;
    char name[NAME_ROOM];
    char calibre[NUMBER_ROOM];
    char bullet[NAME_ROOM];
    char lot[NUMBER_ROOM];
    char retired_on[DATE_ROOM]; /* "" while in use */
    char notes[NOTE_ROOM];
    int64_t changed_at_ms;
};

enum move_reason { MOVE_BOUGHT, MOVE_ISSUED, MOVE_RETURNED, MOVE_COUNTED, MOVE_DISCARDED };

/* One row of a ledger: stock is the sum of the rounds. Rows are only added. */
struct ammunition_move {
    record_id id, ammunition_id;
    char local_date[DATE_ROOM];
    int64_t rounds; /* not 0; negative: out */
    enum move_reason reason;
    char note[NAME_ROOM];
    record_id member_id; /* who got or gave them back; 0: nobody */
    char by_name[NAME_ROOM];
    int64_t at_ms;
};

struct weapon_service {
    record_id id, weapon_id;
    char local_date[DATE_ROOM];
    int64_t rounds; /* fired in all when it was serviced */
    char what[NAME_ROOM];
    char by_name[NAME_ROOM];
    int64_t at_ms;
};

/* How a weapon was set from that date on. */
struct weapon_setting {
    record_id id, weapon_id;
    char local_date[DATE_ROOM];
    char front_sight[NAME_ROOM], rear_sight[NAME_ROOM];
    char trigger_weight[NUMBER_ROOM], grip[NAME_ROOM];
    int click_um_at_10m;
    char by_name[NAME_ROOM];
    int64_t at_ms;
};

/* A photograph of a card, a permit, an invoice: the file stands beside the database. */
struct attachment {
    record_id id;
    record_id session_id, weapon_id; /* one of them; the other 0 */
    char file_name[NAME_ROOM];       /* as it came, cleaned */
    char media_type[NUMBER_ROOM];    /* by its first bytes */
    int64_t size;
    char sha256[65];
    char stored_name[NAME_ROOM]; /* in the folder "attachments" */
    char by_name[NAME_ROOM];
    int64_t at_ms;
};

enum goal_source { GOAL_OWN, GOAL_SUGGESTED };
struct goal {
    record_id id, member_id;
    char title[NAME_ROOM];
    char detail[2 * NAME_ROOM];
    enum goal_source source;
    char rule[CODE_ROOM]; /* which rule suggested it; "" for an own goal */
    char month[8];        /* YYYY-MM */
    record_id weapon_id, session_id;
    char by_name[NAME_ROOM];
    int64_t at_ms, done_at_ms; /* 0: not yet done */
};

/* --- shooting ------------------------------------------------------------------------------- */
enum session_state { SESSION_OPEN, SESSION_FINISHED, SESSION_VOID };

struct session {
    record_id id;
    record_id member_id;
    char programme_id[CODE_ROOM]; /* data/programmes.csv; "free" for free practice */
    int lane;                     /* 1..99; 0: entered away from a lane */
    record_id location_id;        /* 0: not said */
    char local_date[DATE_ROOM];
    int64_t started_at_ms;
    int64_t finished_at_ms; /* 0 while open */
    enum session_state state;
    record_id officer_id; /* account that opened it */
    bool is_competition;
    char notes[NOTE_ROOM];
    char reflection[NOTE_ROOM]; /* the shooter's own */
};

enum deviation { DEVIATION_NONE, DEVIATION_LEFT, DEVIATION_RIGHT, DEVIATION_HIGH, DEVIATION_LOW };

/* A weapon used in a session, on one face with one gauge. Its shots hang on it. */
struct session_weapon {
    record_id id;
    record_id session_id;
    record_id weapon_id; /* 0: not said */
    char face_id[CODE_ROOM];
    int64_t gauge_um; /* the event's gauge; 0: scored by hole centre */
    int64_t distance_mm;
    int rounds_fired; /* at least the scored shots */
    record_id ammunition_id;
    char grouping[NAME_ROOM];
    enum deviation deviation;
    int fliers;
};

enum shot_source { SHOT_KEYS, SHOT_PLOT, SHOT_IMPORT };

/* One hole or one value. Key: (session_weapon, series, number, revision); series 0 holds sighters.
 * A correction or a take-back voids the row and, for a correction, adds the next revision. */
struct shot {
    record_id session_weapon_id;
    int series;       /* from 1; 0 = sighters */
    int number;       /* from 1 within the series */
    int revision;     /* from 0 */
    int value_tenths; /* whole-ring programmes: multiples of 10 */
    int ring;         /* 0..10 */
    bool is_inner_ten;
    bool is_plotted; /* x and y are known */
    int64_t x_um, y_um;
    bool is_called; /* the shooter said where it went before looking */
    int64_t call_x_um, call_y_um;
    int machine_tenths; /* the machine's own value; -1 when none */
    enum shot_source source;
    int64_t entered_at_ms;
    record_id entered_by;
    int64_t voided_at_ms; /* 0: current */
    record_id voided_by;
};

enum { SERIES_MAX = 60, SHOTS_PER_SERIES_MAX = 60, SESSION_SHOTS_MAX = 400 };

/* Derived from the current match shots of one session_weapon, in the same transaction. Integers, so
 * that a recomputation must agree to the last digit (aimtrack verify). */
struct shot_summary {
    record_id session_weapon_id;
    int shots; /* match shots, sighters not counted */
    int sighters;
    int64_t total_tenths;
    int64_t total_rings;
    int inner_tens, tens, nines, misses; /* tens include inner tens */
    int series_count;                    /* highest series with a shot */
    int series_tenths[SERIES_MAX];       /* [0] = series 1; stored as text "940,960" */
    int series_shots[SERIES_MAX];
    int plotted;
    int64_t sum_x_um, sum_y_um; /* over plotted shots */
    int64_t sum_xx, sum_yy;     /* micrometres squared */
    int64_t min_x_um, max_x_um, min_y_um, max_y_um;
    int64_t spread_squared;          /* extreme spread, micrometres squared */
    int64_t first_at_ms, last_at_ms; /* entered_at of the first and last match shot */
};

/* --- the coach ------------------------------------------------------------------------------ */
enum job_kind { JOB_REFLECTION, JOB_INSIGHT, JOB_QUESTION, JOB_KIND_COUNT };
enum job_state { JOB_QUEUED, JOB_RUNNING, JOB_DONE, JOB_FAILED };

struct job { /* the texts are not part of it: store/job.h */
    record_id id;
    enum job_kind kind;
    record_id subject_id; /* session, weapon, question */
    enum job_state state;
    char language[8];
    int attempts, waits; /* charged; not charged */
    int64_t run_at_ms, lease_until_ms;
    int64_t lease_token; /* counts claims: a result of an older claim is dropped */
    char worker[64];
    bool is_unstructured;
    int token_factor;
    int error_class; /* enum ai_class */
    char error_detail[256];
    int http_status;
    char request_id[96];
    record_id account_id;
    char by_name[NAME_ROOM];
    bool is_automatic;
    int64_t created_at_ms, started_at_ms, ended_at_ms;
};

struct attempt {
    record_id id, job_id;
    enum job_kind kind;
    int64_t at_ms;
    int duration_ms;
    int class_; /* enum ai_class; 0: an answer */
    int http_status;
    char request_id[96];
    char provider[24], model[96], prompt_hash[65];
    int64_t input_tokens, output_tokens; /* -1: not said */
};

struct answer_row { /* its sentences are text of any length: store/answer.h */
    record_id id;
    enum job_kind kind;
    record_id subject_id, job_id;
    char language[8], provider[24], model[96], prompt_hash[65];
    int64_t input_tokens, output_tokens;
    int duration_ms;
    int64_t at_ms, acknowledged_at_ms;
    char acknowledged_by[NAME_ROOM];
};

struct question {
    record_id id, account_id;
    char by_name[NAME_ROOM];
    record_id member_id, weapon_id;
    char from[DATE_ROOM], to[DATE_ROOM];
    char text[512];
    int64_t at_ms;
};

/* --- exports -------------------------------------------------------------------------------- */
struct export_row {
    record_id id;
    char report[CODE_ROOM], format[8];
    char filter[256]; /* JSON */
    char target[512], file_name[NAME_ROOM];
    int64_t rows, bytes;
    int pages; /* of a PDF */
    char sha256[65];
    int step; /* enum deliver_step; 0: done */
    int error_number;
    record_id account_id;
    char by_name[NAME_ROOM];
    int64_t at_ms;
    int duration_ms;
};

/* For who audits: on an export, a session, a member or a weapon. Only added. */
struct note {
    record_id id;
    char subject[CODE_ROOM];
    record_id subject_id;
    char text[NOTE_ROOM];
    char by_name[NAME_ROOM];
    int64_t at_ms;
};

/* --- registers ------------------------------------------------------------------------------ */
struct guest {
    record_id id;
    char local_date[DATE_ROOM];
    char name[NAME_ROOM];
    char document_type[CODE_ROOM]; /* a code: core/register.h */
    char document_number[NUMBER_ROOM];
    record_id host_member_id;
    record_id weapon_id;  /* 0: none named */
    record_id by_account; /* 0: the command line */
    char by_name[NAME_ROOM];
    int64_t at_ms;
    int64_t blanked_at_ms; /* 0: name and document are still here */
    int64_t voided_at_ms;  /* 0: counts */
};

/* Someone who came in: a member or a guest; the other is 0. */
struct presence {
    record_id id;
    char local_date[DATE_ROOM]; /* of coming in */
    record_id member_id, guest_id;
    int lane; /* 1..99; 0: not said */
    int64_t in_at_ms;
    int64_t out_at_ms; /* 0: still there */
    char in_by[NAME_ROOM], out_by[NAME_ROOM];
    int64_t voided_at_ms; /* 0: counts */
};

/* A club weapon handed to a member. */
struct weapon_issue {
    record_id id;
    record_id weapon_id, member_id;
    char local_date[DATE_ROOM]; /* of handing out */
    int64_t out_at_ms;
    char out_by[NAME_ROOM];
    int64_t in_at_ms; /* 0: still out */
    char in_by[NAME_ROOM];
    char condition_out[NAME_ROOM], condition_in[NAME_ROOM];
    int64_t voided_at_ms; /* 0: counts */
};

/* Which rows of a register, and each row with the names it refers to. */
struct register_range {
    const char *from, *to; /* local dates, inclusive; NULL or "": open */
    bool only_open;        /* still there; still out */
    bool with_void;
    bool newest_first; /* else the oldest first */
};

/* A person as a register names them. */
struct register_person {
    char number[NUMBER_ROOM], licence[NUMBER_ROOM];
    char family_name[NAME_ROOM], given_name[NAME_ROOM];
};

struct presence_line {
    struct presence presence;
    struct register_person member; /* of a guest: the host */
    char guest_name[NAME_ROOM];    /* "" of a member */
};

struct guest_line {
    struct guest guest;
    struct register_person host;
    char weapon[NAME_ROOM], serial[NUMBER_ROOM], calibre[NUMBER_ROOM]; /* "": none named */
    int64_t in_at_ms, out_at_ms; /* of the presence; out 0: still there */
};

struct weapon_issue_line {
    struct weapon_issue issue;
    struct register_person member;
    char weapon[NAME_ROOM], serial[NUMBER_ROOM], calibre[NUMBER_ROOM];
};

/* --- bookkeeping ---------------------------------------------------------------------------- */
struct audit_row {
    int64_t number; /* 1.. without gaps */
    int64_t at_ms;
    record_id actor_id; /* account; 0 with actor_name for the command line */
    char actor_name[NAME_ROOM];
    char action[CODE_ROOM];  /* "shot.store", "member.edit" */
    char subject[CODE_ROOM]; /* table */
    record_id subject_id;
    char before[512]; /* short JSON, "" when none */
    char after[512];
    char previous_hash[65], hash[65]; /* hex */
    bool is_redacted;                 /* before and after were taken out since */
};

#endif
