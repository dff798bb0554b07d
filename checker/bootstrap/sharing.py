"""A store that acts of several threads write to one after the other: opened, read and committed once for all of them.

Whatever is looked at before a store is believed is looked at for each group of acts anew. From its first act to its
commit a group holds the write lock, so nobody else adds an event: what was read for one act is what the next one
adds to, and only what was added between is read.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from checker.adapters.group_commit import GroupCommit
    from checker.adapters.store.sqlite_store import SqliteStore
    from checker.application.check_project import LoadedProject
    from checker.application.open_lifecycle import OpenedLifecycle
    from checker.domain.namespace import Namespace
    from checker.domain.project import Project
    from checker.ports.clock import Clock
    from checker.ports.project_files import ProjectFiles
    from checker.ports.store import Store


class OwnsStore(Protocol):  # noqa: V102 - named in quoted annotations
    """Whoever has a store: the services of a project."""

    @property
    def folder(self) -> "Path":
        """The folder of the project."""
        ...

    @property
    def files(self) -> "ProjectFiles":
        """What is read of it."""
        ...

    @property
    def clock(self) -> "Clock":
        """For the time of each entry."""
        ...

    @property
    def shared(self) -> "SharedStore | None":
        """The group that its acts are committed with, if they are."""
        ...


class SharedStore:
    """The store of one project and namespace for a group of acts; `step` goes around each of them."""

    def __init__(self, facade: OwnsStore, namespace: "Namespace", *, whole: ExitStack) -> None:
        self.namespace = namespace
        self._facade = facade
        self._whole = whole
        self._step = ExitStack()
        self._store: SqliteStore | None = None
        self._loaded: LoadedProject | None = None
        self._opened: OpenedLifecycle | None = None

    @contextmanager
    def step(self) -> Iterator[None]:
        """One act: all of it is kept with the group, or, where it raises, nothing of it."""
        before = self._opened
        try:
            with ExitStack() as self._step:
                if self._store:
                    self._step.enter_context(self._store.together())
                yield
        except BaseException:
            self._opened = before
            raise

    def store(self, *, create: bool) -> "SqliteStore":
        """The store, opened for the first act that asks for it.

        Raises:
            StoreError: it is not safe in every respect, or others write for too long.
            NotFoundError: there is none, and none is to be made.
        """
        if self._store is None:
            opened = _store_of(self._facade, self.namespace, create=create, between_threads=True)
            store = self._whole.enter_context(opened)
            self._whole.enter_context(store.together())
            self._step.enter_context(store.together())
            self._store = store
        return self._store

    def loaded(self) -> "LoadedProject":
        """The project file, read once for the group."""
        if self._loaded is None:
            from checker.application.check_project import load_project  # noqa: PLC0415 - a server alone pays for it

            self._loaded = load_project(self._facade.files)
        return self._loaded

    def lifecycle(self, store: "Store", *, project: "Project") -> "OpenedLifecycle":
        """All that happened, of which only what was added since the last act is read."""
        from checker.application.open_lifecycle import NOTHING_YET, open_lifecycle  # noqa: PLC0415 - as above

        self._opened = open_lifecycle(store, project=project, known=self._opened or NOTHING_YET)
        return self._opened

    @property
    def is_whole(self) -> bool:
        """Whether everything that was done is still there to be committed."""
        return self._store is None or self._store.is_together


def grouped(facade: OwnsStore, namespace: "Namespace") -> "GroupCommit[SharedStore]":
    """The turns of those who write to the store of a project in a namespace."""
    from checker.adapters.group_commit import GroupCommit  # noqa: PLC0415 - as above

    @contextmanager
    def begin() -> Iterator[SharedStore]:
        with ExitStack() as whole:
            yield SharedStore(facade, namespace, whole=whole)

    return GroupCommit(begin, is_whole=lambda shared: shared.is_whole)


def group_of(facade: OwnsStore, namespace: "Namespace") -> SharedStore | None:
    """The group that acts in a namespace are committed with; None where there is none, or it is another namespace's."""
    return facade.shared if facade.shared and facade.shared.namespace == namespace else None


@contextmanager
def opened_store(facade: OwnsStore, namespace: "Namespace", *, create: bool) -> "Iterator[SqliteStore]":
    """The store of a project in a namespace: that of the group which the call belongs to, or one that is closed after.

    Raises:
        StoreError: it is not safe in every respect.
        NotFoundError: there is none, and none is to be made.
    """
    if group := group_of(facade, namespace):
        yield group.store(create=create)
        return
    with _store_of(facade, namespace, create=create) as store:
        yield store


def lifecycle_in(
    facade: OwnsStore, store: "Store", *, project: "Project", known: "OpenedLifecycle | None" = None
) -> "OpenedLifecycle":
    """All that happened by a store that `opened_store` gave; `known` was read of the same before."""
    from checker.application.open_lifecycle import NOTHING_YET, open_lifecycle  # noqa: PLC0415 - as above

    if group := group_of(facade, store.namespace):
        return group.lifecycle(store, project=project)
    return open_lifecycle(store, project=project, known=known or NOTHING_YET)


def _store_of(
    facade: OwnsStore, namespace: "Namespace", *, create: bool, between_threads: bool = False
) -> "SqliteStore":
    from checker.adapters.sqlite_file import connect_between_threads, opening_here  # noqa: PLC0415 - as above
    from checker.adapters.store.place import store_path  # noqa: PLC0415 - as above
    from checker.adapters.store.sqlite_store import SqliteStore  # noqa: PLC0415 - as above

    path = store_path(facade.folder, namespace)
    by = replace(opening_here(path), connect=connect_between_threads) if between_threads else None
    run = os.environ.get("GITHUB_RUN_ID", "")
    return SqliteStore.open(path, namespace=namespace, clock=facade.clock, run=run, create=create, by=by)
