-- Documents of one kind are counted and listed in order without reading those of other kinds.
-- Never edit this file after a release: its checksum is recorded in every store made with it.

CREATE INDEX documents_of_type ON documents (type);
