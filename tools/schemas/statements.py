"""What persons and permit keys sign about a candidate, each in a DSSE envelope: approvals, permits, revocations."""

from checker.domain.permit import PermitKind
from tools.schemas.blocks import MAX_ITEMS, MOMENT, REF, SHA1, Schema, closed, flag, listed, one_of, text, whole
from tools.schemas.documents import DIGEST, FILE_NAME, NAMESPACE, document
from tools.schemas.lifecycle_event import LABEL, MAYBE_DIGEST, VERSION, channel_name
from tools.schemas.sections import SHA256


def approval_v1() -> Schema:
    """What an approver signs."""
    fields = {
        **_about(),
        "report": text(pattern=DIGEST),
        "manifest": text(pattern=DIGEST),
        "commit": text(pattern=SHA1),
        "channels": listed(channel_name(), most=1000),
        "approver": closed({"actor": text(pattern=LABEL), "key": text(pattern=MAYBE_DIGEST), "account": text()}),
        "excluded": listed(text(shortest=1)),
        "single_person": flag(),
        "issued": text(pattern=MOMENT),
        "expires": text(pattern=MOMENT),
    }
    return document("Approval", "approval/v1", fields)


def permit_v1() -> Schema:
    """What a permit key signs, or two persons where the glass is broken."""
    artifact = closed({"name": text(pattern=FILE_NAME, shortest=1), "sha256": text(pattern=SHA256), "size": whole()})
    fields = {
        **_about(),
        "kind": one_of(*PermitKind),
        "verifier": text(shortest=1),
        "host": text(shortest=1),
        "repository_id": whole(),
        "owner_id": whole(),
        "version": text(pattern=VERSION),
        "commit": text(pattern=SHA1),
        "ref": text(pattern=REF),
        "workflow": closed({"ref": text(), "sha": text(), "run_id": whole(), "run_attempt": whole()}),
        "environment": text(),
        "channel": channel_name(),
        "target": closed({"registry": text(shortest=1), "project": text(shortest=1)}),
        "artifacts": {**listed(artifact, key="name", least=1), "maxItems": MAX_ITEMS},
        "manifest": text(pattern=DIGEST),
        "report": text(pattern=MAYBE_DIGEST),
        "verdict": one_of("passed", "blocked", "undecided", "none"),
        "approvals": listed(text(pattern=DIGEST), most=1000),
        "single_person": flag(),
        "snapshot": text(pattern=MAYBE_DIGEST),
        "trail": closed({"seq": whole(), "hash": text(pattern=DIGEST)}),
        "reason": text(),
        "issued": text(pattern=MOMENT),
        "expires": text(pattern=MOMENT),
    }
    return document("Permit", "permit/v1", fields)


def revocation_v1() -> Schema:
    """What is signed when a release is not to be used any more."""
    fields = {
        **_about(),
        "manifest": text(pattern=DIGEST),
        "artifacts": listed(text(pattern=SHA256), least=1),
        "by": text(pattern=LABEL),
        "reason": text(shortest=1),
        "issued": text(pattern=MOMENT),
    }
    return document("Revocation", "revocation/v1", fields)


def _about() -> dict[str, Schema]:
    return {
        "namespace": one_of(*NAMESPACE),
        "project": text(shortest=1),
        "repository": text(shortest=1),
        "candidate": text(pattern=LABEL),
    }
