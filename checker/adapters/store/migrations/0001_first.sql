-- The first shape of a store. Every table is append-only; every row of a table that bears state has the number of the trail
-- entry that commits it, is inserted before that entry, and cannot be committed without it (deferred reference).
-- Never edit this file after a release: its checksum is recorded in every store made with it.

CREATE TABLE migrations (
    number INTEGER PRIMARY KEY,
    checksum TEXT NOT NULL
) STRICT;

CREATE TABLE trail (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('origin', 'document', 'snapshot', 'report', 'revision')),
    name TEXT NOT NULL,
    row_digest TEXT NOT NULL,
    prev TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE origin (
    seq INTEGER PRIMARY KEY REFERENCES trail (seq) DEFERRABLE INITIALLY DEFERRED,
    namespace TEXT NOT NULL CHECK (namespace IN ('real', 'demo')),
    run TEXT NOT NULL
) STRICT;

CREATE TABLE documents (
    seq INTEGER PRIMARY KEY REFERENCES trail (seq) DEFERRABLE INITIALLY DEFERRED,
    digest TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE snapshots (
    seq INTEGER PRIMARY KEY REFERENCES trail (seq) DEFERRABLE INITIALLY DEFERRED,
    digest TEXT NOT NULL UNIQUE,
    data BLOB NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE reports (
    seq INTEGER PRIMARY KEY REFERENCES trail (seq) DEFERRABLE INITIALLY DEFERRED,
    digest TEXT NOT NULL UNIQUE,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE revisions (
    seq INTEGER PRIMARY KEY REFERENCES trail (seq) DEFERRABLE INITIALLY DEFERRED,
    bundle TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0)
) STRICT;

CREATE INDEX revisions_of_bundle ON revisions (bundle, revision);

CREATE TRIGGER migrations_no_update BEFORE UPDATE ON migrations
BEGIN
    SELECT RAISE(ABORT, 'migrations is append-only');
END;

CREATE TRIGGER migrations_no_delete BEFORE DELETE ON migrations
BEGIN
    SELECT RAISE(ABORT, 'migrations is append-only');
END;

CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail
BEGIN
    SELECT RAISE(ABORT, 'trail is append-only');
END;

CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail
BEGIN
    SELECT RAISE(ABORT, 'trail is append-only');
END;

CREATE TRIGGER origin_no_update BEFORE UPDATE ON origin
BEGIN
    SELECT RAISE(ABORT, 'origin is append-only');
END;

CREATE TRIGGER origin_no_delete BEFORE DELETE ON origin
BEGIN
    SELECT RAISE(ABORT, 'origin is append-only');
END;

CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents
BEGIN
    SELECT RAISE(ABORT, 'documents is append-only');
END;

CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents
BEGIN
    SELECT RAISE(ABORT, 'documents is append-only');
END;

CREATE TRIGGER snapshots_no_update BEFORE UPDATE ON snapshots
BEGIN
    SELECT RAISE(ABORT, 'snapshots is append-only');
END;

CREATE TRIGGER snapshots_no_delete BEFORE DELETE ON snapshots
BEGIN
    SELECT RAISE(ABORT, 'snapshots is append-only');
END;

CREATE TRIGGER reports_no_update BEFORE UPDATE ON reports
BEGIN
    SELECT RAISE(ABORT, 'reports is append-only');
END;

CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports
BEGIN
    SELECT RAISE(ABORT, 'reports is append-only');
END;

CREATE TRIGGER revisions_no_update BEFORE UPDATE ON revisions
BEGIN
    SELECT RAISE(ABORT, 'revisions is append-only');
END;

CREATE TRIGGER revisions_no_delete BEFORE DELETE ON revisions
BEGIN
    SELECT RAISE(ABORT, 'revisions is append-only');
END;

CREATE TRIGGER migrations_guard BEFORE INSERT ON migrations
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM migrations)
BEGIN
    SELECT RAISE(ABORT, 'a migration is recorded once, in order');
END;

CREATE TRIGGER trail_guard BEFORE INSERT ON trail
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail)
    OR NEW.prev IS NOT coalesce(
        (SELECT hash FROM trail ORDER BY seq DESC LIMIT 1),
        'sha256:0000000000000000000000000000000000000000000000000000000000000000'
    )
    OR EXISTS (SELECT 1 FROM trail WHERE hash = NEW.hash)
    OR NOT CASE NEW.kind
        WHEN 'origin' THEN EXISTS (SELECT 1 FROM origin WHERE seq = NEW.seq)
        WHEN 'document' THEN EXISTS (SELECT 1 FROM documents WHERE seq = NEW.seq)
        WHEN 'snapshot' THEN EXISTS (SELECT 1 FROM snapshots WHERE seq = NEW.seq)
        WHEN 'report' THEN EXISTS (SELECT 1 FROM reports WHERE seq = NEW.seq)
        WHEN 'revision' THEN EXISTS (SELECT 1 FROM revisions WHERE seq = NEW.seq)
        ELSE 0
    END
BEGIN
    SELECT RAISE(ABORT, 'a trail entry follows the last one and commits one row');
END;

CREATE TRIGGER origin_guard BEFORE INSERT ON origin
WHEN NEW.seq IS NOT 1
    OR EXISTS (SELECT 1 FROM origin)
BEGIN
    SELECT RAISE(ABORT, 'a row of origin is new and has the next number of the trail');
END;

CREATE TRIGGER documents_guard BEFORE INSERT ON documents
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail)
    OR EXISTS (SELECT 1 FROM documents WHERE digest = NEW.digest)
BEGIN
    SELECT RAISE(ABORT, 'a row of documents is new and has the next number of the trail');
END;

CREATE TRIGGER snapshots_guard BEFORE INSERT ON snapshots
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail)
    OR EXISTS (SELECT 1 FROM snapshots WHERE digest = NEW.digest)
BEGIN
    SELECT RAISE(ABORT, 'a row of snapshots is new and has the next number of the trail');
END;

CREATE TRIGGER reports_guard BEFORE INSERT ON reports
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail)
    OR EXISTS (SELECT 1 FROM reports WHERE digest = NEW.digest)
BEGIN
    SELECT RAISE(ABORT, 'a row of reports is new and has the next number of the trail');
END;

CREATE TRIGGER revisions_guard BEFORE INSERT ON revisions
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail)
    OR EXISTS (SELECT 1 FROM revisions WHERE bundle = NEW.bundle AND revision >= NEW.revision)
BEGIN
    SELECT RAISE(ABORT, 'a row of revisions is new and has the next number of the trail');
END;
