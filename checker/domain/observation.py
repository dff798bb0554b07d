"""Observations: what was read, how completely, and where from.

`value` exists if and only if the status is `collected`; what was read of an incomplete thing is in `partial` and no
rule ever sees it. A thing that is authoritatively absent is `collected` with an empty value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checker.domain.json_value import Json


class Status(StrEnum):
    """How completely something was read; only `COLLECTED` can open a gate."""

    COLLECTED = "collected"
    INCOMPLETE = "incomplete"
    DENIED = "denied"
    NOT_FOUND = "not_found"
    UNSUPPORTED = "unsupported"
    ERROR = "error"
    NOT_REQUESTED = "not_requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Why something could not be read, and which permission would settle it."""

    http: int = 0
    message: str = ""
    needs: str = ""
    why: str = ""
    retryable: bool = False

    def to_json(self) -> dict[str, Json]:
        """The fields that say something."""
        fields: dict[str, Json] = {
            "http": self.http,
            "message": self.message,
            "needs": self.needs,
            "why": self.why,
            "retryable": self.retryable,
        }
        return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One thing that was looked at; build with `collected`, `incomplete` or `unread`."""

    status: Status
    value: Json = None
    partial: Json = None
    detail: Detail = field(default_factory=Detail)
    evidence: tuple[str, ...] = ()
    because: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, Json]:
        """The document form; absent parts are absent, not null."""
        out: dict[str, Json] = {"status": str(self.status), "evidence": list(self.evidence)}
        if self.status is Status.COLLECTED:
            out["value"] = self.value
        elif self.partial is not None:
            out["partial"] = self.partial
        if detail := self.detail.to_json():
            out["detail"] = detail
        if self.because is not None:
            out["because"] = list(self.because)
        return out


def collected(value: Json, *, evidence: tuple[str, ...] = (), because: tuple[str, ...] | None = None) -> Observation:
    """Completely read; an authoritative absence is an empty value."""
    return Observation(status=Status.COLLECTED, value=value, evidence=evidence, because=because)


def incomplete(partial: Json, *, why: str, needs: str = "", evidence: tuple[str, ...] = ()) -> Observation:
    """Read in part; what was read is kept, but decides nothing."""
    detail = Detail(why=why, needs=needs)
    return Observation(status=Status.INCOMPLETE, partial=partial, detail=detail, evidence=evidence)


def unread(
    status: Status, *, why: str, needs: str = "", http: int = 0, message: str = "", evidence: tuple[str, ...] = ()
) -> Observation:
    """Not read at all, and why."""
    detail = Detail(why=why, needs=needs, http=http, message=message)
    return Observation(status=status, detail=detail, evidence=evidence)


def is_observation(value: Json) -> bool:
    """Whether a JSON value has the form of an observation."""
    return isinstance(value, Mapping) and "status" in value and "evidence" in value
