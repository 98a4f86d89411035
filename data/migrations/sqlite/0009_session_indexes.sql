-- What insights, turns and permits ask of a session is now in the two indexes that they walk, so that
-- its row, on a page of its own among everybody's, is not read: half of the pages of a member's card.

DROP INDEX session_by_time;
CREATE INDEX session_by_time
    ON session (started_at_ms, id, member_id, weapon_id, programme_id, local_date, state,
                is_competition, location_id);
DROP INDEX session_by_member_time;
CREATE INDEX session_by_member_time
    ON session (member_id, started_at_ms, id, weapon_id, programme_id, local_date, state,
                is_competition, location_id);
