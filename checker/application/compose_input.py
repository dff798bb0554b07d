"""Compose input: the one document that rules see, complete and validated before any of them runs.

Every known section is there as an observation; what no document carries is `not_requested` with the permission that
would let it be read. What can only be judged by joining several readings (effective protection, matching of refs, order
of versions) is derived here, so that rules never match patterns of settings.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.bind_documents import Documents
from checker.application.bind_evidence import bind_evidence
from checker.application.compose_evidence import compose_evidence
from checker.application.derive_channels import FormulasSeen, derive_channels
from checker.application.derive_publishers import PublishersSetting, derive_publishers
from checker.application.derive_registry import derive_registry
from checker.application.derive_releases import derive_releases
from checker.application.derive_signed import derive_signed
from checker.application.derive_versions import derive_workspace, version_forms
from checker.application.derive_workflows import ReviewedFiles, derive_workflows, reviewed_files
from checker.application.find_drift import EFFECTIVE, settings_of
from checker.application.of_commit import withhold_other_commits
from checker.application.tag_versions import Judged, derive_version_of_tag
from checker.application.weigh_waivers import waivers_section
from checker.domain.audit import Audit, AuditKind
from checker.domain.baseline_checks import derive_baseline_checks
from checker.domain.derived_sections import derive_repository
from checker.domain.json_value import Json
from checker.domain.manifest import Artifact, Manifest
from checker.domain.moment import age_in_seconds
from checker.domain.namespace import Namespace, Purpose
from checker.domain.observation import Status, collected, unread
from checker.domain.project import ReleaseFacts
from checker.domain.publisher import PREDICTED, Publisher
from checker.domain.released import with_released
from checker.domain.section import EVIDENCE, HISTORY, REGISTRY, REPOSITORY, WORKSPACE, completed, without_partial
from checker.domain.source_ref import derive_from_release_ref
from checker.domain.trust import ReleaseSigner
from checker.errors import TrustError


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationContext:
    """What an evaluation is for."""

    evaluated_at: str
    namespace: Namespace
    purpose: Purpose
    project: str
    tool: str
    candidate: str = ""


def compose_input(
    documents: Documents,
    *,
    release: ReleaseFacts,
    context: EvaluationContext,
    publishers: Sequence[Publisher] = (),
    signers: Sequence[ReleaseSigner] = (),
) -> dict[str, Json]:
    """The rules' input over these documents; `publishers` are those the project declares, `signers` the anchor's.

    Raises:
        TrustError: two audits of one kind, or evidence that is not about the manifest's artifacts.
        UsageError: evidence without a manifest, or too much of it.
        InputRefusedError: an observation without the form its schema promises.
    """
    commit = documents.manifest.source.commit if documents.manifest else ""
    audits = [withhold_other_commits(audit, commit=commit) for audit in documents.audits]
    judged = _judged(context)
    repository = _repository(documents, audits, release=release, judged=judged)
    history = completed(_sections(audits, AuditKind.HISTORY), HISTORY)
    registry = _sections(audits, AuditKind.REGISTRY)
    workspace = completed(_sections(audits, AuditKind.WORKSPACE), WORKSPACE)
    workspace = derive_workspace(workspace, manifest=documents.manifest)
    reviewed = reviewed_files(workspace, repository=repository["repository"])
    published = derive_registry(completed(registry, REGISTRY), manifest=documents.manifest, publishers=publishers)
    setting = PublishersSetting(
        publishers=[one for one in publishers if one.registry in PREDICTED],
        manifest=documents.manifest,
        workflows=workspace["workflows"],
        reviewed=reviewed,
        release_tags=release.tags,
        owner_id=max((one.subject.owner_id for one in audits if one.kind is AuditKind.REPOSITORY), default=0),
    )
    channels = derive_channels(
        published["publication"],
        releases=repository["releases"],
        formulas=FormulasSeen(versions=workspace["versions"], taps=published["taps"], declared=release.formulas),
        manifest=documents.manifest,
    )
    composed: dict[str, dict[str, Json]] = {
        "context": _context(context, candidate=documents.artifacts is not None, registry=bool(registry)),
        "manifest": _manifest(documents.manifest, repository, tags=release.tags, judged=judged),
        "repository": repository,
        "history": dict(history),
        "registry": {**published, **derive_publishers(setting), "channels": channels.to_json()},
        "workspace": {**workspace, **_derived_workspace(workspace, reviewed=reviewed, signers=signers)},
        "evidence": _evidence(documents, evaluated_at=context.evaluated_at),
        "waivers": waivers_section(documents.waivers, looked=False),
    }
    return {name: without_partial(part) for name, part in composed.items()}


def _judged(context: EvaluationContext) -> Judged:
    """What the manifest's version is looked at for."""
    if context.purpose is Purpose.PUBLISH:
        return Judged.PUBLISH
    return Judged.CANDIDATE if context.candidate else Judged.FILES


def _repository(
    documents: Documents, audits: Sequence[Audit], *, release: ReleaseFacts, judged: Judged
) -> dict[str, Json]:
    """The settings with what the host makes of them, the manifest and a baseline."""
    manifest = documents.manifest
    settings = completed(_sections(audits, AuditKind.REPOSITORY), REPOSITORY)
    owners = [audit.subject.owner for audit in audits if audit.kind is AuditKind.REPOSITORY]
    derived = derive_repository(settings, release=release, owner=owners[0] if owners else None)
    released = derive_releases(derived, manifest=manifest, judged=judged)
    whole = with_released(released, commit=manifest.source.commit if manifest else "")
    return _held_to(documents.baseline, whole, release=release)


def _held_to(baseline: Audit | None, repository: dict[str, Json], *, release: ReleaseFacts) -> dict[str, Json]:
    """The settings with what a baseline requires of them, if there is one."""
    if baseline is None:
        return repository
    held = settings_of(baseline, release=release)[EFFECTIVE]
    return {**repository, "baseline_checks": derive_baseline_checks(held, repository[EFFECTIVE]).to_json()}


def _derived_workspace(
    workspace: dict[str, Json], *, reviewed: ReviewedFiles, signers: Sequence[ReleaseSigner]
) -> dict[str, Json]:
    """What the host adds to the sections of a checkout: its workflows as reviewed, and whose signature it bears."""
    return {
        "workflows": derive_workflows(workspace["workflows"], reviewed=reviewed),
        "signed": derive_signed(workspace["signatures"], signers=signers).to_json(),
    }


def _sections(audits: Sequence[Audit], kind: AuditKind) -> dict[str, Json]:
    found = [audit for audit in audits if audit.kind is kind]
    if len(found) > 1:
        raise TrustError(
            f"there are {len(found)} audits of kind {kind}, expected at most one",
            hint="give one audit of each kind; import several captures into one",
        )
    return dict(found[0].sections) if found else {}


def _context(context: EvaluationContext, *, candidate: bool, registry: bool) -> dict[str, Json]:
    return {
        "evaluated_at": context.evaluated_at,
        "namespace": str(context.namespace),
        "purpose": str(context.purpose),
        "project": context.project,
        "tool": context.tool,
        "candidate": {"present": candidate, "id": context.candidate},
        "registry": {"present": registry},
    }


def _manifest(
    manifest: Manifest | None, repository: dict[str, Json], *, tags: Sequence[str], judged: Judged
) -> dict[str, Json]:
    if manifest is None:
        return unread(Status.NOT_REQUESTED, why="there is no manifest", needs="nothing: give --manifest").to_json()
    source = manifest.source
    return collected(
        {
            "project": manifest.project,
            "version": manifest.version,
            "source": {
                "host": source.host,
                "repository": source.repository,
                "commit": source.commit,
                "ref": source.ref,
            },
            "artifacts": [_artifact(item) for item in manifest.artifacts],
            "targets": [{"registry": item.registry, "project": item.project} for item in manifest.targets],
            "evidence": [
                {"kind": item.kind, "sha256": item.sha256, "subject": item.subject} for item in manifest.evidence
            ],
            "version_forms": version_forms(manifest),
            "from_release_ref": derive_from_release_ref(source.ref, release_refs=repository["release_refs"]).to_json(),
            "version_of_tag": derive_version_of_tag(
                manifest, tags=tags, judged=judged, known=repository["tags"]
            ).to_json(),
        },
        evidence=(str(manifest.digest),),
    ).to_json()


def _evidence(documents: Documents, *, evaluated_at: str) -> dict[str, Json]:
    bound = bind_evidence(documents.evidence, manifest=documents.manifest)
    sections = compose_evidence(bound, manifest=documents.manifest, evaluated_at=evaluated_at)
    sections["audits"] = collected([_age(audit, at=evaluated_at) for audit in _in_order(documents.audits)]).to_json()
    if artifacts := documents.artifacts:
        imported = collected([_artifact(item) for item in artifacts.artifacts], evidence=(str(artifacts.digest),))
        sections["imported_artifacts"] = imported.to_json()
    return completed(sections, EVIDENCE)


def _in_order(audits: Sequence[Audit]) -> list[Audit]:
    """The audits by kind: a replay gives the same ones in another order, and must compose the same input."""
    return sorted(audits, key=lambda audit: audit.kind)


def _age(audit: Audit, *, at: str) -> dict[str, Json]:
    """How old an audit is, in whole seconds; what is too old is withheld besides, and this says so."""
    age = unread(Status.ERROR, why="it is not known when this was read")
    if audit.collected_at:
        age = collected(max(0, math.ceil(age_in_seconds(audit.collected_at, at=at))))
    return {"kind": str(audit.kind), "collected_at": audit.collected_at, "age_seconds": age.to_json()}


def _artifact(item: Artifact) -> dict[str, Json]:
    return {"name": item.name, "kind": item.kind, "sha256": item.sha256, "size": item.size}
