"""Bring a store to the present shape, with a verified copy of it as it was."""

from dataclasses import dataclass

from checker.application.check_store import refuse_unsound
from checker.ports.store_file import StoreFile, StoreState


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """A store before and after; `copy` is where it is as it was, empty where nothing was to be done."""

    before: StoreState
    after: StoreState
    copy: str = ""


def migrate_store(file: StoreFile, *, target: str = "") -> Migrated:
    """Apply the migrations that a store lacks; its copy is at `target`, or beside it, named after its version.

    Raises:
        NotFoundError: there is no store.
        ConflictError: `target` is there already; nothing was changed.
        StoreError: the store is not sound, or could not be copied; nothing was changed.
    """
    before = file.examine()
    refuse_unsound(before, what="store")
    if before.version == before.newest:
        return Migrated(before=before, after=before)
    copy = target or f"{before.path}.version-{before.version}"
    file.copy(target=copy)
    file.make()
    return Migrated(before=before, after=file.examine(), copy=copy)
