-- What a club keeps beside shots: service, settings of the sights, ammunition by ledger, papers and
-- photographs, goals; and where a shooter called a shot.

ALTER TABLE shot ADD COLUMN call_x_um INTEGER;
ALTER TABLE shot ADD COLUMN call_y_um INTEGER;

-- Rounds of a weapon without touching its sessions: all of them, less those of void ones.
DROP INDEX session_weapon_by_weapon;
CREATE INDEX session_weapon_by_weapon ON session_weapon (weapon_id, session_id, rounds_fired);
CREATE INDEX session_void ON session (id) WHERE state = 2;

ALTER TABLE location ADD COLUMN retired_on TEXT;
ALTER TABLE location ADD COLUMN changed_at_ms INTEGER NOT NULL DEFAULT 0;

ALTER TABLE ammunition ADD COLUMN retired_on TEXT;
ALTER TABLE ammunition ADD COLUMN notes TEXT NOT NULL DEFAULT '';
ALTER TABLE ammunition ADD COLUMN changed_at_ms INTEGER NOT NULL DEFAULT 0;

-- Stock is the sum of the rounds; nothing is changed afterwards, a mistake is a row the other way.
CREATE TABLE ammunition_move (
    id            INTEGER PRIMARY KEY,
    ammunition_id INTEGER NOT NULL REFERENCES ammunition (id),
    local_date    TEXT NOT NULL,
    rounds        INTEGER NOT NULL CHECK (rounds <> 0),
    reason        INTEGER NOT NULL CHECK (reason BETWEEN 0 AND 4),
    note          TEXT NOT NULL DEFAULT '',
    member_id     INTEGER REFERENCES member (id),
    by_account    INTEGER,
    by_name       TEXT NOT NULL,
    at_ms         INTEGER NOT NULL
) STRICT;
CREATE INDEX ammunition_move_by_ammunition ON ammunition_move (ammunition_id, id);

CREATE TABLE weapon_service (
    id           INTEGER PRIMARY KEY,
    weapon_id    INTEGER NOT NULL REFERENCES weapon (id),
    local_date   TEXT NOT NULL,
    rounds       INTEGER NOT NULL CHECK (rounds >= 0), -- fired in all when it was serviced
    what         TEXT NOT NULL,
    by_name      TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    voided_at_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX weapon_service_by_weapon ON weapon_service (weapon_id, local_date, id);

-- How a weapon was set, each time that changed.
CREATE TABLE weapon_setting (
    id              INTEGER PRIMARY KEY,
    weapon_id       INTEGER NOT NULL REFERENCES weapon (id),
    local_date      TEXT NOT NULL,
    front_sight     TEXT NOT NULL,
    rear_sight      TEXT NOT NULL,
    trigger_weight  TEXT NOT NULL,
    grip            TEXT NOT NULL,
    click_um_at_10m INTEGER NOT NULL,
    by_name         TEXT NOT NULL,
    at_ms           INTEGER NOT NULL
) STRICT;
CREATE INDEX weapon_setting_by_weapon ON weapon_setting (weapon_id, id);

-- The file stands in the folder "attachments" beside the database under stored_name.
CREATE TABLE attachment (
    id           INTEGER PRIMARY KEY,
    session_id   INTEGER REFERENCES session (id),
    weapon_id    INTEGER REFERENCES weapon (id),
    file_name    TEXT NOT NULL,
    media_type   TEXT NOT NULL,
    size         INTEGER NOT NULL CHECK (size >= 0),
    sha256       TEXT NOT NULL,
    stored_name  TEXT NOT NULL UNIQUE,
    by_name      TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    voided_at_ms INTEGER NOT NULL DEFAULT 0,
    CHECK ((session_id IS NULL) <> (weapon_id IS NULL))
) STRICT;
CREATE INDEX attachment_by_session ON attachment (session_id, id) WHERE session_id IS NOT NULL;
CREATE INDEX attachment_by_weapon ON attachment (weapon_id, id) WHERE weapon_id IS NOT NULL;

CREATE TABLE goal (
    id           INTEGER PRIMARY KEY,
    member_id    INTEGER NOT NULL REFERENCES member (id),
    title        TEXT NOT NULL,
    detail       TEXT NOT NULL DEFAULT '',
    source       INTEGER NOT NULL CHECK (source BETWEEN 0 AND 1), -- own, suggested
    rule         TEXT NOT NULL DEFAULT '',                        -- of a suggestion
    month        TEXT NOT NULL,                                   -- YYYY-MM
    weapon_id    INTEGER REFERENCES weapon (id),
    session_id   INTEGER REFERENCES session (id),
    by_name      TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    done_at_ms   INTEGER NOT NULL DEFAULT 0,
    voided_at_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX goal_by_member ON goal (member_id, month, id);
