-- What a server knows of its callers. It bears no state that a verdict or a gate rests on.
-- A token is never forgotten and changes once, when it is revoked; everything else is forgotten when it is over.
-- Moments are whole microseconds (since 1970, UTC).
-- Never edit this file after a release: its checksum is recorded in every file made with it.

CREATE TABLE migrations (
    number INTEGER PRIMARY KEY,
    checksum TEXT NOT NULL
) STRICT;

CREATE TABLE tokens (
    seq INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE CHECK (length(number) = 12),
    proof BLOB NOT NULL CHECK (length(proof) = 32),
    label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 128),
    namespace TEXT NOT NULL CHECK (namespace IN ('real', 'demo')),
    projects TEXT NOT NULL,
    roles TEXT NOT NULL,
    made INTEGER NOT NULL,
    expires INTEGER NOT NULL CHECK (expires > made),
    revoked INTEGER
) STRICT;

CREATE TRIGGER tokens_no_delete BEFORE DELETE ON tokens
BEGIN
    SELECT RAISE(ABORT, 'no token is ever forgotten');
END;

CREATE TRIGGER tokens_change BEFORE UPDATE ON tokens
WHEN OLD.revoked IS NOT NULL
    OR NEW.seq IS NOT OLD.seq
    OR NEW.number IS NOT OLD.number
    OR NEW.proof IS NOT OLD.proof
    OR NEW.label IS NOT OLD.label
    OR NEW.namespace IS NOT OLD.namespace
    OR NEW.projects IS NOT OLD.projects
    OR NEW.roles IS NOT OLD.roles
    OR NEW.made IS NOT OLD.made
    OR NEW.expires IS NOT OLD.expires
BEGIN
    SELECT RAISE(ABORT, 'a token changes once, when it is revoked');
END;

CREATE TABLE used_tokens (
    issuer TEXT NOT NULL,
    number TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (issuer, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX used_tokens_until ON used_tokens (until);

CREATE TABLE answers (
    label TEXT NOT NULL,
    namespace TEXT NOT NULL CHECK (namespace IN ('real', 'demo')),
    project TEXT NOT NULL,
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request TEXT NOT NULL CHECK (length(request) = 71),
    begun INTEGER NOT NULL,
    status INTEGER CHECK (status BETWEEN 100 AND 599),
    headers TEXT CHECK ((headers IS NULL) = (status IS NULL)),
    body BLOB CHECK ((body IS NULL) = (status IS NULL)),
    PRIMARY KEY (label, namespace, project, key)
) STRICT;

CREATE INDEX answers_begun ON answers (begun);

CREATE TABLE happened (
    seq INTEGER PRIMARY KEY,
    counted TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(name) <= 200),
    moment INTEGER NOT NULL
) STRICT;

CREATE INDEX happened_lately ON happened (counted, name, moment);
CREATE INDEX happened_moment ON happened (moment);
