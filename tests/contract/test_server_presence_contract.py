"""What a server may believe of others: who is gone is known to be gone, and nobody else is."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from checker.adapters.own_place import make_file
from checker.adapters.server_state import presence as presence_module
from checker.adapters.server_state.presence import LockedPresence
from checker.errors import StoreError
from checker.ports.server_presence import ServerPresence
from tests.fakes.told_presence import ToldPresence

Gone = Callable[[ServerPresence], None]
HOLD = """
import sys
from pathlib import Path
from checker.adapters.server_state.presence import LockedPresence
print(LockedPresence(Path(sys.argv[1])).name, flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=["locked", "told"])
def servers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[ServerPresence, ServerPresence, Gone]]:
    """Two of them, and what lets one be gone."""
    if request.param == "told":
        told = ToldPresence(name="one", there=frozenset({"other"}))

        def leave(gone: ServerPresence) -> None:
            told.there -= {gone.name}

        yield told, ToldPresence(name="other", there=frozenset({"one"})), leave
        return
    with ExitStack() as kept:
        one, other = LockedPresence(tmp_path), LockedPresence(tmp_path)
        kept.callback(one.close)
        yield one, other, lambda gone: gone.close()  # type: ignore[attr-defined] # both are locked


def test_servers_are_there_until_they_are_gone(servers: tuple[ServerPresence, ServerPresence, Gone]) -> None:
    one, other, leave = servers
    assert one.name != other.name
    assert one.is_there(one.name)
    assert one.is_there(other.name)

    leave(other)

    assert not one.is_there(other.name)
    assert not one.is_there("")


def test_a_server_that_is_killed_is_gone_and_its_file_goes_with_the_next_one(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    name = child.stdout.readline().strip()
    with closing(LockedPresence(tmp_path)) as here:
        assert here.is_there(name)
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=30)
        assert not here.is_there(name)
        with closing(LockedPresence(tmp_path)) as later:
            assert sorted(path.name for path in tmp_path.iterdir()) == sorted([here.name, later.name])
            assert later.is_there(here.name)


def test_a_server_whose_file_was_taken_before_it_was_locked_takes_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that begins at the same moment may clear away what looks dead."""
    made: list[str] = []

    def taken(path: Path) -> None:
        make_file(path)
        made.append(path.name)
        if len(made) == 1:
            path.unlink()

    monkeypatch.setattr(presence_module, "make_file", taken)
    with closing(LockedPresence(tmp_path)) as here:
        assert (len(made), here.name) == (2, made[1])
        assert here.is_there(here.name)


def test_what_cannot_be_looked_at_is_there(tmp_path: Path) -> None:
    with closing(LockedPresence(tmp_path)) as here:
        name = "serving-" + "0" * 32
        (tmp_path / name).symlink_to(tmp_path / here.name)
        assert here.is_there(name)
        assert not here.is_there("../" + here.name)


def test_without_a_folder_nobody_says_that_it_runs(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no server can say here that it runs: No such file"):
        LockedPresence(tmp_path / "missing")


def test_children_of_a_server_do_not_keep_it_there(tmp_path: Path) -> None:
    here = LockedPresence(tmp_path)
    waiting = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    child = subprocess.Popen(waiting, stdin=subprocess.PIPE, close_fds=False)  # what is inherited stays open
    os.close(here._descriptor)
    with closing(LockedPresence(tmp_path)) as other:
        assert not other.is_there(here.name)
    child.communicate(timeout=30)
