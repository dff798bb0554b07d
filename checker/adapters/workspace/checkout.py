"""The port `Workspace` over a folder: git's own files, package metadata, workflow files."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN
from checker.domain.manifest import Target
from checker.errors import CleanReleaseError
from checker.formats.strict_yaml import read_yaml
from checker.ports.workspace import WorkspaceFacts

_REMOTE = re.compile(r'^\[remote "origin"\]\s*$(?P<body>(?:\n(?!\[).*)*)', re.MULTILINE)
_URL = re.compile(r"^\s*url\s*=\s*(?P<url>\S+)\s*$", re.MULTILINE)
_ADDRESS = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]+@)?|(?:[^@/:]+@))(?P<host>[A-Za-z0-9.-]+)(?::\d+)?[:/](?P<slug>[^/\s]+/[^/\s]+?)(?:\.git)?/?"
)
_GIT_FOLDER = re.compile(r"gitdir: (?P<folder>.+?)\s*")
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

    def _remote(self) -> tuple[str, str]:
        config = self._git("config")
        section = _REMOTE.search(config)
        found = _URL.search(section["body"]) if section else None
        address = _ADDRESS.fullmatch(found["url"]) if found else None
        if address is None:
            self._notes.append("no git remote called origin names a repository")
            return "", ""
        return address["host"], address["slug"]

    def _branch(self) -> str:
        """The remote's default branch as the clone recorded it; a checked-out branch says nothing about that."""
        match = _HEAD.fullmatch(self._git("refs/remotes/origin/HEAD"))
        if match is None:
            self._notes.append("the clone does not record the default branch")
            return ""
        return match["branch"]

    def _package(self) -> tuple[str, str]:
        for file, registry, read in (
            ("pyproject.toml", "pypi", _python_name),
            ("Cargo.toml", "crates", _rust_name),
            ("package.json", "npm", _node_name),
        ):
            text = self._text(self._folder / file)
            if text and (name := read(text)):
                return name, registry
        return "", ""

    def _environments(self) -> Iterator[str]:
        folder = self._tree / ".github" / "workflows"
        paths = sorted(folder.glob("*.y*ml"))[:_MOST_WORKFLOWS] if folder.is_dir() else []
        for path in paths:
            try:
                data = self._text(path).encode()
                document = read_yaml(data, source=path.name, limits=HAND_WRITTEN)
            except CleanReleaseError as error:
                self._notes.append(f"could not read {path.name}: {error.message}")
                continue
            yield from _environments_of(document)

    def _git(self, name: str) -> str:
        """A file of git's own folder; a linked work tree or a submodule keeps it elsewhere and says where."""
        own = self._tree / ".git"
        if own.is_file():
            named = _GIT_FOLDER.fullmatch(self._text(own))
            if named is None:
                return ""
            own = self._tree / named["folder"]
            own /= self._text(own / "commondir").strip()
        return self._text(own / name)

    def _text(self, path: Path) -> str:
        try:
            if path.is_symlink() or not path.is_file() or path.stat().st_size > HAND_WRITTEN.bytes:
                return ""
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self._notes.append(f"could not read {path.name}")
            return ""


def _python_name(text: str) -> str:
    return _name_in(_toml(text).get("project"))


def _rust_name(text: str) -> str:
    return _name_in(_toml(text).get("package"))


def _node_name(text: str) -> str:
    try:
        return _name_in(json.loads(text))
    except (ValueError, RecursionError):
        return ""


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}


def _name_in(table: object) -> str:
    name = table.get("name") if isinstance(table, Mapping) else None
    return name if isinstance(name, str) else ""


def _environments_of(document: Json) -> Iterator[str]:
    """The literal environment names of a workflow's jobs; an expression names none that could be known here."""
    jobs = document.get("jobs") if isinstance(document, dict) else None
    for job in jobs.values() if isinstance(jobs, dict) else ():
        environment = job.get("environment") if isinstance(job, dict) else None
        name = environment.get("name") if isinstance(environment, dict) else environment
        if isinstance(name, str) and name and "${{" not in name:
            yield name
