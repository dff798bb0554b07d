"""Changes that are made durable together: nobody goes on before they are, and nobody pays for what another did."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Barrier, Event

import pytest

from checker.adapters import group_commit
from checker.adapters.group_commit import MOST_MEMBERS, GroupCommit
from checker.adapters.sqlite_file import connect_between_threads, transaction
from checker.errors import StoreError

TOGETHER = 12


class Numbers:
    """A table of numbers that several threads add to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = connect_between_threads(str(path))
        self.connection.execute("CREATE TABLE numbers (number INTEGER)")
        self.begun = self.commits = 0
        self.broken = ""
        self.turns = GroupCommit(self._begin, is_whole=lambda shared: shared.in_transaction)

    @contextmanager
    def _begin(self) -> Iterator[sqlite3.Connection]:
        self.begun += 1
        with transaction(self.connection):
            yield self.connection
            if self.broken:
                raise OSError(self.broken)
        self.commits += 1

    def add(self, number: int) -> None:
        with self.turns.turn() as connection, transaction(connection):
            connection.execute("INSERT INTO numbers VALUES (?)", (number,))
            if number < 0:
                raise ValueError(number)

    def kept(self) -> list[int]:
        """What another process would see."""
        other = sqlite3.connect(self.path)
        found = [number for (number,) in other.execute("SELECT number FROM numbers ORDER BY number")]
        other.close()
        return found

    def together(self, *numbers: int) -> list[BaseException | None]:
        """What became of adding these, all of which wait while another has the turn."""
        entered, go_on = Event(), Event()

        def hold() -> None:
            with self.turns.turn():
                entered.set()
                go_on.wait(30)

        with ThreadPoolExecutor(len(numbers) + 1) as pool:
            held = pool.submit(hold)
            assert entered.wait(30)
            added = [pool.submit(self.add, number) for number in numbers]
            while self.turns._waiting < len(numbers):
                Event().wait(0.001)
            go_on.set()
            errors = [one.exception(30) for one in added]
            held.exception(30)
        return errors


@pytest.fixture
def numbers(tmp_path: Path) -> Iterator[Numbers]:
    made = Numbers(tmp_path / "numbers.db")
    yield made
    made.connection.close()


def test_one_alone_is_durable_when_its_turn_ends(numbers: Numbers) -> None:
    numbers.add(1)
    numbers.add(2)

    assert (numbers.kept(), numbers.commits) == ([1, 2], 2)


def test_those_who_wait_are_committed_together(numbers: Numbers) -> None:
    assert numbers.together(*range(TOGETHER)) == [None] * TOGETHER
    assert numbers.kept() == list(range(TOGETHER))
    assert numbers.commits == 1


def test_who_is_refused_takes_back_their_own_and_nothing_of_others(numbers: Numbers) -> None:
    errors = numbers.together(1, -2, 3, -4)

    assert [type(one) for one in errors] == [type(None), ValueError, type(None), ValueError]
    assert numbers.kept() == [1, 3]


def test_nobody_is_told_that_theirs_was_kept_where_the_commit_fails(numbers: Numbers) -> None:
    numbers.broken = "the disk is full"

    assert [str(one) for one in numbers.together(1, -2, 3)] == ["the disk is full"] * 3
    assert numbers.kept() == []
    numbers.broken = ""
    numbers.add(4)
    assert numbers.kept() == [4]


def test_a_group_whose_transaction_was_taken_back_ends_and_is_told(numbers: Numbers) -> None:
    """SQLite takes back the whole transaction where the disk is full; the next ones begin another."""

    def full() -> None:
        with numbers.turns.turn() as connection:
            connection.execute("INSERT INTO numbers VALUES (7)")
            connection.execute("ROLLBACK")

    with pytest.raises(sqlite3.OperationalError, match="no transaction is active"):
        full()
    numbers.add(1)
    assert numbers.kept() == [1]


def test_who_waited_for_long_does_not_wait_for_another_process_as_well(
    numbers: Numbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody keeps the file, and each who waits would find that out for themselves, one after the other."""
    entered, go_on = Event(), Event()

    def kept() -> None:
        with numbers.turns.alone():
            entered.set()
            go_on.wait(30)

    def asking() -> None:
        with numbers.turns.alone():
            numbers.begun += 1

    with ThreadPoolExecutor(TOGETHER) as pool:
        held = pool.submit(kept)
        assert entered.wait(30)
        monkeypatch.setattr(group_commit, "LONGEST_WAIT", 0.0)
        waiting = [pool.submit(numbers.add, number) for number in range(4)] + [pool.submit(asking)]
        while numbers.turns._waiting < len(waiting):
            Event().wait(0.001)
        go_on.set()
        errors = [one.exception(30) for one in waiting]
        assert held.exception(30) is None

    assert [(type(one), str(one)) for one in errors] == [(StoreError, "others write for too long")] * len(waiting)
    assert (numbers.begun, numbers.kept()) == (0, [])
    monkeypatch.undo()
    numbers.add(1)
    assert numbers.kept() == [1]


def test_a_group_ends_though_others_wait_so_that_other_processes_get_their_turn(numbers: Numbers) -> None:
    numbers.together(*range(MOST_MEMBERS + 8))

    assert (len(numbers.kept()), numbers.commits) == (MOST_MEMBERS + 8, 2)


def test_many_threads_lose_nothing(numbers: Numbers) -> None:
    barrier = Barrier(TOGETHER)

    def many(first: int) -> None:
        barrier.wait(30)
        for number in range(first, first + 20):
            numbers.add(number)

    with ThreadPoolExecutor(TOGETHER) as pool:
        list(pool.map(many, range(0, TOGETHER * 20, 20)))

    assert numbers.kept() == list(range(TOGETHER * 20))


def test_a_part_of_a_transaction_is_taken_back_alone(tmp_path: Path) -> None:
    connection = connect_between_threads(str(tmp_path / "some.db"))
    connection.execute("CREATE TABLE numbers (number INTEGER)")
    with transaction(connection):
        connection.execute("INSERT INTO numbers VALUES (1)")
        with suppress(ValueError), transaction(connection):
            connection.execute("INSERT INTO numbers VALUES (2)")
            raise ValueError("no")
        with transaction(connection):
            connection.execute("INSERT INTO numbers VALUES (3)")

    assert connection.execute("SELECT number FROM numbers").fetchall() == [(1,), (3,)]
    connection.close()


def test_who_is_alone_finds_no_group_and_leaves_none(numbers: Numbers) -> None:
    """It comes between two who wait, and commits by itself before its turn ends."""
    seen: list[tuple[bool, list[int]]] = []

    def alone() -> None:
        with numbers.turns.alone():
            seen.append((numbers.connection.in_transaction, []))
            with transaction(numbers.connection):
                numbers.connection.execute("INSERT INTO numbers VALUES (0)")
            seen.append((numbers.connection.in_transaction, numbers.kept()))

    with ThreadPoolExecutor(1) as pool:
        with numbers.turns.turn() as connection, transaction(connection):
            connection.execute("INSERT INTO numbers VALUES (1)")
            waits = pool.submit(alone)
            while not numbers.turns._waiting:
                Event().wait(0.001)
        waits.result(30)

    assert seen == [(False, []), (False, [0, 1])]
    assert numbers.kept() == [0, 1]
