"""Git's own files, read without running git: where they lie, what is checked out, which tag names it."""

import re
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

ReadText = Callable[[Path], str]
"""The text of a plain, bounded file; empty where there is none."""

_FOLDER = re.compile(r"gitdir: (?P<folder>.+?)\s*")
_BRANCH = re.compile(r"ref: (?P<ref>refs/heads/\S+)\s*")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_MOST_OBJECT = 65536
"""Of a tag object only the first line is needed (bytes)."""


class GitFiles:
    """The folder of git for one work tree; a linked work tree or a submodule keeps it elsewhere and says where.

    `own` is the work tree's own folder, with HEAD and index; `shared` the one of all work trees, with refs and objects.
    """

    def __init__(self, tree: Path, *, text: ReadText) -> None:
        self._text = text
        own = tree / ".git"
        if own.is_file():
            named = _FOLDER.fullmatch(text(own))
            own = tree / named["folder"] if named else own
        self.own = own
        self.shared = own / text(own / "commondir").strip() if own.is_dir() else own

    @property
    def is_there(self) -> bool:
        """Whether there is a folder of git at all."""
        return self.own.is_dir()

    def read(self, name: str) -> str:
        """A file that all work trees share, such as `config`; empty where there is none."""
        return self._text(self.shared / name)

    def head(self) -> tuple[str, str]:
        """The commit that is checked out, and the branch's full ref; each empty where it is not known."""
        text = self._text(self.own / "HEAD")
        found = _BRANCH.fullmatch(text)
        if found is None:
            return (text.strip() if _COMMIT.fullmatch(text.strip()) else ""), ""
        return self.commit_of(found["ref"]), found["ref"]

    def commit_of(self, ref: str) -> str:
        """The commit a ref leads to, through an annotated tag; empty where it is not known."""
        loose = self._text(self.shared / ref).strip()
        if not _COMMIT.fullmatch(loose):
            return self._packed(ref)
        return self._peeled(loose)

    def _packed(self, ref: str) -> str:
        lines = self._text(self.shared / "packed-refs").splitlines()
        for line, after in pairwise([*lines, ""]):
            commit, _, name = line.partition(" ")
            if name == ref and _COMMIT.fullmatch(commit):
                return after[1:] if _COMMIT.fullmatch(after[1:]) and after.startswith("^") else commit
        return ""

    def _peeled(self, name: str) -> str:
        """The commit itself, or what a tag object names; a packed object cannot be looked into and is taken for one."""
        path = self.shared / "objects" / name[:2] / name[2:]
        try:
            with path.open("rb") as file:
                data = zlib.decompressobj().decompress(file.read(_MOST_OBJECT), _MOST_OBJECT)
        except (OSError, zlib.error):
            return name
        first = data.partition(b"\0")[2].partition(b"\n")[0].decode("ascii", "replace")
        named = first.removeprefix("object ")
        return named if data.startswith(b"tag ") and _COMMIT.fullmatch(named) else name
