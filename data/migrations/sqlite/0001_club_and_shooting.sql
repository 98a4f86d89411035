-- The club, its people and things, sessions and shots, and the chain of who did what.
-- Scores in tenths, coordinates in micrometres, moments in UTC ms, dates YYYY-MM-DD.

CREATE TABLE club (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL,
    city          TEXT NOT NULL DEFAULT '',
    knsa_number   TEXT NOT NULL DEFAULT '',
    certification TEXT NOT NULL DEFAULT '',
    terminal      INTEGER NOT NULL CHECK (terminal BETWEEN 0 AND 1022),
    zone          TEXT NOT NULL DEFAULT '',
    language      TEXT NOT NULL DEFAULT 'auto'
) STRICT;

CREATE TABLE member (
    id            INTEGER PRIMARY KEY,
    number        TEXT NOT NULL UNIQUE,
    licence       TEXT UNIQUE,
    family_name   TEXT NOT NULL,
    given_name    TEXT NOT NULL DEFAULT '',
    find_text     TEXT NOT NULL,
    sort_text     TEXT NOT NULL,
    birth_date    TEXT,
    joined_on     TEXT,
    left_on       TEXT,
    notes         TEXT NOT NULL DEFAULT '',
    changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX member_by_name ON member (sort_text, id);

CREATE TABLE account (
    id              INTEGER PRIMARY KEY,
    login           TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    role            INTEGER NOT NULL CHECK (role BETWEEN 0 AND 2),
    secret_hash     TEXT NOT NULL,
    failed_count    INTEGER NOT NULL DEFAULT 0,
    locked_until_ms INTEGER NOT NULL DEFAULT 0,
    is_disabled     INTEGER NOT NULL DEFAULT 0,
    member_id       INTEGER REFERENCES member (id),
    last_login_ms   INTEGER NOT NULL DEFAULT 0,
    shown_secret    TEXT
) STRICT;

CREATE TABLE location (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    is_range   INTEGER NOT NULL DEFAULT 1,
    is_storage INTEGER NOT NULL DEFAULT 0,
    distances  TEXT NOT NULL DEFAULT '',
    notes      TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE weapon (
    id                      INTEGER PRIMARY KEY,
    name                    TEXT NOT NULL,
    kind                    INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 7),
    calibre                 TEXT NOT NULL DEFAULT '',
    serial                  TEXT NOT NULL DEFAULT '',
    owner_member_id         INTEGER REFERENCES member (id),
    storage                 TEXT NOT NULL DEFAULT '',
    owned_since             TEXT,
    retired_on              TEXT,
    front_sight             TEXT NOT NULL DEFAULT '',
    rear_sight              TEXT NOT NULL DEFAULT '',
    trigger_weight          TEXT NOT NULL DEFAULT '',
    grip                    TEXT NOT NULL DEFAULT '',
    click_um_at_10m         INTEGER NOT NULL DEFAULT 0,
    service_interval_rounds INTEGER NOT NULL DEFAULT 0,
    find_text               TEXT NOT NULL,
    notes                   TEXT NOT NULL DEFAULT '',
    changed_at_ms           INTEGER NOT NULL
) STRICT;
CREATE INDEX weapon_by_name ON weapon (find_text, id);
CREATE INDEX weapon_by_owner ON weapon (owner_member_id);

CREATE TABLE ammunition (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    calibre TEXT NOT NULL DEFAULT '',
    bullet  TEXT NOT NULL DEFAULT '',
    lot     TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE session (
    id             INTEGER PRIMARY KEY,
    member_id      INTEGER NOT NULL REFERENCES member (id),
    weapon_id      INTEGER REFERENCES weapon (id), -- repeats the first weapon line, for finding
    programme_id   TEXT NOT NULL,
    lane           INTEGER NOT NULL DEFAULT 0 CHECK (lane BETWEEN 0 AND 99),
    location_id    INTEGER REFERENCES location (id),
    local_date     TEXT NOT NULL,
    started_at_ms  INTEGER NOT NULL,
    finished_at_ms INTEGER NOT NULL DEFAULT 0,
    state          INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
    officer_id     INTEGER REFERENCES account (id),
    is_competition INTEGER NOT NULL DEFAULT 0,
    notes          TEXT NOT NULL DEFAULT '',
    reflection     TEXT NOT NULL DEFAULT ''
) STRICT;
-- The list, newest first, filtered without touching the table.
CREATE INDEX session_by_time
    ON session (started_at_ms, id, member_id, weapon_id, programme_id, local_date, state);
CREATE INDEX session_by_member_time
    ON session (member_id, started_at_ms, id, weapon_id, programme_id, local_date, state);
-- A shooter's history of one programme.
CREATE INDEX session_by_member ON session (member_id, programme_id, started_at_ms, id);
-- Who shoots now; one shooter a lane.
CREATE UNIQUE INDEX session_open_lane ON session (lane) WHERE state = 0 AND lane > 0;

CREATE TABLE session_weapon (
    id            INTEGER PRIMARY KEY,
    session_id    INTEGER NOT NULL REFERENCES session (id),
    weapon_id     INTEGER REFERENCES weapon (id),
    face_id       TEXT NOT NULL,
    gauge_um      INTEGER NOT NULL DEFAULT 0,
    distance_mm   INTEGER NOT NULL DEFAULT 0,
    rounds_fired  INTEGER NOT NULL DEFAULT 0,
    ammunition_id INTEGER REFERENCES ammunition (id),
    grouping      TEXT NOT NULL DEFAULT '',
    deviation     INTEGER NOT NULL DEFAULT 0,
    fliers        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX session_weapon_by_session ON session_weapon (session_id);
CREATE INDEX session_weapon_by_weapon ON session_weapon (weapon_id, session_id);

CREATE TABLE shot (
    session_weapon_id INTEGER NOT NULL REFERENCES session_weapon (id),
    series            INTEGER NOT NULL CHECK (series BETWEEN 0 AND 60),
    number            INTEGER NOT NULL CHECK (number BETWEEN 1 AND 400),
    revision          INTEGER NOT NULL,
    value_tenths      INTEGER NOT NULL CHECK (value_tenths BETWEEN 0 AND 109),
    ring              INTEGER NOT NULL CHECK (ring BETWEEN 0 AND 10),
    is_inner_ten      INTEGER NOT NULL,
    x_um              INTEGER,
    y_um              INTEGER,
    machine_tenths    INTEGER,
    source            INTEGER NOT NULL,
    entered_at_ms     INTEGER NOT NULL,
    entered_by        INTEGER,
    voided_at_ms      INTEGER,
    voided_by         INTEGER,
    PRIMARY KEY (session_weapon_id, series, number, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE shot_summary (
    session_weapon_id INTEGER PRIMARY KEY REFERENCES session_weapon (id),
    shots             INTEGER NOT NULL,
    sighters          INTEGER NOT NULL,
    total_tenths      INTEGER NOT NULL,
    total_rings       INTEGER NOT NULL,
    inner_tens        INTEGER NOT NULL,
    tens              INTEGER NOT NULL,
    nines             INTEGER NOT NULL,
    misses            INTEGER NOT NULL,
    series_tenths     TEXT NOT NULL,
    series_shots      TEXT NOT NULL,
    plotted           INTEGER NOT NULL,
    sum_x_um          INTEGER NOT NULL,
    sum_y_um          INTEGER NOT NULL,
    sum_xx            INTEGER NOT NULL,
    sum_yy            INTEGER NOT NULL,
    min_x_um          INTEGER NOT NULL,
    max_x_um          INTEGER NOT NULL,
    min_y_um          INTEGER NOT NULL,
    max_y_um          INTEGER NOT NULL,
    spread_squared    INTEGER NOT NULL,
    first_at_ms       INTEGER NOT NULL,
    last_at_ms        INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    number        INTEGER PRIMARY KEY,
    at_ms         INTEGER NOT NULL,
    actor_id      INTEGER,
    actor_name    TEXT NOT NULL,
    action        TEXT NOT NULL,
    subject       TEXT NOT NULL,
    subject_id    INTEGER NOT NULL,
    before        TEXT NOT NULL,
    after         TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject_id, number);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
