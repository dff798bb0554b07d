"""Publish a release: judge it once more, now, and issue a permit for one channel. Nothing is uploaded here.

Between approval and upload settings change, waivers and approvals end, commits move. So the settings are collected and
the manifest is judged again with the very snapshot of the approved report. What does not pass any more voids the
approval, durably; nobody has to remember it. Repeating it is safe: a permit is for a run and for an hour at most.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

from checker.application.approvable_report import current_report, gaps_of, latest_manifest
from checker.application.approve_release import refuse_ephemeral
from checker.application.judge_again import JudgedAgain
from checker.application.known_revocations import revoked_files
from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event, refuse_earlier
from checker.application.prove_identity import refuse_unproven
from checker.application.public_keys_of import public_keys_of
from checker.application.register_candidate import refuse_no_label
from checker.application.release_terms import (
    manifest_named,
    permitted_files,
    refuse_other_source,
    signed_permit,
    trail_head,
)
from checker.application.signed_approvals import refuse_excluded, signed_approvals
from checker.domain.approval import ApprovalVoided, Approved
from checker.domain.candidate import Candidate
from checker.domain.channel import Channel, channel_named
from checker.domain.channel_history import channels_since_manifest
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.manifest import Manifest, Target
from checker.domain.moment import format_moment, parse_moment
from checker.domain.permit import LONGEST_PERMIT_SECONDS, PermitIssued, PermitKind
from checker.domain.permit_terms import NO_RUN, PermitBinding, PermittedFile, PermitTerms, WorkflowRun
from checker.domain.release import Action, state_after
from checker.domain.run import RunOutcome
from checker.domain.trust import Anchor, KeyRole
from checker.domain.verdict import Verdict
from checker.errors import ConflictError, TrustError
from checker.formats.report_v1 import StoredReport, read_report
from checker.ports.signer import Signer
from checker.ports.store import Document, Store

_OUTCOMES = {Verdict.BLOCKED: RunOutcome.BLOCKED}


JudgeAgain: TypeAlias = Callable[[], JudgedAgain]
"""Collects the audits of what the approved report judged now, and judges it again for the purpose `publish`.

Of which manifest and which snapshot that report is, is looked at when it is there.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishAsked:
    """What a command line asks: which candidate, approved on which report, through which channel, by which run."""

    candidate: str
    report: str
    channel: str
    workflow: WorkflowRun = NO_RUN
    environment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishMeans:
    """With what it is published: what is trusted, the key for permits, how it is judged again, and by which program.

    `channels` are those of the project file that the approved report was made with.
    """

    anchor: Anchor | None
    signer: Signer
    judge: JudgeAgain
    tool: str
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of it: the signed permit, or, where the approval is void now, every reason for that.

    `changed` are the kinds of audits whose facts differ from those that were approved.
    """

    opened: OpenedLifecycle
    permit: bytes = field(default=b"", repr=False)
    outcome: RunOutcome = RunOutcome.PASSED
    void_because: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyToPublish:
    """What a permit would let out: the candidate with its report, manifest and approvals, and where and how it goes."""

    candidate: Candidate
    report: StoredReport
    manifest: Manifest
    target: Target
    environment: str
    approvals: tuple[Approved, ...]

    @property
    def files(self) -> tuple[PermittedFile, ...]:
        """The files that the permit would name."""
        return permitted_files(self.manifest, self.target)


def publish_release(opened: OpenedLifecycle, asked: PublishAsked, *, means: PublishMeans, by: Acting) -> Published:
    """A permit for a channel, durable when this returns, or a void approval, which is as durable.

    Raises:
        CleanReleaseError: as `prepare_publish`, or it could not be judged again; nothing was changed.
    """
    refuse_earlier(opened, by=by)  # before anything is kept
    ready = prepare_publish(opened, asked, anchor=means.anchor, signer=means.signer, by=by)
    candidate, report = ready.candidate, ready.report
    _refuse_other_channels(means.channels, by=by)
    judged = means.judge()
    again = read_report(judged.data, source="the report at publishing")
    by.store.put_report(digest=again.digest, data=again.data, inputs=judged.inputs)
    changed = tuple(sorted(_changed(report, again)))
    if gaps := tuple(_gaps(candidate, report, again, anchor=means.anchor, by=by)):
        return _voided(opened, candidate, again, gaps=gaps, changed=changed, by=by)
    refuse_excluded(ready.approvals, candidate, again, anchor=means.anchor, by=by)
    terms = _terms(asked, ready, again, tool=means.tool, by=by)
    permit = signed_permit(terms, signer=means.signer)
    issued = PermitIssued(permit=digest_of(permit), channel=asked.channel, report=again.digest, expires=terms.expires)
    kept = Document(kind=DocumentKind.PERMIT, digest=digest_of(permit), data=permit)
    opened = add_event(opened, issued, candidate=candidate.name, by=by, beside=(kept,))
    return Published(opened=opened, permit=permit, changed=changed)


def prepare_publish(
    opened: OpenedLifecycle, asked: PublishAsked, *, anchor: Anchor | None, signer: Signer, by: Acting
) -> ReadyToPublish:
    """What would be published, after everything that speaks against it but the judging; nothing is changed.

    Raises:
        OrderError: its turn has not come.
        ConflictError: the channel is done.
        TrustError: the approvals do not hold, or the key may not sign permits.
        StoreError: the store was made in this very run, or was changed by hand.
    """
    refuse_no_label("--actor", by.actor)
    refuse_unproven(by.identity, actor=by.actor, namespace=by.store.namespace, what="publishing")
    refuse_ephemeral(by.store, what="publish")
    candidate = opened.candidate(asked.candidate)
    state_after(candidate.state, Action.PUBLISH, name=candidate.name)
    _refuse_done(candidate, asked.channel)
    report = current_report(opened, candidate, asked.report, by=by)
    approvals = signed_approvals(candidate, report=report.digest, channel=asked.channel, anchor=anchor, by=by)
    manifest = manifest_named(latest_manifest(candidate), store=by.store)
    refuse_other_source(candidate, manifest)
    channel = channel_named(asked.channel, by.project.channels, targets=manifest.targets)
    ready = ReadyToPublish(
        candidate=candidate,
        report=report,
        manifest=manifest,
        target=channel.target,
        environment=channel.environment_of(asked.environment),
        approvals=approvals,
    )
    _refuse_revoked(ready.files, store=by.store)
    refuse_unless_permitting(signer, anchor=anchor, by=by)
    return ready


def refuse_unless_permitting(signer: Signer, *, anchor: Anchor | None, by: Acting) -> None:
    """Make sure that the anchor lets a key sign permits of this namespace now.

    Raises:
        TrustError: it does not.
    """
    namespace = by.store.namespace
    if signer.identity.fingerprint not in public_keys_of(anchor, KeyRole.PERMIT, namespace=namespace, at=by.at):
        raise TrustError(
            f"{signer.identity.name} may sign no permit: "
            f"the anchor has no valid key with the role permit for {namespace} that is this one",
            hint="make one with `clean-release keys generate --actor NAME --role permit`, and add it to the anchor",
        )


def _refuse_revoked(files: tuple[PermittedFile, ...], *, store: Store) -> None:
    """Make sure that no file is one that was revoked, of whatever candidate: the job may not know of it."""
    revoked = revoked_files(store)
    if named := [f"{one.name} was revoked: {revoked[one.sha256]}" for one in files if one.sha256 in revoked]:
        raise TrustError("; ".join(named), hint="build other files, and import those")


def _refuse_other_channels(approved: tuple[Channel, ...], *, by: Acting) -> None:
    """Make sure that channels lead where they led when the report was made that was approved: names were signed."""
    if approved != by.project.channels:
        raise TrustError(
            "the channels of the project file are others than when the approved report was made",
            hint="undo the change, or have the manifest judged and approved again",
        )


def _refuse_done(candidate: Candidate, channel: str) -> None:
    known = channels_since_manifest(event.happened for event in candidate.events)
    if channel in known and known[channel].is_done:
        raise ConflictError(
            f"{channel} shows every file of {candidate.name} already",
            hint=f"clean-release release status --candidate-id {candidate.name}",
        )


def _gaps(
    candidate: Candidate, report: StoredReport, again: StoredReport, *, anchor: Anchor | None, by: Acting
) -> Iterator[str]:
    """Every reason why what was judged again does not let the candidate go as the approved report did."""
    yield from gaps_of(candidate, again, anchor=anchor, by=by)
    if again.view.snapshot != report.view.snapshot:
        yield f"the snapshot is {again.view.snapshot}, expected {report.view.snapshot}"


def _changed(before: StoredReport, again: StoredReport) -> Iterator[str]:
    """Kinds of audits whose facts are others than those that were approved."""
    first = {(one.kind, one.facts_digest) for one in before.view.audits}
    second = {(one.kind, one.facts_digest) for one in again.view.audits}
    yield from {kind for kind, _ in first ^ second}


def _voided(
    opened: OpenedLifecycle,
    candidate: Candidate,
    again: StoredReport,
    *,
    gaps: tuple[str, ...],
    changed: tuple[str, ...],
    by: Acting,
) -> Published:
    outcome = _OUTCOMES.get(again.view.verdict, RunOutcome.UNDECIDED)
    told = f"{', '.join(changed)} changed since; " if changed else ""
    voided = ApprovalVoided(outcome=outcome, report=again.digest, reason=f"{told}{'; '.join(gaps)}")
    opened = add_event(opened, voided, candidate=candidate.name, by=by)
    return Published(opened=opened, outcome=outcome, void_because=gaps, changed=changed)


def _terms(asked: PublishAsked, ready: ReadyToPublish, again: StoredReport, *, tool: str, by: Acting) -> PermitTerms:
    """What the permit says; it never outlasts the approvals it rests on."""
    candidate, manifest = ready.candidate, ready.manifest
    source, head = again.view.source, trail_head(by.store)
    ends = [parse_moment(by.at) + timedelta(seconds=LONGEST_PERMIT_SECONDS)]
    ends += [parse_moment(one.expires) for one in ready.approvals]
    binding = PermitBinding(
        namespace=by.store.namespace,
        host=source.host,
        repository_id=source.repository_id,
        owner_id=source.owner_id,
        commit=candidate.registered.commit,
        ref=candidate.registered.ref,
        workflow=asked.workflow,
        environment=ready.environment,
        channel=asked.channel,
    )
    return PermitTerms(
        kind=PermitKind.PERMIT,
        project=by.project.name,
        repository=by.project.address,
        candidate=candidate.name,
        version=manifest.version,
        verifier=tool,
        binding=binding,
        target=ready.target,
        files=ready.files,
        manifest=manifest.digest,
        report=again.digest,
        verdict=str(again.view.verdict),
        approvals=tuple(one.statement for one in ready.approvals),
        single_person=any(one.single_person for one in ready.approvals),
        snapshot=again.view.snapshot,
        trail_seq=head.seq,
        trail_hash=head.hash,
        reason="",
        issued=by.at,
        expires=format_moment(min(ends)),
    )
