"""Use cases, one verb per file; they take values and ports."""
