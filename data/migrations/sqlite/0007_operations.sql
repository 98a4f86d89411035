-- The care of the club's data: what was done for it, and the row that a health check writes.

CREATE TABLE maintenance (
    id          INTEGER PRIMARY KEY,
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 5), -- backup, restore test, restore,
                                                               -- migration, check, salvage
    is_good     INTEGER NOT NULL,
    file_name   TEXT NOT NULL,    -- the backup it is about; '': none
    bytes       INTEGER NOT NULL,
    digest      TEXT NOT NULL,    -- SHA-256 of that file; '': none
    detail      TEXT NOT NULL,    -- English, cleaned: what was found
    account_id  INTEGER,
    by_name     TEXT NOT NULL,
    at_ms       INTEGER NOT NULL, -- its end
    duration_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX maintenance_by_kind ON maintenance (kind, is_good, id);
CREATE TRIGGER maintenance_no_update BEFORE UPDATE ON maintenance
BEGIN SELECT RAISE(ABORT, 'what was done stays as it was'); END;
CREATE TRIGGER maintenance_no_delete BEFORE DELETE ON maintenance
BEGIN SELECT RAISE(ABORT, 'what was done stays as it was'); END;

-- One row a terminal: proof that a commit still works.
CREATE TABLE health_probe (
    terminal INTEGER PRIMARY KEY,
    at_ms    INTEGER NOT NULL
) STRICT;
