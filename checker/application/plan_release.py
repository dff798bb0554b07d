"""Plan a release: what each step waits for and what would be typed next, without doing any of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.manifest import Artifact
from checker.domain.release_order import Present, next_step, waits_for, why_unsettled
from checker.domain.release_record import ReleaseRecord, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step: whether it is done here and now, else why it waits (empty: it may begin), and how to record it."""

    step: Step
    is_done: bool
    waits_for: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlan:
    """The steps in their order, the built files that lie here, and what could not be read of them."""

    release: str
    steps: tuple[PlannedStep, ...]
    artifacts: tuple[Artifact, ...]
    notes: tuple[str, ...]
    next_step: str


def plan_release(
    record: ReleaseRecord, *, present: Present, artifacts: Sequence[Artifact], notes: Sequence[str]
) -> ReleasePlan:
    """The plan of a release at what is checked out."""
    return ReleasePlan(
        release=record.release,
        steps=tuple(_planned(record, step, present) for step in Step),
        artifacts=tuple(artifacts),
        notes=tuple(notes),
        next_step=next_in_words(record, present),
    )


def next_in_words(record: ReleaseRecord, present: Present) -> str:
    """The next step, or why there is none, as a sentence."""
    step, why = next_step(record, present)
    if step is None:
        return f"nothing: {why}"
    return f"{step}, once this is settled: {why}" if why else str(step)


def _planned(record: ReleaseRecord, step: Step, present: Present) -> PlannedStep:
    why = waits_for(record, step, present)
    run = "" if step is Step.TAP else " --run-id RUN"
    return PlannedStep(
        step=step,
        is_done=not why and not why_unsettled(record, step, present),
        waits_for=why,
        command=f"clean-release release step {step} --outcome succeeded{run} --target {record.release}",
    )
