"""What is planted wherever a response can carry a secret."""

SECRET = "SECRET-MARKER"  # noqa: S105 - planted to be found nowhere
