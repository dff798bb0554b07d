"""The names that in-toto and SLSA give to what is signed: one place for each, so that writer and reader never differ.

Nothing is imported here, for whoever only compares a name must not pay for a cryptography library.
Source: github.com/in-toto/attestation, spec/v1; slsa.dev/spec/v1.0/verification_summary.
"""

IN_TOTO = "application/vnd.in-toto+json"
"""The media type of a statement in an envelope."""

STATEMENT = "https://in-toto.io/Statement/v1"
"""The type of every statement that is written here."""

STATEMENTS = (STATEMENT, "https://in-toto.io/Statement/v0.1")
"""The types of statement that are read."""

SUMMARY = "https://slsa.dev/verification_summary/v1"
"""What a statement says that is a verification summary."""
