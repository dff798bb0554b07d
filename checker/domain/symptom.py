"""Symptoms: what a log says when a release fails, why that usually is, and what mends it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """A known failure: `cause` and `fixes` may name groups of the patterns in braces."""

    id: str
    matches: tuple[re.Pattern[str], ...]
    cause: str
    fixes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A symptom that was seen: in which line (from 1), in which words, why that is, and what mends it."""

    symptom: str
    line: int
    seen: str
    cause: str
    fixes: tuple[str, ...]
