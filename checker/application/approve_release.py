"""Approve a release: a person other than who wrote, pushed and imported it says, signed, that it may go.

What is signed names the report and the manifest by digest, so it is void for anything else. One person approves once;
how many it takes, the anchor says. Where policy lets one of the excluded approve, or somebody while it is not known who
is excluded, that is written into the statement and goes with it from there: `single-person`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from checker.application.approvable_report import approvable_report, latest_manifest
from checker.application.excluded_persons import ExcludedPersons, excluded_persons
from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.application.prove_identity import person_of, refuse_unproven
from checker.application.register_candidate import refuse_no_label
from checker.application.sign_statement import sign_statement
from checker.domain.approval import Approved, approvals_in_force, approvals_needed
from checker.domain.candidate import Candidate
from checker.domain.channel import channel_named
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.json_value import Json
from checker.domain.moment import age_in_seconds, format_moment, parse_moment
from checker.domain.namespace import Namespace
from checker.domain.next_command import next_command
from checker.domain.trust import Anchor, ApprovalPolicy
from checker.errors import StoreError, TrustError
from checker.formats.manifest_v1 import parse_manifest
from checker.formats.report_v1 import StoredReport
from checker.formats.statement import statement_bytes
from checker.ports.signer import Signer
from checker.ports.store import Document, Store

SCHEMA = "clean-release/approval/v1"
NAME = "approval"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked:
    """What a command line asks: which candidate, on which report, for which channels (none: all)."""

    candidate: str
    report: str
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Approver:
    """Who approves: their account at the provider, or their label where a demonstration asks for no proof.

    `alone` is whether they may do so only because policy lets them; `excluded` are those who may not.
    """

    account: str
    alone: bool
    excluded: tuple[str, ...]


def approve_release(
    opened: OpenedLifecycle, asked: ApprovalAsked, *, anchor: Anchor | None, signer: Signer | None, by: Acting
) -> OpenedLifecycle:
    """The lifecycle with one more approval; what was signed is durable beside it.

    Raises:
        CleanReleaseError: as `prepare_approval`.
    """
    approved = prepare_approval(opened, asked, anchor=anchor, by=by)
    candidate = opened.candidate(asked.candidate)
    data = _statement(approved, candidate, by=by, signer=signer)
    happened = replace(approved, statement=digest_of(data))
    kept = Document(kind=DocumentKind.APPROVAL, digest=digest_of(data), data=data)
    return add_event(opened, happened, candidate=candidate.name, by=by, beside=(kept,))


def prepare_approval(opened: OpenedLifecycle, asked: ApprovalAsked, *, anchor: Anchor | None, by: Acting) -> Approved:
    """What approving would sign, after everything that speaks against it; nothing is changed or signed yet.

    Raises:
        OrderError: its turn has not come.
        TrustError: the report does not count, or this person may not approve it.
        StoreError: the store was made in this very run, so nobody could have checked it before.
    """
    refuse_no_label("--actor", by.actor)
    refuse_unproven(by.identity, actor=by.actor, namespace=by.store.namespace, what="approving")
    refuse_ephemeral(by.store, what="approve")
    candidate = opened.candidate(asked.candidate)
    report = approvable_report(opened, candidate, asked.report, anchor=anchor, by=by)
    _refuse_unknown_channels(asked.channels, candidate, by=by)
    policy = anchor.approval if anchor else ApprovalPolicy()
    approver = _approver(candidate, report, anchor=anchor, by=by)
    before = valid_approvals(candidate, at=by.at)
    if any(one.account == approver.account for one in before):
        missing = approvals_needed(before, persons=policy.persons)
        raise TrustError(
            f"{approver.account} has approved {candidate.name} already, and nobody approves twice",
            hint=f"persons who have to approve besides: {missing}" if missing else next_command(candidate),
        )
    approved = Approved(
        report=report.digest,
        manifest=latest_manifest(candidate),
        statement=digest_of(b""),
        subject=by.identity.subject,
        account=approver.account,
        channels=asked.channels,
        issued=by.at,
        expires=format_moment(parse_moment(by.at) + timedelta(hours=policy.valid_hours)),
        complete=False,
        single_person=approver.alone,
        excluded=approver.excluded,
    )
    return replace(approved, complete=not approvals_needed((*before, approved), persons=policy.persons))


def valid_approvals(candidate: Candidate, *, at: str) -> tuple[Approved, ...]:
    """The approvals in force that have not expired at this moment (RFC 3339)."""
    found = approvals_in_force(event.happened for event in candidate.events)
    return tuple(one for one in found if age_in_seconds(one.expires, at=at) < 0)


def refuse_ephemeral(store: Store, *, what: str) -> None:
    """Make sure that a store is older than this run.

    Raises:
        StoreError: it was made in it.
    """
    if store.is_ephemeral and store.namespace is Namespace.REAL:
        raise StoreError(
            f"the store was made in this very run, and such a store can neither approve nor publish; asked to {what}",
            hint="use the store in which the candidate was judged",
        )


def _refuse_unknown_channels(channels: tuple[str, ...], candidate: Candidate, *, by: Acting) -> None:
    stored = by.store.get_document(digest=latest_manifest(candidate))
    manifest, _ = parse_manifest(stored.data, source="the manifest")
    for channel in channels:
        channel_named(channel, by.project.channels, targets=manifest.targets)


def _approver(candidate: Candidate, report: StoredReport, *, anchor: Anchor | None, by: Acting) -> _Approver:
    """Who approves, after making sure that they may.

    Raises:
        TrustError: their account is not known, or they are one of those who may not.
    """
    excluded = excluded_persons(candidate, report, anchor=anchor, by=by)
    host, namespace = report.view.source.host, by.store.namespace
    person = person_of(by.identity, namespace=namespace, anchor=anchor) if anchor else None
    account = person.account_at(host) if person else None
    if account is None and namespace is Namespace.REAL:
        raise TrustError(
            f"the anchor names no account of {by.actor} at {host}, so nobody can tell them from who wrote it",
            hint="add it under identities: in the anchor",
        )
    name = account.name if account else by.actor
    against = tuple(objections(name, excluded))
    if against and namespace is Namespace.REAL and not (anchor and anchor.approval.single_person):
        raise TrustError(
            f"{by.actor} may not approve {candidate.name}: {'; '.join(against)}",
            hint="let somebody approve who neither wrote, pushed nor imported it, and audit who did",
        )
    return _Approver(account=name, alone=bool(against), excluded=excluded.accounts)


def objections(account: str, excluded: ExcludedPersons) -> Iterator[str]:
    """Every reason why an account may not approve by itself."""
    if account in excluded.accounts:
        yield f"{account} wrote, pushed or imported it"
    yield from excluded.unknown


def _statement(approved: Approved, candidate: Candidate, *, by: Acting, signer: Signer | None) -> bytes:
    """What is signed, in its envelope; bare where a demonstration has no key to sign with."""
    approver: dict[str, Json] = {"actor": by.actor, "key": approved.subject, "account": approved.account}
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "namespace": str(by.store.namespace),
        "project": by.project.name,
        "repository": by.project.address,
        "candidate": candidate.name,
        "report": approved.report,
        "manifest": approved.manifest,
        "commit": candidate.registered.commit,
        "channels": list[Json](approved.channels),
        "approver": approver,
        "excluded": list[Json](approved.excluded),
        "single_person": approved.single_person,
        "issued": approved.issued,
        "expires": approved.expires,
    }
    data = statement_bytes(document, name=NAME)
    return data if signer is None else sign_statement(data, name=NAME, signer=signer)
