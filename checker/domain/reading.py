"""Observations taken out of a document, and what several of them come to when they are read together."""

from collections.abc import Iterable

from checker.domain.json_shape import field_of, object_of, text_of, texts_of
from checker.domain.json_value import Json
from checker.domain.observation import Detail, Observation, Status, unread
from checker.errors import InputRefusedError

WORST_FIRST = (
    Status.ERROR,
    Status.DENIED,
    Status.NOT_FOUND,
    Status.UNSUPPORTED,
    Status.INCOMPLETE,
    Status.NOT_REQUESTED,
)
"""Which status speaks for several things that could not be read: the one that is hardest to settle."""

MOST_EVIDENCE = 1000
_NO_DETAIL = Detail()


def read_observation(value: Json, *, name: str) -> Observation:
    """The observation a document holds under `name`; a section that is not there was not requested.

    Raises:
        InputRefusedError: the value is not an observation.
    """
    if value is None:
        return unread(Status.NOT_REQUESTED, why=f"{name} is not in the document")
    fields = object_of(value, name)
    status = _status(text_of(field_of(fields, "status"), f"the status of {name}"), name)
    return Observation(
        status=status,
        value=field_of(fields, "value") if status is Status.COLLECTED else None,
        partial=fields.get("partial"),
        detail=_detail(fields["detail"], name) if "detail" in fields else _NO_DETAIL,
        evidence=tuple(texts_of(fields.get("evidence", []), f"the evidence of {name}")),
    )


def worst_of(unread_ones: Iterable[tuple[str, Observation]]) -> Observation:
    """One observation for several that could not be read: the worst status, and everything that would settle it.

    Args:
        unread_ones: each with the id of its source; at least one, and none of them `collected`.
    """
    ranked = sorted(unread_ones, key=lambda item: WORST_FIRST.index(item[1].status))
    worst = ranked[0][1]
    needs = unique(item.detail.needs for _, item in ranked if item.detail.needs)
    reasons = unique(f"{name} is {item.status}" for name, item in ranked)
    return Observation(
        status=worst.status,
        detail=Detail(
            http=worst.detail.http,
            message=worst.detail.message,
            needs="; ".join(needs),
            why="; ".join(reasons),
            retryable=any(item.detail.retryable for _, item in ranked),
        ),
        evidence=evidence_of(item for _, item in ranked),
        because=unique(name for name, _ in ranked),
    )


def evidence_of(observations: Iterable[Observation]) -> tuple[str, ...]:
    """The evidence of several observations, each once, in their order; bounded as the schema bounds it."""
    return unique(item for one in observations for item in one.evidence)[:MOST_EVIDENCE]


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Each item once, in the order it came."""
    return tuple(dict.fromkeys(items))


def _status(word: str, name: str) -> Status:
    try:
        return Status(word)
    except ValueError:
        known = ", ".join(Status)
        raise InputRefusedError(f"the status of {name} is {word!r}, expected one of {known}") from None


def _detail(value: Json, name: str) -> Detail:
    fields = object_of(value, f"the detail of {name}")
    http, message = fields.get("http", 0), fields.get("message", "")
    return Detail(
        http=http if isinstance(http, int) else 0,
        message=str(message),
        needs=str(fields.get("needs", "")),
        why=str(fields.get("why", "")),
        retryable=fields.get("retryable", False) is True,
    )
