"""The document that a lifecycle is made of: one event, with exactly one of the parts that say what happened."""

from checker.domain.identity import Method
from checker.domain.permit import Publication
from checker.domain.run import RunOutcome, Stage, StageOutcome
from tools.schemas.blocks import MOMENT, REF, SHA1, Schema, closed, flag, listed, one_of, text, whole
from tools.schemas.documents import DIGEST, NAMESPACE, document

LABEL = "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
MAYBE_LABEL = f"^$|{LABEL}"
MAYBE_DIGEST = f"^$|{DIGEST}"
MAYBE_CODE = "^$|^[A-Za-z][A-Za-z0-9_.-]{0,63}$"
VERSION = "^[A-Za-z0-9][A-Za-z0-9._+!~-]{0,127}$"


def lifecycle_event_v1() -> Schema:
    """An event of a candidate."""
    parts = {
        "registered": closed(
            {"version": text(pattern=VERSION), "ref": text(pattern=REF), "commit": text(pattern=SHA1)}
        ),
        "artifacts": closed({"document": text(pattern=DIGEST), "files": whole(least=1)}),
        "manifest": closed({"number": whole(least=1), "document": text(pattern=DIGEST)}),
        **_run_parts(),
        **_approval_parts(),
        **_permit_parts(),
        **_waiver_parts(),
    }
    frame = {
        "namespace": one_of(*NAMESPACE),
        "project": text(shortest=1),
        "repository": text(shortest=1),
        "candidate": text(pattern=MAYBE_LABEL),
        "number": whole(least=1),
        "previous": text(pattern=MAYBE_DIGEST),
        "at": text(pattern=MOMENT),
        "actor": text(pattern=LABEL),
        "identity": closed({"method": one_of(*Method), "issuer": text(), "subject": text()}),
        "request": text(pattern=DIGEST),
        "kind": one_of(*parts),
    }
    return document("Event of a candidate", "lifecycle-event/v1", {**frame, **parts}, optional=("request", *parts))


def _run_parts() -> dict[str, Schema]:
    """What can happen to a compliance run."""
    run, code = {"run": whole(least=1)}, {"code": text(pattern=MAYBE_CODE)}
    return {
        "requested": closed({**run, "manifest": text(pattern=DIGEST)}),
        "begun": closed(run),
        "stage": closed(
            {
                **run,
                **code,
                "stage": one_of(*Stage),
                "started": text(pattern=MOMENT),
                "outcome": one_of(*StageOutcome),
                "document": text(pattern=MAYBE_DIGEST),
                "detail": text(),
            }
        ),
        "waiting": closed({**run, **code, "question": text(shortest=1)}),
        "resumed": closed({**run, **code, "answer": text()}),
        "cancelled": closed({**run, "reason": text()}),
        "ended": closed(
            {**run, **code, "outcome": one_of(*RunOutcome), "report": whole(), "document": text(pattern=MAYBE_DIGEST)}
        ),
    }


def channel_name() -> Schema:
    """What a channel is called."""
    return text(shortest=1, longest=255)


def _approval_parts() -> dict[str, Schema]:
    """What can happen to an approval."""
    reason = {"reason": text(shortest=1)}
    return {
        "approved": closed(
            {
                "report": text(pattern=DIGEST),
                "manifest": text(pattern=DIGEST),
                "statement": text(pattern=DIGEST),
                "subject": text(),
                "account": text(),
                "channels": listed(channel_name(), most=1000),
                "issued": text(pattern=MOMENT),
                "expires": text(pattern=MOMENT),
                "complete": flag(),
                "single_person": flag(),
                "excluded": listed(text(shortest=1)),
            }
        ),
        "rejected": closed(reason),
        "revised": closed(reason),
        "voided": closed(
            {
                **reason,
                "outcome": one_of(*(one for one in RunOutcome if one is not RunOutcome.PASSED)),
                "report": text(pattern=MAYBE_DIGEST),
            }
        ),
    }


def _permit_parts() -> dict[str, Schema]:
    """What can happen to permits and channels."""
    permit = {"permit": text(pattern=DIGEST), "channel": channel_name(), "expires": text(pattern=MOMENT)}
    return {
        "permitted": closed({**permit, "report": text(pattern=DIGEST)}),
        "broken": closed({**permit, "reason": text(shortest=1)}),
        "confirmed": closed(
            {
                "channel": channel_name(),
                "outcome": one_of(*Publication),
                "allowed": text(),
                "released": flag(),
            }
        ),
        "revoked": closed({"statement": text(pattern=DIGEST), "reason": text(shortest=1)}),
    }


def _waiver_parts() -> dict[str, Schema]:
    """What can happen to a waiver."""
    number, envelope = {"number": whole(least=1)}, {"document": text(pattern=DIGEST)}
    return {
        "waiver_requested": closed({**number, **envelope, "waiver": text(pattern=DIGEST)}),
        "waiver_approved": closed({**number, **envelope}),
        "waiver_ended": closed({**number, "reason": text(shortest=1)}),
    }
