"""What a server knows of its callers, in one SQLite file of its user: tokens, used tokens, kept answers, counts."""
