"""The embedded store on SQLite: append-only, chained, refused where it could have been planted."""

from checker.adapters.store.place import store_path
from checker.adapters.store.sqlite_store import SqliteStore
from checker.adapters.store.sqlite_tasks import SqliteTaskQueue

__all__ = ["SqliteStore", "SqliteTaskQueue", "store_path"]
