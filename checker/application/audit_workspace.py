"""Audit a workspace: what a checkout holds, and what is to be released from it, as one document.

What cannot be read is an observation that says why and what would settle it; it never stands in the way of the rest.
"""

from dataclasses import dataclass

from checker.application.audit_files import AuditFile, audit_files
from checker.application.observe_record import KeptRecord, observe_record
from checker.domain.audit import AuditKind
from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN, MACHINE_WRITTEN
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.project import Project, VersionKind, VersionSource
from checker.domain.ref_name import is_ref_name
from checker.domain.section import WORKSPACE
from checker.errors import CleanReleaseError, InputRefusedError, NotFoundError, UsageError
from checker.formats.audit_document import AuditDraft, Collector, SubjectDraft
from checker.formats.locked_dependencies import lock_differences, locked_file_of
from checker.formats.version_sources import StatedVersion, read_version
from checker.ports.checkout_git import AuditedGit
from checker.ports.project_files import ProjectFiles

_NO_ID = "a checkout does not know the provider's ids"
_LOOKED_FOR = (
    VersionSource(file="pyproject.toml", kind=VersionKind.PYPROJECT),
    VersionSource(file="package.json", kind=VersionKind.PACKAGE_JSON),
    VersionSource(file="Cargo.toml", kind=VersionKind.CARGO),
    VersionSource(file="setup.cfg", kind=VersionKind.SETUP_CFG),
    VersionSource(file="CHANGELOG.md", kind=VersionKind.CHANGELOG),
)
_LOCKS = (
    "uv.lock",
    "Cargo.lock",
    "package-lock.json",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "yarn.lock",
    "pnpm-lock.yaml",
)


MODES = ("dry-run", "live")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseContext:
    """What is released, since when and how, as somebody stated it; empty where nobody did.

    `default_branch` is empty where the clone is asked for it.
    """

    target: str = ""
    base_tag: str = ""
    mode: str = ""
    default_branch: str = ""

    def refuse_impossible(self) -> None:
        """Refuse what can be no tag or branch (git: check-ref-format), and a mode that is none.

        Raises:
            UsageError: it is one of these.
        """
        named = (("--target", self.target), ("--base-tag", self.base_tag), ("--default-branch", self.default_branch))
        for option, tag in named:
            if tag and not is_ref_name(tag):
                raise UsageError(f"{option} is {tag!a}, expected a short name, such as v1.2.3 or main")
        if self.mode and self.mode not in MODES:
            raise UsageError(f"--mode is {self.mode!a}, expected one of {', '.join(MODES)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceQuestion:
    """What is looked at: the project, the context of the release, and the moment (RFC 3339).

    `workflows` is the audit of the workflow files, or why there is none; `record` that of the release beside it.
    """

    project: Project
    context: ReleaseContext
    at: str
    version: str
    workflows: AuditFile | NotFoundError
    record: KeptRecord | CleanReleaseError


def audit_workspace(question: WorkspaceQuestion, *, git: AuditedGit, files: ProjectFiles) -> AuditFile:
    """The audit of a checkout.

    Raises:
        UsageError: the context names a tag that can be none, or a mode that is none.
        InputRefusedError: it has no commit, or git cannot read it at all.
    """
    context = question.context
    context.refuse_impossible()
    commit = git.head()
    sections = {
        "work_tree": git.work_tree(),
        "upstream": git.upstream(),
        "release_tag": git.release_tag(context.target) if context.target else _unstated("release_tag"),
        "base_tag": git.base_tag(context.base_tag) if context.base_tag else _unstated("base_tag"),
        "signatures": git.signatures(context.target),
        "default_workflows": git.default_workflows(context.default_branch),
        "versions": collected(_versions(question.project, files)),
        "lock_files": collected(_lock_files(question.project, files)),
        "release_context": collected(_stated(context)),
        **observe_record(question.record, target=context.target),
    }
    draft = AuditDraft(
        kind=AuditKind.WORKSPACE,
        host=question.project.host,
        provider="git",
        collected_at=question.at,
        collector=Collector(version=question.version, profile="workspace", mode="api"),
        subject=SubjectDraft(
            slug=question.project.slug,
            commit=commit,
            id=unread(Status.UNSUPPORTED, why=_NO_ID),
            owner=unread(Status.UNSUPPORTED, why=_NO_ID),
        ),
        sections={name: found.to_json() for name, found in sections.items()},
        evidence=(),
        api_version=git.version,
    )
    (audit,) = audit_files([_with_workflows(draft.to_json(), question.workflows, commit=commit)])
    return audit


def _with_workflows(document: dict[str, Json], workflows: AuditFile | NotFoundError, *, commit: str) -> dict[str, Json]:
    """The document with the section of the workflow files, which are of the same commit or of none that is known."""
    sections = object_of(document["sections"], "sections")
    if isinstance(workflows, NotFoundError):
        why = unread(Status.NOT_FOUND, why=workflows.message, needs=workflows.hint)
        return {**document, "sections": {**sections, "workflows": why.to_json()}}
    found = workflows.document
    of = object_of(found["subject"], "subject")["commit"]
    section = object_of(found["sections"], "sections")["workflows"]
    if of != commit:
        section = unread(Status.ERROR, why="the commit of the workflow files could not be read").to_json()
    return {**document, "sections": {**sections, "workflows": section}, "evidence": found["evidence"]}


def _unstated(section: str) -> Observation:
    return unread(Status.NOT_REQUESTED, why="nobody stated which tag it is", needs=WORKSPACE[section])


def _stated(context: ReleaseContext) -> dict[str, Json]:
    parts = {"target": context.target, "base_tag": context.base_tag, "mode": context.mode}
    return {name: {"stated": bool(value), "value": value} for name, value in parts.items()}


def _versions(project: Project, files: ProjectFiles) -> list[Json]:
    """What each file states; of those that nobody declared, only the ones that are there and state something."""
    declared = project.workspace.versions
    if declared is not None:
        return [_version(source, files) for source in dict.fromkeys(declared)]
    name = project.name.replace("-", "_")
    literal = [
        VersionSource(file=f"{folder}{name}/__init__.py", kind=VersionKind.PYTHON) for folder in ("", "src/", "lib/")
    ]
    there = [one for one in (*_LOOKED_FOR, *literal) if _is_there(one.file, files)]
    return [_version(one, files) for one in there if not _is_silent(one, files)]


def _is_there(name: str, files: ProjectFiles) -> bool:
    """Whether there is such a file; one that cannot be read is there."""
    try:
        return files.read_if_there(name, most_bytes=MACHINE_WRITTEN.bytes) is not None
    except CleanReleaseError:
        return True


def _is_silent(source: VersionSource, files: ProjectFiles) -> bool:
    """Whether a file that nobody declared does not speak of versions at all, as most `setup.cfg` do not."""
    try:
        data = files.read(source.file, most_bytes=HAND_WRITTEN.bytes)
    except CleanReleaseError:
        return False
    return b"version" not in data.lower() and source.kind is not VersionKind.CHANGELOG


def _version(source: VersionSource, files: ProjectFiles) -> dict[str, Json]:
    stated = StatedVersion(written="")
    try:
        data = files.read(source.file, most_bytes=HAND_WRITTEN.bytes)
        stated = read_version(data, kind=source.kind, source=source.file)
        written = collected(stated.written)
    except NotFoundError:
        written = unread(Status.NOT_FOUND, why=f"there is no {source.file}", needs="the file, or its own declaration")
    except CleanReleaseError as error:
        written = unread(Status.ERROR, why=error.message, needs=error.hint)
    return {
        "id": f"{source.file} ({source.kind})",
        "file": source.file,
        "line": stated.line,
        "written": written.to_json(),
    }


def _lock_files(project: Project, files: ProjectFiles) -> list[Json]:
    declared = project.workspace.lock_files
    if declared is not None:
        return [_lock_file(name, files) for name in dict.fromkeys(declared)]
    return [_lock_file(name, files) for name in _LOCKS if _is_there(name, files)]


def _lock_file(name: str, files: ProjectFiles) -> dict[str, Json]:
    of = locked_file_of(name)
    differences: tuple[str, ...] = ()
    present = _is_there(name, files)
    if not present:
        current = collected(value=False)
    elif not of:
        current = unread(Status.UNSUPPORTED, why="a lock of this kind is not compared with what it locks")
    else:
        try:
            differences = _compare(name, of, files)
            current = collected(not differences)
        except CleanReleaseError as error:
            current = unread(Status.ERROR, why=error.message, needs=error.hint)
    return {
        "file": name,
        "of": of,
        "present": present,
        "current": current.to_json(),
        "differences": list(differences),
    }


def _compare(name: str, of: str, files: ProjectFiles) -> tuple[str, ...]:
    lock = files.read(name, most_bytes=MACHINE_WRITTEN.bytes)
    locked = files.read_if_there(of, most_bytes=HAND_WRITTEN.bytes)
    if locked is None:
        raise InputRefusedError(f"there is no {of}, which it locks", hint="give the lock beside what it locks")
    return lock_differences(lock, locked, name=name)
