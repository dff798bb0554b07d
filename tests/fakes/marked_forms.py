"""Secrets that say that they are some."""

import re
from collections.abc import Sequence

from checker.domain.masking import Span

_MARKED = re.compile(r"SECRET-MARKER\S*")


class MarkedForms:
    """The port `SecretForms` that finds the marker, with the rest of its word."""

    def find(self, text: str) -> Sequence[Span]:
        return [found.span() for found in _MARKED.finditer(text)]
