"""What is told of an older state of a server that somebody accepted: it is the trace that this leaves."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedState:
    """A state that was put back and taken as it was, without any token in it.

    Args:
        moment: when it was accepted.
        found: the number of its last change.
        expected: the number of the last change that its mark named; 0: there was no mark to be read.
        revoked: how many tokens counted in it, and count no more.
    """

    moment: datetime
    found: int
    expected: int
    revoked: int
