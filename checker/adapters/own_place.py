"""Places that are this user's alone: made so, and proven so before anything in them is believed.

A file that another user could have left, changed or led elsewhere with a link says nothing about what this user did.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from checker.errors import Place, StoreError

SIDE_FILES = ("", "-journal", "-wal", "-shm")
"""A file of SQLite, and what it may keep beside it."""

PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def preparing(path: Path, *, what: str, hint: str) -> Iterator[None]:
    """Turn what the system has against a place into one sentence.

    Raises:
        StoreError: it cannot be made or looked at.
    """
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{what} cannot be used: {error.strerror or error}", hint=hint, where=Place(source=str(path))
        ) from error


def refuse_shared_database(path: Path, *, of: str, hint: str) -> None:
    """Refuse a file of SQLite, or one that it keeps beside it, that is not this user's alone; what is not there is not.

    Raises:
        StoreError: see `refuse_shared_file`.
    """
    for suffix in SIDE_FILES:
        with suppress(FileNotFoundError):  # another process may end its write, and its journal goes, at any time
            refuse_shared_file(path.with_name(path.name + suffix), of=of, hint=hint)


def make_folder(folder: Path) -> None:
    """Make a folder that others may not even look into, durably; one that is there stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER)
    except FileExistsError:
        return
    sync(folder.parent)


def make_file(path: Path) -> None:
    """Make an empty file that others may not read, durably; one that is there stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, _PRIVATE_FILE)
    except FileExistsError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Make the entries of a folder durable; a file whose name is lost in a power cut is lost."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_shared_folder(folder: Path, *, of: str, hint: str) -> None:
    """Refuse a folder that is not this user's alone to write; `of` says whose it is, for the message.

    Raises:
        StoreError: it is none, a link, another user's, or others may write to it.
        OSError: it is not there.
    """
    _refuse_unless_ours(folder, of=of, hint=hint, is_kind=stat.S_ISDIR, kind="a directory")


def refuse_shared_file(path: Path, *, of: str, hint: str) -> None:
    """Refuse a file that is not this user's alone to write; see `refuse_shared_folder`.

    Raises:
        StoreError: it is no plain file, a link, another user's, or others may write to it.
        OSError: it is not there.
    """
    _refuse_unless_ours(path, of=of, hint=hint, is_kind=stat.S_ISREG, kind="a regular file")


def _refuse_unless_ours(path: Path, *, of: str, hint: str, is_kind: Callable[[int], bool], kind: str) -> None:
    found = os.lstat(path)
    seen = ""
    if not is_kind(found.st_mode):
        seen = f"is {_kind_of(found.st_mode)}, expected {kind}"
    elif found.st_uid != os.geteuid():
        seen = f"belongs to user {found.st_uid}, expected {os.geteuid()}"
    elif found.st_mode & _WRITABLE_BY_OTHERS:
        seen = f"may be written by others (mode {stat.S_IMODE(found.st_mode):04o}), expected 0600 or 0700"
    if seen:
        raise StoreError(f"{of} {path.name} {seen}", hint=hint, where=Place(source=str(path)))


def _kind_of(mode: int) -> str:
    names = {stat.S_IFLNK: "a link", stat.S_IFDIR: "a directory", stat.S_IFREG: "a regular file"}
    return names.get(stat.S_IFMT(mode), "a special file")
