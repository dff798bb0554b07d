"""Where a store lies, and the proof that nobody else could have put it there or can change it.

A store found in a checkout may be planted: committed by whoever opened a pull request, or left by another user. So
it is used only when the directory and every file in it belong to this user, are no links, nobody else may write
them, and git does not track them.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from checker.adapters.store.git_index import tracked_below
from checker.domain.namespace import Namespace
from checker.errors import NotFoundError, Place, StoreError

STATE = ".clean-release"
FILE = "store.db"
SIDE_FILES = ("", "-journal", "-wal", "-shm")

_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_HINT = "move it away and run the command again; a new store is made"


def store_path(project: Path, namespace: Namespace) -> Path:
    """Where the store of a project lies; each namespace has its own."""
    state = project / STATE
    return (state if namespace is Namespace.REAL else state / str(namespace)) / FILE


def prepare(path: Path, *, create: bool) -> None:
    """Make the directories and the empty file where they are missing, durably; refuse them where they are unsafe.

    Raises:
        StoreError: not ours, a link, writable by others, tracked by git, or not to be made.
        NotFoundError: there is no store and none is to be made.
    """
    try:
        _prepare(path, create=create)
    except OSError as error:
        raise StoreError(
            f"the store cannot be used: {error.strerror or error}",
            hint="the project directory must be writable for this user",
            where=Place(source=str(path)),
        ) from error


def _prepare(path: Path, *, create: bool) -> None:
    existed = os.path.lexists(path)
    came_along = os.path.lexists(_state_directories(path)[0])
    if not existed and not create:
        raise NotFoundError(f"there is no store at {path}", hint="run `clean-release check` first")
    for directory in _state_directories(path):
        if create:
            _make_directory(directory)
        _refuse_unless_ours(directory, is_kind=stat.S_ISDIR, kind="a directory")
    if came_along:
        _refuse_if_tracked(path)
    if not existed:
        _make_file(path)
    for suffix in SIDE_FILES:
        file = path.with_name(path.name + suffix)
        if os.path.lexists(file):
            _refuse_unless_ours(file, is_kind=stat.S_ISREG, kind="a regular file")


def _state_directories(path: Path) -> list[Path]:
    """The directories that belong to the store, outermost first."""
    inner = path.parent
    return [inner] if inner.name == STATE or inner.parent.name != STATE else [inner.parent, inner]


def _make_directory(directory: Path) -> None:
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        return
    sync(directory.parent)


def _make_file(path: Path) -> None:
    ignored = _state_directories(path)[0] / ".gitignore"
    if not os.path.lexists(ignored):
        ignored.write_text("*\n", encoding="ascii")
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync(path.parent)


def sync(directory: Path) -> None:
    """Make the directory's entries durable; a file whose name is lost in a power cut is lost."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_unless_ours(path: Path, *, is_kind: Callable[[int], bool], kind: str) -> None:
    found = os.lstat(path)
    seen = ""
    if not is_kind(found.st_mode):
        seen = f"is {_kind_of(found.st_mode)}, expected {kind}"
    elif found.st_uid != os.geteuid():
        seen = f"belongs to user {found.st_uid}, expected {os.geteuid()}"
    elif found.st_mode & _WRITABLE_BY_OTHERS:
        seen = f"may be written by others (mode {stat.S_IMODE(found.st_mode):04o}), expected 0600 or 0700"
    if seen:
        raise StoreError(f"the store's {path.name} {seen}", hint=_HINT, where=Place(source=str(path)))


def _kind_of(mode: int) -> str:
    names = {stat.S_IFLNK: "a link", stat.S_IFDIR: "a directory", stat.S_IFREG: "a regular file"}
    return names.get(stat.S_IFMT(mode), "a special file")


def _refuse_if_tracked(path: Path) -> None:
    for directory in _state_directories(path)[:1]:
        if tracked := tracked_below(directory):
            raise StoreError(
                f"git tracks {tracked} in {directory.name}, expected a store that only this machine made",
                hint=f"git rm -r --cached {directory.name}, delete it, and add it to .gitignore",
                where=Place(source=str(path)),
            )
