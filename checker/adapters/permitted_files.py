"""Permitted files: exactly those of a permit, copied out of a folder that a build wrote, or nothing.

Whoever builds could leave a link, a second file, or one that changes between looking and uploading. So each is opened
without following links, read once, hashed while it is copied, and only the copy is uploaded.
"""

import hashlib
import os
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

from checker.domain.permit_terms import PermittedFile
from checker.errors import ConflictError, InputRefusedError, Place, TrustError

_CHUNK = 1024 * 1024
_PRIVATE = 0o700


def copy_permitted(folder: Path, into: Path, files: Sequence[PermittedFile]) -> None:
    """Make a folder with the permitted files of another; it appears whole or not at all.

    Raises:
        ConflictError: there is something of that name already.
        TrustError: the folder holds more, fewer or other files than permitted, or something that is no plain file.
        InputRefusedError: it cannot be read, or the copy cannot be written.
    """
    if os.path.lexists(into):
        raise ConflictError(f"{into} is there already", hint="name a folder that is not there yet")
    beside = into.with_name(f".{into.name}.{os.getpid()}.new")
    try:
        _refuse_other_names(folder, files)
        beside.mkdir(mode=_PRIVATE)
        try:
            for one in files:
                _copy(folder, beside, one)
            beside.rename(into)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        place = error.filename or folder
        raise InputRefusedError(
            f"the files cannot be copied: {error.strerror}",
            hint="nothing was written" if folder.is_dir() else "name the folder that the built files lie in",
            where=Place(source=str(place)),
        ) from error


def _refuse_other_names(folder: Path, files: Sequence[PermittedFile]) -> None:
    """Make sure that the names are exactly those that are permitted; a permitted file is no folder and no link."""
    with os.scandir(folder) as entries:
        seen = {entry.name: entry.is_file(follow_symlinks=False) for entry in entries}
    wanted = {one.name for one in files}
    odd = (
        sorted(seen.keys() - wanted),
        sorted(wanted - seen.keys()),
        sorted(n for n, plain in seen.items() if not plain),
    )
    for names, what in zip(odd, ("is not permitted", "is missing", "is no plain file"), strict=True):
        if names:
            raise TrustError(
                f"{names[0]!a} {what}, expected exactly what the permit names ({len(wanted)})",
                hint="build into an empty folder, and upload nothing else",
                where=Place(source=str(folder)),
            )


def _copy(folder: Path, into: Path, one: PermittedFile) -> None:
    opened = os.open(folder / one.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(opened, "rb") as source:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise TrustError(f"{one.name!a} is no plain file", where=Place(source=str(folder)))
        digest, size = hashlib.sha256(), 0
        with (into / one.name).open("xb") as copy:
            while data := source.read(_CHUNK):
                size += len(data)
                if size > one.size:
                    break
                digest.update(data)
                copy.write(data)
            copy.flush()
            os.fsync(copy.fileno())
    if (size, digest.hexdigest()) != (one.size, one.sha256):
        raise TrustError(
            f"{one.name!a} is another file than the permit names: expected {one.size} bytes with sha256 {one.sha256}",
            hint="publish what was judged, or judge what was built",
            where=Place(source=str(folder)),
        )
