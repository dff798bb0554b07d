"""The facade of the store as a whole."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices
from checker.domain.namespace import Namespace

if TYPE_CHECKING:
    from pathlib import Path

    from checker.application.migrate_store import Migrated
    from checker.application.restore_store import Restored
    from checker.ports.store_file import StoreFile, StoreState


@dataclass(frozen=True, kw_only=True)
class Storing:
    """The store of one project folder in one namespace."""

    facade: ProjectServices
    namespace: Namespace

    def make(self) -> "tuple[StoreState, bool]":
        """The store, made where there was none, and whether it was.

        Raises:
            StoreError: what is there is not safe to use.
        """
        existed = self.file.exists()
        self.file.make()
        return self.file.examine(), not existed

    def check(self) -> "StoreState":
        """Everything that is wrong with the store; raises NotFoundError where there is none."""
        return self.file.examine()

    def migrate(self, *, target: str) -> "Migrated":
        """Bring the store to the present shape; raises as `application.migrate_store`."""
        from checker.application.migrate_store import migrate_store  # noqa: PLC0415 - a command pays for what it uses

        return migrate_store(self.file, target=target)

    def backup(self, *, target: str) -> "StoreState":
        """Copy the store into a new file; raises as `ports.store_file.StoreFile.copy`."""
        return self.file.copy(target=target)

    def restore(self, *, source: str, may_replace: bool) -> "Restored":
        """Put a store back; raises as `application.restore_store`."""
        from checker.application.restore_store import restore_store  # noqa: PLC0415 - as above

        run = os.environ.get("GITHUB_RUN_ID", "")
        return restore_store(self.file, source=source, may_replace=may_replace, run=run)

    @property
    def file(self) -> "StoreFile":
        """The file of the store."""
        from checker.adapters.store.store_file import SqliteStoreFile  # noqa: PLC0415 - as above

        run = os.environ.get("GITHUB_RUN_ID", "")
        return SqliteStoreFile(store=self._path, namespace=self.namespace, clock=self.facade.clock, run=run)

    @property
    def _path(self) -> "Path":
        from checker.adapters.store.place import store_path  # noqa: PLC0415 - as above

        return store_path(self.facade.folder, self.namespace)
