/* SQL about one member, who is $1: what is theirs, where a column points at it. Used by person.c
 * and privacy.c only, so that what a member gets and what goes with them are the same. */
#ifndef STORE_PERSON_SQL_H
#define STORE_PERSON_SQL_H

#define THEIR_SESSIONS  "(SELECT id FROM session WHERE member_id = $1)"
#define THEIR_QUESTIONS "(SELECT id FROM question WHERE member_id = $1)"
#define THEIR_WEAPONS   "(SELECT id FROM weapon WHERE owner_member_id = $1)"

/* Files of their sessions and weapons. */
#define THEIR_ATTACHMENTS                                                                          \
    "(SELECT id FROM attachment WHERE session_id IN " THEIR_SESSIONS                               \
    " OR weapon_id IN " THEIR_WEAPONS ")"

/* Exports about them, one of their sessions or their weapons: the filter is JSON. */
#define THEIR_EXPORTS                                                                              \
    "(SELECT e.id FROM export e WHERE e.filter LIKE '%\"member\":\"' || $1 || '\"%' OR EXISTS"     \
    " (SELECT 1 FROM session s WHERE s.member_id = $1"                                             \
    " AND e.filter LIKE '%\"session\":\"' || s.id || '\"%') OR EXISTS"                             \
    " (SELECT 1 FROM weapon w WHERE w.owner_member_id = $1"                                        \
    " AND e.filter LIKE '%\"weapon\":\"' || w.id || '\"%'))"

/* Requests to the coach (job) and answers: a session, a weapon, a question of theirs. */
#define THEIR_SUBJECTS                                                                             \
    "((kind = 0 AND subject_id IN " THEIR_SESSIONS ") OR (kind = 1 AND subject_id"                 \
    " IN " THEIR_WEAPONS ") OR (kind = 2 AND subject_id IN " THEIR_QUESTIONS "))"

#define THEIR_NOTES                                                                                \
    "((subject = 'member' AND subject_id = $1) OR (subject = 'session' AND subject_id"             \
    " IN " THEIR_SESSIONS ") OR (subject = 'weapon' AND subject_id IN " THEIR_WEAPONS              \
    ") OR (subject = 'export' AND subject_id IN " THEIR_EXPORTS "))"

/* Rows of the audit trail. A booking of ammunition is kept under the ammunition: the first one at
 * the move's moment or later is that of the move. */
#define THEIR_AUDIT                                                                                \
    "(subject_id IN (SELECT $1 UNION ALL SELECT id FROM session WHERE member_id = $1"              \
    " UNION ALL SELECT id FROM goal WHERE member_id = $1"                                          \
    " UNION ALL SELECT id FROM question WHERE member_id = $1"                                      \
    " UNION ALL SELECT id FROM account WHERE member_id = $1"                                       \
    " UNION ALL SELECT id FROM presence WHERE member_id = $1"                                      \
    " UNION ALL SELECT id FROM guest WHERE host_member_id = $1"                                    \
    " UNION ALL SELECT id FROM weapon_issue WHERE member_id = $1"                                  \
    " UNION ALL SELECT id FROM weapon WHERE owner_member_id = $1"                                  \
    " UNION ALL SELECT id FROM weapon_service WHERE weapon_id IN " THEIR_WEAPONS                   \
    " UNION ALL SELECT id FROM attachment WHERE id IN " THEIR_ATTACHMENTS                          \
    " UNION ALL SELECT id FROM job WHERE " THEIR_SUBJECTS                                          \
    " UNION ALL SELECT id FROM export WHERE id IN " THEIR_EXPORTS ")"                              \
    " OR number IN (SELECT (SELECT min(b.number) FROM audit b"                                     \
    " WHERE b.subject_id = v.ammunition_id AND b.action = 'ammunition.book'"                       \
    " AND b.at_ms >= v.at_ms) FROM ammunition_move v WHERE v.member_id = $1))"

#endif
