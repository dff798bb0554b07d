"""The place of a server's state: it is its user's alone, or nothing in it counts."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from checker.bootstrap.calling import Calling, opened_calling
from checker.errors import StoreError
from tests.fakes.fixed_clock import FixedClock


@pytest.fixture
def start() -> Iterator[Callable[[], Calling]]:
    """Starts a server's callers anew, over the same state."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(opened_calling(clock=FixedClock()))


def state() -> Path:
    return Path(os.environ["XDG_STATE_HOME"]) / "clean-release"


def test_the_state_is_its_users_alone(start: Callable[[], Calling]) -> None:
    before = os.umask(0)
    try:
        start()
    finally:
        os.umask(before)

    assert state().stat().st_mode & 0o777 == 0o700
    assert (state() / "server.db").stat().st_mode & 0o777 == 0o600


def make_writable_file() -> None:
    (state() / "server.db").chmod(0o620)


def make_writable_folder() -> None:
    state().chmod(0o770)


def make_swappable() -> None:
    state().parent.chmod(0o777)


def make_link() -> None:
    file = state() / "server.db"
    file.rename(state() / "elsewhere.db")
    file.symlink_to("elsewhere.db")


def make_linked_folder() -> None:
    state().rename(state().with_name("elsewhere"))
    state().symlink_to("elsewhere")


def make_checkout() -> None:
    (state().parent / ".git").mkdir()


def make_foreign() -> None:
    (state() / "server.db").write_bytes(b"SQLite format 3\0" + b"x" * 4096)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (make_writable_file, "may be written by others"),
        (make_writable_folder, "may be written by others"),
        (make_swappable, "others may put another folder in the place"),
        (make_link, "is a link"),
        (make_linked_folder, "is a link"),
        (make_checkout, "lies in the checkout"),
        (make_foreign, "the store failed"),
    ],
)
def test_a_state_that_others_could_have_made_is_refused(
    start: Callable[[], Calling], spoil: Callable[[], None], said: str
) -> None:
    start().close()
    spoil()

    with pytest.raises(StoreError, match=said):
        start()
