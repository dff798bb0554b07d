"""Damage around the rows of a long trail, looked for by two processes, is found and named as one process finds it."""

import random
import resource
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from subprocess import Popen

import pytest

from checker.adapters.sqlite_file import DAMAGE, opening_here, transaction
from checker.adapters.store import SqliteStore, beside, file_check, rows, store_path
from checker.adapters.store.beside import LONG, checked_beside
from checker.adapters.store.examination import examine
from checker.adapters.store.trail_reader import _named, read_finding
from checker.domain.digest import Digest, digest_of
from checker.domain.namespace import Namespace
from checker.formats.trail_v1 import BEFORE_THE_FIRST, follow
from checker.ports.store import TrailFinding, TrailHead
from tests.damaged_stores import AROUND, PAGE, a_page_of_nobody, a_report, a_store
from tests.fakes.fixed_clock import FixedClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "store.db"
    file.write_bytes(a_store())
    return file


def as_one_process_finds(connection: sqlite3.Connection) -> TrailFinding:
    """What is wrong, entry by entry, row by row, and by `PRAGMA integrity_check` in this process."""
    try:
        (highest,) = connection.execute("SELECT coalesce(max(seq), 0) FROM trail").fetchone()
    except DAMAGE as error:
        unreadable = TrailHead(seq=0, hash=BEFORE_THE_FIRST)
        return TrailFinding(head=unreadable, first_bad=1, problem=f"the trail cannot be read: {error}")
    chain = follow(_named(connection, Namespace.REAL, 1, highest))
    head = TrailHead(seq=chain.seq, hash=chain.hash)
    found = [(seq, why) for seq, why in strays(connection, chain.seq) if not chain.problem or seq <= chain.seq]
    found += [(chain.seq + 1, chain.problem)] if chain.problem else []
    return TrailFinding(head=head, first_bad=found[0][0], problem=found[0][1]) if found else checked(connection, head)


def strays(connection: sqlite3.Connection, last: int) -> list[tuple[int, str]]:
    found = []
    for kind, known in rows.ROW_KINDS.items():
        try:
            (stray,) = connection.execute(known.stray, (-(2**63), 2**63 - 1)).fetchone()
        except DAMAGE as error:
            found.append((last + 1, f"the {known.table} cannot be read: {error}"))
        else:
            found += [] if stray is None else [(stray, f"a {kind} was slipped in that no entry commits")]
    return sorted(found)


def checked(connection: sqlite3.Connection, head: TrailHead) -> TrailFinding:
    try:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    except DAMAGE as error:
        return TrailFinding(head=head, problem=f"the file cannot be checked: {error}")
    return TrailFinding(head=head, problem="" if found == [("ok",)] else f"the file is damaged: {found[0][0]}")


def both(path: Path) -> tuple[TrailFinding, TrailFinding]:
    """What two processes find, and what one does."""
    found = []
    for look in (
        lambda connection: read_finding(connection, namespace=Namespace.REAL, checkpoint=None, path=path, long=0),
        as_one_process_finds,
    ):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA cell_size_check = ON")
            found.append(look(connection))
    return found[0], found[1]


@pytest.mark.parametrize("name", AROUND)
def test_damage_around_the_rows_is_found_and_named_as_before(name: str, path: Path) -> None:
    damage, words = AROUND[name]
    damage(path)

    by_two, by_one = both(path)

    assert by_two == by_one
    assert by_two.first_bad == 0
    assert words in by_two.problem
    assert by_two.problem.startswith("the file ")


@pytest.mark.parametrize("name", AROUND)
def test_the_process_beside_knows_nothing_good_of_a_damaged_file(name: str, path: Path) -> None:
    damage, _ = AROUND[name]
    damage(path)
    with closing(sqlite3.connect(path)) as connection:
        seq, head = connection.execute(rows.LAST_ENTRY).fetchone()

    with checked_beside(path) as is_sound:
        assert not is_sound(seq, head)


def test_any_changed_byte_is_named_as_one_process_names_it(path: Path) -> None:
    """Three bytes of each page: the first of them among its head, where the structure of the file is."""
    whole, drawn = path.read_bytes(), random.Random(7)  # noqa: S311 - the same places each time
    found = 0
    for page in range(0, len(whole), PAGE):
        for place in (drawn.randrange(24, 48), drawn.randrange(PAGE - 600, PAGE), drawn.randrange(100, PAGE)):
            changed = bytearray(whole)
            changed[page + place] ^= drawn.randrange(1, 256)
            path.write_bytes(changed)
            try:
                by_two, by_one = both(path)
            except sqlite3.Error:  # such a file is not opened
                continue
            assert by_two == by_one, (page, place)
            found += not by_two.holds
    assert found > len(whole) // PAGE


def head_of(path: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(path)) as connection:
        found: tuple[int, str] = connection.execute(rows.LAST_ENTRY).fetchone()
        return found


def test_a_sound_file_is_known_to_be_sound_in_the_state_that_was_looked_at(path: Path) -> None:
    seq, name = head_of(path)

    with checked_beside(path) as is_sound:
        assert not is_sound(seq + 1, name)
    with checked_beside(path) as is_sound:
        assert not is_sound(seq, digest_of(b"another"))
    with checked_beside(path) as is_sound:
        assert is_sound(seq, name)


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGBUS)",
        "import sys; sys.exit(3)",
        "import sqlite3, sys; sys.stdout.write('ok')",
        "",
    ],
    ids=["killed by its mapping", "fails", "says something else", "says nothing"],
)
def test_a_process_that_ends_in_any_other_way_is_not_believed_and_not_missed(
    program: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = path.with_name("program.py")
    other.write_text(program)
    monkeypatch.setattr(file_check, "__file__", str(other))

    with checked_beside(path) as is_sound:
        assert not is_sound(*head_of(path))
    by_two, by_one = both(path)

    assert by_two == by_one
    assert by_two.holds


def test_a_process_that_cannot_be_started_is_not_missed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(path.with_name("no-python")))

    by_two, _ = both(path)

    assert by_two.holds


def test_a_file_that_somebody_else_has_locked_is_looked_at_by_whoever_holds_the_lock(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")

        finding = read_finding(connection, namespace=Namespace.REAL, checkpoint=None, path=path, long=0)
        with checked_beside(path) as is_sound:
            assert not is_sound(finding.head.seq, finding.head.hash)

    assert finding.holds


def test_a_file_that_is_gone_is_not_made(path: Path) -> None:
    path.unlink()

    with checked_beside(path) as is_sound:
        assert not is_sound(0, "")

    assert not path.exists()


def test_the_program_says_what_it_was_asked(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = shutil.copy(path, path.with_name("copy.db"))
    monkeypatch.setattr(sys, "argv", ["file_check.py", f"file:{copy}?mode=rw", rows.LAST_ENTRY])
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)  # of this process

    file_check.main()

    assert capsys.readouterr().out == file_check.said(head=head_of(path), found=[("ok",)])


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which programs were started."""
    programs: list[str] = []
    begin = beside._begun

    def noted(path: Path) -> Popen[bytes] | None:
        process = begin(path)
        programs.append(Path(str(process.args[3])).name if process and isinstance(process.args, list) else "")
        return process

    monkeypatch.setattr(beside, "_begun", noted)
    return programs


def test_only_a_long_trail_is_looked_at_by_two_processes(tmp_path: Path, started: list[str]) -> None:
    path = store_path(tmp_path, Namespace.REAL)
    with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock()) as store:
        with transaction(store._connection):
            data = [a_report(number) for number in range(LONG - 2)]
            store._append(rows.report_row(digest=digest_of(each), data=each) for each in data)
        assert store.verify_trail() == TrailFinding(head=TrailHead(seq=LONG - 1, hash=Digest(head_of(path)[1])))
        assert started == []

        last = a_report(LONG)
        store.put_report(digest=digest_of(last), data=last)
        finding = store.verify_trail()
        assert finding == TrailFinding(head=TrailHead(seq=LONG, hash=Digest(head_of(path)[1])))
        assert started == ["file_check.py"]

        again = store.verify_trail(checkpoint=finding.head)
        assert again == finding

    a_page_of_nobody(path)
    state = examine(path, namespace=Namespace.REAL, opening=opening_here(path))
    assert [problem[:19] for problem in state.problems] == ["the file is damaged"]
    assert started == ["file_check.py"] * 3
