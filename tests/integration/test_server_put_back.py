"""The state of a server that was put back from a copy: it is told and refused, and accepted without any token in it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from checker.adapters.server_state.mark import Change, StateMark
from checker.application.issue_token import IssuedToken
from checker.bootstrap.calling import Calling, accept_older_state, opened_calling, opened_tokens
from checker.domain.job_token import MOST_SKEW
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from checker.errors import ConflictError, NotFoundError, StoreError, UnauthenticatedError
from tests.fakes.fixed_clock import FixedClock
from tests.integration.conftest import CommandLine

HERE = "192.0.2.7"
OLDER = "the state of the server is older than its mark"


def state() -> Path:
    return Path(os.environ["XDG_STATE_HOME"]) / "clean-release" / "server.db"


def mark() -> Path:
    return state().with_suffix(".mark")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def start(clock: FixedClock) -> Iterator[Callable[[], Calling]]:
    """Starts a server's callers anew, over the same state."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(opened_calling(clock=clock))


def a_token(label: str = "release-bot") -> IssuedToken:
    with opened_tokens() as tokens:
        return tokens.create_token(
            label=label, namespace=Namespace.REAL, projects=["widget"], roles=[Role.READER], life=timedelta(days=1)
        )


def revoke(token: IssuedToken) -> None:
    with opened_tokens() as tokens:
        tokens.revoke_token(token.token.number)


def proves(calling: Calling, token: IssuedToken) -> bool:
    try:
        calling.prove(f"Bearer {token.text}", address=HERE)
    except UnauthenticatedError:
        return False
    return True


@pytest.fixture
def copied(tmp_path: Path) -> IssuedToken:
    """A token that counted when the state was copied, and was revoked since."""
    token = a_token()
    shutil.copy(state(), tmp_path / "copy.db")
    revoke(token)
    return token


@pytest.fixture
def put_back(copied: IssuedToken, tmp_path: Path) -> IssuedToken:
    """The same, after the copy was put back."""
    shutil.copy(tmp_path / "copy.db", state())
    return copied


@pytest.mark.usefixtures("put_back")
def test_a_state_that_was_put_back_is_refused_in_one_sentence_that_says_what_to_do(
    start: Callable[[], Calling], command: CommandLine
) -> None:
    with pytest.raises(StoreError, match=f"{OLDER}: its last change is 1, expected 2"):
        start()
    for words in (("token", "list"), ("token", "revoke", "0123456789ab")):
        refused = command.refused(*words)
        assert refused.code == 3
        assert OLDER in refused.err
        assert "clean-release token accept" in refused.err


def test_a_state_that_is_put_back_under_a_server_lets_nobody_in(
    start: Callable[[], Calling], copied: IssuedToken, tmp_path: Path
) -> None:
    calling = start()
    assert not proves(calling, copied)
    shutil.copy(state(), tmp_path / "newest.db")
    (tmp_path / "copy.db").replace(state())

    for _ in range(2):
        with pytest.raises(StoreError, match=OLDER):
            calling.prove(f"Bearer {copied.text}", address=HERE)
    assert calling.prove_again(f"Bearer {copied.text}", address=HERE) is None
    (tmp_path / "newest.db").replace(state())
    assert not proves(calling, copied)


def test_what_was_just_proven_is_not_believed_of_a_state_that_was_put_back(
    start: Callable[[], Calling], tmp_path: Path
) -> None:
    good = a_token()
    shutil.copy(state(), tmp_path / "copy.db")
    revoke(a_token("another"))
    calling = start()
    assert proves(calling, good)
    assert calling.prove_again(f"Bearer {good.text}", address=HERE)
    (tmp_path / "copy.db").replace(state())

    assert calling.prove_again(f"Bearer {good.text}", address=HERE) is None
    with pytest.raises(StoreError, match=OLDER):
        proves(calling, good)


def test_a_state_that_is_gone_lets_nobody_in(start: Callable[[], Calling]) -> None:
    good = a_token()
    calling = start()
    state().unlink()

    with pytest.raises(NotFoundError):
        proves(calling, good)


def test_an_accepted_state_has_no_token_that_counts_and_goes_on(
    start: Callable[[], Calling], put_back: IssuedToken, command: CommandLine
) -> None:
    accepted = command("token", "accept")

    assert accepted.code == 0
    assert "(change 1, expected 2): 1 token that counted in it was revoked" in accepted.out
    new = a_token("another")
    calling = start()
    assert proves(calling, new)
    assert not proves(calling, put_back)
    assert "older state accepted" in command("token", "list").out.splitlines()[-1]
    (trace,) = json.loads(command("token", "list", "--json").out)["accepted"]
    assert (trace["change"], trace["expected_change"], trace["revoked"]) == (1, 2, 1)


@pytest.mark.usefixtures("put_back")
def test_what_was_accepted_is_told_to_a_program_too(command: CommandLine) -> None:
    assert json.loads(command("token", "accept", "--json").out)["revoked"] == 1


def test_no_state_from_before_counts_beside_an_accepted_one(copied: IssuedToken, tmp_path: Path) -> None:
    shutil.copy(state(), tmp_path / "newest.db")
    shutil.copy(tmp_path / "copy.db", state())
    accept_older_state()

    for copy in ("copy.db", "newest.db"):
        shutil.copy(tmp_path / copy, state())
        with pytest.raises(StoreError, match=r"expected 3"):
            revoke(copied)


def test_another_history_with_the_same_number_is_refused(tmp_path: Path, start: Callable[[], Calling]) -> None:
    a_token()
    shutil.copytree(state().parent, tmp_path / "copy")
    a_token()
    other = tmp_path / "other" / "clean-release"
    shutil.copytree(tmp_path / "copy", other)
    with opened_tokens({"XDG_STATE_HOME": str(other.parent)}) as tokens:
        tokens.revoke_token(tokens.tokens()[0].number)
    shutil.copy(other / "server.db", state())

    with pytest.raises(StoreError, match="another history than its mark says"):
        start()


def test_what_is_as_its_mark_says_is_not_accepted() -> None:
    with pytest.raises(NotFoundError):
        accept_older_state()
    token = a_token()

    with pytest.raises(ConflictError, match="is what its mark says"):
        accept_older_state()
    with opened_calling() as calling:
        assert proves(calling, token)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda: mark().unlink(), "has no mark"),
        (lambda: mark().write_bytes(b"clean-release/server-mark/v1 9"), "holds no mark"),
        (lambda: mark().write_bytes(bytes(500)), "holds no mark"),
        (lambda: mark().write_bytes(b""), "another history"),
        (lambda: mark().chmod(0o620), "may be written by others"),
        (lambda: state().unlink(), "older than"),
    ],
    ids=["gone", "cut", "zeros", "emptied", "writable", "made anew"],
)
def test_a_mark_that_is_none_is_no_leave(start: Callable[[], Calling], spoil: Callable[[], object], said: str) -> None:
    for label in ("one", "two"):
        a_token(label)
    spoil()

    with pytest.raises(StoreError, match=said):
        start()


def test_a_mark_that_was_torn_in_a_power_cut_is_the_one_before(start: Callable[[], Calling]) -> None:
    for label in ("one", "two"):
        a_token(label)
    mark().write_bytes(mark().read_bytes().replace(b"0002 ", b"0009 "))

    start()
    moved = StateMark(path=mark()).read()
    assert moved is not None
    assert moved.number == 2


def test_a_state_without_its_mark_is_accepted_as_an_older_one_is(start: Callable[[], Calling]) -> None:
    token = a_token()
    mark().unlink()

    assert accept_older_state().expected == 0
    assert not proves(start(), token)
    assert proves(start(), a_token())


def test_a_change_that_nobody_marked_is_marked_when_the_state_is_opened(
    monkeypatch: pytest.MonkeyPatch, start: Callable[[], Calling], tmp_path: Path
) -> None:
    move = StateMark.move

    def stopped(self: StateMark, change: Change) -> None:
        if self.read() not in (None, change):
            raise StoreError("stopped before it was marked")
        move(self, change)

    for _ in range(2):  # the first change of all, and a later one
        if state().exists():
            shutil.copy(state(), tmp_path / "copy.db")
        with monkeypatch.context() as patched:
            patched.setattr(StateMark, "move", stopped)
            with pytest.raises(StoreError, match="stopped"):
                a_token()
        start()
    shutil.copy(tmp_path / "copy.db", state())

    with pytest.raises(StoreError, match=OLDER):
        start()


def test_the_mark_never_goes_back_and_never_grows() -> None:
    for _ in range(5):
        a_token()
    size = mark().stat().st_size
    before = StateMark(path=mark()).read()
    assert before is not None
    assert before.number == 5
    for _ in range(3):
        a_token()
    StateMark(path=mark()).move(before)

    after = StateMark(path=mark()).read()
    assert after is not None
    assert (after.number, mark().stat().st_size) == (8, size)


def test_a_token_of_a_job_from_before_is_taken_for_used(start: Callable[[], Calling], clock: FixedClock) -> None:
    a_token()
    calling, hour = start(), timedelta(hours=1)

    def use(number: str, issued: timedelta) -> bool:
        now = clock.now()
        return calling.services.used.use(issuer="i", number=number, issued=now + issued, until=now + hour, now=now)

    assert use("a", timedelta(0))
    mark().unlink()
    accept_older_state(clock=clock)

    assert [use("b", timedelta(0)), use("c", MOST_SKEW), use("d", -hour)] == [False, False, False]
    assert use("e", MOST_SKEW + timedelta(seconds=1))
    assert not use("e", MOST_SKEW + timedelta(seconds=1))
