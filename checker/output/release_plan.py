"""What each step of a release waits for, for people and for machines."""

from collections.abc import Iterator

from checker.application.plan_release import PlannedStep, ReleasePlan
from checker.domain.json_value import Json
from checker.output.terminal import ASIDE, OPEN, PASSED, Terminal

SCHEMA = "clean-release/release-plan/v1"


def render_plan(plan: ReleasePlan, *, shown: Terminal) -> str:
    """Each step with why it waits, or what records it; then the built files."""
    return "".join(f"{line}\n" for line in _lines(plan, shown))


def plan_document(plan: ReleasePlan) -> dict[str, Json]:
    """The same as one document."""
    return {
        "schema": SCHEMA,
        "release": plan.release,
        "next_step": plan.next_step,
        "steps": [
            {"step": str(one.step), "done": one.is_done, "waits_for": one.waits_for, "command": one.command}
            for one in plan.steps
        ],
        "artifacts": [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in plan.artifacts],
        "notes": list(plan.notes),
    }


def _lines(plan: ReleasePlan, shown: Terminal) -> Iterator[str]:
    yield shown.safe(f"{plan.release}: nothing was pushed, published or recorded")
    for one in plan.steps:
        mark = PASSED if one.is_done else OPEN if one.waits_for else ASIDE
        yield f"{shown.mark(mark)} {one.step}: {shown.safe(_state(one))}"
        if not one.is_done and not one.waits_for:
            yield f"    when it ended: {shown.safe(one.command)}"
    yield from (f"built: {shown.safe(one.name)} {one.sha256}" for one in plan.artifacts)
    yield from (f"note: {shown.safe(note)}" for note in plan.notes)
    yield shown.safe(f"next: {plan.next_step}")


def _state(one: PlannedStep) -> str:
    return "done at this commit" if one.is_done else one.waits_for or "may begin"
