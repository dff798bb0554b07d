"""Folders and files of a commit as GraphQL shows them, believed by the names that git gives them.

A folder is whole if git names these entries as it does; a text is a file's if git names its bytes so. Source: git's
documentation, git-hash-object and gitglossary.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.json_shape import field_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN
from checker.errors import InputRefusedError
from checker.formats.github.fields import required_text
from checker.formats.github.query_answer import SHOWN_LENGTH

TREE = 0o040000
FILES = frozenset({0o100644, 0o100664, 0o100755})
_SHA1_HEX, _SHA256_HEX = 40, 64
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeEntry:
    """One entry of a folder: its name in bytes, its mode, git's name of it, and what else the answer says of it."""

    name: bytes
    mode: int
    oid: str
    body: Json = None


def tree_entry(item: dict[str, Json], *, body: str = "") -> TreeEntry:
    """An entry as the query shows it; `body` is the field that holds what it is, if that was asked for.

    Raises:
        InputRefusedError: a field has another form than the schema says.
    """
    try:
        name = base64.b64decode(text_of(field_of(item, "rawName"), "nameRaw"), validate=True)
    except (binascii.Error, ValueError):
        raise InputRefusedError("the name of a file is not base64, expected it") from None
    return TreeEntry(
        name=name,
        mode=whole_of(field_of(item, "entryMode"), "mode"),
        oid=required_text(item, "entryOid"),
        body=field_of(item, body) if body else None,
    )


def tree_name(entries: Sequence[TreeEntry], *, like: str) -> str:
    """What git names a folder of these entries, by the algorithm that a name was made with.

    Raises:
        InputRefusedError: a name of an entry is none.
    """
    if odd := next((entry.oid for entry in entries if not is_oid(entry.oid)), ""):
        raise InputRefusedError(f"{odd[:SHOWN_LENGTH]!a} names no object of git")
    content = b"".join(b"%o %s\0%s" % (one.mode, one.name, bytes.fromhex(one.oid)) for one in _in_order(entries))
    return _named(b"tree", content, like=like)


def is_oid(text: str) -> bool:
    """Whether a text is a full name of an object."""
    return len(text) in (_SHA1_HEX, _SHA256_HEX) and _HEX.issuperset(text)


def told_bytes(blob: Json, *, text: str, oid: str) -> bytes | str:
    """The bytes of a file, of which `text` is the field; or why they are not known."""
    if not isinstance(blob, dict):
        return "the answer leaves out what it holds"
    if problem := _problem(blob, text):
        return problem
    data = text_of(blob[text], "text").encode()
    if _named(b"blob", data, like=oid) != oid:
        return "the text that was answered is not what git holds; it may not be UTF-8"
    return data


def _problem(blob: dict[str, Json], text: str) -> str:
    """Why the bytes of a file cannot be had from its text; empty where they can."""
    size = blob.get("byteSize")
    if not isinstance(size, int) or size > HAND_WRITTEN.bytes:
        return f"it has {size} bytes, expected at most {HAND_WRITTEN.bytes}"
    if blob.get("isTruncated") is not False:
        return "the provider cut its text off"
    if blob.get("isBinary") is not False:
        return "it is binary, or the provider does not know its encoding"
    return "" if isinstance(blob.get(text), str) else "the answer has null for its text"


def _in_order(entries: Sequence[TreeEntry]) -> list[TreeEntry]:
    """As git sorts them: a folder as if its name ended with a slash."""
    return sorted(entries, key=lambda one: one.name + (b"/" if one.mode == TREE else b""))


def _named(kind: bytes, content: bytes, *, like: str) -> str:
    whole = b"%s %d\0%s" % (kind, len(content), content)
    is_sha1 = len(like) == _SHA1_HEX
    return (hashlib.sha1(whole, usedforsecurity=False) if is_sha1 else hashlib.sha256(whole)).hexdigest()
