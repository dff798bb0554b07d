"""Approvals, checked again: each as it was signed, by a key the anchor still names, for what is published."""

from collections.abc import Iterator

from checker.application.approvable_report import latest_manifest
from checker.application.approve_release import NAME, valid_approvals
from checker.application.open_lifecycle import Acting
from checker.application.prove_identity import keys_of_persons
from checker.domain.approval import Approved, approvals_needed
from checker.domain.candidate import Candidate
from checker.domain.digest import Digest
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, ApprovalPolicy
from checker.errors import TrustError


def signed_approvals(
    candidate: Candidate, *, report: Digest, channel: str, anchor: Anchor | None, by: Acting
) -> tuple[Approved, ...]:
    """Every approval of this report for a channel that holds now; enough of them.

    Raises:
        TrustError: too few hold, or what was signed is something else than the event says.
        InputRefusedError, NotFoundError: what was signed cannot be read.
    """
    policy = anchor.approval if anchor else ApprovalPolicy()
    found = tuple(
        one
        for one in valid_approvals(candidate, at=by.at)
        if one.report == report and (not one.channels or channel in one.channels)
    )
    if missing := approvals_needed(found, persons=policy.persons):
        raise TrustError(
            f"{missing} of {policy.persons} approvals of {candidate.name} for {channel} are missing or have expired",
            hint=f"clean-release release approve --candidate-id {candidate.name} --report-id {report} --actor NAME",
        )
    if by.store.namespace is Namespace.REAL:
        for one in found:
            _refuse_other_statement(one, candidate, anchor=anchor, by=by)
    return found


def _refuse_other_statement(one: Approved, candidate: Candidate, *, anchor: Anchor | None, by: Acting) -> None:
    from checker.formats.signed_statement import open_statement  # noqa: PLC0415 - loads a cryptography library

    keys = keys_of_persons(anchor, namespace=by.store.namespace, at=one.issued) if anchor else {}
    if one.subject not in keys:
        raise TrustError(
            f"the anchor names no key {one.subject} of an approver any more", hint="have it approved again"
        )
    envelope = by.store.get_document(digest=one.statement).data
    document, _ = open_statement(envelope, name=NAME, keys=(keys[one.subject],), source="the approval")
    if gaps := tuple(_differing(document, one, candidate, by=by)):
        raise TrustError(f"the approval by {one.account} was signed for another {', '.join(gaps)}")


def _differing(document: dict[str, object], one: Approved, candidate: Candidate, *, by: Acting) -> Iterator[str]:
    wanted: dict[str, object] = {
        "namespace": str(by.store.namespace),
        "repository": by.project.address,
        "candidate": candidate.name,
        "report": one.report,
        "manifest": latest_manifest(candidate),
        "commit": candidate.registered.commit,
        "channels": list(one.channels),
        "expires": one.expires,
        "single_person": one.single_person,
    }
    yield from (name for name, value in wanted.items() if document[name] != value)
