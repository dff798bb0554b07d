"""What GitHub's REST API answers, read into the sections of `audit/v1`; pure: bodies in, observations out."""
