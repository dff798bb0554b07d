"""The settings of a server as a file: `$XDG_CONFIG_HOME/clean-release/server.yaml`, beside the anchor.

They say whose jobs become which principals, so whoever writes them is whoever they like: only the user may.
"""

import os
import stat
from pathlib import Path

from checker.adapters.plain_file import FlawedFileError, open_file, read_file
from checker.domain.limits import HAND_WRITTEN
from checker.errors import InputRefusedError, Place, TrustError

_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def read_settings(path: Path) -> bytes | None:
    """The bytes of the file; None where there is none.

    Raises:
        TrustError: it lies in a checkout, belongs to another user, or others may write to it.
        InputRefusedError: it is no plain file, too large, or cannot be read.
    """
    where = Place(source=str(path))
    try:
        opened = open_file(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise InputRefusedError(
            "the settings of the server cannot be read", hint="write the file itself, not a link to it", where=where
        ) from error
    try:
        _refuse_unless_ours(path, os.fstat(opened), where)
        return read_file(opened, most_bytes=HAND_WRITTEN.bytes)
    except FlawedFileError as error:
        raise InputRefusedError(f"the file {error.flaw}", where=where) from error
    finally:
        os.close(opened)


def _refuse_unless_ours(path: Path, found: os.stat_result, where: Place) -> None:
    seen = ""
    if found.st_uid not in (0, os.geteuid()):
        seen = "belong to another user"
    elif found.st_mode & _WRITABLE_BY_OTHERS:
        seen = "may be written by others"
    elif any(os.path.lexists(above / ".git") for above in path.resolve().parents):
        seen = "lie in a checkout"
    if seen:
        raise TrustError(
            f"the settings of the server {seen}, who could choose whose jobs may call it",
            hint="keep them in your own configuration folder, written by nobody else",
            where=where,
        )
