"""The journal of an unfinished run over many repositories: what is done is on disk before anybody says so.

A line is added, and flushed to the disk, after the files it speaks of. Whatever a kill leaves half-written at its end
is not there. When a run ends, its journal goes: the next run is a new one.
"""

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path

from checker.adapters.plain_file import FlawedFileError, open_file, read_file
from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_json import read_json

FILE = ".audit-github.journal"


class RunJournal:
    """What a run with this key has done in a folder; a run asked for otherwise has another key, and begins anew."""

    def __init__(self, folder: Path, *, key: str, since: str) -> None:
        """Open it.

        Args:
            folder: where the run's files go; it is there.
            key: what the run was asked for.
            since: what was done before this moment (RFC 3339, `Z`) is too old to count.
        """
        self._folder, self._key, self._since = folder, key, since
        self._lock = threading.Lock()
        self._done = self._read()

    def done(self, slug: str) -> dict[str, Json] | None:
        """The row of a repository that this run has done already, if its files are still what they were."""
        return self._done.get(slug)

    def note(self, slug: str, row: dict[str, Json], *, at: str, files: dict[str, bytes]) -> None:
        """Note that a repository is done, and its files are written.

        Raises:
            InputRefusedError: the folder cannot be written to.
        """
        digests: dict[str, Json] = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        line = canonical_bytes({"key": self._key, "slug": slug, "at": at, "row": row, "files": digests}) + b"\n"
        with self._lock:
            try:
                with (self._folder / FILE).open("ab") as file:
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                where = Place(source=str(self._folder / FILE))
                raise InputRefusedError(f"the journal cannot be written ({error.strerror})", where=where) from error

    def finish(self) -> None:
        """Forget the run: it is over."""
        with suppress(OSError):
            (self._folder / FILE).unlink()

    def _read(self) -> dict[str, dict[str, Json]]:
        data = _content(self._folder / FILE, most_bytes=8 * MACHINE_WRITTEN.bytes)
        found: dict[str, dict[str, Json]] = {}
        for line in data.split(b"\n")[:-1]:  # what follows the last line break was never finished
            entry = _entry(line)
            if entry is not None and self._counts(entry):
                found[str(entry["slug"])] = _object(entry["row"])
        if data and not data.endswith(b"\n"):
            with suppress(OSError):
                os.truncate(self._folder / FILE, data.rfind(b"\n") + 1)
        return found

    def _counts(self, entry: dict[str, Json]) -> bool:
        is_current = entry.get("key") == self._key and str(entry.get("at", "")) >= self._since
        return is_current and all(self._is_there(name, str(sha)) for name, sha in _object(entry["files"]).items())

    def _is_there(self, name: str, sha256: str) -> bool:
        if Path(name).name != name:
            return False
        data = _content(self._folder / name, most_bytes=MACHINE_WRITTEN.bytes)
        return hashlib.sha256(data).hexdigest() == sha256


def _content(path: Path, *, most_bytes: int) -> bytes:
    """What a plain file holds; nothing where it cannot be read."""
    try:
        opened = open_file(path)
    except OSError:
        return b""
    try:
        return read_file(opened, most_bytes=most_bytes)
    except FlawedFileError:
        return b""
    finally:
        os.close(opened)


def _entry(line: bytes) -> dict[str, Json] | None:
    with suppress(InputRefusedError):
        value = read_json(line, source=FILE)
        if isinstance(value, dict) and {"slug", "row", "files"} <= value.keys():
            return value
    return None


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
