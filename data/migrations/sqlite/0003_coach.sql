-- The coach: requests that wait for a model, every try, answers, and alerts.

-- Whether this member agreed that the notes of their sessions go to a model.
ALTER TABLE member ADD COLUMN shares_notes INTEGER NOT NULL DEFAULT 0;

CREATE TABLE question (
    id          INTEGER PRIMARY KEY,
    account_id  INTEGER,
    by_name     TEXT NOT NULL,
    member_id   INTEGER REFERENCES member (id),
    weapon_id   INTEGER REFERENCES weapon (id),
    from_date   TEXT NOT NULL,
    to_date     TEXT NOT NULL,
    text        TEXT NOT NULL,
    session_ids TEXT NOT NULL, -- those its numbers come from, separated by commas
    at_ms       INTEGER NOT NULL
) STRICT;
CREATE INDEX question_by_account ON question (account_id, at_ms);

-- What is to be sent is stored with the job: it is what the officer looked at.
CREATE TABLE job (
    id              INTEGER PRIMARY KEY,
    kind            INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),  -- reflection, insight, question
    subject_id      INTEGER NOT NULL,                               -- session, weapon, question
    state           INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3), -- queued, running, done, failed
    language        TEXT NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0, -- charged
    waits           INTEGER NOT NULL DEFAULT 0, -- not charged: the provider asked to wait
    run_at_ms       INTEGER NOT NULL,
    lease_until_ms  INTEGER NOT NULL DEFAULT 0,
    lease_token     INTEGER NOT NULL DEFAULT 0, -- counts claims; a result of an older claim is dropped
    worker          TEXT NOT NULL DEFAULT '',
    is_unstructured INTEGER NOT NULL DEFAULT 0,
    token_factor    INTEGER NOT NULL DEFAULT 1,
    error_class     INTEGER NOT NULL DEFAULT 0,
    error_detail    TEXT NOT NULL DEFAULT '',
    http_status     INTEGER NOT NULL DEFAULT 0,
    request_id      TEXT NOT NULL DEFAULT '',
    account_id      INTEGER,
    by_name         TEXT NOT NULL,
    is_automatic    INTEGER NOT NULL DEFAULT 0,
    created_at_ms   INTEGER NOT NULL,
    started_at_ms   INTEGER NOT NULL DEFAULT 0,
    ended_at_ms     INTEGER NOT NULL DEFAULT 0,
    -- long texts at the end, so that lists do not read past them
    system_text     TEXT NOT NULL,
    user_text       TEXT NOT NULL,
    sources         TEXT NOT NULL, -- the data sent: where a number in an answer may come from
    calculated      TEXT NOT NULL  -- what the rules say, as an answer
) STRICT;
CREATE UNIQUE INDEX job_one_active ON job (kind, subject_id) WHERE state <= 1;
CREATE INDEX job_by_subject ON job (kind, subject_id, id);
CREATE INDEX job_due ON job (state, run_at_ms, id);

-- Every request that was made, whatever came of it.
CREATE TABLE attempt (
    id            INTEGER PRIMARY KEY,
    job_id        INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    duration_ms   INTEGER NOT NULL,
    class         INTEGER NOT NULL, -- 0: an answer
    http_status   INTEGER NOT NULL,
    request_id    TEXT NOT NULL,
    provider      TEXT NOT NULL,
    model         TEXT NOT NULL,
    prompt_hash   TEXT NOT NULL,
    input_tokens  INTEGER NOT NULL, -- -1: not said
    output_tokens INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_by_time ON attempt (at_ms, class);
CREATE INDEX attempt_by_class ON attempt (class, at_ms);
CREATE INDEX attempt_by_job ON attempt (job_id, id);

-- Only added: a failure is a state of its job and never comes here; the newest is shown.
CREATE TABLE answer (
    id                 INTEGER PRIMARY KEY,
    kind               INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
    subject_id         INTEGER NOT NULL,
    job_id             INTEGER NOT NULL UNIQUE,
    language           TEXT NOT NULL,
    provider           TEXT NOT NULL,
    model              TEXT NOT NULL,
    prompt_hash        TEXT NOT NULL,
    input_tokens       INTEGER NOT NULL,
    output_tokens      INTEGER NOT NULL,
    duration_ms        INTEGER NOT NULL,
    sentences          TEXT NOT NULL,
    at_ms              INTEGER NOT NULL,
    acknowledged_at_ms INTEGER NOT NULL DEFAULT 0,
    acknowledged_by    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX answer_by_subject ON answer (kind, subject_id, id);

CREATE TABLE provider_pause (
    provider TEXT PRIMARY KEY,
    until_ms INTEGER NOT NULL,
    class    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
    id     INTEGER PRIMARY KEY,
    key    TEXT NOT NULL,
    is_on  INTEGER NOT NULL, -- raised; 0: recovered
    detail TEXT NOT NULL,
    at_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_by_key ON alert (key, id);
