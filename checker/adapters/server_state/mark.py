"""The mark of a server's state: which change of it was the last, written beside the database and not into it.

A copy of the database that is put back revives tokens that were revoked since. It does not bring this file along, so
whoever opens the copy sees that it is older. The file has two lines of one length, written in turns, each with a check
sum: a power cut costs the newer one at most, and the database is never older than the other.
"""

import fcntl
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from checker.adapters.own_place import make_file
from checker.errors import Place, StoreError

_LINE = re.compile(rb"clean-release/server-mark/v1 ([0-9]{20}) ([0-9a-f]{32}) ([0-9a-f]{8})\n")
_BYTES = 92
_SUM_BYTES = 9
_LINES = 2

ACCEPT = (
    "put the newest copy back, or accept this one as it is with `clean-release token accept`, which revokes every "
    "token in it"
)
"""What to do with a state that is not what its mark says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of the state: its number, from 1 on, and a random seal, which no other history has at this number."""

    number: int
    seal: str


NOTHING = Change(number=0, seal="")
"""Where nothing was ever changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMark:
    """The file with the mark."""

    path: Path

    def make(self) -> None:
        """Make the file, in which nothing is marked yet; one that is there stays as it is.

        Raises:
            StoreError: it cannot be made.
        """
        with self._refusing("made"):
            make_file(self.path)

    def read(self) -> Change | None:
        """The last change that was marked, of number 0 where none was yet; None where there is no mark.

        Raises:
            StoreError: it cannot be read, or holds no mark.
        """
        with self._refusing("read"):
            try:
                descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            except FileNotFoundError:
                return None
            try:
                return self._last(os.pread(descriptor, _BYTES * _LINES, 0))
            finally:
                os.close(descriptor)

    def move(self, change: Change) -> None:
        """Mark a change, durably; a later one that somebody marked meanwhile stays.

        Raises:
            StoreError: it cannot be written.
        """
        with self._refusing("written"):
            make_file(self.path)
            descriptor = os.open(self.path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                marked = _changes(os.pread(descriptor, _BYTES * _LINES, 0))
                if all(one.number < change.number for one in marked):
                    os.pwrite(descriptor, _spelled(change), _BYTES * (change.number % _LINES))
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _last(self, data: bytes) -> Change:
        found = _changes(data)
        if data and not found:
            raise StoreError(
                f"{self.path.name} holds no mark of the server's state, expected the number of its last change",
                hint=ACCEPT,
                where=Place(source=str(self.path)),
            )
        return max(found, key=lambda one: one.number, default=NOTHING)

    @contextmanager
    def _refusing(self, done: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"the mark of the server's state cannot be {done}: {error.strerror or error}",
                hint="a change that was made is marked as soon as the state is opened again",
                where=Place(source=str(self.path)),
            ) from error


def _changes(data: bytes) -> list[Change]:
    lines = (data[start : start + _BYTES] for start in range(0, _BYTES * _LINES, _BYTES))
    found = (_LINE.fullmatch(line) for line in lines)
    return [
        Change(number=int(line[1]), seal=line[2].decode())
        for line in found
        if line and int(line[3], 16) == zlib.crc32(line[0][:-_SUM_BYTES])
    ]


def _spelled(change: Change) -> bytes:
    said = b"clean-release/server-mark/v1 %020d %s " % (change.number, change.seal.encode())
    return said + b"%08x\n" % zlib.crc32(said)
