"""The forms that secrets are known to have."""

from collections.abc import Sequence
from typing import Protocol

from checker.domain.masking import Span


class SecretForms(Protocol):
    """Finds what has the form of a secret in a text; it cannot know one that looks like any other word."""

    def find(self, text: str) -> Sequence[Span]:
        """Where such forms stand, in the order of the text; none overlaps another."""
        ...
