"""Migrations are numbered, recorded, and never edited after a release."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.adapters.store import migration
from checker.adapters.store.migration import apply_missing, is_empty, migrations, refuse_unless_ours
from checker.errors import StoreError

RECORDED = {
    1: "fd13b90f711d94be21c01028c155f606e54983fac7a8eb782aa75a06fbae3d3e",
    2: "ceccf15cb6bc7f67d7f4a0d948ec82998e3eeacaf014a4abec6c0ab7ed04fe2f",
    3: "23187ad935b2ff472d32269f1cd181d6c207170fbce7e637acb66f8d46d85ad9",
}


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:", isolation_level=None)
    yield opened
    opened.close()


@pytest.fixture
def steps_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(migration, "_FILES", tmp_path)
    migrations.cache_clear()
    migration._expected_schema.cache_clear()
    yield tmp_path
    migrations.cache_clear()
    migration._expected_schema.cache_clear()


def test_no_migration_that_was_released_has_changed() -> None:
    """A store records the checksum of each file it was made with; a changed file makes every such store unusable."""
    assert {step.number: step.checksum for step in migrations()} == RECORDED


def test_a_new_database_gets_every_step_once(connection: sqlite3.Connection) -> None:
    assert is_empty(connection)
    assert apply_missing(connection)
    assert not is_empty(connection)
    assert not apply_missing(connection)
    assert refuse_unless_ours(connection) == len(migrations())


def test_a_later_step_is_added_to_an_older_store(connection: sqlite3.Connection, steps_from: Path) -> None:
    first = (Path(migration.__file__).with_name("migrations") / "0001_first.sql").read_bytes()
    (steps_from / "0001_first.sql").write_bytes(first)
    apply_missing(connection)
    (steps_from / "0002_more.sql").write_text("-- More.\nCREATE TABLE more (x INTEGER) STRICT;\n", encoding="ascii")
    migrations.cache_clear()

    assert refuse_unless_ours(connection) == 1
    assert apply_missing(connection)
    assert refuse_unless_ours(connection) == 2
    assert [number for number, _ in connection.execute(migration._RECORDED)] == [1, 2]


def test_a_store_made_by_an_edited_step_is_refused(connection: sqlite3.Connection, steps_from: Path) -> None:
    first = (Path(migration.__file__).with_name("migrations") / "0001_first.sql").read_bytes()
    (steps_from / "0001_first.sql").write_bytes(first)
    apply_missing(connection)
    (steps_from / "0001_first.sql").write_bytes(first + b"-- edited\n")
    migrations.cache_clear()

    with pytest.raises(StoreError, match="made by other migrations"):
        refuse_unless_ours(connection)


@pytest.mark.parametrize("names", [[], ["0002_second.sql"], ["0001_a.sql", "0003_c.sql"], ["0001_a.sql", "0001_b.sql"]])
def test_an_installation_with_gaps_is_refused(names: list[str], steps_from: Path) -> None:
    for name in names:
        (steps_from / name).write_text("CREATE TABLE x (y);\n", encoding="ascii")

    with pytest.raises(StoreError, match="expected 0001, 0002"):
        migrations()
