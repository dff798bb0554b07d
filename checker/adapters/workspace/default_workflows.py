"""The workflow files of a repository's default branch, as the clone last fetched it: what was reviewed and merged.

The objects are read where they lie; nothing is checked out, so no filter of the checkout has changed a byte.
"""

import hashlib
import re
from collections.abc import Mapping

from checker.adapters.workspace.git_view import GitSilentError, GitView
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread

_REMOTE = "refs/remotes/origin/"
_FOLDER = ".github/workflows/"
_ENDINGS = (".yml", ".yaml")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_NAMES_IT = "audit workspace --default-branch NAME, or git remote set-head origin --auto"


def default_workflows(view: GitView, branch: str) -> Observation:
    """Path and SHA-256 of every workflow file of the branch; without a name, of the one that origin/HEAD names.

    Raises:
        GitSilentError: git gave no answer, or one that cannot be understood.
    """
    name = branch or _default(view)
    if not name:
        return unread(
            Status.NOT_REQUESTED,
            why="nobody said which branch is the default, and the clone does not know",
            needs=_NAMES_IT,
        )
    ref = _REMOTE + name
    commit = _commit(view, ref)
    if not commit:
        return unread(Status.NOT_FOUND, why=f"the clone has no {ref}", needs=f"git fetch origin {name}")
    listed = _said(view, "ls-tree", "-z", "--full-tree", commit, _FOLDER)
    blobs = dict(_blob(entry) for entry in listed.split(b"\0") if _is_workflow(entry))
    contents = _contents(view, list(blobs.values()))
    return collected({"branch": name, "commit": commit, "files": _files(blobs, contents)})


def _files(blobs: Mapping[str, str], contents: Mapping[str, str]) -> list[Json]:
    return [{"path": path, "sha256": contents[blob]} for path, blob in sorted(blobs.items())]


def _said(view: GitView, *arguments: str, given: bytes = b"") -> bytes:
    return view.ask(*arguments, given=given) or b""


def _default(view: GitView) -> str:
    said = view.ask("symbolic-ref", "--quiet", f"{_REMOTE}HEAD", may_say_no=True) or b""
    ref = said.decode(errors="replace").strip()
    return ref.removeprefix(_REMOTE) if ref.startswith(_REMOTE) else ""


def _commit(view: GitView, ref: str) -> str:
    said = view.ask("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", may_say_no=True) or b""
    found = said.decode("ascii", "replace").strip()
    return found if _COMMIT.fullmatch(found) else ""


def _is_workflow(entry: bytes) -> bool:
    """Whether an entry of the folder is a file that GitHub takes for a workflow."""
    return entry.endswith(tuple(ending.encode() for ending in _ENDINGS)) and b" blob " in entry.partition(b"\t")[0]


def _blob(entry: bytes) -> tuple[str, str]:
    """Path and name of the bytes of an entry: `mode blob name<tab>path`."""
    head, _, path = entry.partition(b"\t")
    return path.decode(errors="backslashreplace"), head.split(b" ")[2].decode("ascii", "replace")


def _contents(view: GitView, blobs: list[str]) -> dict[str, str]:
    """The SHA-256 of each blob: git prints `name blob size`, its bytes, and a line's end.

    Raises:
        GitSilentError: a blob is missing, or the answer is not of this form.
    """
    if not blobs:
        return {}
    said, found = _said(view, "cat-file", "--batch", given="\n".join(blobs).encode() + b"\n"), dict[str, str]()
    for blob in blobs:
        head, _, rest = said.partition(b"\n")
        words = head.split(b" ")
        if words[:2] != [blob.encode(), b"blob"] or not words[-1].isdigit():
            raise GitSilentError("a workflow file of the default branch is not in the clone")
        size = int(words[-1])
        found[blob], said = hashlib.sha256(rest[:size]).hexdigest(), rest[size + 1 :]
    return found
