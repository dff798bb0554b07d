"""Where a server keeps what it knows of its callers, and the proof that nobody else put it there or can change it.

Whoever writes this file gives out tokens. So it lies in the state folder of the user (XDG Base Directory
Specification), outside of every checkout: one that came with a repository was made by whoever wrote that.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from checker.adapters.own_place import (
    make_file,
    make_folder,
    preparing,
    refuse_shared_database,
    refuse_shared_file,
    refuse_shared_folder,
)
from checker.errors import NotFoundError, Place, StoreError

FOLDER = "clean-release"
FILE = "server.db"
_OF = "the server's"
_HINT = "find out who made it; move it away, and a new one is made, in which no token counts"
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def state_path(environment: Mapping[str, str]) -> Path:
    """Where the file lies; a relative `$XDG_STATE_HOME` is ignored, as the specification says."""
    named = environment.get("XDG_STATE_HOME", "")
    if named.startswith("/"):
        return Path(named) / FOLDER / FILE
    return Path(environment.get("HOME") or Path.home()) / ".local" / "state" / FOLDER / FILE


def mark_path(path: Path) -> Path:
    """Where the mark of a state lies: beside it."""
    return path.with_suffix(".mark")


def prepare(path: Path, *, create: bool) -> None:
    """Make the folder and the empty file where they are missing; refuse them where they are unsafe.

    Raises:
        StoreError: in a checkout, not ours, a link, writable by others, or not to be made.
        NotFoundError: there is none, and none is to be made.
    """
    hint = "$XDG_STATE_HOME must name a folder that this user may write to"
    with preparing(path, what="the state of the server", hint=hint):
        _prepare(path, create=create)


def _prepare(path: Path, *, create: bool) -> None:
    folder = path.parent
    _refuse_in_checkout(path)
    if not create and not os.path.lexists(path):
        raise NotFoundError("no token was ever made here", hint="clean-release token create makes one")
    if create:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_folder(folder)
    _refuse_swappable(folder.parent)
    refuse_shared_folder(folder, of=_OF, hint=_HINT)
    if create:
        make_file(path)
    refuse_shared_database(path, of=_OF, hint=_HINT)
    if os.path.lexists(mark_path(path)):
        refuse_shared_file(mark_path(path), of=_OF, hint=_HINT)


def _refuse_in_checkout(path: Path) -> None:
    for above in path.parent.resolve().parents:
        if os.path.lexists(above / ".git"):
            raise StoreError(
                f"the state of the server lies in the checkout {above}, expected it outside of every checkout",
                hint="let $XDG_STATE_HOME name a folder that no repository holds",
                where=Place(source=str(path)),
            )


def _refuse_swappable(folder: Path) -> None:
    """Refuse a folder in which others could put another one in the place of ours."""
    found = folder.stat()
    is_kept = not found.st_mode & _WRITABLE_BY_OTHERS or found.st_mode & stat.S_ISVTX
    if not is_kept or found.st_uid not in (0, os.geteuid()):
        raise StoreError(
            f"others may put another folder in the place of {FOLDER} in {folder}",
            hint="let $XDG_STATE_HOME name a folder that only this user may write to",
            where=Place(source=str(folder)),
        )
