"""Plain files: opened without waiting for anybody, looked at before they are read, bounded, and read as one state.

Every adapter that reads files of somebody else stands on this: no pipe keeps it waiting, no device or folder is taken
for a file, no file fills the memory, and none that changes meanwhile is read half old and half new. What to say about
it, and whether a link may be followed, each adapter knows best itself.
"""

import os
import stat
from enum import StrEnum
from pathlib import Path

_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


class Flaw(StrEnum):
    """Why an open file is not read."""

    NOT_PLAIN = "is not a plain file"
    TOO_LARGE = "is larger than what is read"
    CHANGED = "was changed while it was read"


class FlawedFileError(Exception):
    """An open file that is not read; it never leaves the adapters, each of which has words of its own."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def open_file(
    path: Path | str, *, follow_links: bool = False, folder: int | None = None, only_folders: bool = False
) -> int:
    """A descriptor for reading; with `folder`, of a name in that open folder.

    Raises:
        OSError: nothing is there, it is a link that is not followed, or it may not be read.
    """
    flags = _OPEN | (0 if follow_links else os.O_NOFOLLOW) | (os.O_DIRECTORY if only_folders else 0)
    return os.open(path, flags, dir_fd=folder)


def read_file(opened: int, *, most_bytes: int) -> bytes:
    """The whole content of an open file; the descriptor stays open.

    Raises:
        FlawedFileError: it is no plain file, has more than `most_bytes`, or changes while it is read.
    """
    before = os.fstat(opened)
    if not stat.S_ISREG(before.st_mode):
        raise FlawedFileError(Flaw.NOT_PLAIN)
    if before.st_size > most_bytes:
        raise FlawedFileError(Flaw.TOO_LARGE)
    with os.fdopen(os.dup(opened), "rb") as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise FlawedFileError(Flaw.TOO_LARGE)
    if len(data) != before.st_size or _stamp(os.fstat(opened)) != _stamp(before):
        raise FlawedFileError(Flaw.CHANGED)
    return data


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    """What tells whether a file was changed."""
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
