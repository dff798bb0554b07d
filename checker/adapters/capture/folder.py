"""A capture folder, or a single file, as values: bounded, and without a way out of the folder.

Whoever made the folder chose its content, so links are refused wherever they lead, and number, depth and size are
bounded before anything is read.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from checker.adapters.plain_file import Flaw, FlawedFileError, open_file, read_file
from checker.errors import InputRefusedError, NotFoundError, Place

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureLimits:
    """The largest capture that is read; one unit more is refused.

    `files`: plain files; `folders`: folders, the first included; `depth`: folders inside each other; `file` and
    `total`: bytes of one file and of all together.
    """

    files: int = 10_000
    folders: int = 10_000
    depth: int = 32
    file: int = 16 * _MIB
    total: int = 256 * _MIB


def read_capture(path: Path, *, limits: CaptureLimits | None = None) -> dict[str, bytes]:
    """The files of a capture by their paths inside it, with `/`; a single file by its own name.

    Hidden files and folders (`.git`, `.DS_Store`) are not part of a capture.

    Raises:
        NotFoundError: nothing is there.
        InputRefusedError: a link, a device or a pipe, something unreadable, or more than `limits` allows.
    """
    bounds = limits or CaptureLimits()
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError("there is no such file or folder", where=Place(source=str(path))) from error
    except OSError as error:
        raise _refused(path, f"it cannot be read ({error.strerror})") from error
    if not stat.S_ISDIR(mode):
        return {path.name: _read(path, bounds.file)}
    found: dict[str, bytes] = {}
    left = bounds.total
    for file in _plain_files(path, bounds):
        if len(found) == bounds.files:
            raise _refused(path, f"the folder holds more than {bounds.files} files")
        data = _read(file, min(bounds.file, left))
        left -= len(data)
        found[PurePosixPath(file.relative_to(path)).as_posix()] = data
    return found


def _plain_files(root: Path, limits: CaptureLimits) -> Iterator[Path]:
    """Every file below the folder that is not hidden, in no particular order."""
    waiting = [(root, 1)]
    seen = 0
    while waiting:
        folder, depth = waiting.pop()
        seen += 1
        if seen > limits.folders or depth > limits.depth:
            raise _refused(folder, f"folders are more than {limits.folders}, or nested more than {limits.depth} deep")
        for path in _entries(folder):
            if path.name.startswith("."):
                continue
            if path.is_symlink():
                raise _refused(path, "it is a link, expected a plain file or folder")
            if path.is_dir():
                waiting.append((path, depth + 1))
            else:
                yield path


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise _refused(folder, f"the folder cannot be read ({error.strerror})") from error


def _read(path: Path, most_bytes: int) -> bytes:
    """The bytes of a plain file; a link that took its place since it was listed is not followed."""
    try:
        handle = open_file(path)
    except OSError as error:
        raise _refused(path, f"it cannot be read ({error.strerror})") from error
    try:
        return read_file(handle, most_bytes=most_bytes)
    except FlawedFileError as error:
        flaws = {
            Flaw.NOT_PLAIN: "it is not a plain file, expected one",
            Flaw.TOO_LARGE: f"with it more than {most_bytes} bytes would be read",
            Flaw.CHANGED: "it was changed while it was read",
        }
        raise _refused(path, flaws[error.flaw]) from error
    finally:
        os.close(handle)


def _refused(path: Path, why: str) -> InputRefusedError:
    hint = "a capture is a folder of plain files, or one file"
    return InputRefusedError(why, hint=hint, where=Place(source=str(path)))
