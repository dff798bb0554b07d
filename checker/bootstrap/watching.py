"""What a server watches: whether anything that an answer was made from has changed since, without reading any of it."""

import os
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.domain.namespace import Namespace
    from checker.ports.store_watch import StoreWatch

_FILES = ("clean-release.yaml", "clean-release.lock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """The stores and files of the projects of one server; `anchor` is the file of it, empty for the user's own."""

    folders: Mapping[str, Path]
    anchor: str = ""
    _watches: "dict[tuple[str, Namespace], StoreWatch]" = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def version(self, project: str, namespace: "Namespace") -> Hashable | None:
        """What differs after each commit to a project's store, and each change of its files; None: nobody can tell."""
        kept = self._watch(project, namespace).version()
        if kept is None:
            return None
        folder = self.folders[project]
        return kept, *(_seen(folder / name) for name in _FILES), _seen(self._anchor())

    def _watch(self, project: str, namespace: "Namespace") -> "StoreWatch":
        from checker.adapters.store.place import store_path  # noqa: PLC0415 - a server alone pays for it
        from checker.adapters.store.store_watch import SqliteStoreWatch  # noqa: PLC0415 - as above

        with self._lock:
            watch = self._watches.get((project, namespace))
            if watch is None:
                watch = SqliteStoreWatch(store_path(self.folders[project], namespace))
                self._watches[project, namespace] = watch
            return watch

    def _anchor(self) -> Path:
        from checker.adapters.anchor.anchor_file import configuration_folder  # noqa: PLC0415 - as above

        return Path(self.anchor) if self.anchor else configuration_folder(os.environ) / "anchor.yaml"


def _seen(path: Path) -> Hashable:
    """What a file looks like from outside; a change that leaves all of it as it was is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked many times a second
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
