"""The SQLite file of a store as a whole: copied and put back page by page, under SQLite's own locks.

Putting back writes into the file that is there instead of exchanging it: a process that has the store open would go on
writing into the exchanged one, and what it was told is kept would be lost. The lock of the file is held from the moment
that its entries are compared until the new ones are durable.
"""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from checker.adapters.own_place import SIDE_FILES, sync
from checker.adapters.sqlite_file import opening_here, refusing, set_up
from checker.adapters.store.authorizer import authorize
from checker.adapters.store.connection import make_or_verify, open_connection
from checker.adapters.store.examination import examine, examined, head_of
from checker.adapters.store.migration import SHAPE
from checker.adapters.store.place import prepare
from checker.adapters.store.sqlite_store import SqliteStore
from checker.adapters.store.trail_reader import read_finding
from checker.domain.namespace import Namespace
from checker.errors import ConflictError, NotFoundError, Place, StoreError
from checker.ports.clock import Clock
from checker.ports.store_file import StoreState

_UNNAMED = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteStoreFile:
    """The file at `store`; see `ports.store_file.StoreFile`."""

    store: Path
    namespace: Namespace
    clock: Clock
    run: str = ""

    @property
    def path(self) -> str:
        """Where it is, or would be."""
        return str(self.store)

    def exists(self) -> bool:
        """Whether something is there."""
        return os.path.lexists(self.store)

    def make(self) -> None:
        """See `ports.store_file.StoreFile`."""
        SqliteStore.open(self.store, namespace=self.namespace, clock=self.clock, run=self.run).close()

    def examine(self) -> StoreState:
        """See `ports.store_file.StoreFile`."""
        try:
            prepare(self.store, create=False)
        except StoreError as error:
            return StoreState(path=self.path, newest=len(SHAPE.steps), problems=(error.message,))
        return examine(self.store, namespace=self.namespace, opening=opening_here(self.store))

    def copy(self, *, target: str) -> StoreState:
        """See `ports.store_file.StoreFile`."""
        path = Path(target)
        if os.path.lexists(path):
            raise _is_there(path)
        prepare(self.store, create=False)
        partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        try:
            with _writing_files(path):
                with refusing(self.store), closing(self._as_it_is()) as source:
                    _copy_pages(source, partial)
                state = examine(partial, namespace=self.namespace, opening=opening_here(partial))
                if not state.is_sound:
                    raise StoreError(
                        f"the copy is not sound: {state.problems[0]}",
                        hint="clean-release store check says what is wrong with the store; no copy was made",
                        where=Place(source=self.path),
                    )
                _name(partial, path)
        finally:
            _remove(partial)
        return state

    def _as_it_is(self) -> sqlite3.Connection:
        return open_connection(
            self.store, opening_here(self.store), authorize=authorize, shape=SHAPE.refuse_unless_ours
        )

    @contextmanager
    def replacing(self, *, source: str) -> Iterator["SqliteReplacement"]:
        """See `ports.store_file.StoreFile`."""
        with tempfile.TemporaryDirectory(prefix="clean-release-") as folder:
            private = Path(folder) / "store.db"
            _take(Path(source), private)
            opening = opening_here(private)
            offered = examine(private, namespace=self.namespace, opening=opening)
            if offered.is_sound:
                with refusing(private):
                    open_connection(private, opening, authorize=authorize, shape=make_or_verify).close()
            replacement = SqliteReplacement(file=self, private=private, source=source, found=offered)
            try:
                yield replacement
            finally:
                replacement.release()


class SqliteReplacement:
    """A verified private copy and, from the first look at it, the lock of the store that is there."""

    def __init__(self, *, file: SqliteStoreFile, private: Path, source: str, found: StoreState) -> None:
        self._file = file
        self._private = private
        self._held: sqlite3.Connection | None = None
        self._existed = file.exists()
        self.offered = replace(found, path=source)

    @cached_property
    def present(self) -> StoreState | None:
        """The store that is there, locked from now on; a damaged one cannot be."""
        if not self._existed:
            return None
        path = self._file.store
        prepare(path, create=False)
        try:
            with refusing(path):
                held = self._lock()
                if SHAPE.is_empty(held):
                    return None
                SHAPE.refuse_unless_ours(held)
                return examined(held, path=path, namespace=self._file.namespace, is_locked=True)
        except StoreError as error:
            if not _is_damage(error):
                raise
            self.release()
            return StoreState(path=str(path), newest=len(SHAPE.steps), problems=(error.message,))

    def continues(self) -> bool:
        """See `ports.store_file.Replacement`."""
        namespace = self._file.namespace
        with closing(self._opened_copy()) as copy:
            known = head_of(self._lock(), namespace=namespace)
            return read_finding(copy, namespace=namespace, checkpoint=known).holds

    def keep_present(self) -> str:
        """See `ports.store_file.Replacement`."""
        path = self._file.store
        moment = self._file.clock.now().strftime("%Y%m%dT%H%M%SZ")
        aside = path.with_name(f"{path.name}.replaced-{moment}")
        if os.path.lexists(aside):
            raise _is_there(aside)
        with _writing_files(aside):
            if self._held is not None:
                with refusing(aside):
                    _copy_pages(self._held, aside)
                sync(aside.parent)
            else:  # nothing can be read from it: its files are moved as they are
                for suffix in SIDE_FILES:
                    with suppress(FileNotFoundError):
                        path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
                sync(path.parent)
        return str(aside)

    def put(self) -> StoreState:
        """See `ports.store_file.Replacement`."""
        path = self._file.store
        if self._held is None:
            prepare(path, create=True)
        with refusing(path), closing(self._opened_copy()) as copy:
            copy.backup(self._lock())
        self.release()
        state = self._file.examine()
        if state.problems or state.head != self.offered.head:
            why = state.problems[0] if state.problems else f"its head is entry {state.head.seq}"
            raise StoreError(f"the store was not put back as it was offered: {why}", where=Place(source=str(path)))
        return state

    def release(self) -> None:
        """Let others write again."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def _lock(self) -> sqlite3.Connection:
        """The connection that holds the lock of the file beyond the transaction that took it."""
        if self._held is None:
            opening = opening_here(self._file.store)
            self._held = opening.connect(str(self._file.store))
            self._held.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            set_up(self._held, opening.journal)
            self._held.execute("BEGIN EXCLUSIVE")
            self._held.execute("COMMIT")
        return self._held

    def _opened_copy(self) -> sqlite3.Connection:
        return open_connection(self._private, opening_here(self._private), authorize=authorize)


def _take(source: Path, private: Path) -> None:
    """Copy a file that somebody handed in, without waiting for what is no file."""
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {source}", hint="name a file that `store backup` wrote") from None
    except OSError as error:
        raise StoreError(f"{source} cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise StoreError(f"{source} is no regular file", hint="name a file that `store backup` wrote")
    with os.fdopen(descriptor, "rb") as opened, _writing_files(private), private.open("xb") as copied:
        shutil.copyfileobj(opened, copied)


def _copy_pages(source: sqlite3.Connection, target: Path) -> None:
    """Copy a database as it is at one moment into a new file that is this user's alone, durably."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, _UNNAMED))
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(partial: Path, path: Path) -> None:
    """Give a whole file its name, unless something has it by now."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise _is_there(path) from None
    sync(path.parent)


def _remove(partial: Path) -> None:
    for suffix in SIDE_FILES:
        with suppress(OSError):
            partial.with_name(partial.name + suffix).unlink()


@contextmanager
def _writing_files(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror or error}",
            hint="name a place where this user may write and there is room; nothing was changed",
        ) from error


def _is_damage(error: StoreError) -> bool:
    """Whether a store was refused for what it is, and not for what the machine could not do just now."""
    name = getattr(error.__cause__, "sqlite_errorname", "SQLITE_CORRUPT")
    return str(name).startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def _is_there(path: Path) -> ConflictError:
    return ConflictError(
        f"{path} is there already, expected a new file", hint="choose another name; nothing was changed"
    )
