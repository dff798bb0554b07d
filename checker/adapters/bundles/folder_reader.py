"""Reads a folder as a bundle: plain files only, nothing followed, nothing that changes while it is read.

Every entry is looked at, opened relative to the folder it was found in without following links, and looked at again,
so that no exchange of a file for a link between two steps reaches anything outside. FIFOs, sockets and devices are
never opened.
"""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from checker.adapters.plain_file import Flaw, FlawedFileError, open_file, read_file
from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, NotFoundError, Place
from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits
from checker.formats.bundle_names import TakenNames, checked_path, refuse_name

_KINDS = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a block device"),
    (stat.S_ISCHR, "a character device"),
)


def read_folder(path: Path, *, source: str, limits: BundleLimits = BUNDLE_LIMITS) -> tuple[BundleFile, ...]:
    """Every file below a folder, sorted by path.

    Raises:
        NotFoundError: there is no folder.
        BundleRefusedError: it holds a link, a device, a socket, an unsafe name, too much, or changes meanwhile.
    """
    try:
        folder = open_file(path, only_folders=True)
    except FileNotFoundError:
        raise NotFoundError("there is no such folder", where=Place(source=source)) from None
    except OSError as error:
        raise BundleRefusedError(
            f"the folder cannot be read: {error.strerror}",
            hint="name the folder itself, not a link to it",
            where=Place(source=source),
        ) from error
    reading = _Reading(source=source, limits=limits)
    try:
        reading.read(folder, above="")
    finally:
        os.close(folder)
    return tuple(sorted(reading.files, key=lambda file: file.path))


def read_plain_file(path: Path, *, source: str, most: int) -> bytes:
    """The bytes of one plain file that is no link, at most `most` of them.

    Raises:
        NotFoundError: there is nothing.
        BundleRefusedError: it is something else than a plain file, or larger.
    """
    try:
        descriptor = open_file(path)
    except FileNotFoundError:
        raise NotFoundError("there is no such file", where=Place(source=source)) from None
    except OSError as error:
        raise BundleRefusedError(
            f"the file cannot be read: {error.strerror}",
            hint="name the file itself, not a link to it",
            where=Place(source=source),
        ) from error
    try:
        return _content(descriptor, path.name, source=source, most=most)
    finally:
        os.close(descriptor)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One reading of one folder, and what it has met so far."""

    source: str
    limits: BundleLimits
    files: list[BundleFile] = field(default_factory=list)
    entries: int = 0
    size: int = 0
    taken: TakenNames = field(init=False)

    def __post_init__(self) -> None:
        self.taken = TakenNames(source=self.source)

    def read(self, folder: int, *, above: str) -> None:
        """Everything in an open folder, whose path inside the bundle is `above`."""
        for name in self._names(folder):
            path = checked_path(os.fsencode(above + name), source=self.source, limits=self.limits)
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                self._enter(folder, name, path, status)
            else:
                self._take(folder, name, path, status)

    def _names(self, folder: int) -> list[str]:
        """The names in an open folder, sorted; counted while they are listed, since a folder can hold millions."""
        names = []
        with os.scandir(folder) as entries:
            for entry in entries:
                self.entries += 1
                if self.entries > self.limits.files:
                    raise BundleRefusedError(
                        f"the folder has more than {self.limits.files} entries, at most that many are read",
                        where=Place(source=self.source),
                    )
                names.append(entry.name)
        return sorted(names)

    def _enter(self, folder: int, name: str, path: str, status: os.stat_result) -> None:
        self.taken.take_folder(path)
        below = self._open(folder, name, path, only_folders=True)
        try:
            self._refuse_exchange(below, path, status)
            self.read(below, above=path + "/")
        finally:
            os.close(below)

    def _take(self, folder: int, name: str, path: str, status: os.stat_result) -> None:
        for is_kind, what in _KINDS:
            if is_kind(status.st_mode):
                raise refuse_name(path, f"is {what}; only plain files and folders are read", source=self.source)
        self.taken.take_file(path)
        opened = self._open(folder, name, path, only_folders=False)
        try:
            self._refuse_exchange(opened, path, status)
            data = _content(opened, path, source=self.source, most=self.limits.file)
        finally:
            os.close(opened)
        self.size += len(data)
        if self.size > self.limits.unpacked:
            raise BundleRefusedError(
                f"the folder holds more than {self.limits.unpacked} bytes, at most that many are read",
                where=Place(source=self.source),
            )
        self.files.append(BundleFile(path=path, data=data))

    def _open(self, folder: int, name: str, path: str, *, only_folders: bool) -> int:
        try:
            return open_file(name, folder=folder, only_folders=only_folders)
        except OSError as error:
            raise refuse_name(path, f"cannot be read: {error.strerror}", source=self.source, hint="") from error

    def _refuse_exchange(self, opened: int, path: str, status: os.stat_result) -> None:
        now = os.fstat(opened)
        if (now.st_dev, now.st_ino) != (status.st_dev, status.st_ino):
            raise refuse_name(path, "was exchanged while it was read", source=self.source, hint="try again")


def _content(opened: int, path: str, *, source: str, most: int) -> bytes:
    """The whole content of an open plain file."""
    try:
        return read_file(opened, most_bytes=most)
    except FlawedFileError as error:
        size = os.fstat(opened).st_size
        message, hint = {
            Flaw.NOT_PLAIN: ("is not a plain file", ""),
            Flaw.TOO_LARGE: (f"has {size} bytes, at most {most} are read", ""),
            Flaw.CHANGED: ("was changed while it was read", "try again"),
        }[error.flaw]
        raise refuse_name(path, message, source=source, hint=hint) from error
