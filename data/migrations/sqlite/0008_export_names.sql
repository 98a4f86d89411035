-- A file about a member has the member's number in its name: when the person goes, so does the name
-- of the file. Nothing else of what was exported can be changed.

DROP TRIGGER export_no_update;
CREATE TRIGGER export_no_update BEFORE UPDATE ON export
WHEN NOT (new.file_name = '' AND new.id = old.id AND new.report = old.report
          AND new.format = old.format AND new.filter = old.filter AND new.target = old.target
          AND new.rows = old.rows AND new.bytes = old.bytes AND new.sha256 = old.sha256
          AND new.step = old.step AND new.error_number = old.error_number
          AND new.account_id IS old.account_id AND new.by_name = old.by_name
          AND new.at_ms = old.at_ms AND new.duration_ms = old.duration_ms
          AND new.pages = old.pages)
BEGIN SELECT RAISE(ABORT, 'what was exported stays as it was'); END;
