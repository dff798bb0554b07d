"""The files a build left in `dist/`, each with its digest and size."""

import hashlib
import os
import stat
from glob import glob
from pathlib import Path

from checker.domain.manifest import Artifact

_KINDS = ((".whl", "wheel"), (".tar.gz", "sdist"), (".crate", "crate"), (".tgz", "npm"), (".zip", "archive"))
_MOST_FILES = 1000


def built_files(folder: Path, pattern: str, *, version: str) -> tuple[tuple[Artifact, ...], tuple[str, ...]]:
    """Of the files that match, the plain ones of a known kind named after this version, and notes on the others.

    A file whose name begins with a dot matches no `*`; builders keep a .gitignore there.

    What another version left behind must not get into a release by lying there.
    """
    found, notes = [], []
    names = sorted(glob(pattern, root_dir=folder))  # noqa: PTH207 - a path refuses a pattern that is absolute
    if len(names) > _MOST_FILES:
        notes.append(f"left out {len(names) - _MOST_FILES} files: no more than {_MOST_FILES} are looked at")
    for name in names[:_MOST_FILES]:
        path = folder / name
        kind = next((kind for ending, kind in _KINDS if path.name.endswith(ending)), "")
        if not kind:
            notes.append(f"left out {name}: nothing says what kind of file it is")
        elif not _is_of(path.name, version):
            notes.append(f"left out {name}: it is not named after version {version}")
        elif artifact := artifact_at(path, kind):
            found.append(artifact)
        else:
            notes.append(f"left out {name}: it is no plain file that can be read")
    return tuple(found), tuple(notes)


def _is_of(name: str, version: str) -> bool:
    """Whether the version stands in the name between dashes, or at its end."""
    _, found, rest = name.partition(f"-{version}")
    return bool(found) and any(rest == ending or rest.startswith("-") for ending, _ in _KINDS)


def artifact_at(path: Path, kind: str) -> Artifact | None:
    """The file as a manifest names it, read once; None where it is a link, a device, or may not be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Artifact(name=path.name, kind=kind, sha256=digest, size=file.tell())
