"""Check a project: read what its file names, judge it with the locked snapshot, and keep the report before it is shown.

The report and every document it was made from are stored in one transaction; only then does anybody see a verdict.
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from checker.application.check import CheckRequest, CheckResult, check
from checker.application.compilation_units import compile_snapshot
from checker.application.compose_input import EvaluationContext
from checker.application.offered_waivers import offered_waivers
from checker.application.place_in_project import placed_in_project
from checker.application.prepare_snapshot import PolicyServices, prepare_snapshot
from checker.application.read_documents import GivenDocuments, NamedBytes, ReadDocuments, Readers, read_documents
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.limits import HAND_WRITTEN, MACHINE_WRITTEN, SIGNED_DOCUMENT, DocumentLimits
from checker.domain.lock import Lock
from checker.domain.namespace import Namespace, Purpose
from checker.domain.project import Project
from checker.domain.report import JudgedDocument, Report
from checker.domain.snapshot import Snapshot
from checker.domain.trust import Anchor
from checker.errors import CleanReleaseError, NotFoundError, UsageError
from checker.formats.canonical import canonical_bytes
from checker.formats.evidence_limits import ENVELOPE
from checker.formats.json_schema import DocumentSchema
from checker.formats.lock_v1 import FILE_NAME as LOCK_FILE
from checker.formats.lock_v1 import parse_lock, render_lock
from checker.formats.project_v1 import FILE_NAME as PROJECT_FILE
from checker.formats.project_v1 import parse_project
from checker.formats.report_v1 import report_bytes
from checker.formats.strict_yaml import read_yaml
from checker.ports.project_files import ProjectFiles
from checker.ports.store import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedAnchor:
    """The anchor in force and the canonical document it was read from."""

    anchor: Anchor
    document: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCheck:
    """What is asked: `evaluated_at` (RFC 3339, `Z`) is now, except in `demo` where it may be fixed.

    `candidate` is whom the verdict is of, empty for none.
    """

    evaluated_at: str
    purpose: Purpose
    tool: str
    anchor: TrustedAnchor | None
    given: GivenDocuments
    flags: tuple[str, ...] = ()
    candidate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedProject:
    """A project and its lock as their files hold them; `written`: the project file as it is, to show places in."""

    project: Project
    project_bytes: bytes = field(repr=False)
    lock: Lock | None
    lock_bytes: bytes = field(default=b"", repr=False)
    written: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProject:
    """A durable report: its digest, its exact bytes, and what it says."""

    digest: Digest
    data: bytes = field(repr=False)
    report: Report


def load_project(files: ProjectFiles) -> LoadedProject:
    """The project file and the lock of a folder.

    Raises:
        NotFoundError: there is no project file.
        InputRefusedError: one of them is malformed.
    """
    try:
        data = files.read(PROJECT_FILE, most_bytes=HAND_WRITTEN.bytes)
    except NotFoundError as error:
        raise NotFoundError(
            f"there is no {PROJECT_FILE} in {files.place}", hint="run `clean-release init` to write one"
        ) from error
    lock = files.read_if_there(LOCK_FILE, most_bytes=HAND_WRITTEN.bytes)
    return loaded_project(data, lock)


@lru_cache(maxsize=4)
def loaded_project(data: bytes, lock: bytes | None) -> LoadedProject:
    """A project and its lock from their bytes, read once in a process while both are the same.

    Raises:
        InputRefusedError: one of them is malformed.
    """
    parsed = parse_lock(lock, source=LOCK_FILE) if lock is not None else None
    return LoadedProject(
        project=parse_project(data, source=PROJECT_FILE),
        project_bytes=canonical_bytes(read_yaml(data, source=PROJECT_FILE, limits=HAND_WRITTEN)),
        lock=parsed,
        lock_bytes=render_lock(parsed) if parsed else b"",
        written=data,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _InputKind:
    """How large a document of a kind may be, and where one comes from that is missing."""

    limits: DocumentLimits = MACHINE_WRITTEN
    hint: str


_MANIFEST = _InputKind(hint="make one with `clean-release manifest draft`")
_ARTIFACTS = _InputKind(hint="write it where artifacts are imported, or take it out of inputs")
_AUDIT = _InputKind(
    limits=SIGNED_DOCUMENT, hint="run `clean-release audit github`, or `clean-release audit import` on a capture"
)
_BASELINE = _InputKind(limits=SIGNED_DOCUMENT, hint="make one with `clean-release audit baseline set`")
_WAIVER = _InputKind(limits=HAND_WRITTEN, hint="make one with `clean-release waiver request`, or take it out of inputs")
_EVIDENCE = _InputKind(limits=ENVELOPE, hint="put the evidence there that the build wrote, or take it out of inputs")


def inputs_of(project: Project, *, files: ProjectFiles, without: GivenDocuments) -> GivenDocuments:
    """The documents that the project file names, save those of a kind that is given already.

    Raises:
        NotFoundError: a named file is not there.
        InputRefusedError: a file is too large, not a plain file, or outside the project.
    """

    def given(name: str, kind: _InputKind) -> NamedBytes:
        try:
            return NamedBytes(name=name, data=files.read(name, most_bytes=kind.limits.bytes))
        except NotFoundError as error:
            raise NotFoundError(error.message, hint=kind.hint, where=error.where) from error

    inputs = project.inputs
    return GivenDocuments(
        manifest=given(inputs.manifest, _MANIFEST) if inputs.manifest and not without.manifest else None,
        artifacts=given(inputs.artifacts, _ARTIFACTS) if inputs.artifacts and not without.artifacts else None,
        audits=() if without.audits else tuple(given(name, _AUDIT) for name in inputs.audits),
        evidence=() if without.evidence else tuple(given(name, _EVIDENCE) for name in inputs.evidence),
        baseline=given(inputs.baseline, _BASELINE) if inputs.baseline and not without.baseline else None,
        waivers=() if without.waivers else tuple(given(name, _WAIVER) for name in inputs.waivers),
    )


def check_project(
    loaded: LoadedProject, asked: ProjectCheck, *, services: PolicyServices, schema: DocumentSchema
) -> CheckedProject:
    """Judge a project; the returned report is durable.

    The policies compile while the documents are read and the input is composed; a refusal of theirs is raised only
    where there is nothing to refuse in those.

    Raises:
        CleanReleaseError: see `prepare_snapshot`, `read_documents` and `check`; no report is stored then.
        StoreError: the report could not be kept, so there is no verdict.
    """
    project = loaded.project
    anchor = asked.anchor.anchor if asked.anchor else None
    if not (asked.given.manifest or asked.given.audits):
        raise UsageError(
            "there is nothing to judge: neither a manifest nor an audit",
            hint="name them under inputs in the project file, or give --manifest or --audit",
        )
    given = replace(asked.given, waivers=(*asked.given.waivers, *offered_waivers(services.store, project=project)))
    readers = Readers.under(
        anchor,
        namespace=services.store.namespace,
        at=asked.evaluated_at,
        verifiers=services.statement_verifiers,
    )
    reading = partial(read_documents, given, readers=readers)
    try:
        with placed_in_project(loaded.written, sources=project.selection.bundles):
            snapshot = prepare_snapshot(
                project, anchor=anchor, now=asked.evaluated_at, lock=loaded.lock, services=services
            )
    except CleanReleaseError:
        reading()  # what is wrong with a document is said before what is wrong with a policy
        raise
    engine = services.judging(services.engine_for(snapshot.bundles))
    compiled = services.aside(partial(compile_snapshot, snapshot, input_schema=services.input_schema, engine=engine))
    read = reading()
    request = check_request(loaded, asked, read, snapshot=snapshot, input_schema=services.input_schema)
    result = check(request, engine=engine, schema=schema, compiled=compiled)
    data = report_bytes(result.report)
    digest = digest_of(data)
    stored = kept_documents(loaded, asked, read, result=result, input_schema=services.input_schema)
    services.store.put_report(digest=digest, data=data, inputs=stored)
    return CheckedProject(digest=digest, data=data, report=result.report)


def kept_documents(
    loaded: LoadedProject, asked: ProjectCheck, read: ReadDocuments, *, result: CheckResult, input_schema: bytes
) -> tuple[Document, ...]:
    """Every document a report was made from, to be stored beside it."""
    return (
        *_kept(loaded, asked, read),
        Document(kind=DocumentKind.INPUT_SCHEMA, digest=digest_of(input_schema), data=input_schema),
        Document(kind=DocumentKind.INPUT, digest=result.report.input_digest, data=result.input_bytes),
    )


def check_request(
    loaded: LoadedProject,
    asked: ProjectCheck,
    read: ReadDocuments,
    *,
    snapshot: Snapshot,
    input_schema: bytes,
) -> CheckRequest:
    """Everything that is judged and judges, in one value; replay builds the same one from stored documents."""
    project = loaded.project
    context = EvaluationContext(
        evaluated_at=asked.evaluated_at,
        namespace=project.namespace,
        purpose=asked.purpose,
        project=project.name,
        tool=asked.tool,
        candidate=asked.candidate,
    )
    own = [JudgedDocument(kind=DocumentKind.PROJECT, digest=digest_of(loaded.project_bytes))]
    if loaded.lock_bytes:
        own.append(JudgedDocument(kind=DocumentKind.LOCK, digest=digest_of(loaded.lock_bytes)))
    return CheckRequest(
        snapshot=snapshot,
        documents=read.documents,
        release=project.release,
        publishers=project.attesting,
        context=context,
        host=project.host,
        slug=project.slug,
        anchor=asked.anchor.anchor if asked.anchor else None,
        lock_names_snapshot=_is_locked(loaded, snapshot),
        input_schema=input_schema,
        flags=asked.flags,
        evidence=(*own, *read.evidence),
    )


def _is_locked(loaded: LoadedProject, snapshot: Snapshot) -> bool:
    """Whether the lock names exactly this snapshot for exactly this project file."""
    lock = loaded.lock
    return lock is not None and (lock.snapshot, lock.project_digest) == (snapshot.digest, loaded.project.digest)


def _kept(loaded: LoadedProject, asked: ProjectCheck, read: ReadDocuments) -> tuple[Document, ...]:
    """Every document the report names, to be stored beside it."""
    kept = [Document(kind=DocumentKind.PROJECT, digest=digest_of(loaded.project_bytes), data=loaded.project_bytes)]
    if loaded.lock_bytes:
        kept.append(Document(kind=DocumentKind.LOCK, digest=digest_of(loaded.lock_bytes), data=loaded.lock_bytes))
    if asked.anchor:
        kept.append(Document(kind=DocumentKind.ANCHOR, digest=asked.anchor.anchor.digest, data=asked.anchor.document))
    return (*kept, *read.stored)


def refuse_fixed_time(namespace: Namespace) -> None:
    """Refuse to judge at a chosen moment where verdicts count.

    Raises:
        UsageError: outside `demo`.
    """
    if namespace is not Namespace.DEMO:
        raise UsageError(
            "the time of evaluation can only be fixed in the namespace demo",
            hint="leave --evaluated-at out; a real verdict is made now",
        )


def refuse_other_namespace(project: Project, *, asked: Namespace | None) -> None:
    """Refuse to judge a project in another namespace than its file names; a command line cannot move a verdict.

    Raises:
        UsageError: another one was asked for.
    """
    if asked is not None and asked is not project.namespace:
        raise UsageError(
            f"the project file counts in the namespace {project.namespace}, --namespace says {asked}",
            hint="leave --namespace out, or change namespace in the project file and run `clean-release lock`",
        )
