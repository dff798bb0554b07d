"""`.manifest`: what a bundle says about itself, read strictly.

It is OPA's file (management-bundles, "Bundle File Format"), so OPA loads what is built here; what OPA ignores or
guesses is refused. A bundle's name and the integer that orders its revisions are under `metadata.clean-release`,
because OPA's own `revision` is any string; the two must agree.
"""

import re
from dataclasses import dataclass
from typing import cast

from checker.domain.json_value import LARGEST_INTEGER, Json, JsonLike
from checker.domain.limits import HAND_WRITTEN
from checker.errors import BundleRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_json import read_json

OWN_METADATA = "clean-release"

_KEYS = {"revision", "roots", "rego_version", "metadata", "wasm"}
_NAME = re.compile(r"\A[a-z0-9][a-z0-9._-]{0,63}\Z")
_NUMBER = re.compile(r"\A(0|[1-9][0-9]{0,15})\Z")
_ROOT = re.compile(r"\A[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*\Z")
_MOST_ROOTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleManifest:
    """A bundle's own account: `name` is empty and `revision` 0 where it has none; the root `""` is everything."""

    name: str = ""
    revision: int = 0
    roots: tuple[str, ...] = ("",)


def parse_bundle_manifest(data: bytes, *, source: str) -> BundleManifest:
    """A manifest without anything that is unknown, contradictory or of another Rego version.

    Raises:
        InputRefusedError: it is not strict JSON.
        BundleRefusedError: it is not the manifest of a bundle that can be judged with.
    """
    where = Place(source=f"{source}: .manifest")
    document = read_json(data, source=where.source, limits=HAND_WRITTEN)
    if not isinstance(document, dict):
        raise BundleRefusedError("the manifest is not an object", where=where)
    if unknown := sorted(set(document) - _KEYS):
        raise BundleRefusedError(
            f"the manifest has the unknown field {unknown[0]!a}, expected {', '.join(sorted(_KEYS))}",
            hint="build it with `clean-release bundle build`",
            where=where,
        )
    if document.get("rego_version", 1) != 1 or isinstance(document.get("rego_version"), bool):
        raise BundleRefusedError("the manifest asks for another Rego version, expected 1", where=where)
    if document.get("wasm"):
        raise BundleRefusedError("the manifest names compiled policy, which cannot be read by a person", where=where)
    name, number = _identity(document.get("metadata", {}), where)
    return BundleManifest(
        name=name,
        revision=_revision(document.get("revision", ""), number, where),
        roots=_roots(document.get("roots", [""]), where),
    )


def render_bundle_manifest(manifest: BundleManifest) -> bytes:
    """The canonical bytes of a manifest that OPA and `parse_bundle_manifest` read alike."""
    document: JsonLike = {
        "metadata": {OWN_METADATA: {"name": manifest.name, "revision": manifest.revision}},
        "rego_version": 1,
        "revision": str(manifest.revision),
        "roots": list(manifest.roots),
    }
    return canonical_bytes(document)


def is_inside(path: tuple[str, ...], root: str) -> bool:
    """Whether a package or data path lies inside a root."""
    steps = tuple(root.split("/")) if root else ()
    return path[: len(steps)] == steps


def _identity(metadata: Json, where: Place) -> tuple[str, int | None]:
    """Name and revision under our own key; no number where the key is missing."""
    if not isinstance(metadata, dict):
        raise BundleRefusedError("the manifest's metadata is not an object", where=where)
    if OWN_METADATA not in metadata:
        return "", None
    own = metadata[OWN_METADATA]
    if not isinstance(own, dict) or set(own) != {"name", "revision"}:
        raise BundleRefusedError(f"metadata.{OWN_METADATA} has other fields than name and revision", where=where)
    name, number = own["name"], own["revision"]
    if not isinstance(name, str) or _NAME.match(name) is None:
        raise BundleRefusedError(
            f"the bundle's name is {name!a}, expected lower-case letters, digits, dots, dashes, underscores",
            where=where,
        )
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= LARGEST_INTEGER:
        raise BundleRefusedError(f"the bundle's revision is {number!a}, expected an integer from 0 on", where=where)
    return name, number


def _revision(text: Json, number: int | None, where: Place) -> int:
    """The integer revision. OPA's string orders nothing unless it is a plain number."""
    if not isinstance(text, str):
        raise BundleRefusedError(f"the revision is {text!a}, expected a string", where=where)
    if number is None:
        return int(text) if _NUMBER.match(text) and int(text) <= LARGEST_INTEGER else 0
    if text != str(number):
        raise BundleRefusedError(f"the revision is {text!a}, but metadata.{OWN_METADATA} says {number}", where=where)
    return number


def _roots(value: Json, where: Place) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(root, str) for root in value):
        raise BundleRefusedError("the roots are not a list of at least one path", where=where)
    if len(value) > _MOST_ROOTS:
        raise BundleRefusedError(f"there are {len(value)} roots, at most {_MOST_ROOTS} are read", where=where)
    roots = tuple(sorted(cast("list[str]", value)))
    for root in roots:
        if root and _ROOT.match(root) is None:
            raise BundleRefusedError(f"the root {root!a} is not a path such as rules/branch", where=where)
    refuse_overlap(roots, where=where)
    return roots


def refuse_overlap(roots: tuple[str, ...], *, where: Place) -> None:
    """Make sure that no root lies inside another: who owns a package must have one answer.

    Raises:
        BundleRefusedError: naming the two roots.
    """
    for at, root in enumerate(roots):
        steps = root.split("/")
        above = {"", *("/".join(steps[:end]) for end in range(1, len(steps) + 1))}
        others = roots[:at] + roots[at + 1 :]
        if (other := next((other for other in others if other in above), None)) is not None:
            raise BundleRefusedError(f"the roots {other!a} and {root!a} overlap", where=where)
