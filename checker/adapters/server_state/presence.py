"""The port `ServerPresence` by locks: each server holds that of its own file, and the system lets go for the dead.

However a process ends, its locks end with it (flock(2)), so nobody waits for a signal that does not come, and neither a
clock that jumps nor a process number that is used again makes a dead one live.
"""

import fcntl
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from checker.adapters.own_place import make_file
from checker.errors import Place, StoreError

_NAME = re.compile(r"serving-[0-9a-f]{32}")
_OPENED = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
_NUMBER_BYTES = 16


class LockedPresence:
    """This server in the folder of its state, from the moment it is made until it is closed or its process ends."""

    def __init__(self, folder: Path) -> None:
        """Say that it is there.

        Raises:
            StoreError: its file cannot be made or locked.
        """
        self._folder = folder
        try:
            _remove_dead(folder)
            self.name, self._descriptor = _claimed(folder)
        except OSError as error:
            raise StoreError(
                f"no server can say here that it runs: {error.strerror or error}",
                hint="the folder of the server's state must be on a file system with locks",
                where=Place(source=str(folder)),
            ) from error

    def is_there(self, name: str) -> bool:
        """See `ports.server_presence.ServerPresence`; what cannot be looked at is there."""
        if _NAME.fullmatch(name) is None:
            return False
        try:
            descriptor = os.open(self._folder / name, _OPENED)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        return False

    def close(self) -> None:
        """Be gone."""
        with suppress(OSError):
            (self._folder / self.name).unlink()
        with suppress(OSError):
            os.close(self._descriptor)
        self._descriptor = -1


def _claimed(folder: Path) -> tuple[str, int]:
    """A new name with its lock; another one where somebody took the file away before it was locked.

    Raises:
        OSError: nothing can be made or locked.
    """
    name = f"serving-{secrets.token_hex(_NUMBER_BYTES)}"
    make_file(folder / name)
    try:
        descriptor = os.open(folder / name, _OPENED)
    except FileNotFoundError:
        return _claimed(folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return name, descriptor
    except OSError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return _claimed(folder)


def _remove_dead(folder: Path) -> None:
    """Take away the files of servers that are gone."""
    for path in folder.glob("serving-*"):
        if _NAME.fullmatch(path.name):
            _remove_if_dead(path)


def _remove_if_dead(path: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(path, _OPENED)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(descriptor)
