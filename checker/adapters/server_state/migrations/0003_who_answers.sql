-- Which server answers a request that a key names: one that is gone answers nothing any more, and another one goes on.
-- Never edit this file after a release: its checksum is recorded in every file made with it.

ALTER TABLE answers ADD COLUMN holder TEXT NOT NULL DEFAULT '';
