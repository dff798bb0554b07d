"""Migrations are numbered, recorded, and never edited after a release."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.adapters.sqlite_shape import RECORDED as RECORDED_STEPS
from checker.adapters.sqlite_shape import Shape
from checker.adapters.store.migration import SHAPE
from checker.errors import StoreError

FIRST = SHAPE.folder / "0001_first.sql"
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


def shape_of(folder: Path) -> Shape:
    return Shape(folder=folder, application_id=SHAPE.application_id)


def test_no_migration_that_was_released_has_changed() -> None:
    """A store records the checksum of each file it was made with; a changed file makes every such store unusable."""
    assert {step.number: step.checksum for step in SHAPE.steps} == RECORDED


def test_a_new_database_gets_every_step_once(connection: sqlite3.Connection) -> None:
    assert SHAPE.is_empty(connection)
    assert SHAPE.apply_missing(connection)
    assert not SHAPE.is_empty(connection)
    assert not SHAPE.apply_missing(connection)
    assert SHAPE.refuse_unless_ours(connection) == len(SHAPE.steps)


def test_a_later_step_is_added_to_an_older_store(connection: sqlite3.Connection, tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_bytes(FIRST.read_bytes())
    shape_of(tmp_path).apply_missing(connection)
    (tmp_path / "0002_more.sql").write_text("-- More.\nCREATE TABLE more (x INTEGER) STRICT;\n", encoding="ascii")
    newer = shape_of(tmp_path)

    assert newer.refuse_unless_ours(connection) == 1
    assert newer.apply_missing(connection)
    assert newer.refuse_unless_ours(connection) == 2
    assert [number for number, _ in connection.execute(RECORDED_STEPS)] == [1, 2]


def test_a_store_made_by_an_edited_step_is_refused(connection: sqlite3.Connection, tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_bytes(FIRST.read_bytes())
    shape_of(tmp_path).apply_missing(connection)
    (tmp_path / "0001_first.sql").write_bytes(FIRST.read_bytes() + b"-- edited\n")

    with pytest.raises(StoreError, match="made by other migrations"):
        shape_of(tmp_path).refuse_unless_ours(connection)


@pytest.mark.parametrize("names", [[], ["0002_second.sql"], ["0001_a.sql", "0003_c.sql"], ["0001_a.sql", "0001_b.sql"]])
def test_an_installation_with_gaps_is_refused(names: list[str], tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_text("CREATE TABLE x (y);\n", encoding="ascii")

    with pytest.raises(StoreError, match="expected 0001, 0002"):
        _ = shape_of(tmp_path).steps
