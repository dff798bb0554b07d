-- The task queue: the only table whose rows change. It bears no state that a gate reads; what was done is in the trail.
-- A task keeps its number, key and subject, its attempts only grow, and what has ended stays as it is.
-- Moments and durations are whole microseconds (since 1970, UTC).
-- Never edit this file after a release: its checksum is recorded in every store made with it.

CREATE TABLE tasks (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 200),
    key TEXT NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 1000),
    reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 1000),
    state TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'waiting', 'done', 'failed', 'cancelled')),
    attempt INTEGER NOT NULL CHECK (attempt >= 0),
    attempts_left INTEGER NOT NULL CHECK (attempts_left >= 0),
    holder TEXT NOT NULL CHECK (length(holder) <= 200 AND (state = 'leased') = (holder <> '')),
    lease_seconds INTEGER NOT NULL CHECK ((state = 'leased') = (lease_seconds > 0)),
    enqueued INTEGER NOT NULL,
    last_signal INTEGER NOT NULL,
    spent INTEGER NOT NULL CHECK (spent >= 0),
    most_seconds INTEGER NOT NULL CHECK (most_seconds > 0),
    reason TEXT NOT NULL CHECK (length(reason) <= 1000)
) STRICT;

CREATE INDEX tasks_open ON tasks (number) WHERE state IN ('queued', 'leased');

CREATE TRIGGER tasks_no_delete BEFORE DELETE ON tasks
BEGIN
    SELECT RAISE(ABORT, 'no task is ever deleted');
END;

CREATE TRIGGER tasks_guard BEFORE INSERT ON tasks
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM tasks)
    OR EXISTS (SELECT 1 FROM tasks WHERE key = NEW.key)
    OR NEW.state IS NOT 'queued'
    OR NEW.attempt IS NOT 0
BEGIN
    SELECT RAISE(ABORT, 'a task is queued once, under the next number');
END;

CREATE TRIGGER tasks_change BEFORE UPDATE ON tasks
WHEN OLD.state IN ('done', 'failed', 'cancelled')
    OR NEW.number IS NOT OLD.number
    OR NEW.kind IS NOT OLD.kind
    OR NEW.key IS NOT OLD.key
    OR NEW.reference IS NOT OLD.reference
    OR NEW.enqueued IS NOT OLD.enqueued
    OR NEW.most_seconds IS NOT OLD.most_seconds
    OR NEW.attempt NOT BETWEEN OLD.attempt AND OLD.attempt + 1
    OR (NEW.attempt > OLD.attempt AND NEW.state IS NOT 'leased')
BEGIN
    SELECT RAISE(ABORT, 'a task that has ended stays, and no task becomes another');
END;
