-- The registers a club must keep: who was there, guests, club weapons handed out. Rows are voided,
-- never deleted; names and documents of guests are blanked after a time.

CREATE TABLE guest (
    id              INTEGER PRIMARY KEY,
    local_date      TEXT NOT NULL,
    name            TEXT NOT NULL,
    find_text       TEXT NOT NULL, -- the folded name: how often someone was a guest
    document_type   TEXT NOT NULL,
    document_number TEXT NOT NULL,
    host_member_id  INTEGER NOT NULL REFERENCES member (id),
    weapon_id       INTEGER REFERENCES weapon (id),
    by_account      INTEGER,
    by_name         TEXT NOT NULL,
    at_ms           INTEGER NOT NULL,
    blanked_at_ms   INTEGER NOT NULL DEFAULT 0,
    voided_at_ms    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX guest_by_date ON guest (local_date, id);
CREATE INDEX guest_by_name ON guest (find_text, id);
CREATE INDEX guest_by_host ON guest (host_member_id);
CREATE INDEX guest_by_weapon ON guest (weapon_id) WHERE weapon_id IS NOT NULL;

CREATE TABLE presence (
    id           INTEGER PRIMARY KEY,
    local_date   TEXT NOT NULL,
    member_id    INTEGER REFERENCES member (id),
    guest_id     INTEGER REFERENCES guest (id),
    lane         INTEGER NOT NULL DEFAULT 0 CHECK (lane BETWEEN 0 AND 99),
    in_at_ms     INTEGER NOT NULL,
    out_at_ms    INTEGER NOT NULL DEFAULT 0, -- 0: still there
    in_by        TEXT NOT NULL,
    out_by       TEXT NOT NULL DEFAULT '',
    voided_at_ms INTEGER NOT NULL DEFAULT 0,
    CHECK ((member_id IS NULL) <> (guest_id IS NULL)),
    CHECK (out_at_ms = 0 OR out_at_ms >= in_at_ms)
) STRICT;
CREATE INDEX presence_by_date ON presence (local_date, id);
CREATE INDEX presence_by_member ON presence (member_id, in_at_ms) WHERE member_id IS NOT NULL;
CREATE INDEX presence_by_guest ON presence (guest_id) WHERE guest_id IS NOT NULL;
-- Nobody is there twice.
CREATE UNIQUE INDEX presence_open_member ON presence (member_id)
    WHERE member_id IS NOT NULL AND out_at_ms = 0 AND voided_at_ms = 0;
CREATE INDEX presence_open ON presence (local_date, id) WHERE out_at_ms = 0 AND voided_at_ms = 0;

CREATE TABLE weapon_issue (
    id            INTEGER PRIMARY KEY,
    weapon_id     INTEGER NOT NULL REFERENCES weapon (id),
    member_id     INTEGER NOT NULL REFERENCES member (id),
    local_date    TEXT NOT NULL,
    out_at_ms     INTEGER NOT NULL,
    out_by        TEXT NOT NULL,
    in_at_ms      INTEGER NOT NULL DEFAULT 0, -- 0: still out
    in_by         TEXT NOT NULL DEFAULT '',
    condition_out TEXT NOT NULL DEFAULT '',
    condition_in  TEXT NOT NULL DEFAULT '',
    voided_at_ms  INTEGER NOT NULL DEFAULT 0,
    CHECK (in_at_ms = 0 OR in_at_ms >= out_at_ms)
) STRICT;
CREATE INDEX weapon_issue_by_date ON weapon_issue (local_date, id);
CREATE INDEX weapon_issue_by_member ON weapon_issue (member_id);
CREATE INDEX weapon_issue_by_weapon ON weapon_issue (weapon_id);
CREATE INDEX weapon_issue_out ON weapon_issue (local_date, id)
    WHERE in_at_ms = 0 AND voided_at_ms = 0;
-- One has it.
CREATE UNIQUE INDEX weapon_issue_open ON weapon_issue (weapon_id)
    WHERE in_at_ms = 0 AND voided_at_ms = 0;

-- The ammunition register is read by date.
CREATE INDEX ammunition_move_by_date ON ammunition_move (local_date, id);
