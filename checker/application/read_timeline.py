"""Read a timeline: what happened, when, by whom, from a trail that was recomputed first.

An event of the lifecycle has the name of its action; whatever else was kept is `keep`. What lies behind an entry that
does not hold is never shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from checker.application.mask_happening import mask_event
from checker.domain.candidate import LifecycleEvent
from checker.domain.document_kind import DocumentKind
from checker.domain.moment import parse_beginning, parse_moment
from checker.domain.namespace import Namespace
from checker.domain.release import Action
from checker.domain.run import RunHappening, run_name
from checker.domain.trail import TrailRow
from checker.errors import InputRefusedError, UsageError
from checker.formats.lifecycle_event_v1 import parse_event
from checker.ports.secret_forms import SecretForms

KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineQuestion:
    """Which entries are wanted; what is empty is not asked for. Of those that fit, the newest `limit`.

    With `after`, a page of them: the oldest `limit` behind the entry of this number, 0 being before the first.
    """

    candidate: str = ""
    run: str = ""
    actor: str = ""
    action: str = ""
    since: str = ""
    limit: int = 50
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """An entry of the trail, and the event that it commits, if it is one; `type` is what was kept."""

    seq: int
    at: str
    type: str
    digest: str
    event: LifecycleEvent | None = None

    @property
    def action(self) -> str:
        """What was done."""
        return str(self.event.happened.action) if self.event else KEEP

    @property
    def run(self) -> str:
        """The compliance run it belongs to, if any."""
        happened = self.event.happened if self.event else None
        return run_name(happened.run) if isinstance(happened, RunHappening) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The entries that were asked for, oldest first, and how many others that fit were left out.

    They are older ones, or, of a page, younger ones.
    """

    items: tuple[TimelineItem, ...]
    left_out: int = 0


def read_timeline(
    rows: Iterable[TrailRow], question: TimelineQuestion, *, namespace: Namespace, secrets: SecretForms
) -> Timeline:
    """The timeline of rows that were recomputed, each text in it masked by what is known today.

    Raises:
        UsageError: the moment it is to begin at is none, or nothing is ever called so that was to be shown.
        InputRefusedError: an event cannot be read, or is of another namespace.
    """
    _refuse_unknown(question.action)
    since = _beginning(question.since)
    fitting = [item for item in _items(rows, namespace) if _fits(item, question, since)]
    shown = fitting[_shown(question)]
    return Timeline(
        items=tuple(replace(item, event=mask_event(item.event, secrets) if item.event else None) for item in shown),
        left_out=len(fitting) - len(shown),
    )


def _shown(question: TimelineQuestion) -> slice:
    if not question.limit:
        return slice(None)
    return slice(-question.limit, None) if question.after is None else slice(question.limit)


def _items(rows: Iterable[TrailRow], namespace: Namespace) -> Iterator[TimelineItem]:
    for row in rows:
        event = _event(row, namespace) if row.type == DocumentKind.LIFECYCLE_EVENT else None
        yield TimelineItem(
            seq=row.seq, at=row.at, type=row.type, digest=str(row.parts.get("data", row.row)), event=event
        )


def _event(row: TrailRow, namespace: Namespace) -> LifecycleEvent:
    event, frame = parse_event(row.blobs["data"], source=f"entry {row.seq} of the trail")
    if frame.namespace is not namespace:
        raise InputRefusedError(
            f"entry {row.seq} holds an event of the namespace {frame.namespace}, expected {namespace}"
        )
    return event


def _fits(item: TimelineItem, question: TimelineQuestion, since: datetime | None) -> bool:
    event = item.event
    asked = (
        (question.candidate, event.candidate if event else ""),
        (question.actor, event.actor if event else ""),
        (question.run, item.run),
        (question.action, item.action),
    )
    return (
        all(not wanted or wanted == seen for wanted, seen in asked)
        and item.seq > (question.after or 0)
        and (since is None or parse_moment(item.at) >= since)
    )


def _refuse_unknown(action: str) -> None:
    """A misspelt action must not look like one that never happened."""
    known = (*Action, KEEP)
    if action and action not in known:
        raise UsageError(
            f"the action is {action!a}, expected one of {', '.join(sorted(known))}",
            hint="left out, every action is shown",
        )


def _beginning(since: str) -> datetime | None:
    try:
        return parse_beginning(since) if since else None
    except InputRefusedError as error:
        raise UsageError(error.message, hint=error.hint) from None
