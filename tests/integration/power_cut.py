"""A power-cut simulator: records what SQLite asks of the disk, and makes every disk a power cut could have left behind.

Model: what a file was asked to write since its last sync is kept, lost or torn at 512 bytes, in any mixture. A new
file's name is durable once the file was synced (SQLite syncs the directory then); a deletion is durable once the
directory is synced, until then the file may be back. POSIX promises no more.
"""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
Chooser = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request to the disk, or (`acknowledged`) what the caller was told in between."""

    what: str
    name: str = ""
    offset: int = 0
    data: bytes = b""
    is_synced: bool = False


class RecordingVFS(apsw.VFS):
    """The real file system, with a record of every step."""

    def __init__(self, name: str, steps: list[Step]) -> None:
        super().__init__(name, "")
        self.steps = steps

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802, ANN401 - as apsw declares it
        return RecordingFile(name, flags, self.steps)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001 - as apsw declares it
        self.steps.append(Step(what="delete", name=Path(filename).name, is_synced=bool(syncdir)))
        super().xDelete(filename, syncdir)


class RecordingFile(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], steps: list[Step]) -> None:  # noqa: ANN401 - as apsw declares it
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.steps, self.name = steps, Path(path).name
        if not os.path.lexists(path):
            steps.append(Step(what="create", name=self.name))
        super().__init__("", name, flags)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802, ANN401 - as apsw declares it
        self.steps.append(Step(what="write", name=self.name, offset=offset, data=bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - as apsw declares it
        self.steps.append(Step(what="truncate", name=self.name, offset=newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - as apsw declares it
        self.steps.append(Step(what="sync", name=self.name))
        super().xSync(flags)


@dataclass(slots=True)
class _Cursor:
    rows: list[Any]
    rowcount: int

    def fetchall(self) -> list[Any]:
        return self.rows

    def fetchone(self) -> Any:  # noqa: ANN401 - a row, or nothing
        return self.rows[0] if self.rows else None


class ApswConnection:
    """As much of `sqlite3.Connection` as the store uses, on apsw, whose file system can be replaced."""

    def __init__(self, path: str, *, vfs: str) -> None:
        self._connection = apsw.Connection(path, vfs=vfs)

    def execute(self, sql: str, parameters: tuple[Any, ...] = ()) -> _Cursor:
        try:
            before = self._connection.total_changes()
            rows = self._connection.execute(sql, parameters).fetchall()
            return _Cursor(rows, self._connection.total_changes() - before)
        except apsw.Error as error:
            raise sqlite3.OperationalError(str(error)) from error

    @property
    def in_transaction(self) -> bool:
        return not self._connection.get_autocommit()

    def set_authorizer(self, authorize: Callable[..., int]) -> None:
        self._connection.set_authorizer(authorize)

    def close(self) -> None:
        self._connection.close()


@dataclass(slots=True)
class _Inode:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Step] = field(default_factory=list)

    def apply(self, step: Step, keep: Chooser) -> None:
        if step.what == "truncate":
            if keep():
                del self.durable[step.offset :]
            return
        for start in range(0, len(step.data), SECTOR):
            if keep():
                piece, at = step.data[start : start + SECTOR], step.offset + start
                self.durable.extend(bytes(max(0, at - len(self.durable))))
                self.durable[at : at + len(piece)] = piece


@dataclass(slots=True)
class Disk:
    """What is durable, and what is asked for and not yet durable."""

    names: dict[str, _Inode]
    current: dict[str, _Inode]
    renamed: list[tuple[str, _Inode | None]] = field(default_factory=list)

    def take(self, step: Step) -> None:
        match step.what:
            case "create":
                self.current[step.name] = inode = _Inode()
                self.renamed.append((step.name, inode))
            case "write" | "truncate":
                self.current[step.name].pending.append(step)
            case "sync":
                self._sync(self.current[step.name])
            case "delete":
                self.current.pop(step.name, None)
                self.renamed.append((step.name, None))
                if step.is_synced:
                    self._sync_names(len(self.renamed))
            case _:
                pass  # what the caller was told is no request to the disk

    def _sync(self, inode: _Inode) -> None:
        for step in inode.pending:
            inode.apply(step, lambda: True)
        inode.pending.clear()
        if any(renamed is inode for _, renamed in self.renamed):
            self._sync_names(len(self.renamed))

    def _sync_names(self, count: int) -> None:
        for name, inode in self.renamed[:count]:
            if inode is None:
                self.names.pop(name, None)
            else:
                self.names[name] = inode
        del self.renamed[:count]

    def cut(self, keep: Chooser) -> dict[str, bytes]:
        """The files after a power cut, where `keep` says which of the pending requests had reached the disk."""
        count = 0
        while count < len(self.renamed) and keep():
            count += 1
        self._sync_names(count)
        for inode in self.names.values():
            for step in inode.pending:
                inode.apply(step, keep)
        return {name: bytes(inode.durable) for name, inode in self.names.items()}


def disks_after_cut(
    steps: list[Step], *, seed: int, first: str, durable: bytes = b""
) -> Iterator[tuple[set[str], dict[str, bytes]]]:
    """For a cut after each step: what had been acknowledged, and the files in one of the ways they can be found.

    Everything pending lost, everything kept, and a mixture drawn from `seed`, in turn. `first` is the file that is
    there at the beginning, with the bytes `durable`.
    """
    draw = random.Random(seed)  # noqa: S311 - a reproducible draw, not a secret
    choosers: tuple[Chooser, ...] = (lambda: False, lambda: True, lambda: draw.random() < 0.5)
    for end in range(1, len(steps) + 1):
        for keep in choosers:
            inode = _Inode(durable=bytearray(durable))
            disk = Disk(names={first: inode}, current={first: inode})
            for step in steps[:end]:
                disk.take(step)
            acknowledged = {step.name for step in steps[:end] if step.what == "acknowledged"}
            yield acknowledged, disk.cut(keep)
