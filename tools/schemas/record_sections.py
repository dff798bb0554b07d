"""The sections of an audit of kind `workspace` that come from the record of a release beside the checkout (ADR 19)."""

from checker.domain.release_record import SmokeOutcome, Step, StepOutcome
from tools.schemas.blocks import MOMENT, Schema, closed, flag, listed, observation, one_of, text, whole


def record_sections() -> dict[str, Schema]:
    """What was recorded about the release that is stated."""
    record = {"release": text(longest=255), "exists": flag(), "of_target": flag(), "restarted": flag()}
    step = {
        "step": one_of(*Step),
        "outcome": one_of(*StepOutcome),
        "run": whole(),
        "at": text(pattern=MOMENT),
        "at_commit": flag(),
        "these_workflows": flag(),
    }
    blocker = {"name": text(shortest=1), "title": text(), "filed_at": text(pattern=MOMENT)}
    smoke = {
        "id": text(shortest=1),
        "registry": text(shortest=1),
        "project": text(shortest=1),
        "outcome": one_of(*SmokeOutcome),
        "seconds": whole(),
        "at_commit": flag(),
    }
    drill = {"id": text(shortest=1), "drill": text(shortest=1), "ended_at": text(pattern=MOMENT), "in_time": flag()}
    return {
        "release_record": observation(closed(record)),
        "release_steps": observation(listed(closed(step), key="step")),
        "release_blockers": observation(listed(closed(blocker), key="name")),
        "smoke_tests": observation(listed(closed(smoke), key="id")),
        "drills": observation(listed(closed(drill), key="id")),
        "canary": observation(closed({"accepted": flag(), "samples": whole()})),
        "gate_latency": observation(closed({"samples": whole(), "p95": whole(), "p99": whole()})),
    }
