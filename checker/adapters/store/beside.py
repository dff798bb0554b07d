"""SQLite's own check of a long trail's file, by a process of its own while this one recomputes the rows (ADR 56)."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from checker.adapters.store import file_check, rows

Sound: TypeAlias = Callable[[int, str], bool]
"""Whether a file is known to be undamaged in the state whose last entry has this number and hash."""

LONG = 10_000
"""From how many entries on a process of its own is worth its start."""


def nothing_known(_seq: int, _hash: str) -> bool:
    """Nobody looked."""
    return False


@contextmanager
def checked_beside(path: Path | None) -> Iterator[Sound]:
    """Begin the check of the file at `path`; asking what is known of it, once, waits for the end.

    A check that cannot be done, that ends in any other way or that finds anything is one of which nothing is known.
    """
    process = _begun(path) if path else None
    if process is None:
        yield nothing_known
        return

    def is_sound(seq: int, name: str) -> bool:
        words, _ = process.communicate()
        return process.returncode == 0 and words == file_check.said(head=(seq, name), found=[("ok",)]).encode()

    with process:
        try:
            yield is_sound
        finally:
            process.kill()


def _begun(path: Path) -> "subprocess.Popen[bytes] | None":
    """The process; it makes no file.

    NOTE: SQLite checks no CHECK of a file that it may only read (`sqlite3AddCheckConstraint`), so it may write, and is
    told not to.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    command = [sys.executable, "-I", "-S", file_check.__file__, uri, rows.LAST_ENTRY]
    try:
        return subprocess.Popen(  # noqa: S603 - this Python, and a program of ours
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
        )
    except OSError:
        return None
