"""Where a store lies, and the proof that nobody else could have put it there or can change it.

A store found in a checkout may be planted: committed by whoever opened a pull request, or left by another user. So
it is used only when the directory and every file in it belong to this user, are no links, nobody else may write
them, and git does not track them.
"""

import os
from pathlib import Path

from checker.adapters.own_place import (
    make_file,
    make_folder,
    preparing,
    refuse_shared_database,
    refuse_shared_folder,
)
from checker.adapters.store.git_index import tracked_below
from checker.domain.namespace import Namespace
from checker.errors import NotFoundError, Place, StoreError

STATE = ".clean-release"
FILE = "store.db"

_OF = "the store's"
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
    with preparing(path, what="the store", hint="the project directory must be writable for this user"):
        _prepare(path, create=create)


def _prepare(path: Path, *, create: bool) -> None:
    existed = os.path.lexists(path)
    came_along = os.path.lexists(_state_directories(path)[0])
    if not existed and not create:
        raise NotFoundError(f"there is no store at {path}", hint="run `clean-release check` first")
    for directory in _state_directories(path):
        if create:
            make_folder(directory)
        refuse_shared_folder(directory, of=_OF, hint=_HINT)
    if came_along:
        _refuse_if_tracked(path)
    if not existed:
        _make_file(path)
    refuse_shared_database(path, of=_OF, hint=_HINT)


def _state_directories(path: Path) -> list[Path]:
    """The directories that belong to the store, outermost first."""
    inner = path.parent
    return [inner] if inner.name == STATE or inner.parent.name != STATE else [inner.parent, inner]


def _make_file(path: Path) -> None:
    ignored = _state_directories(path)[0] / ".gitignore"
    if not os.path.lexists(ignored):
        ignored.write_text("*\n", encoding="ascii")
    make_file(path)


def _refuse_if_tracked(path: Path) -> None:
    for directory in _state_directories(path)[:1]:
        if tracked := tracked_below(directory):
            raise StoreError(
                f"git tracks {tracked} in {directory.name}, expected a store that only this machine made",
                hint=f"git rm -r --cached {directory.name}, delete it, and add it to .gitignore",
                where=Place(source=str(path)),
            )
