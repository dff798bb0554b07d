"""The order of a release: build, tap, rehearsal, publish; each waits until the one before it succeeded at this commit.

A step that was done again undoes those after it: a formula names the files of one build, and a rehearsal tried them. A
rehearsal also says nothing of other workflow files than it was made with. A rehearsal may fail and a publish may be
tried again; neither needs a new build. A publish that succeeded is not repeated at its commit, and none is made from
files that are in no commit.
"""

from dataclasses import dataclass

from checker.domain.digest import Digest
from checker.domain.release_record import Entry, Mode, ReleaseRecord, Step, StepEnded, StepOutcome

ORDER = tuple(Step)
_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What is checked out: the commit, the digest of the workflow files, and why the files are not those of the commit.

    `unclean` is empty only where every file was compared and none differs.
    """

    commit: str
    workflows: Digest
    unclean: str = ""


def waits_for(record: ReleaseRecord, step: Step, present: Present) -> str:
    """Why a step may not begin yet; empty when it may."""
    before = 0
    for one in ORDER[: ORDER.index(step)]:
        found = record.last_step(one)
        if why := _unsettled(found, one, present, after=before):
            return why
        before = found[0].number if found else 0
    return _held_back(record, present) if step is Step.PUBLISH else ""


def published_in(record: ReleaseRecord, present: Present) -> tuple[Entry, StepEnded] | None:
    """The publish that succeeded at this commit, where nobody said afterwards that it had not."""
    found = record.last_step(Step.PUBLISH)
    if found is None or found[0].commit != present.commit or found[1].outcome is not StepOutcome.SUCCEEDED:
        return None
    return found


def next_step(record: ReleaseRecord, present: Present) -> tuple[Step | None, str]:
    """The step that is to be done next and why it waits, if it does; None when nothing is left to do."""
    before = 0
    for one in ORDER:
        found = record.last_step(one)
        if _unsettled(found, one, present, after=before):
            started = record.started
            if one is Step.PUBLISH and started and started.mode is Mode.DRY_RUN:
                return None, "the release is a dry run, which ends before publish"
            return one, waits_for(record, one, present)
        before = found[0].number if found else 0
    return None, "every step succeeded at this commit"


def why_unsettled(record: ReleaseRecord, step: Step, present: Present) -> str:
    """Why a step does not count as done here and now, whatever came before it; empty when it does."""
    position = ORDER.index(step)
    former = record.last_step(ORDER[position - 1]) if position else None
    return _unsettled(record.last_step(step), step, present, after=former[0].number if former else 0)


def _unsettled(found: tuple[Entry, StepEnded] | None, step: Step, present: Present, *, after: int) -> str:
    """Why a step does not count as done here and now."""
    if found is None:
        return f"{step} was not done"
    entry, ended = found
    if ended.outcome is StepOutcome.FAILED:
        return f"{step} failed"
    if entry.commit != present.commit:
        return f"{step} was done at commit {entry.commit[:_SHORT]}, and {present.commit[:_SHORT]} is checked out"
    if entry.number < after:
        return f"{step} was done before the last {ORDER[ORDER.index(step) - 1]}"
    if step is Step.REHEARSAL and ended.workflows != present.workflows:
        return "the workflow files changed since the rehearsal, so it has to be repeated"
    return ""


def _held_back(record: ReleaseRecord, present: Present) -> str:
    """What keeps a publish from being begun besides the steps before it."""
    started = record.started
    if started is None:
        return "nobody stated this release"
    if started.mode is Mode.DRY_RUN:
        return "the release is a dry run, which ends before publish"
    names = [blocker.name for _, blocker in record.open_blockers()]
    return f"a blocker is open: {', '.join(names)}" if names else present.unclean
