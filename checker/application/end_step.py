"""End a step of a release: what happened is recorded, unless its turn had not come."""

from dataclasses import dataclass

from checker.application.open_record import OpenedRecord, Writing, add_entry
from checker.domain.release_order import Present, published_in, waits_for
from checker.domain.release_record import Step, StepEnded, StepOutcome
from checker.errors import OrderError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedStep:
    """What somebody says of a step: how it ended, in which run, and why where that needs saying."""

    step: str
    outcome: str
    run: int = 0
    reason: str = ""


def named_step(word: str) -> Step:
    """The step a command line names.

    Raises:
        UsageError: there is no such step.
    """
    if word not in list(Step):
        raise UsageError(f"unknown step {word!a}, expected one of {', '.join(Step)}")
    return Step(word)


def refuse_out_of_order(opened: OpenedRecord, step: Step, *, present: Present) -> None:
    """Refuse a step whose turn has not come, or is over: nothing is published twice.

    Raises:
        OrderError: says what comes first, or when it was published.
    """
    if step is Step.PUBLISH and (found := published_in(opened.record, present)):
        entry, ended = found
        raise OrderError(
            f"{opened.record.release} was published at this commit in run {ended.run} (entry {entry.number}),"
            " and nothing is published twice",
            hint="another commit or another --target begins again; if it did not succeed after all, --outcome failed",
        )
    _refuse_before_its_turn(opened, step, present=present)


def _refuse_before_its_turn(opened: OpenedRecord, step: Step, *, present: Present) -> None:
    if why := waits_for(opened.record, step, present):
        raise OrderError(f"{step} of {opened.record.release} has to wait: {why}")


def end_step(opened: OpenedRecord, said: EndedStep, *, present: Present, by: Writing) -> OpenedRecord:
    """The record with the step's outcome.

    Raises:
        UsageError: there is no such step or outcome, or the outcome is none of this step.
        OrderError: its turn has not come, or it was published at this commit before.
    """
    step = named_step(said.step)
    outcome = _outcome(said, step)
    # Whoever finds that a publish had not succeeded has to be able to say so.
    refuse = _refuse_before_its_turn if outcome is StepOutcome.FAILED else refuse_out_of_order
    refuse(opened, step, present=present)
    ended = StepEnded(step=step, outcome=outcome, workflows=present.workflows, run=said.run, reason=said.reason)
    return add_entry(opened, ended, by=by)


def _outcome(said: EndedStep, step: Step) -> StepOutcome:
    if said.outcome not in list(StepOutcome):
        raise UsageError(f"unknown outcome {said.outcome!a}, expected one of {', '.join(StepOutcome)}")
    outcome = StepOutcome(said.outcome)
    if outcome is StepOutcome.NOT_NEEDED and (step is not Step.TAP or not said.reason):
        raise UsageError(
            f"{step} was said to be not needed, which only a tap can be, with a --reason",
            hint="--outcome succeeded or failed says how it ended",
        )
    if outcome is StepOutcome.SUCCEEDED and step in (Step.BUILD, Step.REHEARSAL, Step.PUBLISH) and not said.run:
        raise UsageError(f"{step} succeeded in a run that nobody named", hint="give --run-id, the number of that run")
    return outcome
