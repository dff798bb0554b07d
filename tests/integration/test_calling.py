"""The callers of a server over its real state: tokens that count until they do not, answers that are given once."""

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from threading import Semaphore

import pytest

from checker.adapters.server_state import sqlite_tally
from checker.application.issue_token import IssuedToken
from checker.bootstrap.calling import Calling, opened_calling, opened_tokens, subscriber_of
from checker.domain.access_token import spell_token
from checker.domain.asked_once import KeptAnswer, Recalled
from checker.domain.identity import Method
from checker.domain.namespace import Namespace
from checker.domain.principal import Principal, Role
from checker.errors import (
    IdempotencyConflictError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnderWayError,
    UsageError,
)
from tests.fakes.fixed_clock import FixedClock

HERE = "192.0.2.7"
ONE, OTHER = "sha256:" + "1" * 64, "sha256:" + "2" * 64
ANSWER = KeptAnswer(status=201, headers=(("location", "/x"),), body=b"{}")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def start(clock: FixedClock) -> Iterator[Callable[[], Calling]]:
    """Starts a server's callers anew, over the same state."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(opened_calling(clock=clock))


def settings(text: str) -> Path:
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "clean-release" / "server.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"schema: clean-release/server/v1\n{text}", encoding="utf-8")
    return path


def a_token(calling: Calling, *roles: Role, label: str = "release-bot", days: int = 90) -> IssuedToken:
    return calling.create_token(
        label=label,
        namespace=Namespace.REAL,
        projects=["widget", "gadget", "widget"],
        roles=roles or (Role.OPERATOR,),
        life=timedelta(days=days),
    )


def bearer(token: IssuedToken) -> str:
    return f"Bearer {token.text}"


def refused(calling: Calling, authorization: str, *, address: str = HERE) -> UnauthenticatedError:
    with pytest.raises(UnauthenticatedError) as error:
        calling.prove(authorization, address=address)
    return error.value


def test_a_token_proves_the_principal_it_was_made_for(start: Callable[[], Calling]) -> None:
    calling = start()
    token = a_token(calling, Role.OPERATOR, Role.PUBLISHER)

    assert calling.prove(bearer(token), address=HERE) == Principal(
        label="release-bot",
        namespace=Namespace.REAL,
        projects=("gadget", "widget"),
        roles=frozenset({Role.OPERATOR, Role.PUBLISHER}),
        method=Method.TOKEN,
        issuer="clean-release",
        subject=token.token.number,
    )
    assert calling.prove(f"bEaReR  {token.text}", address=HERE).label == "release-bot"


def test_neither_the_text_of_a_token_nor_its_secret_is_kept(start: Callable[[], Calling]) -> None:
    token = a_token(start())

    files = Path(os.environ["XDG_STATE_HOME"], "clean-release").iterdir()
    kept = b"".join(file.read_bytes() for file in files)
    assert token.token.number.encode() in kept
    assert token.text.rpartition("_")[2][:64].encode() not in kept
    assert bytes.fromhex(token.text.rpartition("_")[2][:64]) not in kept
    assert token.text not in repr(token)


def test_a_token_counts_until_it_expires_or_is_revoked_by_anybody(
    start: Callable[[], Calling], clock: FixedClock
) -> None:
    calling = start()
    short, long = a_token(calling, days=1), a_token(calling, days=30)
    clock.advance(24 * 3600 - 1)
    calling.prove(bearer(short), address=HERE)
    clock.advance(1)

    assert "expired" in refused(calling, bearer(short)).reason
    calling.prove(bearer(long), address=HERE)
    with opened_tokens() as command_line:
        command_line.revoke_token(long.token.number)
    assert "revoked" in refused(calling, bearer(long)).reason


def test_a_proof_counts_again_for_the_same_header_from_the_same_place_alone(start: Callable[[], Calling]) -> None:
    calling = start()
    token, other = a_token(calling), a_token(calling)
    assert calling.prove_again(bearer(token), address=HERE) is None
    proven = calling.prove(bearer(token), address=HERE)

    assert calling.prove_again(bearer(token), address=HERE) == proven
    assert calling.prove_again(bearer(token), address="192.0.2.8") is None
    assert calling.prove_again(bearer(other), address=HERE) is None
    assert calling.prove_again(f"Bearer {token.text}x", address=HERE) is None
    assert token.text not in repr(calling)


def test_no_proof_counts_again_once_its_token_expired_or_was_revoked_by_anybody(
    start: Callable[[], Calling], clock: FixedClock
) -> None:
    calling = start()
    short, long = a_token(calling, days=1), a_token(calling, days=30)
    clock.advance(24 * 3600 - 1)
    for token in (short, long):
        calling.prove(bearer(token), address=HERE)
        assert calling.prove_again(bearer(token), address=HERE)
    clock.advance(1)

    assert calling.prove_again(bearer(short), address=HERE) is None
    assert calling.prove_again(bearer(long), address=HERE)
    with opened_tokens() as command_line:
        command_line.revoke_token(long.token.number)
    assert calling.prove_again(bearer(long), address=HERE) is None
    calling.prove(bearer(token := a_token(calling)), address=HERE)
    calling.revoke_token(token.token.number)
    assert calling.prove_again(bearer(token), address=HERE) is None


def test_no_proof_counts_again_for_whom_was_locked_out_meanwhile(start: Callable[[], Calling]) -> None:
    calling = start()
    good = a_token(calling)
    for _ in range(10):
        calling.prove(bearer(good), address=HERE)
        refused(calling, "Bearer wrong")

    assert calling.prove_again(bearer(good), address=HERE) is None


def test_every_token_that_proves_nobody_gets_the_same_answer_and_the_log_alone_says_why(
    start: Callable[[], Calling], clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    calling = start()
    over, revoked, good = a_token(calling, days=1), a_token(calling), a_token(calling)
    calling.revoke_token(revoked.token.number)
    clock.advance(24 * 3600)
    other_secret = spell_token(bytes.fromhex(good.token.number), bytes(32))
    shown = [bearer(over), bearer(revoked), f"Bearer {other_secret}", "Bearer crt_nothing", "Basic eDp5", "Bearer"]

    with caplog.at_level(logging.WARNING):
        answers = {(str(found), found.hint) for found in (refused(calling, one) for one in shown)}

    assert answers == {("the call does not prove who calls", "")}
    said = [record.getMessage() for record in caplog.records]
    assert len(set(said)) == 5, "the two without a token are one"
    assert not any(token.text in line for token in (over, revoked, good) for line in said)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_token_for_no_time_or_more_than_a_year_is_not_made(start: Callable[[], Calling], days: int) -> None:
    calling = start()
    with pytest.raises(UsageError, match="expected more than nothing and at most 365 days"):
        a_token(calling, days=days)
    assert calling.tokens() == ()


def test_who_fails_ten_times_is_locked_out_also_after_a_restart(
    start: Callable[[], Calling], clock: FixedClock
) -> None:
    calling = start()
    for _ in range(10):
        refused(calling, "Bearer wrong")
        clock.advance(1)

    for server in (calling, start()):
        with pytest.raises(TooManyRequestsError) as error:
            server.prove("Bearer wrong", address=HERE)
        assert error.value.retry_after == 290
    refused(calling, "Bearer wrong", address="192.0.2.8")  # another address is another caller
    clock.advance(290)
    refused(calling, "Bearer wrong")


def test_a_token_that_counts_proves_its_principal_where_others_are_locked_out(
    start: Callable[[], Calling],
) -> None:
    calling = start()
    good, known = a_token(calling), a_token(calling)
    guess = f"Bearer {spell_token(bytes.fromhex(known.token.number), bytes(32))}"
    for _ in range(30):
        with suppress(TooManyRequestsError):
            refused(calling, guess)

    for token in (good, known):
        assert calling.prove(bearer(token), address=HERE) == token.token.principal
        assert calling.prove_again(bearer(token), address=HERE) == token.token.principal


def test_a_token_whose_secret_is_guessed_from_many_addresses_is_locked_out(start: Callable[[], Calling]) -> None:
    calling = start()
    good = a_token(calling)
    calling.revoke_token(good.token.number)
    for last in range(10):
        refused(calling, bearer(good), address=f"192.0.2.{last}")

    with pytest.raises(TooManyRequestsError):
        calling.prove(bearer(good), address="198.51.100.1")


def test_what_is_counted_of_guessers_is_bounded_however_many_they_are(
    start: Callable[[], Calling], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_tally, "_MOST_ROWS", 20)
    calling = start()
    for last in range(100):
        refused(calling, "Bearer wrong", address=f"198.51.100.{last}")
    for _ in range(100):
        with suppress(TooManyRequestsError):
            refused(calling, "Bearer wrong")

    with calling.database.reading() as connection:
        (kept,) = connection.execute("SELECT count(*) FROM happened").fetchone()
    assert kept <= 21


def test_a_call_without_a_header_is_refused_and_locks_nobody_out(start: Callable[[], Calling]) -> None:
    calling = start()
    good = a_token(calling)
    for _ in range(30):
        refused(calling, "")

    assert calling.prove(bearer(good), address=HERE).label == "release-bot"


def test_a_principal_asks_for_so_much_in_a_minute_with_all_their_tokens(
    start: Callable[[], Calling], clock: FixedClock
) -> None:
    settings("limits: {requests_per_minute: 3}\n")
    calling = start()
    first, second, other = a_token(calling), a_token(calling), a_token(calling, label="another")
    for token in (first, second):
        calling.prove(bearer(token), address=HERE)
    assert calling.prove_again(bearer(first), address=HERE)
    clock.advance(20)

    with pytest.raises(TooManyRequestsError, match="3 requests in 60 seconds"):
        calling.prove_again(bearer(first), address=HERE)
    with pytest.raises(TooManyRequestsError, match="3 requests in 60 seconds") as error:
        calling.prove(bearer(second), address=HERE)
    assert error.value.retry_after == 40
    assert calling.prove(bearer(other), address=HERE).label == "another"
    clock.advance(40)
    assert calling.prove(bearer(second), address=HERE).label == "release-bot"


def test_runs_of_a_principal_are_counted_over_a_restart(start: Callable[[], Calling], clock: FixedClock) -> None:
    settings("limits: {runs_per_hour: 2}\n")
    calling = start()
    principal = calling.prove(bearer(a_token(calling)), address=HERE)
    calling.count_run(principal)
    clock.advance(60)
    calling.count_run(principal)

    with pytest.raises(TooManyRequestsError, match="2 runs in an hour") as error:
        start().count_run(principal)
    assert error.value.retry_after == 3540


def test_a_request_is_done_once_and_answered_again_after_a_restart(start: Callable[[], Calling]) -> None:
    calling = start()
    principal = calling.prove(bearer(a_token(calling)), address=HERE)

    with calling.recall(principal, "widget", "a-key", ONE) as first:
        assert first == Recalled()
        for other in (calling, start()):
            with pytest.raises(UnderWayError), other.recall(principal, "widget", "a-key", ONE):
                pass
        calling.remember(principal, "widget", "a-key", ONE, ANSWER)

    with start().recall(principal, "widget", "a-key", ONE) as again:
        assert again == Recalled(answer=ANSWER)
    with (
        pytest.raises(IdempotencyConflictError, match="used for another request"),
        calling.recall(principal, "widget", "a-key", OTHER),
    ):
        pass
    with calling.recall(principal, "gadget", "a-key", OTHER) as elsewhere:
        assert elsewhere == Recalled()


def test_a_request_whose_server_was_stopped_is_gone_on_with_at_once(start: Callable[[], Calling]) -> None:
    calling, later = start(), start()
    principal = calling.prove(bearer(a_token(calling)), address=HERE)
    with calling.recall(principal, "widget", "a-key", ONE):
        pass
    with pytest.raises(UnderWayError), later.recall(principal, "widget", "a-key", ONE):
        pass
    calling.presence.close()  # type: ignore[attr-defined] # it is the locked one

    with later.recall(principal, "widget", "a-key", ONE) as found:
        assert found == Recalled(is_left=True)


def test_a_request_that_ended_without_an_answer_is_gone_on_with_by_the_same_server(
    start: Callable[[], Calling],
) -> None:
    calling = start()
    principal = calling.prove(bearer(a_token(calling)), address=HERE)
    with pytest.raises(RuntimeError), calling.recall(principal, "widget", "a-key", ONE):
        raise RuntimeError

    with calling.recall(principal, "widget", "a-key", ONE) as found:
        assert found == Recalled(is_left=True)


def test_a_refused_request_may_be_made_again_with_its_key(start: Callable[[], Calling]) -> None:
    calling = start()
    principal = calling.prove(bearer(a_token(calling)), address=HERE)
    with calling.recall(principal, "widget", "a-key", ONE):
        calling.forget(principal, "widget", "a-key")

    with calling.recall(principal, "widget", "a-key", OTHER) as found:
        assert found == Recalled()
    with (
        pytest.raises(UsageError, match="Idempotency-Key is no key"),
        calling.recall(principal, "widget", "with space", ONE),
    ):
        pass


def test_of_many_with_one_key_at_once_one_goes_on(start: Callable[[], Calling]) -> None:
    calling, again = start(), start()
    principal = calling.prove(bearer(a_token(calling)), address=HERE)
    gone_on: list[Recalled] = []
    refused = Semaphore(0)

    def ask(one: Calling) -> None:
        try:
            with one.recall(principal, "widget", "a-key", ONE) as found:
                gone_on.append(found)
                for _ in range(11):  # at work until all others were refused
                    assert refused.acquire(timeout=30)
        except UnderWayError:
            refused.release()

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(ask, [calling, again] * 6))

    assert gone_on == [Recalled()]


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("a socket", "a socket"),
        ("x" * 200, "x" * 100),
    ],
)
def test_an_address_is_counted_for_its_subscriber(address: str, whose: str) -> None:
    assert subscriber_of(address) == whose
