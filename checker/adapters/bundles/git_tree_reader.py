"""Reads folders and files of a commit as git keeps them: no checkout, no filter, no link, sizes before contents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, CleanReleaseError, NotFoundError, Place
from checker.formats.bundle_limits import BundleLimits
from checker.formats.bundle_names import TakenNames, checked_path, refuse_name

_ENTRY = re.compile(
    rb"(?P<mode>[0-7]{6}) (?:blob|commit|tree) (?P<name>[0-9a-f]{40}|[0-9a-f]{64}) +(?P<size>\d+|-)\t(?P<path>.+)",
    re.DOTALL,
)
_PLAIN = (b"100644", b"100755")
_KINDS = {b"120000": "a symbolic link", b"160000": "a submodule"}
_MOST_LISTED = 16 * 1024 * 1024
_HEADER = 256


class AskGit(Protocol):
    """Git over the repository that was fetched into."""

    def __call__(self, *arguments: str, most: int, given: bytes = b"") -> bytes:
        """What a command prints, at most so many bytes.

        Raises:
            CleanReleaseError: it failed.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeEntry:
    """A file of a tree: its path, git's name of its bytes, and how many they are."""

    path: bytes
    mode: bytes
    name: str
    size: int


class GitTree:
    """The tree of one commit."""

    def __init__(self, commit: str, *, ask: AskGit, where: Place) -> None:
        self._commit = commit
        self._ask = ask
        self._where = where

    def files(self, folder: str, *, limits: BundleLimits) -> tuple[BundleFile, ...]:
        """Every file below a folder of the tree (all of it, if empty), sorted by path.

        Raises:
            NotFoundError: there is no such folder.
            BundleRefusedError: it holds a link, a submodule, an unsafe name, or too much.
        """
        if folder and not self._is_folder(folder):
            raise self.nothing_at(folder)
        entries = self._listed("ls-tree", "-r", "-z", "-l", "--full-tree", f"{self._commit}:{folder}")
        source = self._where.source
        if len(entries) > limits.files:
            raise self._too_much(f"{len(entries)} files", f"{limits.files}")
        taken = TakenNames(source=source)
        paths = []
        for entry in entries:
            path = checked_path(entry.path, source=source, limits=limits)
            self._refuse_unless_plain(entry, path)
            taken.take_file(path)
            if entry.size > limits.file:
                raise self._too_much(f"a file of {entry.size} bytes", f"{limits.file} bytes")
            paths.append(path)
        if sum(entry.size for entry in entries) > limits.unpacked:
            raise self._too_much(f"{sum(entry.size for entry in entries)} bytes", f"{limits.unpacked}")
        contents = self._contents(entries)
        files = [BundleFile(path=path, data=data) for path, data in zip(paths, contents, strict=True)]
        return tuple(sorted(files, key=lambda file: file.path))

    def file(self, path: str, *, most: int) -> bytes | None:
        """The bytes of one plain file of the tree, or None if there is nothing.

        Raises:
            BundleRefusedError: it is a link or a folder, or larger.
        """
        entries = self._listed("ls-tree", "-z", "-l", "--full-tree", self._commit, "--", path)
        if not entries:
            return None
        self._refuse_unless_plain(entries[0], path)
        if entries[0].size > most:
            raise self._too_much(f"a file of {entries[0].size} bytes", f"{most} bytes")
        return self._contents(entries)[0]

    def nothing_at(self, path: str) -> CleanReleaseError:
        """What to say where neither a folder nor a file has this path; it names the nearest."""
        listed = self._ask("ls-tree", "-r", "-t", "-z", "--name-only", "--full-tree", self._commit, most=_MOST_LISTED)
        known = [one for one in listed.decode("utf-8", "replace").split("\0") if one.isprintable() and one]
        close = get_close_matches(path, known, n=1)
        return NotFoundError(
            f"the commit {self._commit} has nothing to read at {path!a}",
            hint=f"did you mean {close[0]}?" if close else "name a folder or a .tar.gz of the repository",
            where=self._where,
        )

    def _is_folder(self, path: str) -> bool:
        listed = self._ask("ls-tree", "-d", "-z", "--full-tree", self._commit, "--", path, most=_MOST_LISTED)
        return listed.startswith(b"040000 tree ")

    def _listed(self, *arguments: str) -> list[TreeEntry]:
        said = self._ask(*arguments, most=_MOST_LISTED)
        found = []
        for line in said.split(b"\0")[:-1]:
            entry = _ENTRY.fullmatch(line)
            if entry is None:
                raise BundleRefusedError("git lists the tree in another form than expected", where=self._where)
            size = 0 if entry["size"] == b"-" else int(entry["size"])
            found.append(
                TreeEntry(path=entry["path"], mode=entry["mode"], name=entry["name"].decode("ascii"), size=size)
            )
        return found

    def _refuse_unless_plain(self, entry: TreeEntry, path: str) -> None:
        if entry.mode not in _PLAIN:
            kind = _KINDS.get(entry.mode, "no plain file")
            raise refuse_name(path, f"is {kind}; only plain files and folders are read", source=self._where.source)

    def _contents(self, entries: Sequence[TreeEntry]) -> list[bytes]:
        """The bytes of each entry, of exactly the size that was listed."""
        if not entries:
            return []
        wanted = "".join(f"{entry.name}\n" for entry in entries).encode("ascii")
        most = sum(entry.size + _HEADER for entry in entries)
        said = self._ask("cat-file", "--batch", most=most, given=wanted)
        contents, at = [], 0
        for entry in entries:
            header = f"{entry.name} blob {entry.size}\n".encode("ascii")
            end = at + len(header) + entry.size
            if said[at : at + len(header)] != header or said[end : end + 1] != b"\n":
                raise BundleRefusedError("git gives other bytes than it listed", where=self._where)
            contents.append(said[at + len(header) : end])
            at = end + 1
        return contents

    def _too_much(self, seen: str, most: str) -> BundleRefusedError:
        return BundleRefusedError(
            f"the repository holds {seen}, at most {most} are read",
            hint="name the folder of the policies after #, or keep them in a repository of their own",
            where=self._where,
        )
