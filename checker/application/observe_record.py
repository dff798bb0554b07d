"""Observe the record of a release: what rules may know of it, as sections of the audit of a checkout."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.release_order import Present
from checker.domain.release_record import (
    DrillStep,
    Entry,
    EvidenceAdded,
    EvidenceKind,
    ReleaseRecord,
    Step,
    StepOutcome,
)
from checker.domain.section import RECORD
from checker.errors import CleanReleaseError


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """The record that lies beside a checkout, and what is checked out."""

    record: ReleaseRecord
    present: Present


def observe_record(kept: KeptRecord | CleanReleaseError, *, target: str) -> dict[str, Observation]:
    """The sections; where record or checkout could not be read, each says why.

    Args:
        kept: the record, or why there is none.
        target: the tag that was stated as the one that is released; empty where nobody did.
    """
    if isinstance(kept, CleanReleaseError):
        return {name: unread(Status.ERROR, why=kept.message, needs=kept.hint) for name in RECORD}
    record, present = kept.record, kept.present
    exists = bool(record.entries)
    found: dict[str, Observation] = {
        "release_record": collected(
            {
                "release": record.release,
                "exists": exists,
                "of_target": exists and record.release == target,
                "restarted": record.times_started > 1,
            }
        ),
        "drills": collected(list(_drills(record))),
    }
    if exists and record.release == target:
        found |= {
            "release_steps": collected(list(_steps(record, present))),
            "release_blockers": collected(list(_blockers(record))),
            "smoke_tests": collected(list(_smokes(record, present))),
            "canary": _added(record, present, EvidenceKind.CANARY),
            "gate_latency": _added(record, present, EvidenceKind.GATE_LATENCY),
        }
    return {name: found.get(name) or _not_begun(name) for name in RECORD}


def _not_begun(name: str) -> Observation:
    return unread(Status.NOT_REQUESTED, why="no record of this release was begun", needs=RECORD[name])


def _steps(record: ReleaseRecord, present: Present) -> Iterator[Json]:
    for step in Step:
        if found := record.last_step(step):
            entry, ended = found
            yield {
                "step": str(step),
                "outcome": str(ended.outcome),
                "run": ended.run,
                "at": entry.at,
                "at_commit": entry.commit == present.commit,
                "these_workflows": ended.workflows == present.workflows,
            }


def _blockers(record: ReleaseRecord) -> Iterator[Json]:
    for entry, blocker in record.open_blockers():
        yield {"name": blocker.name, "title": blocker.title, "filed_at": entry.at}


def _smokes(record: ReleaseRecord, present: Present) -> Iterator[Json]:
    for (registry, project), (entry, smoked) in record.smokes().items():
        yield {
            "id": f"{registry} {project}",
            "registry": registry,
            "project": project,
            "outcome": str(smoked.outcome),
            "seconds": smoked.seconds,
            "at_commit": entry.commit == present.commit,
        }


def _drills(record: ReleaseRecord) -> Iterator[Json]:
    """Every drill that was finished; one that was given up proves nothing."""
    attempts: dict[tuple[str, int], list[tuple[Entry, DrillStep]]] = {}
    for entry, step in record.drilled():
        attempts.setdefault((step.drill, step.attempt), []).append((entry, step))
    for (drill, attempt), steps in attempts.items():
        entry, last = steps[-1]
        if last.last:
            in_time = all(one.outcome is StepOutcome.SUCCEEDED and one.seconds <= one.due for _, one in steps)
            yield {"id": f"{drill} {attempt}", "drill": drill, "ended_at": entry.at, "in_time": in_time}


def _added(record: ReleaseRecord, present: Present, kind: EvidenceKind) -> Observation:
    found = [
        added for entry, added in record.having(EvidenceAdded) if added.kind is kind and entry.commit == present.commit
    ]
    if not found:
        name = "canary" if kind is EvidenceKind.CANARY else "gate_latency"
        return unread(Status.NOT_REQUESTED, why=f"no {kind} of this commit was recorded", needs=RECORD[name])
    last = found[-1]
    if kind is EvidenceKind.CANARY:
        return collected({"accepted": last.accepted, "samples": last.samples})
    return collected({"samples": last.samples, "p95": last.p95, "p99": last.p99})
