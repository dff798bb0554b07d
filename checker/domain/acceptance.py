"""The acceptance matrix of a release: each requirement with what shows it, and whether it is met.

Three answers, as everywhere: what is not known is never met.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What is known of a requirement."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What is demanded, whether it is met, and what shows that; `limit` is a threshold in words, if it is one."""

    name: str
    demand: str
    answer: Answer
    evidence: str
    limit: str = ""


def together(answers: Iterable[Answer]) -> Answer:
    """What several answers come to: one that is not met decides, then one that is not known, and none at all."""
    found = set(answers)
    return next((one for one in (Answer.NOT_MET, Answer.UNKNOWN, Answer.MET) if one in found), Answer.UNKNOWN)
