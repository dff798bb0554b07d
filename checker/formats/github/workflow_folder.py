"""The folder of workflows as GraphQL shows it: each file by itself, tied to the commit by the names git gives.

A file is known only if its whole text came as text and git names those bytes so; whatever else an entry is (a link, a
submodule, a folder, one of two names that differ in case alone) is a problem of that entry, never a file left out.
The list is believed if git names it as the commit does. Source: git's documentation, git-hash-object and gitglossary.
"""

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from checker.domain.json_shape import field_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN
from checker.domain.observation import Observation, Status, unread
from checker.domain.workflow import FOLDER, is_workflow_file
from checker.errors import InputRefusedError
from checker.formats.github.fields import required_text
from checker.formats.github.query_answer import SHOWN_LENGTH, QueryAnswer
from checker.formats.github.workflow_files_query import FIELD, WORKFLOW_FILES

NEEDS = "Contents: read"
_TREE, _LINK, _SUBMODULE = 0o040000, 0o120000, 0o160000
_FILES = frozenset({0o100644, 0o100664, 0o100755})
_KINDS = {_TREE: "a folder", _LINK: "a link", _SUBMODULE: "a submodule"}
_SHA1_HEX, _SHA256_HEX = 40, 64
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFile:
    """One workflow file: its place, git's name of its bytes, and its bytes or why they are not known."""

    path: str
    oid: str
    data: bytes = field(default=b"", repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowFolder:
    """The workflow files of one commit (its full name in git), sorted by path."""

    commit: str
    files: tuple[FolderFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    name: bytes
    mode: int
    oid: str
    body: Json


def workflow_folder(answer: QueryAnswer, *, ref: str) -> WorkflowFolder | Observation:
    """The workflow files an answer holds, or why they are not known; `ref` is what was asked for."""
    if refused := answer.refusal(NEEDS):
        return refused
    try:
        return _folder(answer, ref)
    except InputRefusedError as error:
        return unread(Status.ERROR, why=error.message)


def _folder(answer: QueryAnswer, ref: str) -> WorkflowFolder | Observation:
    pages = answer.pages_of(WORKFLOW_FILES)
    if isinstance(pages, Observation):
        return pages
    if len(pages) != 1:
        return unread(Status.ERROR, why=f"the answer speaks {len(pages)} times of the workflow files, expected once")
    source = _peeled(object_of(pages[0][FIELD], FIELD))
    commit = required_text(source, "commitOid")
    if not _is_oid(commit) or (_is_oid(ref) and commit != ref):
        return unread(Status.ERROR, why=f"the answer is about commit {commit[:SHOWN_LENGTH]!a}, expected {ref!a}")
    folder = field_of(source, "workflowFolder")
    if folder is None:
        return unread(Status.NOT_FOUND, why=f"commit {commit} has no folder {FOLDER}")
    return _files_of(object_of(folder, FOLDER), commit)


def _peeled(source: dict[str, Json]) -> dict[str, Json]:
    """The commit a name leads to, through one annotated tag."""
    kind = required_text(source, "__typename")
    if kind == "Tag":
        source = object_of(field_of(source, "taggedObject"), "target")
        kind = required_text(source, "__typename")
    if kind != "Commit":
        raise InputRefusedError(f"the name leads to a {kind[:SHOWN_LENGTH]}, expected a commit")
    return source


def _files_of(folder: dict[str, Json], commit: str) -> WorkflowFolder | Observation:
    mode = whole_of(field_of(folder, "entryMode"), "mode")
    if mode != _TREE:
        return unread(Status.ERROR, why=f"{FOLDER} is {_KINDS.get(mode, 'a file')}, expected a folder")
    listed = field_of(object_of(field_of(folder, "folderObject"), FOLDER), "treeEntries")
    if listed is None:
        return unread(Status.ERROR, why=f"the answer has null for the files of {FOLDER}")
    entries = [_entry(item) for item in objects_of(listed, "entries")]
    if _tree_name(entries, like=required_text(folder, "entryOid")) != folder["entryOid"]:
        return unread(Status.INCOMPLETE, why=f"the files listed are not all that commit {commit} has in {FOLDER}")
    files = [_file(entry) for entry in entries if is_workflow_file(_shown(entry.name))]
    return WorkflowFolder(commit=commit, files=tuple(sorted(_distinct(files), key=lambda one: one.path)))


def _entry(item: dict[str, Json]) -> _Entry:
    try:
        name = base64.b64decode(text_of(field_of(item, "rawName"), "nameRaw"), validate=True)
    except (binascii.Error, ValueError):
        raise InputRefusedError("the name of a file is not base64, expected it") from None
    return _Entry(
        name=name,
        mode=whole_of(field_of(item, "entryMode"), "mode"),
        oid=required_text(item, "entryOid"),
        body=field_of(item, "entryObject"),
    )


def _tree_name(entries: Sequence[_Entry], *, like: str) -> str:
    """What git names a folder of these entries, by the algorithm that a name was made with.

    Raises:
        InputRefusedError: a name of an entry is none.
    """
    if odd := next((entry.oid for entry in entries if not _is_oid(entry.oid)), ""):
        raise InputRefusedError(f"{odd[:SHOWN_LENGTH]!a} names no object of git")
    content = b"".join(b"%o %s\0%s" % (one.mode, one.name, bytes.fromhex(one.oid)) for one in _in_order(entries))
    return _named(b"tree", content, like=like)


def _in_order(entries: Sequence[_Entry]) -> list[_Entry]:
    """As git sorts them: a folder as if its name ended with a slash."""
    return sorted(entries, key=lambda one: one.name + (b"/" if one.mode == _TREE else b""))


def _named(kind: bytes, content: bytes, *, like: str) -> str:
    whole = b"%s %d\0%s" % (kind, len(content), content)
    is_sha1 = len(like) == _SHA1_HEX
    return (hashlib.sha1(whole, usedforsecurity=False) if is_sha1 else hashlib.sha256(whole)).hexdigest()


def _is_oid(text: str) -> bool:
    return len(text) in (_SHA1_HEX, _SHA256_HEX) and _HEX.issuperset(text)


def _shown(name: bytes) -> str:
    return name.decode(errors="backslashreplace")


def _file(entry: _Entry) -> FolderFile:
    file = FolderFile(path=f"{FOLDER}/{_shown(entry.name)}", oid=entry.oid)
    if entry.mode not in _FILES:
        return replace(file, problem=f"it is {_KINDS.get(entry.mode, 'of an unknown kind')}, expected a file")
    if _shown(entry.name).encode() != entry.name:
        return replace(file, problem="its name is not UTF-8")
    if not isinstance(entry.body, dict):
        return replace(file, problem="the answer leaves out what it holds")
    if problem := _problem(entry.body):
        return replace(file, problem=problem)
    data = text_of(entry.body["workflowText"], "text").encode()
    if _named(b"blob", data, like=entry.oid) != entry.oid:
        return replace(file, problem="the text that was answered is not what git holds; it may not be UTF-8")
    return replace(file, data=data)


def _problem(blob: dict[str, Json]) -> str:
    """Why the bytes of a file cannot be had from its text; empty where they can."""
    size = blob.get("byteSize")
    if not isinstance(size, int) or size > HAND_WRITTEN.bytes:
        return f"it has {size} bytes, expected at most {HAND_WRITTEN.bytes}"
    if blob.get("isTruncated") is not False:
        return "the provider cut its text off"
    if blob.get("isBinary") is not False:
        return "it is binary, or the provider does not know its encoding"
    return "" if isinstance(blob.get("workflowText"), str) else "the answer has null for its text"


def _distinct(files: Sequence[FolderFile]) -> list[FolderFile]:
    """The files; of names that some file systems take for one, none is known."""
    seen = Counter(file.path.casefold() for file in files)
    same = "another file has the same name but for the case of letters"
    return [replace(file, data=b"", problem=same) if seen[file.path.casefold()] > 1 else file for file in files]
