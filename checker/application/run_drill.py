"""Run a drill: the steps of a playbook against the clock, each recorded when it is done, so that it can be resumed."""

from dataclasses import replace

from checker.application.open_record import OpenedRecord, Writing, add_entry
from checker.domain.moment import age_in_seconds
from checker.domain.playbook import DrillState, Playbook
from checker.domain.release_record import DrillStep, ReleaseRecord, StepOutcome
from checker.errors import ConflictError, InputRefusedError, NotFoundError


def drill_state(record: ReleaseRecord, playbook: Playbook, *, at: str) -> DrillState:
    """How far the last exercise of a playbook has come at this moment."""
    done = [(entry, step) for entry, step in record.drilled() if step.drill == playbook.name]
    if not done:
        return DrillState(playbook=playbook)
    attempt = done[-1][1].attempt
    steps = [(entry, step) for entry, step in done if step.attempt == attempt]
    since = steps[0][0].at
    finished = steps[-1][1].last
    names = {step.step for _, step in steps}
    return DrillState(
        playbook=playbook,
        attempt=attempt,
        since=since,
        next_step=None if finished else next((one for one in playbook.steps if one.id not in names), None),
        seconds=int(age_in_seconds(since, at=steps[-1][0].at if finished else at)),
        late=tuple(step.step for _, step in steps if step.seconds > step.due),
        failed=tuple(step.step for _, step in steps if step.outcome is StepOutcome.FAILED),
    )


def start_drill(opened: OpenedRecord, playbook: Playbook, *, by: Writing, again: bool = False) -> OpenedRecord:
    """The record with the first step of an exercise, from which its time counts.

    Raises:
        ConflictError: one is under way, and is not to be given up.
    """
    state = drill_state(opened.record, playbook, at=by.at)
    if state.next_step and not again:
        raise ConflictError(
            f"a drill is under way since {state.since}, and {state.next_step.id} is next",
            hint="go on with clean-release release drill done; --again gives it up and begins another",
        )
    return _add(opened, replace(state, attempt=state.attempt + 1, next_step=playbook.steps[0]), by=by, seconds=0)


def end_drill_step(
    opened: OpenedRecord, playbook: Playbook, *, by: Writing, note: str = "", failed: bool = False
) -> OpenedRecord:
    """The record with the next step of the exercise that is under way.

    Raises:
        NotFoundError: none is.
        InputRefusedError: the clock went back behind the beginning of the drill.
    """
    state = drill_state(opened.record, playbook, at=by.at)
    if state.next_step is None:
        raise NotFoundError("no drill is under way", hint="clean-release release drill start begins one")
    if state.seconds < 0:
        raise InputRefusedError(
            f"the drill began at {state.since}, which is after now ({by.at})", hint="set the clock of this machine"
        )
    return _add(opened, state, by=by, seconds=state.seconds, note=note, failed=failed)


def _add(
    opened: OpenedRecord, state: DrillState, *, by: Writing, seconds: int, note: str = "", failed: bool = False
) -> OpenedRecord:
    step = state.next_step or state.playbook.steps[0]
    ended = DrillStep(
        drill=state.playbook.name,
        attempt=state.attempt,
        step=step.id,
        outcome=StepOutcome.FAILED if failed else StepOutcome.SUCCEEDED,
        seconds=seconds,
        due=step.due,
        last=step is state.playbook.steps[-1],
        note=note,
    )
    return add_entry(opened, ended, by=by)
