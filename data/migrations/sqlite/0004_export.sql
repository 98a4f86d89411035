-- What was exported: every attempt, whether it came to an end or not; and notes for who audits.

CREATE TABLE export (
    id           INTEGER PRIMARY KEY,
    report       TEXT NOT NULL,
    format       TEXT NOT NULL,
    filter       TEXT NOT NULL, -- JSON
    target       TEXT NOT NULL, -- the folder
    file_name    TEXT NOT NULL,
    rows         INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    sha256       TEXT NOT NULL,
    step         INTEGER NOT NULL, -- 0: done; else the one that failed
    error_number INTEGER NOT NULL,
    account_id   INTEGER,
    by_name      TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    duration_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX export_by_time ON export (at_ms, id);
CREATE TRIGGER export_no_update BEFORE UPDATE ON export
BEGIN SELECT RAISE(ABORT, 'what was exported stays as it was'); END;

CREATE TABLE note (
    id         INTEGER PRIMARY KEY,
    subject    TEXT NOT NULL, -- export, session, member, weapon
    subject_id INTEGER NOT NULL,
    text       TEXT NOT NULL,
    account_id INTEGER,
    by_name    TEXT NOT NULL,
    at_ms      INTEGER NOT NULL
) STRICT;
CREATE INDEX note_by_subject ON note (subject, subject_id, id);
CREATE TRIGGER note_no_update BEFORE UPDATE ON note
BEGIN SELECT RAISE(ABORT, 'notes are append-only'); END;
CREATE TRIGGER note_no_delete BEFORE DELETE ON note
BEGIN SELECT RAISE(ABORT, 'notes are append-only'); END;
