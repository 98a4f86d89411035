-- Pages of an export; places of other clubs; and taking the person out of what must stay.

ALTER TABLE export ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;

-- A place of another club: the setting permit.elsewhere says whether sessions there are turns.
ALTER TABLE location ADD COLUMN is_elsewhere INTEGER NOT NULL DEFAULT 0;

-- When the member was made anonymous; 0: never.
ALTER TABLE member ADD COLUMN anonymised_at_ms INTEGER NOT NULL DEFAULT 0;

-- The trail stays append-only, but what a row says about a person who is gone may be taken out: the
-- row, its hash and its place in the chain stay. audit_verify asks for a row that says so.
ALTER TABLE audit ADD COLUMN redacted_at_ms INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER audit_no_update;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
WHEN NOT (new.before = '' AND new.after = '' AND new.redacted_at_ms > 0
          AND old.redacted_at_ms = 0 AND new.number = old.number AND new.at_ms = old.at_ms
          AND new.actor_id IS old.actor_id AND new.actor_name = old.actor_name
          AND new.action = old.action AND new.subject = old.subject
          AND new.subject_id = old.subject_id AND new.previous_hash = old.previous_hash
          AND new.hash = old.hash)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- The same for notes: only their text may go.
DROP TRIGGER note_no_update;
CREATE TRIGGER note_no_update BEFORE UPDATE ON note
WHEN NOT (new.text = '' AND new.id = old.id AND new.subject = old.subject
          AND new.subject_id = old.subject_id AND new.at_ms = old.at_ms
          AND new.account_id IS old.account_id AND new.by_name = old.by_name)
BEGIN SELECT RAISE(ABORT, 'notes are append-only'); END;
