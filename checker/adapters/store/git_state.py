"""What git's answer about a directory depends on, seen from outside: equal as long as nothing of it was written.

Starting git takes longer than all else that is looked at before a store is believed. What it tracks is in the index
of a repository, and which repository that is in the folders around the directory; each file of these has a number, a
size and two times, and every writer changes one of them (path_resolution(7), stat(2)).
"""

import os
from collections.abc import Hashable, Iterator
from pathlib import Path

_MOST_ENTRIES = 200
_LONGEST_LINK = 4096


def git_state(directory: Path) -> Hashable | None:
    """What differs after each change of what git would be asked for; None where it cannot be looked at."""
    try:
        return tuple(_seen(directory.resolve()))
    except (OSError, ValueError):
        return None


def _seen(directory: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each place with what it looks like, empty where there is nothing."""
    for folder in (directory, *directory.parents):
        marked = folder / ".git"
        yield str(marked), _look(marked)
        if os.path.lexists(marked):
            for own in _folders_of(marked):
                yield from _entries(own)


def _folders_of(marked: Path) -> Iterator[Path]:
    """The folders of a repository: its own, and the one it shares with other work trees (gitrepository-layout(5))."""
    own = marked.resolve(strict=True)
    if own.is_file():
        own = (marked.parent / _link(own).removeprefix("gitdir:").strip()).resolve(strict=True)
    yield own
    if (own / "commondir").is_file():
        yield (own / _link(own / "commondir").strip()).resolve(strict=True)


def _link(path: Path) -> str:
    with path.open("rb") as opened:
        return os.fsdecode(opened.read(_LONGEST_LINK))


def _entries(folder: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The folder and everything right in it: the index and its shared parts, what HEAD is, every configuration.

    Raises:
        ValueError: there is more than any repository has; it is not looked through for each request.
    """
    names = sorted(path.name for path in folder.iterdir())
    if len(names) > _MOST_ENTRIES:
        raise ValueError(f"{folder} has {len(names)} entries")
    for place in (folder, *(folder / name for name in names)):
        yield str(place), _look(place)
        if place.is_symlink():  # git writes to what it leads to, and leaves the link as it is
            yield f"{place} -> ", _look(place, follow_links=True)


def _look(path: Path, *, follow_links: bool = False) -> tuple[int, ...]:
    try:
        found = path.stat(follow_symlinks=follow_links)
    except FileNotFoundError:
        return ()
    return (
        found.st_dev,
        found.st_ino,
        found.st_mode,
        found.st_uid,
        found.st_size,
        found.st_mtime_ns,
        found.st_ctime_ns,
    )
