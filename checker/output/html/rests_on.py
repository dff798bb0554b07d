"""What a verdict rests on, as branches with leaves: the same for the picture and for the words beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from checker.domain.audit import Authenticity
from checker.domain.closure import AuditedSections, Closure
from checker.domain.json_shape import object_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.report import JudgedAudit, JudgedProof
from checker.formats.report_view import ReportView
from checker.output.report_words import WELL_TRUSTED, trusted_how


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Something inside a document; `is_open` where it is what a verdict may wait for, or what nobody vouches for."""

    title: str
    detail: str
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A document the verdict rests on: what it is, its digest, who vouches for it, and what is in it."""

    title: str
    digest: str
    detail: str
    leaves: tuple[Leaf, ...] = ()
    is_open: bool = False


def rests_on(view: ReportView, document: Mapping[str, Json], closure: Closure) -> tuple[Branch, ...]:
    """The documents a verdict rests on, in order: policy, release, facts, evidence, trust, engine."""
    manifest = text_of(object_of(document["manifest"], "manifest")["digest"], "digest")
    sections = {one.audit: one for one in closure.audits}
    return (
        _snapshot(view),
        *((_manifest(view, manifest, closure),) if manifest else ()),
        *(_audit(audit, sections.get(audit.digest)) for audit in view.audits),
        *(_proof(proof) for proof in view.proofs),
        *((_waivers(view),) if view.waivers else ()),
        _anchor(view),
        Branch(title="Engine", digest="", detail=f"{view.engine}, {view.tool}"),
    )


def vouched(of: JudgedAudit | JudgedProof) -> str:
    """Who vouches for a document."""
    words = {
        Authenticity.COLLECTED_HERE: "collected by this run",
        Authenticity.SIGNED: f"signed by {of.signer}",
        Authenticity.UNAUTHENTICATED: "nobody vouches for it",
    }
    return words[of.authenticity]


def _snapshot(view: ReportView) -> Branch:
    leaves = (
        Leaf(
            title=bundle.name,
            detail=f"{bundle.tree_digest}, {trusted_how(bundle.trust)}",
            is_open=bundle.trust.method not in WELL_TRUSTED,
        )
        for bundle in view.trust
    )
    rules = f"{view.ledger.reported} of {view.ledger.in_snapshot} rules reported"
    return Branch(title="Snapshot of the policy", digest=view.snapshot, detail=rules, leaves=tuple(leaves))


def _manifest(view: ReportView, digest: str, closure: Closure) -> Branch:
    leaves = (Leaf(title=one.name, detail=f"sha256:{one.sha256}, {one.size} bytes") for one in closure.artifacts)
    is_kept = digest not in closure.missing
    detail = f"version {view.manifest_version}" + ("" if is_kept else "; its files are not kept here")
    return Branch(title="Manifest", digest=digest, detail=detail, leaves=tuple(leaves))


def _audit(audit: JudgedAudit, held: AuditedSections | None) -> Branch:
    by_status: dict[str, list[str]] = {}
    for section in held.sections if held else ():
        by_status.setdefault(section.status, []).append(section.name)
    leaves = (
        Leaf(
            title=f"{len(names)} {'section' if len(names) == 1 else 'sections'} {status.replace('_', ' ')}",
            detail=", ".join(names),
            is_open=status != Status.COLLECTED,
        )
        for status, names in sorted(by_status.items())
    )
    when = f"of {audit.collected_at}, " if audit.collected_at else ""
    return Branch(
        title=f"Audit of the {audit.kind}",
        digest=audit.digest,
        detail=f"{when}{vouched(audit)}" + ("" if held else "; its sections are not kept here"),
        leaves=tuple(leaves),
        is_open=audit.authenticity is Authenticity.UNAUTHENTICATED,
    )


def _proof(proof: JudgedProof) -> Branch:
    return Branch(
        title=f"Evidence: {proof.kind}",
        digest=proof.digest,
        detail=vouched(proof),
        is_open=proof.authenticity is Authenticity.UNAUTHENTICATED,
    )


def _waivers(view: ReportView) -> Branch:
    counted = sum(waiver.honoured for waiver in view.waivers)
    leaves = (
        Leaf(
            title=f"{waiver.rule}: {waiver.subject}",
            detail=f"until {waiver.expires_at}, owner {waiver.owner}",
            is_open=not waiver.honoured,
        )
        for waiver in view.waivers
    )
    return Branch(title="Waivers", digest="", detail=f"{counted} of {len(view.waivers)} honoured", leaves=tuple(leaves))


def _anchor(view: ReportView) -> Branch:
    detail = "what is trusted, kept outside of the tree that is judged" if view.anchor else "there was none"
    return Branch(title="Anchor", digest=view.anchor, detail=detail, is_open=not view.anchor)
