"""The fields of a JSON Schema, one after the other, with what each may hold.

An observation is one field: its envelope (`status`, `value`, `partial`, `detail`, `evidence`) is the same everywhere,
so a path steps over it, as it does in the `reads` of a rule: `sections.ref_rules[].bypass`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.schemas.blocks import MOMENT, REF, SHA1
from tools.schemas.documents import DIGEST
from tools.schemas.lifecycle_event import LABEL, MAYBE_CODE, MAYBE_LABEL, VERSION
from tools.schemas.sections import SHA256
from tools.schemas.server import WORKFLOW
from tools.schemas.targets import CHANNEL
from tools.schemas.trail import BASE64

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENVELOPE = {"status", "value", "partial", "detail", "evidence"}

PATTERNS = {
    DIGEST: "`sha256:` and 64 hex",
    MOMENT: "time, RFC 3339 with `Z`",
    REF: "`refs/heads/…` or `refs/tags/…`",
    SHA1: "40 hex",
    SHA256: "64 hex",
    f"{SHA1}|{SHA256}": "40 or 64 hex",
    f"^$|{DIGEST}": "`sha256:` and 64 hex, or empty",
    f"^$|{SHA256}": "64 hex, or empty",
    LABEL: "letters, digits and `._-`",
    MAYBE_LABEL: "letters, digits and `._-`, or empty",
    MAYBE_CODE: "a code, or empty",
    CHANNEL: "letters, digits and `._:-`",
    VERSION: "a version without spaces",
    BASE64: "base64",
    "^[a-z0-9][a-z0-9-]{0,63}$": "small letters, digits and hyphens",
    "^[^/\\\\\\x00-\\x1f]+$": "file name without a path",
    "^[^/\\s]+/[^/\\s]+$": "`owner/name`",
    "^[^/\\s]+/[^/\\s]+/[^/\\s]+$": "`host/owner/name`",
    WORKFLOW: "`owner/name/.github/workflows/file.yml@ref`",
}
"""What a pattern means, in words; a new one needs its words before it can be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its path, whether it must be there, and the values it takes in words."""

    path: str
    required: bool
    values: str


def fields(schema: Mapping[str, Any], *, root: Mapping[str, Any] | None = None, path: str = "") -> Iterator[Field]:
    """Yield every field below a schema, in the schema's order."""
    root = root or schema
    here = _resolved(schema, root)
    if _is_observation(here):
        yield from fields(here["properties"]["value"], root=root, path=path)
        return
    required = set(here.get("required", ()))
    for name, found in here.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        yield Field(path=below, required=name in required, values=_values(found, root))
        yield from fields(found, root=root, path=below)
    if "items" in here:
        yield from fields(here["items"], root=root, path=f"{path}[]")
    if isinstance(here.get("additionalProperties"), dict):
        yield Field(path=f"{path}.NAME", required=False, values=_values(here["additionalProperties"], root))
        yield from fields(here["additionalProperties"], root=root, path=f"{path}.NAME")


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    definition: Mapping[str, Any] = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return definition


def _is_observation(schema: Mapping[str, Any]) -> bool:
    names = set(schema.get("properties", {}))
    return {"status", "value", "evidence"} <= names <= ENVELOPE


def _values(schema: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    here = _resolved(schema, root)
    if _is_observation(here):
        return f"observation: {_values(here['properties']['value'], root)}"
    if "const" in here:
        return f"`{here['const']}`"
    if "enum" in here:
        return " ".join(f"`{word}`" for word in here["enum"])
    kind = here.get("type")
    if isinstance(kind, list):
        return ", ".join(kind)
    return _KINDS[str(kind)](here, root)


def _array(schema: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    text = f"list of {_values(schema['items'], root)}"
    if key := schema.get("x-unique-key"):
        text += f", each `{key}` once"
    if schema.get("uniqueItems"):
        text += ", each once"
    if least := schema.get("minItems"):
        text += f", at least {least}"
    return text


def _text(schema: Mapping[str, Any], _root: Mapping[str, Any]) -> str:
    if pattern := schema.get("pattern"):
        return PATTERNS[pattern]
    return "text, not empty" if schema.get("minLength") else "text"


def _whole(schema: Mapping[str, Any], _root: Mapping[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is None:
        return "whole number"
    return f"whole number from {least}" + (f" to {most}" if most is not None and most < 2**53 - 1 else "")


_KINDS = {
    "array": _array,
    "boolean": lambda _schema, _root: "`true` `false`",
    "integer": _whole,
    "object": lambda _schema, _root: "object",
    "string": _text,
}
