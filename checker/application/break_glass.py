"""Break the glass: publish whatever the verdict is, by the signatures of two persons, for a day at most.

It opens no gate: the verdict stays what it was, the permit says that it is a break-glass, and whoever verifies it gets
an answer of its own. The two may sit at different machines. The first makes and signs it in the store of the candidate,
where that is recorded at once, even if the policy would have let it pass; the second needs only a key and an anchor.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from checker.application.approvable_report import latest_manifest
from checker.application.approve_release import refuse_ephemeral
from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.application.prove_identity import keys_of_persons, whose
from checker.application.register_candidate import refuse_no_label
from checker.application.release_terms import (
    manifest_named,
    permitted_files,
    refuse_other_source,
    signed_permit,
    trail_head,
)
from checker.application.sign_statement import sign_also
from checker.domain.candidate import Candidate
from checker.domain.channel import channel_named
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.masking import masked
from checker.domain.moment import age_in_seconds, format_moment, parse_moment
from checker.domain.permit import LONGEST_BROKEN_SECONDS, SHORTEST_REASON, GlassBroken, PermitKind
from checker.domain.permit_terms import NO_RUN, PermitBinding, PermitTerms, WorkflowRun
from checker.domain.release import Action, state_after
from checker.domain.trust import Anchor
from checker.errors import Place, TrustError, UsageError
from checker.formats.permit_v1 import NAME, terms_of
from checker.formats.report_v1 import StoredReport, read_report
from checker.ports.signer import Signer
from checker.ports.store import Document

_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassAsked:
    """What a command line asks: for which candidate and channel, why, by which run, and for how many hours."""

    candidate: str
    channel: str
    reason: str
    workflow: WorkflowRun = NO_RUN
    environment: str = ""
    hours: int = 1


def break_glass(
    opened: OpenedLifecycle, asked: GlassAsked, *, anchor: Anchor | None, signer: Signer, tool: str, by: Acting
) -> tuple[OpenedLifecycle, bytes]:
    """The lifecycle with what was asked, and the permit with the first of its two signatures.

    Raises:
        UsageError: the reason is too short, or it would hold for too long.
        OrderError: the candidate was not judged yet, or is released.
        TrustError: nobody vouches for who asks.
    """
    refuse_no_label("--actor", by.actor)
    if not by.identity.is_proven or anchor is None:
        raise TrustError(f"nobody vouches for {by.actor}, and the glass is broken by two who are known")
    refuse_ephemeral(by.store, what="break the glass")
    if len(asked.reason.strip()) < SHORTEST_REASON:
        raise UsageError(
            f"--reason has {len(asked.reason.strip())} characters, expected at least {SHORTEST_REASON}",
            hint="say what happened, and why it cannot wait",
        )
    if not 1 <= asked.hours * _HOUR <= LONGEST_BROKEN_SECONDS:
        raise UsageError(f"--hours is {asked.hours}, expected 1 to {LONGEST_BROKEN_SECONDS // _HOUR}")
    asked = replace(asked, reason=masked(asked.reason, by.secrets.find))
    candidate = opened.candidate(asked.candidate)
    state_after(candidate.state, Action.BREAK_GLASS, name=candidate.name)
    terms = _terms(asked, candidate, _report(opened, candidate, by=by), tool=tool, anchor=anchor, by=by)
    permit = signed_permit(terms, signer=signer)
    happened = GlassBroken(permit=digest_of(permit), channel=asked.channel, reason=asked.reason, expires=terms.expires)
    kept = Document(kind=DocumentKind.PERMIT, digest=digest_of(permit), data=permit)
    return add_event(opened, happened, candidate=candidate.name, by=by, beside=(kept,)), permit


def sign_second(envelope: bytes, *, anchor: Anchor | None, actor: str, signer: Signer, now: str, source: str) -> bytes:
    """The permit with the signature of a second person, who read why the first one asked for it.

    Raises:
        TrustError: it is no break-glass that somebody else signed and that holds now, or nobody knows who signs.
        InputRefusedError: it is no permit.
    """
    from checker.formats.signed_statement import open_statement, payload_of  # noqa: PLC0415 - loads cryptography

    where = Place(source=source)
    claimed = terms_of(payload_of(envelope, name=NAME, source=source), source=source)
    if claimed.kind is not PermitKind.BREAK_GLASS:
        raise TrustError("a permit needs no second signature, expected a break-glass", where=where)
    keys = keys_of_persons(anchor, namespace=claimed.binding.namespace, at=now) if anchor else {}
    if anchor is None or signer.identity.fingerprint not in keys:
        raise TrustError(f"the anchor names no valid key of {actor} that is here", where=where)
    _, signers = open_statement(envelope, name=NAME, keys=tuple(keys.values()), source=source)
    persons = whose(anchor, keys, namespace=claimed.binding.namespace)
    if persons[signer.identity.fingerprint] in {persons[one] for one in signers}:
        raise TrustError(f"{actor} signed it already, and it takes a second person", where=where)
    if age_in_seconds(claimed.expires, at=now) >= 0:
        raise TrustError(f"it expired at {claimed.expires}", where=where)
    return sign_also(envelope, signer=signer, source=source)


def _report(opened: OpenedLifecycle, candidate: Candidate, *, by: Acting) -> StoredReport | None:
    """What the current run came to, if it made a report."""
    found = next((one for one in opened.runs() if one.number == candidate.current_run), None)
    if found is None or found.report is None:
        return None
    return read_report(by.store.get_report(name=found.report.digest).data, source=found.report.name)


def _terms(
    asked: GlassAsked, candidate: Candidate, report: StoredReport | None, *, tool: str, anchor: Anchor, by: Acting
) -> PermitTerms:
    """What the two sign; the ids are the anchor's, since there may be no report."""
    manifest = manifest_named(latest_manifest(candidate), store=by.store)
    refuse_other_source(candidate, manifest)
    channel = channel_named(asked.channel, by.project.channels, targets=manifest.targets)
    target, head = channel.target, trail_head(by.store)
    place = anchor.repository_at(host=by.project.host, slug=by.project.slug, namespace=by.store.namespace)
    binding = PermitBinding(
        namespace=by.store.namespace,
        host=by.project.host,
        repository_id=place.repository_id if place else 0,
        owner_id=place.owner_id if place else 0,
        commit=candidate.registered.commit,
        ref=candidate.registered.ref,
        workflow=asked.workflow,
        environment=channel.environment_of(asked.environment),
        channel=asked.channel,
    )
    return PermitTerms(
        kind=PermitKind.BREAK_GLASS,
        project=by.project.name,
        repository=by.project.address,
        candidate=candidate.name,
        version=manifest.version,
        verifier=tool,
        binding=binding,
        target=target,
        files=permitted_files(manifest, target),
        manifest=manifest.digest,
        report=report.digest if report else "",
        verdict=str(report.view.verdict) if report else "none",
        approvals=(),
        single_person=False,
        snapshot=report.view.snapshot if report else "",
        trail_seq=head.seq,
        trail_hash=head.hash,
        reason=asked.reason,
        issued=by.at,
        expires=format_moment(parse_moment(by.at) + timedelta(hours=asked.hours)),
    )
