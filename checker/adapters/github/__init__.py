"""GitHub's REST API, read and never written to."""
