"""The port `Workspace` over a folder: git's own files, package metadata, workflow files."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from checker.adapters.workspace.built_files import built_files
from checker.adapters.workspace.git_files import GitFiles
from checker.adapters.workspace.git_tree import committed_workflows
from checker.adapters.workspace.workflow_files import workflow_files, workflow_folder
from checker.application.read_workflows import read_workflows
from checker.domain.limits import HAND_WRITTEN
from checker.domain.manifest import Target
from checker.errors import CleanReleaseError, NotFoundError
from checker.ports.workspace import CheckoutRelease, CommittedFiles, WorkflowFile, WorkspaceFacts

_REMOTE = re.compile(r'^\[remote "origin"\]\s*$(?P<body>(?:\n(?!\[).*)*)', re.MULTILINE)
_URL = re.compile(r"^\s*url\s*=\s*(?P<url>\S+)\s*$", re.MULTILINE)
_ADDRESS = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]+@)?|(?:[^@/:]+@))(?P<host>[A-Za-z0-9.-]+)(?::\d+)?[:/](?P<slug>[^/\s]+/[^/\s]+?)(?:\.git)?/?"
)
_HEAD = re.compile(r"ref: refs/(?:heads|remotes/origin)/(?P<branch>\S+)\s*")
_MOST_WORKFLOWS = 100


class Checkout:
    """A folder of a checkout on this machine. Only plain files of bounded size are read.

    The package is that of the folder; remote, branch and workflows are those of `tree`, the work tree it lies in.
    """

    def __init__(self, folder: Path, *, tree: Path) -> None:
        self._folder = folder
        self._tree = tree
        self._notes: list[str] = []
        self._git = GitFiles(tree, text=self._text)

    def facts(self) -> WorkspaceFacts:
        """What the checkout says about itself."""
        self._notes = []
        host, slug = self._remote()
        name, registry = self._package()
        environments = tuple(dict.fromkeys(self._environments()))
        return WorkspaceFacts(
            name=name or slug.partition("/")[2] or self._folder.resolve().name,
            host=host,
            slug=slug,
            branch=self._branch(),
            environments=environments,
            targets=(Target(registry=registry, project=name),) if name and registry else (),
            notes=tuple(self._notes),
        )

    def release(self, files: str = "dist/*") -> CheckoutRelease:
        """What the checkout says of the release in it; a tag counts only if it is named after the version."""
        self._notes = []
        version = self._version()
        commit, branch = self._git.head()
        tags = (f"refs/tags/{lead}{version}" for lead in ("v", "")) if version and commit else ()
        tag = next((name for name in tags if self._git.commit_of(name) == commit), "")
        artifacts, left_out = built_files(self._folder, files, version=version) if version else ((), ())
        return CheckoutRelease(
            version=version,
            commit=commit,
            ref=tag or (branch if commit else ""),
            artifacts=artifacts,
            notes=(*self._notes, *left_out),
            left_out=left_out,
        )

    def away_from(self, ref: str) -> str:
        """Why what is checked out is not this full ref; empty when it is."""
        head, _ = self._git.head()
        commit = self._git.commit_of(ref)
        if not commit:
            return f"the clone has no {ref}"
        return "" if commit == head else f"the checkout is at {head[:12] or 'no known commit'}, not at {ref}"

    def workflows(self) -> Iterator[WorkflowFile]:
        """The workflow files of the work tree."""
        return workflow_files(workflow_folder(self._tree))

    def committed(self) -> CommittedFiles:
        """The workflow files of the commit that is checked out; without one, or without git, nothing."""
        commit, _ = self._git.head()
        blobs = committed_workflows(self._tree, commit=commit)
        return CommittedFiles() if blobs is None else CommittedFiles(commit=commit, blobs=blobs)

    def _remote(self) -> tuple[str, str]:
        config = self._git.read("config")
        section = _REMOTE.search(config)
        found = _URL.search(section["body"]) if section else None
        address = _ADDRESS.fullmatch(found["url"]) if found else None
        if address is None:
            self._notes.append("no git remote called origin names a repository")
            return "", ""
        return address["host"], address["slug"]

    def _branch(self) -> str:
        """The remote's default branch as the clone recorded it; a checked-out branch says nothing about that."""
        match = _HEAD.fullmatch(self._git.read("refs/remotes/origin/HEAD"))
        if match is None:
            self._notes.append("the clone does not record the default branch")
            return ""
        return match["branch"]

    def _package(self) -> tuple[str, str]:
        for file, registry, read in _PACKAGES:
            if name := _word_in(read(self._text(self._folder / file)), "name"):
                return name, registry
        return "", ""

    def _version(self) -> str:
        """The version in the metadata that names the project; one that is made at build time is not written there."""
        for file, _, read in _PACKAGES:
            table = read(self._text(self._folder / file))
            if _word_in(table, "name"):
                return _word_in(table, "version")
        return ""

    def _environments(self) -> Iterator[str]:
        """The literal names; an expression names no environment that could be known here."""
        try:
            files = [*islice(self.workflows(), _MOST_WORKFLOWS)]
        except CleanReleaseError as error:
            if not isinstance(error, NotFoundError):
                self._notes.append(error.message)
            return
        for read in read_workflows(files):
            if read.workflow is None:
                self._notes.append(f"could not read {read.path.rpartition('/')[2]}: {read.problem}")
                continue
            for job in read.workflow.jobs:
                if job.environment and job.environment.is_known and job.environment.text:
                    yield job.environment.text

    def _text(self, path: Path) -> str:
        try:
            if path.is_symlink() or not path.is_file() or path.stat().st_size > HAND_WRITTEN.bytes:
                return ""
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self._notes.append(f"could not read {path.name}")
            return ""


def _python(text: str) -> object:
    return _toml(text).get("project")


def _rust(text: str) -> object:
    return _toml(text).get("package")


def _node(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


_PACKAGES = (("pyproject.toml", "pypi", _python), ("Cargo.toml", "crates", _rust), ("package.json", "npm", _node))


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}


def _word_in(table: object, key: str) -> str:
    word = table.get(key) if isinstance(table, Mapping) else None
    return word if isinstance(word, str) else ""
