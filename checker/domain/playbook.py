"""Playbooks: what is done in which minute when something goes wrong, and how far an exercise of one has come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookStep:
    """One step: what is done, and by when, in seconds after the first step."""

    id: str
    due: int
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """The steps in their order; the first is due at once, and none before the one that precedes it."""

    name: str
    title: str
    steps: tuple[PlaybookStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillState:
    """An exercise: which one (0: none yet), since when (RFC 3339), what is next (None: finished), seconds gone."""

    playbook: Playbook
    attempt: int = 0
    since: str = ""
    next_step: PlaybookStep | None = None
    seconds: int = 0
    late: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
