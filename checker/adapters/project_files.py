"""The port `ProjectFiles` over a folder."""

import os
from contextlib import suppress
from pathlib import Path

from checker.adapters.plain_file import Flaw, FlawedFileError, open_file, read_file
from checker.errors import InputRefusedError, NotFoundError, Place


class FolderFiles:
    """Files below one folder. What a name leads to outside of it, through `..` or links, is refused.

    A document outside the project could be swapped without anybody seeing it in a review.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def place(self) -> str:
        """The folder, as it was given."""
        return str(self._folder)

    def read(self, name: str, *, most_bytes: int) -> bytes:
        """The exact bytes of a file below the folder."""
        path = self._folder / name
        if not lies_below(path, self._folder):
            raise InputRefusedError(
                "the file lies outside the project's folder",
                hint="keep what is judged together in one folder",
                where=Place(source=str(path)),
            )
        return read_plain_file(path, most_bytes=most_bytes)

    def read_if_there(self, name: str, *, most_bytes: int) -> bytes | None:
        """The exact bytes of a file, or None."""
        try:
            return self.read(name, most_bytes=most_bytes)
        except NotFoundError:
            return None


def read_plain_file(path: Path, *, most_bytes: int) -> bytes:
    """The bytes of a plain file, its size checked before it is read and again while reading.

    Raises:
        NotFoundError: it is not there.
        InputRefusedError: it is no plain file, not readable, or larger than `most_bytes`.
    """
    where = Place(source=str(path))
    try:
        handle = open_file(path, follow_links=True)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError("there is no such file", where=where) from error
    except OSError as error:
        raise InputRefusedError(
            f"the file cannot be read ({error.strerror})", hint="check its permissions", where=where
        ) from error
    try:
        return read_file(handle, most_bytes=most_bytes)
    except FlawedFileError as error:
        message, hint = {
            Flaw.NOT_PLAIN: ("this is not a plain file, expected one", "name a file, not a folder, a pipe or a device"),
            Flaw.TOO_LARGE: (f"the file has more than {most_bytes} bytes", "give a smaller document"),
            Flaw.CHANGED: ("the file was changed while it was read", "try again"),
        }[error.flaw]
        raise InputRefusedError(message, hint=hint, where=where) from error
    finally:
        os.close(handle)


def lies_below(path: Path, folder: Path) -> bool:
    """Whether a path, links followed, leads into a folder; one that leads in a circle or nowhere does not."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name that no file can have
        return False


def make_folder(path: Path, *, mode: int = 0o777) -> None:
    """Make a folder, with this mode, and those above it.

    Raises:
        InputRefusedError: it cannot be made, or something else has its name.
    """
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise InputRefusedError(
            f"the folder cannot be made ({error.strerror})",
            hint="choose another place, or make room at this one; nothing was written",
            where=Place(source=str(path)),
        ) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside it first, flushed, then moved into its place.

    Raises:
        InputRefusedError: the folder cannot be written to; what was there is untouched.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise InputRefusedError(
            f"the file cannot be written ({error.strerror})",
            hint="check the folder's permissions and free space; nothing was changed",
            where=Place(source=str(path)),
        ) from error
    finally:
        with suppress(OSError):  # it was moved, unless something went wrong or somebody interrupted
            beside.unlink()
