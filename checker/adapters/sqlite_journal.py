"""Which journal a store may use: WAL only where it is known to be safe, a rollback journal everywhere else.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database with two connections (the WAL-reset bug), and WAL needs shared
memory that network file systems do not give. A rollback journal is deleted to commit; only `synchronous=EXTRA`
makes that deletion durable before the commit returns (FULL leaves it to the next flush of the directory), while for
WAL the two are the same.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FIRST_SAFE_WAL = (3, 51, 3)
LOCAL_FILE_SYSTEMS = frozenset({"btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs"})

_MOUNTS = Path("/proc/self/mounts")
_FULL, _EXTRA = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A journal mode and the `synchronous` level at which an acknowledged commit survives a power cut."""

    mode: str
    synchronous: int


WAL = Journal(mode="wal", synchronous=_FULL)
ROLLBACK = Journal(mode="delete", synchronous=_EXTRA)


def choose_journal(*, version: tuple[int, ...], file_system: str) -> Journal:
    """The journal for this SQLite version on this file system; what is not known to be safe gets a rollback journal."""
    is_safe = version >= FIRST_SAFE_WAL and file_system in LOCAL_FILE_SYSTEMS
    return WAL if is_safe else ROLLBACK


def file_system_of(path: Path) -> str:
    """The type of the file system that holds `path` (`ext4`, `nfs4`, …), or nothing where that is not known."""
    if sys.platform != "linux":
        return ""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    return file_system_in(lines, path.resolve())


def file_system_in(mounts: Iterable[str], path: Path) -> str:
    """The type of the last of the innermost mounts that holds `path`, by the lines of a mount table."""
    best, kind = -1, ""
    for line in mounts:
        fields = line.split()
        point = Path(_unescaped(fields[1]))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind


def _unescaped(text: str) -> str:
    """A mount point as it is; the table writes blanks, tabs, line ends and backslashes in octal."""
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(octal, character)
    return text
