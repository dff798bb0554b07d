"""What compiling found out about the policies."""

from __future__ import annotations


class Inspection:
    """Filled in with the Go side."""
