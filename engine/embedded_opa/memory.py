"""How much memory another process holds."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from embedded_opa.errors import IsolationError

PROC = Path("/proc")
PS = "/bin/ps"


def resident_bytes(pid: int) -> int | None:
    """Give the resident memory of a process in bytes, None if there is no such process any more.

    Raises:
        IsolationError: this system does not tell; a child that cannot be watched must not run.
    """
    if (PROC / "self" / "statm").exists():
        return _from_proc(pid)
    return _from_ps(pid)


def _from_proc(pid: int) -> int | None:
    try:
        pages = (PROC / str(pid) / "statm").read_bytes().split()[1]
    except (OSError, IndexError):
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _from_ps(pid: int) -> int | None:
    try:
        answer = subprocess.run(  # noqa: S603 - a number is no command
            [PS, "-o", "rss=", "-p", str(pid)], capture_output=True, check=False, text=True
        )
    except OSError as error:
        raise IsolationError(
            "memory_unwatched",
            "the memory of a child process cannot be read: there is neither /proc nor ps",
            hint="use Engine with policies that are trusted",
        ) from error
    kibibytes = answer.stdout.strip()
    return int(kibibytes) * 1024 if kibibytes.isdigit() else None
