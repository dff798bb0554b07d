-- Which changes there were of what decides who may call: of tokens, and of tokens of jobs that were used. The last one is
-- marked in a file beside this one, so that a copy of this one that is put back is known to be older.
-- Of the changes the last thousand are kept; that an older state was accepted is never forgotten.
-- Never edit this file after a release: its checksum is recorded in every file made with it.

CREATE TABLE changes (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    seal TEXT NOT NULL CHECK (length(seal) = 32)
) STRICT;

CREATE TRIGGER changes_no_update BEFORE UPDATE ON changes
BEGIN
    SELECT RAISE(ABORT, 'a change stays as it was');
END;

CREATE TABLE accepted (
    seq INTEGER PRIMARY KEY,
    moment INTEGER NOT NULL,
    found INTEGER NOT NULL CHECK (found >= 0),
    expected INTEGER NOT NULL CHECK (expected >= 0),
    revoked INTEGER NOT NULL CHECK (revoked >= 0)
) STRICT;

CREATE TRIGGER accepted_no_update BEFORE UPDATE ON accepted
BEGIN
    SELECT RAISE(ABORT, 'what was accepted stays as it was');
END;

CREATE TRIGGER accepted_no_delete BEFORE DELETE ON accepted
BEGIN
    SELECT RAISE(ABORT, 'what was accepted is never forgotten');
END;
