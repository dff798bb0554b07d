"""The document that a release record is made of: one entry, with exactly one of the parts that say what happened."""

from checker.domain.release_record import EvidenceKind, Mode, SmokeOutcome, Step, StepOutcome
from tools.schemas.blocks import MOMENT, SHA1, Schema, closed, flag, listed, one_of, text, whole
from tools.schemas.documents import DIGEST, NAMESPACE, document

NAME = "^[a-z0-9][a-z0-9-]{0,63}$"
LONGEST_DAY = 86_400
MAYBE_DIGEST = f"^$|{DIGEST}"


def release_entry_v1() -> Schema:
    """An entry of the record of a release."""
    parts = _parts()
    frame = {
        "namespace": one_of(*NAMESPACE),
        "project": text(shortest=1),
        "repository": text(shortest=1),
        "release": text(shortest=1, longest=255),
        "number": whole(least=1),
        "previous": text(pattern=MAYBE_DIGEST),
        "at": text(pattern=MOMENT),
        "commit": text(pattern=SHA1),
        "kind": one_of(*parts),
    }
    return document("Entry of a release record", "release-entry/v1", {**frame, **parts}, optional=tuple(parts))


def _parts() -> dict[str, Schema]:
    """What can have happened; the part that is there is the one that `kind` names."""
    fact = closed({"name": text(shortest=1), "value": text()})
    return {
        "started": closed({"base_tag": text(shortest=1, longest=255), "mode": one_of(*Mode), "because": text()}),
        "resumed": closed({"facts": listed(fact, key="name", most=1000)}),
        "step": closed(
            {
                "step": one_of(*Step),
                "outcome": one_of(*StepOutcome),
                "workflows": text(pattern=DIGEST),
                "run": whole(),
                "reason": text(),
            }
        ),
        "evidence": closed(
            {
                "kind": one_of(*EvidenceKind),
                "document": text(pattern=DIGEST),
                "accepted": flag(),
                "samples": whole(),
                "p95": whole(),
                "p99": whole(),
            }
        ),
        **_blockers(),
        **_trials(),
    }


def _blockers() -> dict[str, Schema]:
    filed = {
        "name": text(pattern=NAME),
        "title": text(shortest=1),
        "summary": text(),
        "check": text(),
        "run": whole(),
        "command": text(),
        "log": text(pattern=MAYBE_DIGEST),
        "fixes": listed(text(), most=20),
    }
    return {
        "blocker": closed(filed),
        "closing": closed({"name": text(pattern=NAME), "reason": text(shortest=1), "run": whole()}),
    }


def _trials() -> dict[str, Schema]:
    smoke = {
        "registry": text(shortest=1),
        "project": text(shortest=1),
        "version": text(shortest=1, longest=200),
        "outcome": one_of(*SmokeOutcome),
        "seconds": whole(most=LONGEST_DAY),
        "command": listed(text(), least=1, most=100),
        "failed_at": text(),
    }
    drill = {
        "drill": text(pattern=NAME),
        "attempt": whole(least=1),
        "step": text(pattern=NAME),
        "outcome": one_of("succeeded", "failed"),
        "seconds": whole(),
        "due": whole(most=LONGEST_DAY),
        "last": flag(),
        "note": text(),
    }
    return {"smoke": closed(smoke), "drill": closed(drill)}


def canary_v1() -> Schema:
    """The result of a canary: whether what ran with the new version was accepted."""
    fields = {
        "commit": text(pattern=SHA1),
        "ended_at": text(pattern=MOMENT),
        "accepted": flag(),
        "samples": whole(least=1),
        "summary": text(shortest=1),
    }
    return document("Canary", "canary/v1", fields)


def gate_latency_v1() -> Schema:
    """How long the gate takes, in whole microseconds."""
    fields = {
        "commit": text(pattern=SHA1),
        "ended_at": text(pattern=MOMENT),
        "samples": whole(least=1),
        "p95": whole(least=1),
        "p99": whole(least=1),
    }
    return document("Latency of the gate", "gate-latency/v1", fields)
