"""The record of a release: entries that are only ever added, and what they come to.

Every entry says at which commit and when it was made. Nothing is corrected: what was wrong is followed by what is
right, and the last word of a step, a blocker or a smoke test counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeVar

from checker.domain.digest import Digest


class Step(StrEnum):
    """What a release goes through, in this order; the tap is the formula of a package manager."""

    BUILD = "build"
    TAP = "tap"
    REHEARSAL = "rehearsal"
    PUBLISH = "publish"


class StepOutcome(StrEnum):
    """How a step ended; only a tap can be one that this project does not have."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    NOT_NEEDED = "not-needed"


class Mode(StrEnum):
    """Whether a release is meant to be real."""

    DRY_RUN = "dry-run"
    LIVE = "live"


class SmokeOutcome(StrEnum):
    """What became of installing what was published and running it."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed-out"


class EvidenceKind(StrEnum):
    """What a document proves that was added by hand."""

    CANARY = "canary"
    GATE_LATENCY = "gate-latency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The release was stated; `because` says why it was begun again, and is empty the first time."""

    base_tag: str
    mode: Mode
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFact:
    """One thing that was looked at, and what it was; a value that begins with `unknown` was not to be read."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """Somebody looked at everything again before going on."""

    facts: tuple[SeenFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEnded:
    """A step ended, in the provider's run of that number (0: none), with workflow files of that digest."""

    step: Step
    outcome: StepOutcome
    workflows: Digest
    run: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded:
    """A document somebody added; latencies are in microseconds, and 0 where they are not its subject."""

    kind: EvidenceKind
    document: Digest
    accepted: bool
    samples: int = 0
    p95: int = 0
    p99: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerFiled:
    """Something stands in the way; `name` is its class of failure, `log` the digest of what shows it, if anything."""

    name: str
    title: str
    summary: str
    check: str = ""
    run: int = 0
    command: str = ""
    log: str = ""
    fixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerClosed:
    """It stands in the way no longer."""

    name: str
    reason: str
    run: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoked:
    """The files were installed and run; `registry` is `dist` for files of this machine, `failed_at` what went wrong."""

    registry: str
    project: str
    version: str
    outcome: SmokeOutcome
    seconds: int
    command: tuple[str, ...]
    failed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillStep:
    """A step of a drill was done; `attempt` counts the drills, `seconds` from the drill's first step, as `due` does."""

    drill: str
    attempt: int
    step: str
    outcome: StepOutcome
    seconds: int
    due: int
    last: bool
    note: str = ""


Content: TypeAlias = Started | Resumed | StepEnded | EvidenceAdded | BlockerFiled | BlockerClosed | Smoked | DrillStep
AnyContent = TypeVar("AnyContent", bound=Content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: its number (from 1, over all releases), whose release it is of, when and at which commit."""

    number: int
    release: str
    at: str
    commit: str
    content: Content
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRecord:
    """Every entry of one release, oldest first; `release` is the tag. `drills` are the project's, of any release."""

    release: str
    entries: tuple[Entry, ...] = ()
    drills: tuple[Entry, ...] = ()

    def drilled(self) -> Iterator[tuple[Entry, DrillStep]]:
        """Each step of a drill of the project, oldest first."""
        for entry in self.drills:
            if isinstance(entry.content, DrillStep):
                yield entry, entry.content

    def having(self, kind: type[AnyContent]) -> Iterator[tuple[Entry, AnyContent]]:
        """Each entry of this kind with what it holds, oldest first."""
        for entry in self.entries:
            if isinstance(entry.content, kind):
                yield entry, entry.content

    def last(self, kind: type[AnyContent]) -> tuple[Entry, AnyContent] | None:
        """The newest entry of this kind, if there is one."""
        return next(reversed(list(self.having(kind))), None)

    def last_step(self, step: Step) -> tuple[Entry, StepEnded] | None:
        """The last word about a step."""
        return next(reversed([one for one in self.having(StepEnded) if one[1].step is step]), None)

    @property
    def started(self) -> Started | None:
        """How the release was stated last."""
        found = self.last(Started)
        return found[1] if found else None

    @property
    def times_started(self) -> int:
        """How often it was begun; more than once means that somebody began again instead of going on."""
        return len(list(self.having(Started)))

    def open_blockers(self) -> tuple[tuple[Entry, BlockerFiled], ...]:
        """What was filed and not closed since, in the order it was filed."""
        found: dict[str, tuple[Entry, BlockerFiled]] = {}
        for entry in self.entries:
            if isinstance(entry.content, BlockerFiled):
                found[entry.content.name] = (entry, entry.content)
            elif isinstance(entry.content, BlockerClosed):
                found.pop(entry.content.name, None)
        return tuple(found.values())

    def smokes(self) -> dict[tuple[str, str], tuple[Entry, Smoked]]:
        """The last smoke test of each place that files were installed from, at whichever commit it was."""
        return {(one.registry, one.project): (entry, one) for entry, one in self.having(Smoked)}
