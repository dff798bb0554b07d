"""Where files state a version: package metadata, a literal in Python, a changelog, a formula. Read, never run.

A version that a tool makes when it builds is stated nowhere; that is said, not guessed.
"""

import ast
import configparser
import re
import tomllib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from checker.domain.limits import HAND_WRITTEN
from checker.domain.project import VersionKind
from checker.errors import InputRefusedError, Place
from checker.formats.strict_json import locate_in_json, read_json

_LONGEST = 200
_LONGEST_LINE = 4096
_HEADING = re.compile(r"#{1,3} +\[?v?(?P<version>[0-9]+(?:\.[0-9A-Za-z]+)+(?:[-+][0-9A-Za-z.+-]+)?)\]?(?![0-9A-Za-z.])")
_FORMULA = re.compile(r'\s*version +"(?P<version>[^"\s]+)"')
_ADDRESS = re.compile(r'\s*url +"[^"]{1,2000}"')
_IN_ADDRESS = re.compile(r"[/-]v?(?P<version>[0-9]+(?:\.[0-9A-Za-z]+)+?)(?:\.tar\.gz|\.tgz|\.zip)\"\Z")
_NAME = "__version__"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedVersion:
    """A version as a file states it, and the line, from 1; 0 where it is not known."""

    written: str
    line: int = 0


def read_version(data: bytes, *, kind: VersionKind, source: str) -> StatedVersion:
    """The version a file states.

    Raises:
        InputRefusedError: the file cannot be read as what it should be, states no version, or one that is made when the
            package is built.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unread(source, "is not UTF-8") from None
    found = _READERS[kind](text, source)
    if not found.written or len(found.written) > _LONGEST:
        raise _unread(source, f"states a version of {len(found.written)} characters, expected 1 to {_LONGEST}")
    return found


def _unread(source: str, why: str, *, line: int = 0) -> InputRefusedError:
    return InputRefusedError(
        f"the file {why}",
        hint="state the version in it literally, or take the file out of workspace.versions",
        where=Place(source=source, line=line),
    )


def toml_of(text: str, source: str) -> dict[str, Any]:
    """A TOML document.

    Raises:
        InputRefusedError: it is none.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        raise _unread(source, "is no TOML") from None


def table_of(value: object, *names: str) -> Mapping[str, Any]:
    """A table below others; empty where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _pyproject(text: str, source: str) -> StatedVersion:
    document = toml_of(text, source)
    project = table_of(document, "project")
    if "version" in project:
        return _in_toml(project, text, source, section="project")
    if "version" in (project.get("dynamic") or ()):
        raise _unread(source, "says that its version is dynamic, so it is made when the package is built")
    return _in_toml(table_of(document, "tool", "poetry"), text, source, section="tool.poetry")


def _cargo(text: str, source: str) -> StatedVersion:
    document = toml_of(text, source)
    package = table_of(document, "package")
    if table_of(package, "version").get("workspace") is True:
        return _in_toml(table_of(document, "workspace", "package"), text, source, section="workspace.package")
    return _in_toml(package, text, source, section="package")


def _in_toml(table: Mapping[str, Any], text: str, source: str, *, section: str) -> StatedVersion:
    version = table.get("version")
    if not isinstance(version, str):
        raise _unread(source, f"states no version in [{section}]")
    return StatedVersion(written=version, line=_line_of(text, section=section, key="version"))


def _line_of(text: str, *, section: str, key: str) -> int:
    """The line of a key in a section, written the usual way; 0 where it is written in another."""
    here = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("["):
            here = line.split("]")[0].strip("[ ") == section
        elif here and line.partition("=")[0].strip().lower() == key and "=" in line:
            return number
    return 0


def _package_json(text: str, source: str) -> StatedVersion:
    data = text.encode()
    document = read_json(data, source=source, limits=HAND_WRITTEN)
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str):
        raise _unread(source, "states no version")
    return StatedVersion(written=version, line=locate_in_json(data, "/version", source=source).line)


def _setup_cfg(text: str, source: str) -> StatedVersion:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
        version = parser.get("metadata", "version", fallback="").strip()
    except configparser.Error:
        raise _unread(source, "is no configuration that setuptools reads") from None
    if version.startswith(("attr:", "file:")):
        raise _unread(source, "takes its version from elsewhere")
    return StatedVersion(written=version, line=_line_of(text, section="metadata", key="version"))


def _python(text: str, source: str) -> StatedVersion:
    """The one literal that `__version__` is set to at the top level; the file is parsed, and nothing of it is run."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _unread(source, "is no Python that can be parsed") from None
    found = [node for node in body if _is_version(node)]
    if len(found) != 1:
        raise _unread(source, f"sets {_NAME} {len(found)} times, expected once")
    value = found[0].value if isinstance(found[0], ast.Assign | ast.AnnAssign) else None
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        raise _unread(source, f"computes {_NAME}, expected a literal", line=found[0].lineno)
    return StatedVersion(written=value.value, line=found[0].lineno)


def _is_version(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        targets: list[ast.expr] = node.targets
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        targets = [node.target]
    else:
        return False
    return any(isinstance(target, ast.Name) and target.id == _NAME for target in targets)


def _changelog(text: str, source: str) -> StatedVersion:
    """The newest heading that begins with a version, such as `## [1.2.3] - 2026-02-01`."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _HEADING.match(line[:_LONGEST_LINE]):
            return StatedVersion(written=found["version"], line=number)
    raise _unread(source, "has no heading that begins with a version")


def _formula(text: str, source: str) -> StatedVersion:
    """What `version` states, or else the end of the archive's address."""
    stated = None
    for number, line in enumerate((line[:_LONGEST_LINE] for line in text.splitlines()), start=1):
        if found := _FORMULA.match(line):
            return StatedVersion(written=found["version"], line=number)
        address = _ADDRESS.match(line) if stated is None else None
        if address and (found := _IN_ADDRESS.search(address[0])):
            stated = StatedVersion(written=found["version"], line=number)
    if stated is None:
        raise _unread(source, "has neither `version` nor an address that ends with one")
    return stated


_READERS: Mapping[VersionKind, Callable[[str, str], StatedVersion]] = {
    VersionKind.PYPROJECT: _pyproject,
    VersionKind.PACKAGE_JSON: _package_json,
    VersionKind.CARGO: _cargo,
    VersionKind.SETUP_CFG: _setup_cfg,
    VersionKind.PYTHON: _python,
    VersionKind.CHANGELOG: _changelog,
    VersionKind.FORMULA: _formula,
}
