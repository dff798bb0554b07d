"""The folder of workflows as GraphQL shows it: each file by itself, tied to the commit by the names git gives.

A file is known only if its whole text came as text and git names those bytes so; whatever else an entry is (a link, a
submodule, a folder, one of two names that differ in case alone) is a problem of that entry, never a file left out.
The list is believed if git names it as the commit does. Source: git's documentation, git-hash-object and gitglossary.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from checker.domain.json_shape import field_of, object_of, objects_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.domain.workflow import FOLDER, is_workflow_file
from checker.errors import InputRefusedError
from checker.formats.github.fields import required_text
from checker.formats.github.git_objects import FILES, TREE, TreeEntry, is_oid, told_bytes, tree_entry, tree_name
from checker.formats.github.query_answer import SHOWN_LENGTH, QueryAnswer
from checker.formats.github.workflow_files_query import FIELD, WORKFLOW_FILES

NEEDS = "Contents: read"
_LINK, _SUBMODULE = 0o120000, 0o160000
_KINDS = {TREE: "a folder", _LINK: "a link", _SUBMODULE: "a submodule"}


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
    if not is_oid(commit) or (is_oid(ref) and commit != ref):
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
    if mode != TREE:
        return unread(Status.ERROR, why=f"{FOLDER} is {_KINDS.get(mode, 'a file')}, expected a folder")
    listed = field_of(object_of(field_of(folder, "folderObject"), FOLDER), "treeEntries")
    if listed is None:
        return unread(Status.ERROR, why=f"the answer has null for the files of {FOLDER}")
    entries = [tree_entry(item, body="entryObject") for item in objects_of(listed, "entries")]
    if tree_name(entries, like=required_text(folder, "entryOid")) != folder["entryOid"]:
        return unread(Status.INCOMPLETE, why=f"the files listed are not all that commit {commit} has in {FOLDER}")
    files = [_file(entry) for entry in entries if is_workflow_file(_shown(entry.name))]
    return WorkflowFolder(commit=commit, files=tuple(sorted(_distinct(files), key=lambda one: one.path)))


def _shown(name: bytes) -> str:
    return name.decode(errors="backslashreplace")


def _file(entry: TreeEntry) -> FolderFile:
    file = FolderFile(path=f"{FOLDER}/{_shown(entry.name)}", oid=entry.oid)
    if entry.mode not in FILES:
        return replace(file, problem=f"it is {_KINDS.get(entry.mode, 'of an unknown kind')}, expected a file")
    if _shown(entry.name).encode() != entry.name:
        return replace(file, problem="its name is not UTF-8")
    data = told_bytes(entry.body, text="workflowText", oid=entry.oid)
    return replace(file, problem=data) if isinstance(data, str) else replace(file, data=data)


def _distinct(files: Sequence[FolderFile]) -> list[FolderFile]:
    """The files; of names that some file systems take for one, none is known."""
    seen = Counter(file.path.casefold() for file in files)
    same = "another file has the same name but for the case of letters"
    return [replace(file, data=b"", problem=same) if seen[file.path.casefold()] > 1 else file for file in files]
