"""The stages of a compliance run, each with what it uses and makes.

Policy and sources come from the trusted store, the anchor and the lock alone; what is judged comes from the candidate
and from the provider. Nothing of it is a payload of whoever asked for the run.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from checker.application.check_project import ProjectCheck, TrustedAnchor, inputs_of, load_project
from checker.application.judge_manifest import Collect, collected, judge_manifest
from checker.application.offered_waivers import offered_waivers
from checker.application.prepare_snapshot import PolicyServices, prepare_snapshot
from checker.application.read_documents import GivenDocuments, NamedBytes, Readers, read_documents
from checker.application.run_papers import RunPapers
from checker.domain.audit import AuditKind
from checker.domain.candidate import ArtifactsImported, Candidate, ManifestBuilt
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.limits import SIGNED_DOCUMENT
from checker.domain.namespace import Purpose
from checker.domain.project import Project
from checker.domain.release_sources import UsedSources, refused_sources
from checker.domain.run import Stage
from checker.domain.run_history import Run
from checker.domain.run_stage import Paper, PaperKind, StageMade
from checker.errors import ContextSignatureError, StoreError, TrustError
from checker.formats.json_schema import DocumentSchema
from checker.formats.manifest_v1 import parse_artifacts, parse_manifest
from checker.formats.run_stage_v1 import stage_bytes
from checker.ports.project_files import ProjectFiles
from checker.ports.store import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class RunServices:
    """What a run works with; `now` gives the moment (RFC 3339, `Z`), `anchor` the anchor in force, if there is one."""

    policies: PolicyServices
    schema: DocumentSchema
    files: ProjectFiles
    anchor: Callable[[], TrustedAnchor | None]
    collect: Collect
    now: Callable[[], str]
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageWork:
    """What a stage is to do: for which run of which candidate, since when (`at`)."""

    run: Run
    candidate: Candidate
    project: Project
    at: str
    services: RunServices

    @property
    def papers(self) -> RunPapers:
        """What the stages before it made."""
        return RunPapers(run=self.run, store=self.services.policies.store)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDone:
    """The digest of what a stage made, and the documents to be kept with it."""

    document: Digest
    beside: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A document, and what it is to the run."""

    paper: Paper
    document: Document


def do_stage(stage: Stage, work: StageWork) -> StageDone:
    """Do one stage; nothing is kept but a snapshot and the report of the last stage, which are harmless twice.

    Raises:
        ContextSignatureError: what an earlier stage made, or the anchor, is not what it was.
        CleanReleaseError: whatever the stage refused.
    """
    if stage is Stage.REPORT:
        return _report(work)
    papers, kept = _MAKERS[stage](work)
    made = StageMade(
        namespace=work.services.policies.store.namespace, run=work.run.number, stage=stage, at=work.at, papers=papers
    )
    data = stage_bytes(made)
    document = Document(kind=DocumentKind.RUN_STAGE, digest=digest_of(data), data=data)
    return StageDone(document=document.digest, beside=(*kept, document))


def _policy(work: StageWork) -> tuple[tuple[Paper, ...], tuple[Document, ...]]:
    """Settle what judges: project file, lock, anchor, and the snapshot that all three come to."""
    services = work.services
    loaded = load_project(services.files)
    if (loaded.project.address, loaded.project.name) != (work.project.address, work.project.name):
        raise TrustError("the project file is of another project than the candidate")
    trusted = services.anchor()
    if trusted is None:
        raise TrustError(
            "there is no anchor, so nothing outside the judged tree says what is trusted",
            hint="`clean-release init` writes one, or name yours with --anchor",
        )
    if loaded.lock is None:
        raise TrustError("there is no lock, so no snapshot was settled", hint="run `clean-release lock`")
    policies = services.policies
    snapshot = prepare_snapshot(loaded.project, anchor=trusted.anchor, now=work.at, lock=loaded.lock, services=policies)
    named = (
        _kept(PaperKind.PROJECT, DocumentKind.PROJECT, loaded.project_bytes),
        _kept(PaperKind.LOCK, DocumentKind.LOCK, loaded.lock_bytes),
        _kept(PaperKind.ANCHOR, DocumentKind.ANCHOR, trusted.document),
        _kept(PaperKind.INPUT_SCHEMA, DocumentKind.INPUT_SCHEMA, policies.input_schema),
    )
    paper = Paper(kind=PaperKind.SNAPSHOT, name=str(PaperKind.SNAPSHOT), digest=snapshot.digest)
    return (*(one.paper for one in named), paper), tuple(one.document for one in named)


def _manifest(work: StageWork) -> tuple[tuple[Paper, ...], tuple[Document, ...]]:
    """Make sure that the manifest is the candidate's latest, and says exactly what was registered and imported."""
    imported, built = _last_build(work)
    papers, registered = work.papers, work.candidate.registered
    manifest, _ = parse_manifest(papers.kept(built.document, built.name), source=built.name)
    files, _ = parse_artifacts(papers.kept(imported.document, "the list of files"), source="the imported files")
    said = (manifest.version, manifest.source.commit, manifest.source.ref)
    if said != (registered.version, registered.commit, registered.ref):
        raise TrustError(f"{built.name} is of {' '.join(said)}, the candidate {work.candidate.name} of something else")
    if sorted(map(repr, manifest.artifacts)) != sorted(map(repr, files.artifacts)):
        raise TrustError(
            f"{built.name} does not name exactly the files that were imported for {work.candidate.name}",
            hint="files never move between candidates: import them for this one and build its manifest",
        )
    named = (
        Paper(kind=PaperKind.MANIFEST, name=built.name, digest=built.document),
        Paper(kind=PaperKind.ARTIFACTS, name="the imported files", digest=imported.document),
    )
    return named, ()


def _last_build(work: StageWork) -> tuple[ArtifactsImported, ManifestBuilt]:
    """The files and the manifest that the run is of.

    Raises:
        TrustError: the manifest is another candidate's, or not the latest one of this.
    """
    imported, found = None, None
    for event in work.candidate.events:
        if isinstance(event.happened, ArtifactsImported):
            imported = event.happened
        if isinstance(event.happened, ManifestBuilt) and imported:
            found = (imported, event.happened)
    if found is None or found[1].document != work.run.manifest:
        raise TrustError(
            f"{work.run.name} is of the manifest {work.run.manifest}, which is not the latest of {work.candidate.name}",
            hint=f"clean-release compliance run --candidate-id {work.candidate.name} --actor NAME",
        )
    return found


def _sources(work: StageWork) -> tuple[tuple[Paper, ...], tuple[Document, ...]]:
    """Hold where everything comes from to what the anchor allows."""
    papers = work.papers
    manifest, _ = papers.manifest()
    used = UsedSources(
        namespace=work.services.policies.store.namespace,
        source=manifest.source,
        artifacts=manifest.artifacts,
        policies=papers.loaded().project.selection.bundles,
    )
    refused = tuple(refused_sources(used, _anchor(work).anchor))
    if refused:
        raise TrustError(
            "; ".join(refused), hint="the anchor says what is allowed: its repositories and release_sources"
        )
    return (), ()


def _audit(work: StageWork) -> tuple[tuple[Paper, ...], tuple[Document, ...]]:
    """Collect now, and read what the project names besides."""
    papers, trusted = work.papers, _anchor(work)
    readers = Readers.under(
        trusted.anchor,
        namespace=work.services.policies.store.namespace,
        at=work.at,
        verifiers=work.services.policies.statement_verifiers,
    )
    given = gathered(papers, services=work.services, readers=readers)
    read = read_documents(given, readers=readers)
    return tuple(_papers_of(given, readers)), read.stored


def gathered(papers: RunPapers, *, services: RunServices, readers: Readers) -> GivenDocuments:
    """What a manifest is judged by, as it is now: what is collected here, and what the project names besides.

    Raises:
        ProviderError: the repository could not be read.
        CleanReleaseError: a document that the project names is not there, or was refused.
    """
    manifest, data = papers.manifest()
    known = GivenDocuments(
        manifest=NamedBytes(name="manifest", data=data), artifacts=NamedBytes(name="artifacts", data=b"")
    )
    mine = collected(manifest, collect=services.collect)
    project = papers.loaded().project
    inputs = inputs_of(_without_collected(project, mine, services.files), files=services.files, without=known)
    return GivenDocuments(
        audits=(*mine, *_others(inputs.audits, mine, readers)),
        evidence=inputs.evidence,
        baseline=inputs.baseline,
        waivers=(*inputs.waivers, *offered_waivers(services.policies.store, project=project)),
    )


def _without_collected(project: Project, mine: tuple[NamedBytes, ...], files: ProjectFiles) -> Project:
    """The project without the named audits that nobody wrote yet and that were collected just now.

    A first project file names what `audit github` would write; a run asks the provider itself.
    """
    here = {one.name.casefold() for one in mine}
    left = tuple(
        name
        for name in project.inputs.audits
        if PurePosixPath(name).name.casefold() not in here
        or files.read_if_there(name, most_bytes=SIGNED_DOCUMENT.bytes) is not None
    )
    return replace(project, inputs=replace(project.inputs, audits=left))


def _others(named: tuple[NamedBytes, ...], mine: tuple[NamedBytes, ...], readers: Readers) -> tuple[NamedBytes, ...]:
    """The audits that the project names of kinds that this run did not collect: what is read now counts."""
    here = {_kind(one, readers) for one in mine}
    return tuple(one for one in named if _kind(one, readers) not in here)


def _kind(one: NamedBytes, readers: Readers) -> AuditKind:
    return readers.audits.open(one.data, source=one.name).audit.kind


def _papers_of(given: GivenDocuments, readers: Readers) -> Iterator[Paper]:
    for one in given.audits:
        opened = readers.audits.open(one.data, source=one.name)
        digest = opened.envelope.digest if opened.envelope else opened.audit.digest
        yield Paper(kind=PaperKind.AUDIT, name=one.name, digest=digest, collected=one.collected_here)
    for kind, documents in ((PaperKind.EVIDENCE, given.evidence), (PaperKind.WAIVER, given.waivers)):
        for one in documents:
            yield Paper(kind=kind, name=one.name, digest=digest_of(one.data))
    if given.baseline:
        yield Paper(kind=PaperKind.BASELINE, name=given.baseline.name, digest=digest_of(given.baseline.data))


def _rules(work: StageWork) -> tuple[tuple[Paper, ...], tuple[Document, ...]]:
    """Judge what was collected, for a release."""
    papers = work.papers
    asked = ProjectCheck(
        evaluated_at=work.at,
        purpose=Purpose.RELEASE,
        tool=work.services.tool,
        anchor=_anchor(work),
        given=papers.given(),
        candidate=work.candidate.name,
    )
    judged = judge_manifest(
        papers.loaded(),
        asked,
        snapshot=papers.snapshot(),
        services=work.services.policies,
        schema=work.services.schema,
    )
    paper = Paper(kind=PaperKind.JUDGEMENT, name="the report", digest=judged.digest)
    document = Document(kind=DocumentKind.JUDGEMENT, digest=judged.digest, data=judged.data)
    return (paper,), (*judged.inputs, document)


def _report(work: StageWork) -> StageDone:
    """Keep the report for good; only then does anybody see a verdict."""
    data, store = work.papers.judgement(), work.services.policies.store
    digest = digest_of(data)
    store.put_report(digest=digest, data=data)
    if store.get_report(name=digest).data != data:
        raise StoreError("the store does not give back the report that it was given")
    return StageDone(document=digest)


def _anchor(work: StageWork) -> TrustedAnchor:
    """The anchor the run began with, if it is still in force: a key that was revoked since vouches for nothing."""
    kept, now = work.papers.anchor(), work.services.anchor()
    if now is None or now.anchor.digest != kept.anchor.digest:
        raise ContextSignatureError(
            f"the anchor is not the one that {work.run.name} began with",
            hint=f"ask for another run: clean-release compliance run --candidate-id {work.candidate.name} --actor NAME",
        )
    return kept


def _kept(kind: PaperKind, stored: DocumentKind, data: bytes) -> _Named:
    digest = digest_of(data)
    return _Named(
        paper=Paper(kind=kind, name=str(kind), digest=digest), document=Document(kind=stored, digest=digest, data=data)
    )


_MAKERS: Mapping[Stage, Callable[[StageWork], tuple[tuple[Paper, ...], tuple[Document, ...]]]] = MappingProxyType(
    {
        Stage.POLICY: _policy,
        Stage.MANIFEST: _manifest,
        Stage.SOURCES: _sources,
        Stage.AUDIT: _audit,
        Stage.RULES: _rules,
    }
)
