"""Versions as each registry reads them: PEP 440 for Python, SemVer 2.0.0 for Rust and npm.

A version is never compared as text. What cannot be parsed has no order, and whoever asks must say so.
"""

import re
from typing import Any

_SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?",
    re.ASCII,
)
PEP_440 = frozenset({"pypi", "testpypi"})
SEMVER = frozenset({"crates", "npm"})


def form_of(registry: str) -> str:
    """The version form a registry demands: `PEP 440`, `SemVer`, or `any` where it demands none."""
    if registry in PEP_440:
        return "PEP 440"
    return "SemVer" if registry in SEMVER else "any"


def is_well_formed(version: str, *, registry: str) -> bool:
    """Whether the registry would accept the version's spelling."""
    return form_of(registry) == "any" or order_key(version, registry=registry) is not None


def order_key(version: str, *, registry: str) -> Any | None:  # noqa: ANN401 - keys of one registry compare with each other
    """A key that orders versions of one registry, or None when the version cannot be ordered."""
    if registry in PEP_440:
        from packaging.version import InvalidVersion, Version  # noqa: PLC0415 - only when a registry was read

        try:
            return Version(version)
        except InvalidVersion:
            return None
    match = _SEMVER.fullmatch(version)
    if match is None:
        return None
    major, minor, patch, before, _ = match.groups()
    return (int(major), int(minor), int(patch), _precedence(before))


def is_same_version(first: str, second: str) -> bool:
    """Whether two spellings are one version: `v1.2.3-rc.1` of a tag or a crate, and `1.2.3rc1` of a wheel.

    What PEP 440 cannot read is the same only letter for letter. With a space in it a text is no version, and so never
    the same as one.
    """
    if any(letter.isspace() for letter in first + second):
        return False
    keys = (order_key(first, registry="pypi"), order_key(second, registry="pypi"))
    return first == second if None in keys else keys[0] == keys[1]


def is_same_published_version(one: str, other: str, *, registry: str) -> bool:
    """Whether two texts are one version: `1.0` and `1.0.0` are for Python; what has no order must be equal as text."""
    keys = order_key(one, registry=registry), order_key(other, registry=registry)
    return keys[0] == keys[1] if None not in keys else one == other


def _precedence(before: str | None) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    """SemVer 2.0.0, item 11: a release follows its pre-releases; numeric identifiers sort below alphanumeric ones."""
    if before is None:
        return (1, ())
    parts = before.split(".")
    return (0, tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts))
