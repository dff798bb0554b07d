"""Audit files: documents that are ready to be written, each under a name that says what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from checker.formats.audit_v1 import render_audit
from checker.formats.strict_json import read_json

_OF_CHECKOUTS = ("workspace", "workflows")
"""The profiles of collectors that look at a checkout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFile:
    """One audit, ready to be written: a file name that says what it is about, and canonical bytes."""

    name: str
    data: bytes = field(repr=False)
    document: dict[str, Json] = field(repr=False)


def audit_files(documents: Sequence[dict[str, Json]]) -> tuple[AuditFile, ...]:
    """The documents with their bytes, sorted by name.

    Raises:
        InputRefusedError: two of one subject and kind, which would be refused when they are used; or one that its own
            reader refuses.
    """
    found: dict[str, AuditFile] = {}
    for document in documents:
        name = _name(document)
        if name in found:
            raise InputRefusedError(
                f"the files hold two audits for {name}, a capture and a seed audit of one repository",
                hint="import them one after the other, and use one",
            )
        found[name] = AuditFile(name=name, data=render_audit(document, source=name), document=document)
    return tuple(found[name] for name in sorted(found))


def _name(document: dict[str, Json]) -> str:
    subject = object_of(document["subject"], "subject")
    return f"{plain_name(str(subject['slug']))}.{document['kind']}.json"


def plain_name(slug: str) -> str:
    """A slug as the beginning of a file name."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in slug)


def is_of_checkout(data: bytes) -> bool:
    """Whether these are the bytes of an audit that was made in a checkout."""
    try:
        document = read_json(data, source="it")
        collector = object_of(object_of(document, "it").get("collector"), "collector")
    except InputRefusedError:
        return False
    return collector.get("profile") in _OF_CHECKOUTS
