"""Compliance runs: the ordered stages in which a manifest is judged, as the events say that made a run what it is.

Only the latest run on the latest manifest says where its candidate stands, from the moment it is asked for; what an
earlier one still comes to is recorded and changes nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from checker.domain.digest import Digest
from checker.domain.release import Action


class Stage(StrEnum):
    """The stages of a run, in their order."""

    POLICY = "POLICY"
    MANIFEST = "MANIFEST"
    SOURCES = "SOURCES"
    AUDIT = "AUDIT"
    RULES = "RULES"
    REPORT = "REPORT"


class StageOutcome(StrEnum):
    """What a stage came to; a run goes on after `DONE` alone."""

    DONE = "done"
    FAILED = "failed"


class RunOutcome(StrEnum):
    """What a run came to: the verdict of its report, or that it ended without one."""

    PASSED = "passed"
    BLOCKED = "blocked"
    UNDECIDED = "undecided"
    FAILED = "failed"


class RunStatus(StrEnum):
    """Where a run stands, as tasks and interfaces show it."""

    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    PASSED = "passed"
    BLOCKED = "blocked"
    UNDECIDED = "undecided"
    FAILED = "failed"
    CANCELLED = "cancelled"


_ENDS = {
    RunOutcome.PASSED: Action.PASS,
    RunOutcome.BLOCKED: Action.BLOCK,
    RunOutcome.UNDECIDED: Action.FAIL,
    RunOutcome.FAILED: Action.FAIL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequested:
    """A run was asked for; `run` counts them over all candidates of the namespace, from 1."""

    run: int
    manifest: Digest

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.REQUEST_RUN


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """Somebody began to work at it."""

    run: int

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.START_RUN


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEnded:
    """A stage ended; `document` is the digest of what it made (empty for nothing), `code` says why it failed."""

    run: int
    stage: Stage
    started: str
    outcome: StageOutcome
    document: str = ""
    code: str = ""
    detail: str = ""

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.END_STAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWaiting:
    """It cannot go on by itself; `code` says why, `question` what has to be answered."""

    run: int
    code: str
    question: str

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.WAIT


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResumed:
    """It goes on at the first stage that is not done; `answer` is what somebody said, empty where nothing was asked."""

    run: int
    code: str = ""
    answer: str = ""

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.RESUME


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCancelled:
    """Somebody ended it; a run that was cancelled never goes on."""

    run: int
    reason: str = ""

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.CANCEL


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded:
    """It ended; `report` numbers the reports of runs over all candidates, 0 where there is none (`document` empty)."""

    run: int
    outcome: RunOutcome
    report: int = 0
    document: str = ""
    code: str = ""

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return _ENDS[self.outcome]


RunHappening: TypeAlias = RunRequested | RunStarted | StageEnded | RunWaiting | RunResumed | RunCancelled | RunEnded


def run_name(number: int) -> str:
    """What a run is called: `run-001`."""
    return f"run-{number:03d}"


def report_name(number: int) -> str:
    """What the report of a run is called: `rpt-001`."""
    return f"rpt-{number:03d}"
