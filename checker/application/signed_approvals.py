"""Approvals, checked again: each as it was signed, by a key the anchor still names, for what is published.

Whoever can write to the store can add an event. So nothing of it is believed that its signer did not sign, and what
nobody may sign for themselves (who they are, how long it holds, that they did not write it) is looked up again.
"""

from collections.abc import Iterator

from checker.application.approvable_report import latest_manifest
from checker.application.approve_release import NAME, objections, valid_approvals
from checker.application.excluded_persons import excluded_persons
from checker.application.fresh import CLOCK_SKEW_SECONDS
from checker.application.open_lifecycle import Acting
from checker.application.prove_identity import keys_of_persons, person_of
from checker.domain.approval import Approved, approvals_needed
from checker.domain.candidate import Candidate
from checker.domain.digest import Digest
from checker.domain.identity import Identity, Method
from checker.domain.moment import age_in_seconds
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, ApprovalPolicy
from checker.errors import TrustError
from checker.formats.report_v1 import StoredReport

_HOUR = 3600
_AGAIN = "have it approved again"


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


def refuse_excluded(
    approvals: tuple[Approved, ...], candidate: Candidate, again: StoredReport, *, anchor: Anchor | None, by: Acting
) -> None:
    """Make sure, by what was read just now, that nobody approved their own work without leave.

    Raises:
        TrustError: somebody did; or it does not say so, or there is no leave any more.
    """
    if by.store.namespace is not Namespace.REAL:
        return
    excluded = excluded_persons(candidate, again, anchor=anchor, by=by)
    has_leave = anchor is not None and anchor.approval.single_person
    for one in approvals:
        against = tuple(objections(one.account, excluded))
        if against and not (has_leave and one.single_person):
            raise TrustError(
                f"the approval by {one.account} does not count: {'; '.join(against)}",
                hint="let somebody approve who neither wrote, pushed nor imported it",
            )


def _refuse_other_statement(one: Approved, candidate: Candidate, *, anchor: Anchor | None, by: Acting) -> None:
    from checker.formats.signed_statement import open_statement  # noqa: PLC0415 - loads a cryptography library

    policy, namespace = anchor.approval if anchor else ApprovalPolicy(), by.store.namespace
    then, now = (keys_of_persons(anchor, namespace=namespace, at=at) if anchor else {} for at in (one.issued, by.at))
    if one.subject not in then or one.subject not in now:  # an old key that got lost dates things back
        raise TrustError(f"the anchor names no key {one.subject} of an approver any more", hint=_AGAIN)
    signer = Identity(method=Method.SIGNATURE, issuer="", subject=one.subject)
    person = person_of(signer, namespace=namespace, anchor=anchor) if anchor else None
    account = person.account_at(by.project.host) if person else None
    if account is None or account.name != one.account:
        raise TrustError(f"{one.account} is not the account of who signed the approval", hint=_AGAIN)
    if age_in_seconds(one.issued, at=by.at) < -CLOCK_SKEW_SECONDS:
        raise TrustError(f"the approval by {one.account} holds from {one.issued} on, and it is {by.at}", hint=_AGAIN)
    if age_in_seconds(one.issued, at=one.expires) > policy.valid_hours * _HOUR:
        raise TrustError(
            f"the approval by {one.account} holds longer than {policy.valid_hours} hours, until {one.expires}",
            hint=_AGAIN,
        )
    envelope = by.store.get_document(digest=one.statement).data
    document, _ = open_statement(envelope, name=NAME, keys=(then[one.subject],), source="the approval")
    if gaps := tuple(_differing(document, one, candidate, by=by)):
        raise TrustError(f"the approval by {one.account} was signed for another {', '.join(gaps)}")


def _differing(document: dict[str, object], one: Approved, candidate: Candidate, *, by: Acting) -> Iterator[str]:
    wanted: dict[str, object] = {
        "namespace": str(by.store.namespace),
        "project": by.project.name,
        "repository": by.project.address,
        "candidate": candidate.name,
        "report": one.report,
        "manifest": latest_manifest(candidate),
        "commit": candidate.registered.commit,
        "channels": list(one.channels),
        "issued": one.issued,
        "expires": one.expires,
        "single_person": one.single_person,
    }
    yield from (name for name, value in wanted.items() if document[name] != value)
