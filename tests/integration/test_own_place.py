"""What lies beside a file of SQLite is looked at as it is, while others come and go."""

from pathlib import Path
from threading import Event, Thread

from checker.adapters.own_place import refuse_shared_database


def test_a_journal_that_goes_while_it_is_looked_at_is_no_reason_to_refuse(tmp_path: Path) -> None:
    store, over = tmp_path / "store.db", Event()
    journal = tmp_path / "store.db-journal"

    def write_again_and_again() -> None:
        while not over.is_set():
            journal.touch(mode=0o600)
            journal.unlink()

    writer = Thread(target=write_again_and_again)
    writer.start()
    try:
        for _ in range(20_000):
            refuse_shared_database(store, of="the store", hint="")
    finally:
        over.set()
        writer.join()
